"""The table of rules: what each weighs, and its words for moderators. What each looks for is in the modules beside."""

from dataclasses import dataclass
from typing import TypedDict

from django.utils.translation import gettext_lazy as _


class Finding(TypedDict):
    """As it is stored: `quote` holds the words as written, or the fact that was found."""

    rule: str
    quote: str
    weight: int


@dataclass(frozen=True, slots=True)
class Rule:
    """`weight` of 50 and more holds a post alone; a lighter one needs another beside it."""

    weight: int
    title: str
    advice: str


RULES: dict[str, Rule] = {
    "fee": Rule(
        70,
        _("Money is asked of applicants"),
        _(
            "Training, registration, equipment or a check is to be paid, even if it is to come back. No honest employer asks it."
        ),
    ),
    "money_moved": Rule(
        80,
        _("Cheques, transfers or parcels through one's own account or home"),
        _(
            "Whoever cashes a cheque or passes on money or parcels for others pays for it later, or is charged with laundering."
        ),
    ),
    "crypto_or_gift_cards": Rule(
        70,
        _("Gift cards or crypto are to be bought, or pay comes in them"),
        _("Neither can be called back. Supporting customers of such a product is something else."),
    ),
    "messenger_only": Rule(
        60,
        _("Applying or the interview goes through a messenger"),
        _(
            "Who stands behind an account there cannot be seen. Serving customers on a messenger is something else."
        ),
    ),
    "bank_or_id_details": Rule(
        60,
        _("Bank, card, identity or sign-in details are asked of applicants"),
        _(
            "These are needed after hiring, not before. Asking whether somebody may work here is fine."
        ),
    ),
    "pay_far_above": Rule(
        50,
        _("The guaranteed pay is far above what is published"),
        _(
            "More than twice what nine tenths of the people in this occupation earn in the United States."
        ),
    ),
    "free_mail": Rule(
        50,
        _("Applications go to a free mail address"),
        _(
            "Anybody can open such an address in any name. Ask for one at the employer's own domain."
        ),
    ),
    "look_alike_address": Rule(
        70,
        _("An address looks like an employer's, and is not"),
        _("Compare it letter by letter with the employer's own website."),
    ),
    "copied": Rule(
        50,
        _("The text is another employer's"),
        _("Open both. A staffing agency may have it from its client: ask."),
    ),
    "many_at_once": Rule(
        50,
        _("Many posts within a day from an employer that is new or not verified"),
        _("More than ten in 24 hours, in its first 14 days or before anybody verified it."),
    ),
    "hidden_link": Rule(
        50,
        _("The link to apply hides where it leads"),
        _("A link shortener or a bare number in place of a name. Ask for the real address."),
    ),
    "tied_to_suspended": Rule(
        80,
        _("Shares people or addresses with a suspended employer"),
        _("Look at why that employer was suspended before you decide."),
    ),
}
