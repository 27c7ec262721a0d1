"""Searches in arrays that do no more work than the question asks."""

from collections.abc import Iterable

import numpy as np
from scipy import sparse

BLOCKS = 64
# Keys with wider gaps are looked up by sorting, in ten times the time.
SPREAD = 64


def keep_freed_memory(size: int) -> None:
    """Have the C library keep `size` bytes or more of what queries free, up to 62 MB.

    glibc returns freed memory to the system above twice the largest block that was freed so far. A
    query over 100,000 listings takes and frees some 7 MB, and fetching those pages anew took as
    long as the query itself. Freeing one large block lifts the limit; its pages are never touched.
    """
    np.empty(min(size // 2, 31 * 2**20), dtype=np.uint8)


def best_first(scores: np.ndarray, top_k: int | None) -> np.ndarray:
    """Return the positions of the `top_k` largest scores, of equal ones the first."""
    if top_k is None or top_k >= scores.size:
        return _all_best_first(scores)
    if top_k == 0:
        return np.empty(0, dtype=np.intp)
    near = np.flatnonzero(scores >= _no_more_than_the_last(scores, top_k))
    among = scores[near]
    # argpartition alone would keep an arbitrary choice of those that tie for the last place.
    last = np.partition(among, -top_k)[-top_k]
    above = near[among > last]
    tied = near[among == last][: top_k - above.size]
    chosen = np.concatenate([above, tied])
    chosen.sort()
    return chosen[np.argsort(-scores[chosen], kind="stable")]


def _all_best_first(scores: np.ndarray) -> np.ndarray:
    # A stable sort would put ties in order too, in four times the time.
    order = np.argsort(-scores)
    same = scores[order[1:]] == scores[order[:-1]]
    if same.any():
        run = np.append(0, np.cumsum(~same))
        tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
        order[tied] = order[tied[np.lexsort((order[tied], run[tied]))]]
    return order


def _no_more_than_the_last(scores: np.ndarray, top_k: int) -> float:
    """Return what `top_k` scores reach: the largest of as many groups of scores do, and few others.

    Partitioning all scores took four times as long.
    """
    size = scores.size // BLOCKS
    if size < top_k:
        return -np.inf
    largest = scores[: size * BLOCKS].reshape(BLOCKS, size).max(axis=0)
    return np.partition(largest, -top_k)[-top_k]


def known_rows(keys: np.ndarray, wanted: Iterable[int]) -> np.ndarray:
    """Return where in `keys`, which are sorted, those stand that are wanted: ascending, each once.

    Raises
    ------
    TypeError
        If `wanted` is an array of anything but integers, a mask for instance.
    """
    if isinstance(wanted, np.ndarray):
        if wanted.size and wanted.dtype.kind not in "iu":
            raise TypeError(f"allowed holds keys, not {wanted.dtype}")
        wanted = wanted.astype(np.int64, copy=False)
    else:
        wanted = np.fromiter(wanted, dtype=np.int64)
    if not keys.size:
        return np.empty(0, dtype=np.intp)
    first, last = int(keys[0]), int(keys[-1])
    if last - first > SPREAD * keys.size:
        return np.flatnonzero(np.isin(keys, wanted))
    is_wanted = np.zeros(last - first + 1, dtype=bool)
    is_wanted[wanted[(wanted >= first) & (wanted <= last)] - first] = True
    return np.flatnonzero(is_wanted[keys - first])


def find_in_columns(
    matrix: sparse.csc_array, columns: np.ndarray, row: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return which of `columns` hold `row`, and where in `matrix.data`.

    One binary search in all columns at once: a loop over a long text's took ten times as long.
    """
    if not matrix.indices.size:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    starts, ends = matrix.indptr[columns], matrix.indptr[columns + 1]
    below = starts - 1  # the last place known to hold a smaller row
    step = 1 << int((ends - starts).max(initial=0)).bit_length()
    while step:
        ahead = below + step
        smaller = (ahead < ends) & (matrix.indices.take(ahead, mode="clip") < row)
        below = np.where(smaller, ahead, below)
        step >>= 1
    at = below + 1
    found = np.flatnonzero((at < ends) & (matrix.indices.take(at, mode="clip") == row))
    return found, at[found]
