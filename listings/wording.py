"""Facts of a listing in words, for cards and pages."""

from decimal import Decimal

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from cms.models.places import country_name
from cms.vocabulary import Channel, WorkMode
from listings.models import Listing

# Names that stand with "the" inside a sentence.
COUNTRIES_IN_A_SENTENCE = {
    "US": pgettext_lazy("inside a sentence", "the US"),
    "GB": pgettext_lazy("inside a sentence", "the UK"),
    "PH": pgettext_lazy("inside a sentence", "the Philippines"),
    "NL": pgettext_lazy("inside a sentence", "the Netherlands"),
    "AE": pgettext_lazy("inside a sentence", "the United Arab Emirates"),
}


def countries_in_words(codes: list[str]) -> str:
    """Countries inside a sentence: "the US and Canada"."""
    names = [str(COUNTRIES_IN_A_SENTENCE.get(code, country_name(code))) for code in codes]
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def place_note(listing: Listing) -> str:
    """What a card says of the place besides its name: whether one may live there, or days in the office.

    The first clause of the employer's note. On site, the note tells the way, which can wait for the page.
    """
    if listing.work_mode not in {WorkMode.REMOTE, WorkMode.HYBRID} and listing.place_id:
        return ""
    return Truncator(listing.location_note.partition(";")[0].strip()).chars(80)


def hours_in_words(listing: Listing) -> str:
    """Type of employment and hours a week: "Full time, 40 h"."""
    kind = listing.get_employment_type_display()
    if listing.weekly_hours is None:
        return kind
    return _("%(kind)s, %(hours)s h") % {"kind": kind, "hours": plain_number(listing.weekly_hours)}


def shift_in_words(listing: Listing) -> str:
    """Shift and weekends: "Days, no weekends". Empty where the employer says neither."""
    shift = listing.get_shift_pattern_display()
    if listing.works_weekends is None:
        return shift
    if not shift:
        return _("Some weekends") if listing.works_weekends else _("No weekends")
    if listing.works_weekends:
        return _("%(shift)s, some weekends") % {"shift": shift}
    return _("%(shift)s, no weekends") % {"shift": shift}


def plain_number(number: Decimal) -> str:
    """A number without idle zeros: 40, 37.5."""
    return f"{number.normalize():f}"


def channels_in_words(channels) -> str:
    """ "Phone, chat, email", the largest share first; work without customers only where there is no other."""
    labels = [
        str(channel.get_channel_display())
        for channel in channels
        if channel.channel != Channel.BACK_OFFICE or len(channels) == 1
    ]
    return ", ".join([*labels[:1], *(label.lower() for label in labels[1:])])


def experience_in_words(months: int) -> str:
    """ "No experience needed", "6 months", "2 years"."""
    if months == 0:
        return _("No experience needed")
    if months % 12:
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    return ngettext("%(n)d year", "%(n)d years", months // 12) % {"n": months // 12}
