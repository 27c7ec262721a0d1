"""Why a step stands where it stands on a page, and the education that a way out asks, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import Role
from matching.ladder.gaps import Gap
from matching.ladder.graph import NextStep
from matching.occupations import occupations

MOST, SOME = 2 / 3, 1 / 3
MANY_PEOPLE = 1_000_000  # in one occupation: 33 of the 830 of the survey
# What O*NET says of its job zones, in our words.
EDUCATION = {
    1: gettext_lazy("O*NET says of %(occupation)s: little or no preparation is needed."),
    2: gettext_lazy("O*NET says of %(occupation)s: usually a high school diploma."),
    3: gettext_lazy(
        "O*NET says of %(occupation)s: usually vocational training, experience or an associate degree."
    ),
    4: gettext_lazy("O*NET says of %(occupation)s: usually a bachelor's degree."),
    5: gettext_lazy("O*NET says of %(occupation)s: usually a graduate degree."),
}


def why(step: NextStep) -> list[str]:
    """Sentences: how much is held, then what is known of how often the move is made."""
    return [_of_the_gap(step.gap), *_of_the_move(step)] if step.gap.size else _of_the_move(step)


def _of_the_gap(gap: Gap) -> str:
    if not (gap.missing or gap.in_part):
        return _("You have all that it asks.")
    if gap.share >= MOST:
        return _("You have most of what it asks.")
    if gap.share >= SOME:
        return _("You have part of what it asks.")
    return (
        _("You have little of what it asks.") if gap.share else _("You have nothing it asks yet.")
    )


def _of_the_move(step: NextStep) -> list[str]:
    prior, words = step.prior, []
    if prior.is_often:
        words.append(_("People often make this move."))
    elif prior.is_rare:
        words.append(_("People rarely make this move."))
    if prior.people and prior.people >= MANY_PEOPLE:
        words.append(_("It is one of the largest occupations in the US."))
    if prior.is_related:
        words.append(_("O*NET lists the two occupations as related."))
    return words


def education(role: Role) -> str:
    """What O*NET says of the role's occupation, or of the one that stands in; empty where it says nothing."""
    occupation = occupations().get(role.onet_soc_code)
    return EDUCATION[occupation.zone] % {"occupation": occupation.title} if occupation else ""
