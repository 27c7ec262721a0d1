"""Writing a post: where it begins, its steps, and sending it to review."""

from .changes import (
    EmployerChangeCheckView,
    EmployerChangeCreateView,
    EmployerChangePreviewView,
    EmployerChangeStepView,
    EmployerChangeWithdrawView,
)
from .check import PostingCheckView
from .preview import PostingPreviewView
from .sending import EmployerListingSubmitView
from .start import EmployerListingCreateView
from .steps import EmployerListingUpdateView, PostingStepView

__all__ = [
    "EmployerChangeCheckView",
    "EmployerChangeCreateView",
    "EmployerChangePreviewView",
    "EmployerChangeStepView",
    "EmployerChangeWithdrawView",
    "EmployerListingCreateView",
    "EmployerListingSubmitView",
    "EmployerListingUpdateView",
    "PostingCheckView",
    "PostingPreviewView",
    "PostingStepView",
]
