"""How far the index has fallen behind the site, and when that is a reason to build a new one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from matching.adapters import (
    index_fingerprint,
    index_store,
    live_index,
    vocabulary_fingerprint,
)
from matching.engine.drift import drift
from matching.live import PATCH_LIMIT, Live
from matching.store import IndexDamaged

# A new or edited listing is in the matches at once, so that a build can wait until it is worth its
# time: some 3 ms of CPU a listing.
CHANGED_AT_LEAST = 50
CHANGED_SHARE = 0.01
# Measured on 500 and 5,000 synthetic listings. New ones like the old ones made a drift of .02 at most,
# whatever their number. New ones from 3 rare occupations of 80 made .05 at one to two in a hundred, and
# there the top 20 of people from those occupations had become 4 to 6 % other than with a new idf.
DRIFT_LIMIT = 0.05
OLD = timedelta(days=1)


@dataclass(frozen=True)
class Freshness:
    """What the generation in use lacks.

    listings : int
        Of the generation.
    changed_since : int
        New and edited ones since it was built, which the matches show all the same; `PATCH_LIMIT`
        stands for as many or more.
    drift : float
        See `matching.engine.drift`; from 0 to 1.
    unknown_asked : tuple of str
        Terms that changed listings ask for and that cannot count before the next generation.
    """

    generation: str
    built_at: datetime
    listings: int
    changed_since: int
    drift: float
    unknown_asked: tuple[str, ...]

    @property
    def most_changed(self) -> int:
        """With more changed than this a new generation is built."""
        return min(max(CHANGED_AT_LEAST, int(self.listings * CHANGED_SHARE)), PATCH_LIMIT - 1)


def freshness() -> Freshness | None:
    """None where there is no index. One query, and five more where something changed since the last look."""
    live = live_index().current(look_now=True)
    return None if live is None else _freshness_of(live)


def _freshness_of(live: Live) -> Freshness:
    generation = live.generation
    return Freshness(
        generation=generation.name,
        built_at=datetime.fromisoformat(generation.manifest["created"]),
        listings=generation.index.keys_.size,
        changed_since=len(live.entries),
        drift=0.0 if live.patch is None else drift(generation.index, live.patch),
        unknown_asked=live.unknown_asked,
    )


def _is_damaged() -> bool:
    """Whether a process that starts now would find the index damaged: this one may hold it in memory."""
    try:
        return index_store().manifest() is None
    except (IndexDamaged, OSError):
        return True


def reason_to_build() -> str:
    """Why a new index is wanted, empty if it is not. Three queries, one more for a generation a day old."""
    index = live_index()
    live = index.current(look_now=True)
    if live is None:
        return "there was none"
    if not index.is_newest or _is_damaged():
        return "the newest could not be read"
    source, now = live.generation.manifest["source"], _freshness_of(live)
    if source.get("vocabulary") != vocabulary_fingerprint():
        return "skills, roles or the recipe changed"
    if now.unknown_asked:
        return f"it did not know {now.unknown_asked[0]}"
    if now.changed_since > now.most_changed:
        return f"{now.changed_since} listings had changed"
    if now.drift > DRIFT_LIMIT:
        return f"the idf had drifted by {now.drift:.0%}"
    if timezone.now() - live.generation.read_at > OLD and source != index_fingerprint():
        return "it was a day old"
    return ""
