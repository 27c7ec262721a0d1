"""What a listing states in rows of their own."""

from dataclasses import dataclass, field, fields

from cms.models import GlossaryTerm, Skill
from listings.models import Listing
from listings.screening import Question
from listings.weeks import Shift


@dataclass
class Parts:
    """What `save_listing` takes beside the listing.

    `skills` says of each whether it is essential, `languages` the level and the same, `channels` the
    share in percent where there is one, `targets` the figure in words for each metric.
    """

    skills: dict[Skill, bool] = field(default_factory=dict)
    languages: dict[Skill, tuple[str, bool]] = field(default_factory=dict)
    channels: dict[str, int | None] = field(default_factory=dict)
    shifts: list[Shift] = field(default_factory=list)
    targets: dict[GlossaryTerm, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)

    def as_keywords(self) -> dict:
        """For `save_listing(…, **parts.as_keywords())`."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


def parts_of(listing: Listing) -> Parts:
    """The parts of a listing as its rows have them. Six queries, none for what is prefetched.

    A prefetch has to load the skill, language or metric of its rows too. An unsaved listing has none.
    """
    if listing.pk is None:
        return Parts()
    return Parts(
        skills={row.skill: row.is_essential for row in _rows(listing, "listing_skills", "skill")},
        languages={
            row.language: (row.level, row.is_essential)
            for row in _rows(listing, "languages", "language")
        },
        channels={row.channel: row.share for row in listing.channels.all()},
        shifts=[Shift(row.weekday, row.starts, row.ends) for row in listing.shifts.all()],
        targets={row.metric: row.target for row in _rows(listing, "targets", "metric")},
        questions=[
            Question(row.text, row.kind, tuple(row.choices.splitlines()), row.is_required)
            for row in listing.screening_questions.all()
        ],
    )


def _rows(listing: Listing, name: str, related: str):
    rows = getattr(listing, name)
    is_loaded = name in getattr(listing, "_prefetched_objects_cache", {})
    return rows.all() if is_loaded else rows.select_related(related)
