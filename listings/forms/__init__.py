from .applications import ApplicationForm, DecisionForm, StateFilterForm
from .listings import ClosingForm, ListingForm
from .reviews import QueueFilterForm, ReviewForm

__all__ = [
    "ApplicationForm",
    "ClosingForm",
    "DecisionForm",
    "ListingForm",
    "QueueFilterForm",
    "ReviewForm",
    "StateFilterForm",
]
