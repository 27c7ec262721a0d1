"""What would raise a share: the smallest sets of additions that reach a goal, found by re-scoring.

A share is that of `explain`: what is claimed of what a listing asks for, weighed. An addition, like
any item of a profile, claims several terms (a tool also its rivals), and of each term the largest
claim counts, so that what two additions bring together is no sum of what each brings alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

MAX_TOGETHER = 3
SETS_SHOWN = 3
# Two shares that differ by less are one: below it lies only the rounding of sums.
SAME = 1e-9


@dataclass(frozen=True)
class Addition:
    """Something that a person could add to their profile. `claims`: term to weight in (0, 1]."""

    label: str
    claims: Mapping[str, float]


@dataclass(frozen=True)
class Raised:
    """The share, from 0 to 100 and unrounded, with `added` in the profile beside all that is there."""

    added: tuple[Addition, ...]
    share: float


@dataclass(frozen=True)
class Reaching:
    """The way to a goal: `sets` of equal size, best share first.

    Where no set of `MAX_TOGETHER` gets there, `reaches` is False and the one set is what helps most.
    """

    goal: float
    reaches: bool
    sets: tuple[Raised, ...]


class Raising:
    """Re-scores one listing with additions.

    Parameters
    ----------
    asked : mapping of str to float
        The terms that the listing asks for, with their weights; all above 0, at least one.
    claims : mapping of str to float
        What the profile claims now; other terms may be among them.
    additions : iterable of Addition
        Those that claim no more than the profile does already are left out.
    """

    def __init__(
        self, asked: Mapping[str, float], claims: Mapping[str, float], additions: Iterable[Addition]
    ):
        self.asked = asked
        self.claims = claims
        self.total = fsum(asked.values())
        lifts = ((addition, self._lifts(addition)) for addition in additions)
        steps = (_Step(addition, lift, fsum(lift.values())) for addition, lift in lifts)
        # Largest own gain first, which the search relies on; then by name, so that it is one order.
        self.steps = sorted(
            (step for step in steps if step.gain > SAME),
            key=lambda step: (-step.gain, step.addition.label),
        )

    def share(self, added: Sequence[Addition] = ()) -> float:
        """The share with `added`, by the sum that `explain` makes of a profile: equal to the last bit."""
        points = [
            weight * max(source.get(term, 0.0) for source in self._sources(added))
            for term, weight in self.asked.items()
        ]
        return 100 * (fsum(points) / self.total)

    def one_by_one(self) -> list[Raised]:
        """Each addition by itself, best share first."""
        return [self._raised([step]) for step in self.steps]

    def reach(self, goal: float) -> Reaching | None:
        """Return the smallest sets that lift the share to `goal`, or None where nothing can be added.

        At most `SETS_SHOWN` of the smallest size; of equal shares the one comes first whose
        additions have the larger gains by themselves, then by name.
        """
        if not self.steps:
            return None
        most = min(MAX_TOGETHER, len(self.steps))
        needed = goal - self.share()
        for size in range(1, most + 1):
            sets = self._best_sets(size, SETS_SHOWN, needed)
            raised = tuple(each for each in map(self._raised, sets) if each.share >= goal)
            if raised:
                return Reaching(goal, True, raised)
        [best] = self._best_sets(most, 1, 0.0)
        return Reaching(goal, False, (self._raised(best),))

    def _best_sets(self, size: int, limit: int, needed: float) -> list[tuple["_Step", ...]]:
        """The `limit` sets of `size` with the largest gains, none of them below `needed`.

        Branch and bound, and exact: what a set gains is at most the sum of what its parts gain
        alone, since of each term only the largest lift counts and no lift is negative. The steps
        are sorted by that gain, so where the next few in line together cannot pass the set in the
        last place, nothing behind them can. Where additions share no term the bound is the gain
        itself and little more than `limit` sets are looked at, however many could be made.
        """
        best: list[tuple[float, tuple[_Step, ...]]] = []

        def extend(chosen: tuple[_Step, ...], gain: float, start: int) -> None:
            wanted = size - len(chosen)
            if not wanted:
                best.append((gain, chosen))
                best.sort(key=lambda found: -found[0])  # stable: of equal ones the earlier stays
                del best[limit:]
                return
            for at in range(start, len(self.steps) - wanted + 1):
                bound = gain + fsum(step.gain for step in self.steps[at : at + wanted])
                full = len(best) == limit
                if bound < needed - SAME or (full and bound <= best[-1][0] + SAME):
                    return
                more = (*chosen, self.steps[at])
                extend(more, self._gain(more), at + 1)

        extend((), 0.0, 0)
        return [steps for gain, steps in best if gain >= needed - SAME]

    def _gain(self, steps: Sequence["_Step"]) -> float:
        lifts: dict[str, float] = {}
        for step in steps:
            for term, lift in step.lifts.items():
                lifts[term] = max(lifts.get(term, 0.0), lift)
        return fsum(lifts.values())

    def _lifts(self, addition: Addition) -> dict[str, float]:
        """What an addition brings on each asked term, in points of the share."""
        return {
            term: 100 * self.asked[term] * (claim - held) / self.total
            for term, claim in addition.claims.items()
            if term in self.asked and claim > (held := self.claims.get(term, 0.0))
        }

    def _raised(self, steps: Sequence["_Step"]) -> Raised:
        added = tuple(step.addition for step in steps)
        return Raised(added, self.share(added))

    def _sources(self, added: Sequence[Addition]) -> list[Mapping[str, float]]:
        return [self.claims, *(addition.claims for addition in added)]


class _Step(NamedTuple):
    addition: Addition
    lifts: Mapping[str, float]
    gain: float  # the sum of the lifts
