"""A match index as named arrays, and back: what a store writes and maps."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from matching.engine.projection import Affinities
from matching.engine.terms import TermTable

if TYPE_CHECKING:
    from matching.engine.index import MatchIndex

_SPARSE = ("weights", "asked", "jobs", "occupations", "occupations_by_row")
_PARTS = {"data": "f", "indices": "i", "indptr": "i"}

# Name to kind of dtype of the arrays that make an index.
KINDS: Mapping[str, str] = {
    "keys": "i",
    "idf": "f",
    "term_text": "u",
    "term_ends": "i",
    "term_hashes": "u",
    "term_columns": "i",
    "asked_essential": "b",
    "job_keys": "U",
    "n_roles": "i",
    "roles": "f",
    **{f"{name}_{part}": kind for name in _SPARSE for part, kind in _PARTS.items()},
}


def to_arrays(index: "MatchIndex") -> dict[str, np.ndarray]:
    table, affinities = index.table_, index.affinities_
    arrays = {
        "keys": index.keys_,
        "idf": index.idf_,
        "term_text": table.text,
        "term_ends": table.ends,
        "term_hashes": table.hashes,
        "term_columns": table.columns,
        "asked_essential": index.essential_,
        "job_keys": np.array(index.job_keys_, dtype=np.str_),
        "n_roles": np.array([index.n_roles_]),
        "roles": affinities.roles.ravel(),
    }
    matrices = (index.weights_, index.asked_, index.jobs_, *affinities[1:])
    for name, matrix in zip(_SPARSE, matrices, strict=True):
        # scipy takes eight bytes for every place where one operand did: half of the index for nothing.
        fits = max(matrix.nnz, *matrix.shape) <= np.iinfo(np.int32).max
        places = np.int32 if fits else np.int64
        arrays[f"{name}_data"] = matrix.data
        arrays[f"{name}_indices"] = matrix.indices.astype(places, copy=False)
        arrays[f"{name}_indptr"] = matrix.indptr.astype(places, copy=False)
    return arrays


def from_arrays(arrays: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """Return the attributes of an index over `arrays`, without copying.

    Raises
    ------
    ValueError
        If an array is missing, of another type, or does not fit the others.
    """
    for name, kind in KINDS.items():
        if name not in arrays:
            raise ValueError(f"the array {name} is missing")
        if arrays[name].dtype.kind != kind or arrays[name].ndim != 1:
            raise ValueError(f"the array {name} is {arrays[name].dtype}, {arrays[name].ndim}-d")
    # Plain views: the subclass memmap makes every slice several times slower.
    a = {name: np.asarray(arrays[name]) for name in KINDS}
    n_listings, n_terms, n_jobs = a["keys"].size, a["idf"].size, a["job_keys"].size
    lengths = {
        "term_ends": n_terms,
        "term_hashes": n_terms,
        "term_columns": n_terms,
        "asked_essential": a["asked_data"].size,
        "n_roles": 1,
        "roles": n_listings * int(a["n_roles"].sum()),
    }
    if any(a[name].size != length for name, length in lengths.items()):
        raise ValueError("the arrays differ in length")
    n_roles = int(a["n_roles"][0])

    def matrix(kind, name: str, shape: tuple[int, int]):
        return kind(tuple(a[f"{name}_{part}"] for part in _PARTS), shape=shape)

    by_listing = (n_listings, n_jobs - n_roles)
    return {
        "keys_": a["keys"],
        "idf_": a["idf"],
        "table_": TermTable(a["term_text"], a["term_ends"], a["term_hashes"], a["term_columns"]),
        "weights_": matrix(sparse.csc_array, "weights", (n_listings, n_terms)),
        "asked_": matrix(sparse.csr_array, "asked", (n_listings, n_terms)),
        "essential_": a["asked_essential"],
        "job_keys_": tuple(a["job_keys"].tolist()),
        "n_roles_": n_roles,
        "jobs_": matrix(sparse.csc_array, "jobs", (n_jobs, n_terms)),
        "affinities_": Affinities(
            a["roles"].reshape(n_roles, n_listings),
            matrix(sparse.csc_array, "occupations", by_listing),
            matrix(sparse.csr_array, "occupations_by_row", by_listing),
        ),
    }
