"""How a job is told: pay, place, hours and dates as filters, and the lists of jobs that other pages show."""

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from cms.models import Role
from cms.vocabulary import PayPeriod, RoleFamily
from cms.weeks import Span
from listings import clients, moments, wording
from listings.filters import ListingFilterSet
from listings.models import Listing
from listings.money import money, pay_text
from listings.pay import Pay
from listings.plots import mix_bars
from listings.weeks import fit_into, week_of
from profiles.models import AvailableTime

register = template.Library()

# What a line holds, for people who do not know it by its name.
LINE_EXAMPLES = {
    RoleFamily.FRONT_LINE: pgettext_lazy("roles", "representative, agent, specialist"),
    RoleFamily.TECHNICAL: pgettext_lazy("roles", "help desk, technical support"),
    RoleFamily.QUALITY_TRAINING: pgettext_lazy("roles", "quality, training, knowledge"),
    RoleFamily.LEADERSHIP: pgettext_lazy("roles", "team lead, manager, director"),
    RoleFamily.SUCCESS: pgettext_lazy("roles", "onboarding, success, retention"),
    RoleFamily.EXPERIENCE: pgettext_lazy("roles", "research, strategy, design"),
    RoleFamily.OPERATIONS: pgettext_lazy("roles", "workforce, planning, tools"),
}


# --- Pay ---------------------------------------------------------------------------------------


@register.filter
def pay_range(pay: Pay) -> str:
    """Both ends of a pay in its own period: "$21.50–$24.00"."""
    return pay_text(pay)


@register.filter
def pay_unit(pay: Pay) -> str:
    """The period of a pay: "an hour"."""
    return PayPeriod(pay.period).label


@register.filter
def other_period(pay: Pay) -> Pay:
    """What stands beside the hour's pay: the employer's own period, or a year where that is the hour."""
    return pay.yearly if pay.period == PayPeriod.HOUR else pay


@register.filter
def hourly_money(amount, currency: str = "USD") -> str:
    """An hour's amount: "$22.28"."""
    return money(amount, currency, PayPeriod.HOUR)


# --- Facts in words ----------------------------------------------------------------------------

for in_words in (
    clients.client_explained,
    clients.client_in_words,
    moments.confirmed,
    moments.ended,
    moments.freshness,
    moments.unconfirmed,
    wording.channels_in_words,
    wording.contacts_at_once_in_words,
    wording.countries_in_words,
    wording.experience_in_words,
    wording.hours_in_words,
    wording.may_live_in,
    wording.may_live_in_short,
    wording.place_note,
    wording.plain_number,
    wording.shift_in_words,
    week_of,
):
    register.filter(in_words)


@register.filter
def posted(listing: Listing) -> str:
    return moments.posted(listing)


@register.filter
def closing(listing: Listing) -> moments.Closing:
    return moments.closing(listing)


@register.inclusion_tag("listings/partials/channel_mix.html")
def channel_mix(listing: Listing):
    """How customers reach the person in the job, drawn where shares are stated. Reads prefetched rows."""
    channels = list(listing.channels.all())
    return {"channels": channels, "bars": mix_bars(channels)}


@register.inclusion_tag("listings/partials/shifts_in_hours.html", takes_context=True)
def shifts_in_my_hours(context, listing: Listing):
    """Whether the shifts of a job lie inside the hours that the reader gave. One query if signed in."""
    times = list(AvailableTime.objects.for_user(context["user"]).select_related("candidate"))
    if not times:
        return {}
    hours = [Span(row.weekday, row.starts, row.ends) for row in times]
    return {"fit": fit_into(listing, hours, times[0].candidate.time_zone, timezone.now())}


@register.simple_tag
def list_heading(search: ListingFilterSet, count: int) -> str:
    """What the job list holds, with its number."""
    return search.heading(count, intcomma(count))


@register.simple_tag
def filters_on(facets: dict, *names: str) -> int | None:
    """How many options of some groups of the job list are on; None where there is none to choose."""
    groups = [facets[name] for name in names]
    return sum(group.on for group in groups) if any(group.options for group in groups) else None


# --- Lists of jobs -----------------------------------------------------------------------------


@register.inclusion_tag("listings/partials/open_listings.html")
def open_listings(role: Role | None = None, limit: int = 5, mode: str = "", place=None):
    """The newest open jobs of a role, or of all, with a way to the rest. Two queries.

    In a mode and around a place they are those of the job list, nearest first: at most four queries.
    """
    if mode or place:
        search = _search_for(role=role and role.slug, mode=mode, location=place and place.label)
        return {"role": role, "search": search, "listings": search.qs.for_cards()[:limit]}
    listings = Listing.objects.open()
    if role is not None:
        listings = listings.for_role(role)
    return {"role": role, "listings": listings.newest_first().for_cards()[:limit]}


def _search_for(**values) -> ListingFilterSet:
    """The job list narrowed by those of the values that are not empty."""
    data = QueryDict(mutable=True)
    data.update({name: value for name, value in values.items() if value})
    return ListingFilterSet(data)


@register.inclusion_tag("listings/partials/newest_listings.html")
def newest_listings(limit: int = 4):
    """The newest open jobs of all. Two queries."""
    return {"listings": Listing.objects.open().newest_first().for_cards()[:limit]}


@register.inclusion_tag("listings/partials/open_jobs_by_line.html")
def open_jobs_by_line():
    """Each line of the ladder with the number of its open jobs. One query."""
    counts = dict(
        Listing.objects.open()
        .order_by()
        .values_list("role__family")
        .annotate(open_jobs=Count("pk"))
    )
    lines = [
        {"family": family, "examples": examples, "count": counts.get(family, 0)}
        for family, examples in LINE_EXAMPLES.items()
    ]
    return {"lines": lines}


@register.simple_tag
def open_job_count(role: Role | None = None) -> int:
    """How many jobs are open, in all or for a role. One query."""
    listings = Listing.objects.open()
    return (listings if role is None else listings.for_role(role)).count()
