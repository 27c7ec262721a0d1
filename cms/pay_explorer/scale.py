"""Range plots on one scale: positions in percent of the width, so that text keeps its size."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from cms.pay_explorer.figures import POINTS, Amount

MAX_INTERVALS = 6
ROUND_STEPS = [Decimal(step) for step in ("1", "2", "2.5", "5")]
# Percent of the width that an amount takes on a phone.
LABEL_WIDTH = 18.0


@dataclass(frozen=True)
class Tick:
    x: float
    amount: Decimal
    anchor: str
    is_odd: bool  # dropped on a phone where there are many


@dataclass(frozen=True)
class Scale:
    """From a round amount below the lowest to one above the highest."""

    low: Decimal
    high: Decimal
    step: Decimal

    @classmethod
    def around(cls, amounts: Iterable[Amount | None]) -> "Scale | None":
        """None where there is no amount at all."""
        known = [Decimal(amount) for amount in amounts if amount is not None]
        if not known:
            return None
        power = Decimal(1)
        while True:
            for base in ROUND_STEPS:
                step = base * power
                low = (min(known) / step).to_integral_value(ROUND_FLOOR) * step
                high = (max(known) / step).to_integral_value(ROUND_CEILING) * step
                high = max(high, low + step)  # one amount that is round itself
                if (high - low) / step <= MAX_INTERVALS:
                    return cls(low, high, step)
            power *= 10

    def at(self, amount: Amount) -> float:
        return round(100 * float((Decimal(amount) - self.low) / (self.high - self.low)), 2)

    @property
    def ticks(self) -> list[Tick]:
        intervals = int((self.high - self.low) / self.step)
        amounts = [self.low + self.step * position for position in range(intervals + 1)]
        return [
            Tick(self.at(amount), amount, edge_anchor(position, intervals), position % 2 == 1)
            for position, amount in enumerate(amounts)
        ]


def edge_anchor(position: int, last: int) -> str:
    if position == 0:
        return "start"
    return "end" if position == last else "middle"


@dataclass(frozen=True)
class Label:
    x: float
    amount: Amount
    anchor: str


@dataclass(frozen=True)
class Bar:
    """One line on the scale: what of it is published. An open bar goes on above its highest printed amount."""

    start: float
    width: float
    middle: tuple[float, float] | None  # x and width of the middle half
    median: float | None
    open_width: float  # from the highest printed amount to the scale's end
    ends: tuple[Label, ...]  # the lowest and the highest tenth, where their words have room

    @property
    def end(self) -> float:
        return round(self.start + self.width, 2)


def bar(points: Mapping[str, Amount | None], scale: Scale) -> Bar | None:
    """None where nothing is published."""
    known = [points[point] for point in POINTS if points[point] is not None]
    if not known:
        return None
    start, end = scale.at(known[0]), scale.at(known[-1])
    lower, upper = points["p25"], points["p75"]
    middle = None
    if lower is not None and upper is not None:
        middle = scale.at(lower), round(scale.at(upper) - scale.at(lower), 2)
    return Bar(
        start=start,
        width=round(end - start, 2),
        middle=middle,
        median=None if points["median"] is None else scale.at(points["median"]),
        open_width=round(100 - end, 2) if points["p90"] is None else 0.0,
        ends=_end_labels(points, start, end),
    )


def _end_labels(points: Mapping[str, Amount | None], start: float, end: float) -> tuple[Label, ...]:
    """Under the two ends: inside of a wide bar, outside of a narrow one.

    At the picture's edge an amount moves inside; where the bar is too short for it, it is left out.
    """
    width = end - start
    is_wide = width >= 2 * LABEL_WIDTH
    labels = []
    if points["p10"] is not None:
        if start >= LABEL_WIDTH and not is_wide:
            labels.append(Label(start, points["p10"], "end"))
        elif width >= LABEL_WIDTH:
            labels.append(Label(start, points["p10"], "start"))
    if points["p90"] is not None:
        if end <= 100 - LABEL_WIDTH and not is_wide:
            labels.append(Label(end, points["p90"], "start"))
        elif width >= LABEL_WIDTH:
            labels.append(Label(end, points["p90"], "end"))
    return tuple(labels)
