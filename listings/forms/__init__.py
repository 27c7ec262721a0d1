from .applications import ApplicationForm
from .life import ClosingForm, ExtensionForm
from .listings import ListingForm
from .messages import MessageForm
from .reports import ReportForm, ReportOutcomeForm
from .reviews import AnswerChoiceForm, CommentForm, QueueFilterForm, ReviewForm
from .sifting import (
    DecisionForm,
    DeclineManyForm,
    EmployerMessageForm,
    MessageTemplateForm,
    MessageToManyForm,
    NoteForm,
    TagForm,
    TriageForm,
    WordsToManyForm,
)
from .standing import EmployerCheckForm, EmployerFilterForm, StandingForm

__all__ = [
    "AnswerChoiceForm",
    "ApplicationForm",
    "ClosingForm",
    "CommentForm",
    "DecisionForm",
    "DeclineManyForm",
    "EmployerCheckForm",
    "EmployerFilterForm",
    "EmployerMessageForm",
    "ExtensionForm",
    "ListingForm",
    "MessageForm",
    "MessageTemplateForm",
    "MessageToManyForm",
    "NoteForm",
    "QueueFilterForm",
    "ReportForm",
    "ReportOutcomeForm",
    "ReviewForm",
    "StandingForm",
    "TagForm",
    "TriageForm",
    "WordsToManyForm",
]
