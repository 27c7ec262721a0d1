"""Two rows of the taxonomy that mean one thing become one, and everything that named the lost one follows.

`plan_merge` says beforehand what would move, `merge` does it in one transaction. What only a higher app
knows of (JSON that holds primary keys) follows through the hook `taxonomy_merged`.
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
