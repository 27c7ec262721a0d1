"""Facts of a listing in words, for cards and pages."""

from decimal import Decimal

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from cms.models.places import STATES, country_name
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
STATE_NAMES = {code: name for name, code in STATES.items()} | {
    "DC": pgettext_lazy("inside a sentence", "the District of Columbia"),
    "VI": pgettext_lazy("inside a sentence", "the Virgin Islands"),
}
# A line on a card names so many states; more are counted there and named on the page.
STATES_ON_A_CARD = 3


def listed(names: list[str]) -> str:
    """ "Ohio, Michigan and Texas"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def country_in_a_sentence(code: str) -> str:
    return str(COUNTRIES_IN_A_SENTENCE.get(code, country_name(code)))


def countries_in_words(codes: list[str]) -> str:
    """Countries inside a sentence: "the US and Canada"."""
    return listed([country_in_a_sentence(code) for code in codes])


def states_in_words(codes: list[str]) -> str:
    """US states inside a sentence: "Ohio and Michigan"."""
    return listed([str(STATE_NAMES.get(code, code)) for code in codes])


def may_live_in(listing: Listing) -> str:
    """Where one may live while one works remotely, in full: "Ohio and Michigan", "the US and Canada"."""
    return _with_states(listing, states_in_words(listing.states))


def may_live_in_short(listing: Listing) -> str:
    """The same for a card, where many states are a number: "12 states of the US"."""
    codes = listing.states
    if len(codes) <= STATES_ON_A_CARD:
        return _with_states(listing, states_in_words(codes))
    states = ngettext("%(n)d state of the US", "%(n)d states of the US", len(codes))
    return _with_states(listing, states % {"n": len(codes)})


def _with_states(listing: Listing, states: str) -> str:
    """The countries, with the states in the place of the United States."""
    if not states or "US" not in listing.countries:
        return countries_in_words(listing.countries)
    others = [country_in_a_sentence(code) for code in listing.countries if code != "US"]
    if not others:
        return states
    return _("%(states)s, or %(countries)s") % {"states": states, "countries": listed(others)}


def place_note(listing: Listing) -> str:
    """What a card says of the place besides its name: whether one may live there, or days in the office.

    The first clause of the employer's note. On site, the note tells the way, which can wait for the page.
    """
    if listing.work_mode not in {WorkMode.REMOTE, WorkMode.HYBRID} and listing.place_id:
        return ""
    return Truncator(listing.location_note.partition(";")[0].strip()).chars(80)


def hours_in_words(listing: Listing) -> str:
    """Type of employment and hours a week: "Full time, 40 h". Of a draft, what there is of it."""
    kind = listing.get_employment_type_display()
    if listing.weekly_hours is None:
        return kind
    if not kind:
        return _("%(hours)s h") % {"hours": plain_number(listing.weekly_hours)}
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


def contacts_at_once_in_words(number: int) -> str:
    """ "One at a time", "Up to 3 at a time"."""
    if number == 1:
        return _("One conversation at a time")
    return _("Up to %(n)d conversations at a time") % {"n": number}


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
