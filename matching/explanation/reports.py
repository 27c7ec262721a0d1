"""What a page says about one job and one person: words, counts and points, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.models import Listing
from matching.explanation.limit_words import Fact, Standing
from matching.explanation.points import Bar, bars, shown

KINDS = {
    "skill": gettext_lazy("Skills"),
    "tool": gettext_lazy("Tools"),
    "language": gettext_lazy("Languages"),
    "role": gettext_lazy("Role"),
}


class Cover(StrEnum):
    FULL = "full"
    PART = "part"
    NONE = "none"
    UNSAID = "unsaid"  # whoever does not name a language has not said that they lack it


@dataclass(frozen=True)
class Asked:
    """One thing that a listing asks for, and what of it the person has.

    `weight` and `got` are percent of all that is asked; `points` are tenths of a point, None where no
    number is honest. `in_post` are the exact words of the post that name it, empty where it is named in
    the employer's list alone, None where nobody looked. `evidence` are the person's own words.
    """

    label: str
    kind: str
    is_essential: bool
    cover: Cover
    because: str
    weight: float
    got: float
    points: int | None
    in_post: str | None = None
    evidence: str = ""

    @property
    def points_shown(self) -> str:
        return "" if self.points is None else shown(self.points)

    @property
    def where_asked(self) -> str:
        if self.in_post is None:
            return ""
        if not self.in_post:
            return _("from the employer's list")
        return _("in the post: “%(words)s”") % {"words": self.in_post}


@dataclass(frozen=True)
class Raise:
    """What one more skill would do to the share; no numbers where the page shows none."""

    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Together:
    """Additions that are made together, and the share after them."""

    names: tuple[str, ...]
    after: str


@dataclass(frozen=True)
class Reach:
    """The fewest additions that lift the share to `goal`, best first; or what comes nearest to it."""

    goal: int
    reaches: bool
    sets: tuple[Together, ...]

    @property
    def size(self) -> int:
        return len(self.sets[0].names)

    @property
    def best(self) -> Together:
        return self.sets[0]


@dataclass(frozen=True)
class Report:
    """The explanation of one listing. The points of `asked` add up to `share`, both in tenths.

    `other_words` are shared and not asked for; `kindred` are not in the post and count through kinds of
    job; the numbers of `more_` are of those that are not shown. `kindred`, `requires` and `reach` are for
    the page of one job: empty on a list.
    """

    listing: Listing
    asked: tuple[Asked, ...]
    share: int | None
    raises: tuple[Raise, ...]
    other_words: tuple[str, ...]
    not_counted: tuple[str, ...]
    rung: str
    is_next_rung: bool
    facts: tuple[Fact, ...]
    is_thin: bool
    more_words: int = 0
    kindred: tuple[str, ...] = ()
    more_kindred: int = 0
    requires: tuple[str, ...] = ()
    reach: Reach | None = None

    @property
    def share_shown(self) -> str:
        return "" if self.share is None else shown(self.share)

    @cached_property
    def things(self) -> list[Asked]:
        """Skills, tools and languages that can be told: a role is nothing that one could add."""
        return [each for each in self.asked if each.kind != "role" and each.cover != Cover.UNSAID]

    @property
    def covered(self) -> list[str]:
        return [each.label for each in self.things if each.cover == Cover.FULL]

    @property
    def in_part(self) -> list[str]:
        return [each.label for each in self.things if each.cover == Cover.PART]

    @property
    def missing(self) -> list[str]:
        """Essential ones first, as the engine orders them."""
        return [each.label for each in self.things if each.cover == Cover.NONE]

    @property
    def fits(self) -> list[Fact]:
        return self._facts(Standing.FITS)

    @property
    def not_stated(self) -> list[Fact]:
        return self._facts(Standing.NOT_STATED)

    @property
    def breaks(self) -> list[Fact]:
        return self._facts(Standing.BREAKS)

    def _facts(self, standing: Standing) -> list[Fact]:
        return [fact for fact in self.facts if fact.standing == standing]

    @cached_property
    def kinds(self) -> list[tuple[str, list[Asked]]]:
        """What is asked by kind; a kind of which nothing is asked is left out."""
        return [
            (kind, members)
            for kind in KINDS
            if (members := [each for each in self.asked if each.kind == kind])
        ]

    def points_of(self, members: Sequence[Asked]) -> str:
        return "" if self.share is None else shown(sum(each.points for each in members))

    @cached_property
    def bars(self) -> list[Bar]:
        return bars(
            [
                (
                    str(KINDS[kind]),
                    sum(each.got for each in members),
                    sum(each.weight for each in members),
                    self.points_of(members),
                )
                for kind, members in self.kinds
            ]
        )

    @property
    def kind_lines(self) -> list[str]:
        """The pieces of the bar in words: "Skills 5 of 6", or "Skills 41.3" where points are shown."""
        return [self._kind_line(kind, members) for kind, members in self.kinds]

    def _kind_line(self, kind: str, members: Sequence[Asked]) -> str:
        words = {
            "kind": KINDS[kind],
            "n": sum(each.cover == Cover.FULL for each in members),
            "all": len(members),
            "points": self.points_of(members),
        }
        if self.share is not None:
            return _("%(kind)s %(points)s") % words
        if all(each.cover == Cover.UNSAID for each in members):
            return _("%(kind)s: not said") % words
        if kind == "role":
            is_theirs = members[0].cover != Cover.NONE
            return _("Role: yours") if is_theirs else _("Role: another than yours")
        return _("%(kind)s %(n)d of %(all)d") % words
