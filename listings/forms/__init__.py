from .applications import ApplicationForm, DecisionForm, StateFilterForm
from .listings import ClosingForm, ListingForm
from .messages import MessageForm
from .reviews import QueueFilterForm, ReviewForm

__all__ = [
    "ApplicationForm",
    "ClosingForm",
    "DecisionForm",
    "ListingForm",
    "MessageForm",
    "QueueFilterForm",
    "ReviewForm",
    "StateFilterForm",
]
