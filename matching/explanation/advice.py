"""What would raise the share of one job: single additions, and the fewest that reach the next milestone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cms.models import Skill
from cms.vocabulary import SkillKind
from listings.models import Listing
from matching.engine import Query
from matching.engine.raising import Addition, Raised, Raising
from matching.explanation.points import shown
from matching.explanation.reports import Raise, Reach, Together
from matching.explanation.term_names import TermNames
from matching.profile_queries import LANGUAGE_CLAIMED_FROM, ProfileQuery, profile_query
from profiles.models.candidates import Level
from profiles.snapshot import ProfileSnapshot

RAISES_SHOWN = 3
MILESTONES = (50, 75, 90)


def advise(
    listing: Listing,
    asked: Mapping[str, float],
    profile: ProfileQuery,
    snapshot: ProfileSnapshot,
    names: TermNames,
) -> tuple[list[Raise], Reach | None]:
    """The additions that help most one by one, and the way to the next milestone. At most one query.

    Parameters
    ----------
    asked : mapping of str to float
        What the listing asks for, with the weights of the index; `names` knows all of it.
    """
    query = profile.query
    claims = dict(zip(query.terms, query.claims.tolist(), strict=True))
    raising = Raising(asked, claims, additions(listing, asked, snapshot, names))
    before = raising.share()
    goal = next((goal for goal in MILESTONES if _tenths(before) < 10 * goal), None)
    return list(_singles(raising, before)), None if goal is None else _reach(raising, goal)


def additions(
    listing: Listing, asked: Mapping[str, float], snapshot: ProfileSnapshot, names: TermNames
) -> list[Addition]:
    """Every skill that is asked and not yet said to be done alone, every language not yet at its level.

    What each claims is what the profile would claim that held nothing else, so that a tool brings
    what it counts towards its rivals. One query where a tool with rivals is among them, else none.
    """
    could = replace(
        snapshot,
        skills=tuple(_skills(asked, snapshot, names)),
        languages=tuple(_languages(listing, asked, snapshot, names)),
        current_role=None,
        target_role=None,
        experience_texts=(),
    )
    return _items(profile_query(could).query)


def _items(query: Query) -> list[Addition]:
    items = {id(holder.item): holder.item for holders in query.holders for holder in holders}
    return [Addition(item.label, item.claims) for item in items.values()]


def _skills(asked, snapshot, names) -> Iterator[tuple[Skill, int]]:
    levels = {skill.slug: level for skill, level in snapshot.skills}
    for term in asked:
        skill = names.skills.get(term.removeprefix("skill:"))
        if skill and skill.kind != SkillKind.LANGUAGE and levels.get(skill.slug, 0) < Level.ALONE:
            yield skill, Level.ALONE


def _languages(listing, asked, snapshot, names) -> Iterator[tuple[Skill, str]]:
    """At the level asked; a language that is asked as a skill has none, so where it counts in full."""
    levels = {row.language.slug: row.level for row in listing.languages.all()}
    spoken = {language.slug: level for language, level in snapshot.languages}
    slugs = dict.fromkeys(term.partition(":")[2] for term in asked)
    for slug in slugs:
        language = names.skills.get(slug)
        level = levels.get(slug, LANGUAGE_CLAIMED_FROM)
        if language and language.kind == SkillKind.LANGUAGE and spoken.get(slug, "") < level:
            yield language, level


def _singles(raising: Raising, before: float) -> Iterator[Raise]:
    for raised in raising.one_by_one()[:RAISES_SHOWN]:
        if _tenths(raised.share) > _tenths(before):
            [addition] = raised.added
            yield Raise(addition.label, shown(_tenths(before)), shown(_tenths(raised.share)))


def _reach(raising: Raising, goal: int) -> Reach | None:
    found = raising.reach(goal)
    return found and Reach(goal, found.reaches, tuple(map(_together, found.sets)))


def _together(raised: Raised) -> Together:
    names = tuple(addition.label for addition in raised.added)
    return Together(names, shown(_tenths(raised.share)))


def _tenths(share: float) -> int:
    return round(10 * share)
