"""What an employer's page says about one person: the report that the person gets, told of somebody else.

Nothing here names anybody: no name, address or headline, no job held and no words of the person's
own. Reports hold such words ("because", "other words"); they are not read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import Place, Role
from cms.models.places import STATES, country_name
from listings.models import Listing
from matching.engine import MatchIndex
from matching.explanation.reports import Asked, Cover, Report
from matching.explanation.term_names import TermNames
from matching.explanation.writer import Draft
from matching.models import Invitation
from matching.people.finding import shown_for
from matching.profile_queries import LEVEL_WEIGHTS, ProfileQuery, profile_queries
from profiles.models import Candidate
from profiles.models.candidates import Level
from profiles.snapshot import ProfileSnapshot
from profiles.snapshots import read_snapshots

STATE_NAMES = {code: name for name, code in STATES.items()}
LEVELS = {
    Level.TEACHES: gettext_lazy("Teaches it"),
    Level.ALONE: gettext_lazy("Does it alone"),
    Level.WITH_HELP: gettext_lazy("Does it with help"),
    Level.LEARNING: gettext_lazy("Is learning it"),
}


@dataclass(frozen=True)
class AskedOfThem:
    """One thing that the listing asks for, and what the person says of it."""

    asked: Asked
    words: str


@dataclass(frozen=True)
class Person:
    """Somebody who opted in, as they stand on the page of one listing."""

    key: int
    role: Role | None
    wanted: Role | None
    region: str
    skills: list[tuple[str, list[str]]]  # by level, the highest first
    languages: list[str]
    report: Report
    asked: list[AskedOfThem]
    invited_at: datetime | None


def describe_people(listing: Listing, index: MatchIndex, keys: Sequence[int]) -> list[Person]:
    """People in the order of `keys`; whoever may not be shown any more is left out.

    Eleven queries, however many people: six for their profiles, three for the words of these, one
    for the names of what is asked, one for invitations. Reads the listing's role, skills and languages.
    """
    people = shown_for(listing).filter(pk__in=[int(key) for key in keys])
    drafts, names = drafts_of(listing, index, people)
    invited = dict(
        Invitation.objects.filter(listing=listing, candidate__in=drafts).values_list(
            "candidate", "created_at"
        )
    )
    return [
        describe(int(key), drafts[int(key)], names, invited.get(int(key)))
        for key in keys
        if int(key) in drafts
    ]


def drafts_of(
    listing: Listing, index: MatchIndex, people: QuerySet[Candidate]
) -> tuple[dict[int, Draft], TermNames]:
    """Explanations of a listing to people, by their keys, and the names of what is asked. Ten queries."""
    found = list(read_snapshots(people))
    profiles = profile_queries((snapshot for _candidate, snapshot in found), index)
    drafts = {
        candidate.pk: Draft(listing, index, profile, snapshot)
        for (candidate, snapshot), profile in zip(found, profiles, strict=True)
    }
    # Words that are shared and not asked for may be the person's own: they go unnamed and unshown.
    asked = index.asked_of(listing.pk).terms
    return drafts, TermNames(term for term in asked if not term.startswith("role:"))


def describe(
    key: int, draft: Draft, names: TermNames, invited_at: datetime | None = None
) -> Person:
    """One person as they stand on the page of one listing. No query."""
    snapshot = draft.snapshot
    report = draft.report(names, [], with_numbers=True)
    slugs = {
        row.skill.preferred_label: row.skill.slug for row in draft.listing.listing_skills.all()
    }
    return Person(
        key=key,
        role=snapshot.current_role,
        wanted=snapshot.target_role,
        region=region(snapshot.preferences.place),
        skills=_skills_by_level(snapshot),
        languages=[f"{skill.preferred_label} ({spoken})" for skill, spoken in snapshot.languages],
        report=report,
        asked=[
            AskedOfThem(each, _words(each, slugs.get(each.label, ""), snapshot, draft.profile))
            for each in report.asked
        ],
        invited_at=invited_at,
    )


def region(place: Place | None) -> str:
    """The state in the US, the country elsewhere: never the town."""
    if place is None:
        return ""
    if place.country_code == "US":
        return STATE_NAMES.get(place.admin1_code, country_name("US"))
    return country_name(place.country_code)


def _skills_by_level(snapshot: ProfileSnapshot) -> list[tuple[str, list[str]]]:
    groups = [
        (words, [skill.preferred_label for skill, level in snapshot.skills if level == anchor])
        for anchor, words in LEVELS.items()
    ]
    return [(str(words), labels) for words, labels in groups if labels]


def _words(asked: Asked, slug: str, snapshot: ProfileSnapshot, profile: ProfileQuery) -> str:
    """What the person says of one thing that is asked. `slug` is that of a skill or tool."""
    if asked.kind == "role":
        return _role_words(asked, snapshot)
    if asked.cover == Cover.UNSAID:
        return _("Has not said how well they speak it")
    if asked.cover == Cover.NONE:
        return _("Not in the profile")
    levels = {skill.preferred_label: LEVELS[Level(level)] for skill, level in snapshot.skills}
    if asked.kind != "language" and asked.label in levels:
        return str(levels[asked.label])
    spoken = {skill.preferred_label: spoken for skill, spoken in snapshot.languages}
    if asked.label in spoken:
        return _("Speaks it at %(level)s") % {"level": spoken[asked.label]}
    return _through_a_rival(f"skill:{slug}", snapshot, profile)


def _role_words(asked: Asked, snapshot: ProfileSnapshot) -> str:
    if asked.cover == Cover.FULL:
        return _("Their role now")
    if asked.cover == Cover.PART:
        return _("The role they want")
    return _("Another role") if snapshot.current_role else _("Names no role")


def _through_a_rival(term: str, snapshot: ProfileSnapshot, profile: ProfileQuery) -> str:
    """The tool that counts most towards the one that is asked, as the engine credits it."""
    through = [
        (LEVEL_WEIGHTS[level] * profile.transfers[tool.preferred_label, term], tool)
        for tool, level in snapshot.skills
        if (tool.preferred_label, term) in profile.transfers
    ]
    if not through:
        return _("In part")
    _claim, tool = max(through, key=lambda found: found[0])
    percent = round(100 * profile.transfers[tool.preferred_label, term])
    words = {"tool": tool.preferred_label, "percent": percent}
    return _("Knows %(tool)s, which counts %(percent)d%% towards it") % words
