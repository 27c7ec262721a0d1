"""Points on the screen: numbers with one decimal that add up to the number that stands below them."""

from collections.abc import Sequence
from dataclasses import dataclass


def tenths(parts: Sequence[float], total: float) -> list[int]:
    """Round each of `parts`, which add up to `total`, so that they add up to the rounded total.

    In tenths. The largest remainders are rounded up, of equal ones the first: no part moves by a
    tenth or more.
    """
    exact = [10 * part for part in parts]
    rounded = [int(part) for part in exact]
    missing = round(10 * total) - sum(rounded)
    by_remainder = sorted(range(len(exact)), key=lambda i: rounded[i] - exact[i])
    for i in by_remainder[:missing]:
        rounded[i] += 1
    return rounded


def shown(in_tenths: int) -> str:
    """634 as "63.4"."""
    return f"{in_tenths // 10}.{in_tenths % 10}"


@dataclass(frozen=True)
class Bar:
    """One kind of what is asked, as a piece of the bar: percent of its width."""

    label: str
    x: float
    got: float
    lost: float
    points: str  # empty where no number is shown

    GAP = 0.4
    LETTER = 1.9  # percent that a letter takes on the narrowest plot that has room for names

    @property
    def lost_x(self) -> float:
        return self.x + self.got

    @property
    def middle(self) -> float:
        return self.x + self.got / 2

    @property
    def has_room_for_points(self) -> bool:
        return self.got > self.LETTER * (len(self.points) + 1)

    @property
    def has_room_for_name(self) -> bool:
        return self.got + self.lost > self.LETTER * (len(self.label) + 1)


def bars(kinds: Sequence[tuple[str, float, float, str]]) -> list[Bar]:
    """Put (label, share got, share asked, points) side by side. The shares asked add up to 100."""
    placed, x = [], 0.0
    for label, got, asked, points in kinds:
        width = max(asked - Bar.GAP, 0.2)
        filled = width * got / asked if asked else 0.0
        placed.append(Bar(label, x, filled, width - filled, points))
        x += asked
    return placed
