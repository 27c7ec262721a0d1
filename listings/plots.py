"""Numbers behind the small plots: positions in percent of the width, so that the text keeps its size."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

MIX_SHADES = 4  # plot.css has mix-1 to mix-4
MIN_WIDTH = 1.5  # of a bar, so that a single amount is seen
ROOM_FOR_WORDS = 26.0  # percent that "highest 10%" takes on a phone


@dataclass(frozen=True)
class MixBar:
    """One channel's part of the bar. `x` and `width` are percent of the bar, `share` is the stated one."""

    label: str
    share: int
    shade: int
    x: float
    width: float


def mix_bars(channels) -> list[MixBar]:
    """The bar of channel shares, largest first; empty unless every channel states its share."""
    shares = [channel.share for channel in channels]
    if not shares or None in shares:
        return []
    total, start, bars = sum(shares), 0.0, []
    for position, channel in enumerate(channels, start=1):
        width = 100 * channel.share / total
        bars.append(
            MixBar(
                label=channel.get_channel_display(),
                share=channel.share,
                shade=min(position, MIX_SHADES),
                x=round(start, 2),
                width=round(max(width - 0.6, 0.4), 2),  # a hair of paper between neighbours
            )
        )
        start += width
    return bars


@dataclass(frozen=True)
class Tick:
    """A figure under the plot. `anchor` keeps its text inside the picture; a crowded one has no text."""

    x: float
    amount: Decimal
    label: str
    anchor: str


@dataclass(frozen=True)
class OfferPlot:
    """Published pay as a box on a line, and one offer above it. All positions are percent of the width."""

    whole: tuple[float, float]  # x and width: lowest to highest tenth
    middle: tuple[float, float] | None  # the middle half
    median: float
    offer: tuple[float, float] | None
    offer_label_x: float
    offer_anchor: str
    ticks: list[Tick]


def offer_plot(wage, pay) -> OfferPlot:
    """Positions for a published wage and for an hourly pay in the same currency, which may be None.

    The scale runs over both, so that an offer outside the published range is still in the picture.
    """
    figures = [
        wage.hourly_p10,
        wage.hourly_p25,
        wage.hourly_median,
        wage.hourly_p75,
        wage.hourly_p90,
    ]
    known = [figure for figure in figures if figure is not None]
    ends = [end for end in (pay.minimum, pay.maximum) if end is not None] if pay else []
    low, high = min([*known, *ends]), max([*known, *ends])

    def at(amount) -> float:
        return round(100 * float(amount - low) / float(high - low), 2) if high > low else 50.0

    def box(start, end) -> tuple[float, float]:
        return at(start), round(max(at(end) - at(start), MIN_WIDTH), 2)

    middle = None
    if wage.hourly_p25 is not None and wage.hourly_p75 is not None:
        middle = box(wage.hourly_p25, wage.hourly_p75)
    offer = box(min(ends), max(ends)) if ends else None
    offer_centre = round(offer[0] + offer[1] / 2, 2) if offer else 0.0
    return OfferPlot(
        whole=box(min(known), max(known)),
        middle=middle,
        median=at(wage.hourly_median),
        offer=offer,
        offer_label_x=offer_centre,
        offer_anchor=_anchor(offer_centre),
        ticks=_ticks(wage, at),
    )


def _ticks(wage, at) -> list[Tick]:
    """The middle always; the outer tenths where their words do not run into those of the middle."""
    median = at(wage.hourly_median)
    outer = [(wage.hourly_p10, _("lowest 10%")), (wage.hourly_p90, _("highest 10%"))]
    shown = [(wage.hourly_median, _("middle"))] + [
        (amount, label)
        for amount, label in outer
        if amount is not None and abs(at(amount) - median) >= ROOM_FOR_WORDS
    ]
    return [Tick(at(amount), amount, label, _anchor(at(amount))) for amount, label in shown]


def _anchor(x: float) -> str:
    """How text at a place is aligned so that it stays inside the picture."""
    if x < ROOM_FOR_WORDS / 2:
        return "start"
    return "end" if x > 100 - ROOM_FOR_WORDS / 2 else "middle"
