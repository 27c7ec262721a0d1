"""The moderators' pages."""

from .changes import ModerationChangeDecideView, ModerationChangeDetailView
from .comments import ModerationCommentView
from .employers import (
    EmployerNotVerifiedView,
    EmployerReinstateView,
    EmployerSuspendView,
    EmployerVerifyView,
    ModerationEmployerListView,
    ModerationEmployerView,
)
from .posts import ModerationDecideView, ModerationDetailView
from .queue import ModerationQueueView
from .reports import ModerationReportHandleView, ModerationReportListView

__all__ = [
    "EmployerNotVerifiedView",
    "EmployerReinstateView",
    "EmployerSuspendView",
    "EmployerVerifyView",
    "ModerationChangeDecideView",
    "ModerationChangeDetailView",
    "ModerationCommentView",
    "ModerationDecideView",
    "ModerationDetailView",
    "ModerationEmployerListView",
    "ModerationEmployerView",
    "ModerationQueueView",
    "ModerationReportHandleView",
    "ModerationReportListView",
]
