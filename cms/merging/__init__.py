"""Merging two rows of the taxonomy that mean the same, with everything that refers to the lost one.

`plan_merge` tells beforehand what would move; `merge` does it in one transaction. Higher apps update
references that only they know (primary keys in JSON) in the hook `taxonomy_merged`.
"""

from .pages import RedirectLost
from .plan import MergePlan, MergeRefused, check, plan_merge
from .renaming import rename
from .service import MERGED, MERGED_INTO, merge

__all__ = [
    "MERGED",
    "MERGED_INTO",
    "MergePlan",
    "MergeRefused",
    "RedirectLost",
    "check",
    "merge",
    "plan_merge",
    "rename",
]
