"""What matching shows on the pages of other apps: next rungs, why a job fits, similar jobs."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.lessons import Lesson, Lessons
from cms.models import Role
from cms.templatetags.pay_tags import dollars
from listings.models import Listing
from matching import constraints
from matching.adapters import asked_terms, current_index, index_at_hand
from matching.engine import MatchIndex, ProfileItem, Query
from matching.explanation.limit_words import facts
from matching.explanation.writer import write_report
from matching.ladder import words as ladder_words
from matching.ladder.graph import Ladder, NextStep, RolePay, branches
from matching.ladder.routes import Rung, route_through, way_up
from matching.profile_queries import profile_query
from profiles.my_profile import my_profile

register = template.Library()
register.filter("why", ladder_words.why)
register.filter("education", ladder_words.education)

LESSONS_ON_A_CARD = 2
LESSONS_SHOWN = 3
SIMILAR_SHOWN = 3
# Of the nearest in the index some may have closed since it was built.
SIMILAR_LOOKED_AT = 24


# --- The ladder --------------------------------------------------------------------------------


@register.inclusion_tag("matching/partials/next_rungs.html")
def next_rungs(role: Role, limit: int = 4):
    """Where a role leads, as a fork. Skills are counted as if one had what the role asks. Four queries."""
    ladder = Ladder.around(role)
    steps = ladder.next_steps(role, ladder.skills_of(role))
    return {"role": role, "steps": branches(steps, limit)}


@register.inclusion_tag("matching/partials/ladder_strip.html")
def ladder_strip(role: Role):
    """A job's role and the plain way up from it, side by side. Three queries."""
    return {"role": role, "route": way_up(role)}


@register.inclusion_tag("matching/partials/path_route.html")
def path_route(roles):
    """A career path, rung by rung: gap, step in pay, open jobs and guides of each. At most six queries."""
    roles = list(roles)
    return {"route": route_through(roles) if roles else None}


@register.filter
def to_read(step: NextStep | Rung) -> list[Lesson]:
    """About what is missing for a step, heaviest first. One query for all steps of a ladder."""
    return step.lessons.about(step.gap.missing_names, LESSONS_ON_A_CARD)


@register.filter
def pay_words(pay: RolePay) -> str:
    """ "$33.41 an hour", with the occupation where its figure only stands in; or that there is none."""
    if pay.hourly is None:
        return _("no published figure")
    words = {"pay": dollars(pay.hourly), "occupation": pay.proxy_for}
    if pay.proxy_for:
        return _("%(pay)s an hour, figure for %(occupation)s, the nearest published") % words
    return _("%(pay)s an hour") % words


@register.filter
def pay_sign(pay: RolePay) -> str:
    """The same in two words, for the map: "$50.85 proxy"."""
    if pay.hourly is None:
        return _("no figure")
    return (
        _("%(pay)s proxy") % {"pay": dollars(pay.hourly)} if pay.proxy_for else dollars(pay.hourly)
    )


@register.filter
def gain(difference: Decimal) -> str:
    """A step in pay: "+$8.21", "−$2.10"."""
    sign = "−" if difference < 0 else "+"
    return f"{sign}{dollars(abs(difference))}"


@register.filter
def passes(rungs: tuple[int, ...]) -> str:
    """The rungs that a step passes, in words."""
    names = ", ".join(map(str, rungs))
    return ngettext("it passes rung %(names)s", "it passes rungs %(names)s", len(rungs)) % {
        "names": names
    }


# --- Jobs --------------------------------------------------------------------------------------


@register.inclusion_tag("matching/partials/match_panel.html", takes_context=True)
def match_panel(context, listing: Listing):
    """Why a job fits whoever reads, or an invitation. Reads what `for_page` loads.

    Besides the profile at most eight queries: labels of skills and rivals of tools for its words, one
    for the limits, four of `write_report`, and one for what to read about all that is missing.
    """
    contents = my_profile(context["request"]).contents
    snapshot = contents.snapshot
    found = {"listing": listing, "snapshot": snapshot, "report": None}
    if snapshot.is_empty:
        return found | {"is_known": True}
    index = current_index()
    if index is None or not knows(index, listing):
        return found | {"is_known": False}
    broken = constraints.broken_by(listing, snapshot.preferences, snapshot.languages)
    stand = facts(listing, snapshot.preferences, snapshot.languages, broken)
    evidence = {held.skill.preferred_label: held.evidence for held in contents.skills}
    report = write_report(listing, index, profile_query(snapshot), snapshot, stand, evidence)
    to_read = Lessons().about(report.missing, LESSONS_SHOWN)
    return found | {"report": report, "to_read": to_read}


@register.inclusion_tag("matching/partials/similar_listings.html")
def similar_listings(listing: Listing):
    """The open jobs that ask for most of the same, weighed by how rare it is; else the newest of its role.

    Reads what `for_page` loads. Two queries, or none.
    """
    rows = _nearest(listing)
    if rows:
        return {"listing": listing, "listings": rows, "role": None}
    if listing.role is None:
        return {"listings": []}
    others = Listing.objects.open().for_role(listing.role).exclude(pk=listing.pk)
    rows = others.for_cards()[:SIMILAR_SHOWN]
    return {"listing": listing, "listings": rows, "role": listing.role}


def _nearest(listing: Listing) -> list[Listing]:
    index = index_at_hand()
    if index is None:
        return []
    if knows(index, listing):
        asked = index.asked_of(listing.pk)
        claims = dict(zip(asked.terms, asked.weights.tolist(), strict=True))
    else:
        # It closed before this index was built, or is newer: all that it asks counts alike.
        claims = dict.fromkeys(asked_terms(listing), 1.0)
    query = Query.from_items([ProfileItem(listing.title, "text", claims)] if claims else [])
    nearest = index.rank(query, top_k=SIMILAR_LOOKED_AT).keys.tolist()
    others = [key for key in nearest if key != listing.pk]
    rows = Listing.objects.open().for_cards().in_bulk(others)
    return [rows[key] for key in others if key in rows][:SIMILAR_SHOWN]


def knows(index: MatchIndex, listing: Listing) -> bool:
    """Whether the index holds a listing: after a large import the older ones wait for the next."""
    return bool((index.keys_ == listing.pk).any())
