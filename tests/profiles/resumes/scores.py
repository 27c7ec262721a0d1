"""Precision and recall with the interval that so few résumés allow."""

from dataclasses import dataclass, field
from math import sqrt

Z = 1.96  # of a 95 % interval


def wilson(right: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share; the whole range where nothing was counted."""
    if not total:
        return 0.0, 1.0
    share = right / total
    spread = Z * sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    middle, scale = share + Z * Z / (2 * total), 1 + Z * Z / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


@dataclass
class Facet:
    """What one kind of thing was found, and what was missed. Names are `sample: thing`."""

    right: int = 0
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def found(self) -> int:
        return self.right + len(self.false)

    @property
    def labelled(self) -> int:
        return self.right + len(self.missed)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0

    def __add__(self, other: "Facet") -> "Facet":
        return Facet(self.right + other.right, self.false + other.false, self.missed + other.missed)

    def __str__(self):
        return f"precision {_share(self.right, self.found)}   recall {_share(self.right, self.labelled)}"


def _share(right: int, total: int) -> str:
    if not total:
        return f"{'none':<33}"
    low, high = wilson(right, total)
    return f"{right / total:6.1%} ({low:6.1%} to {high:6.1%}) {f'{right}/{total}':>8}"
