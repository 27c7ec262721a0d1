"""Those who applied, for the people of the employer: the list, one of them, many at once, one after another."""

from .detail import (
    EmployerApplicationDecideView,
    EmployerApplicationDetailView,
    EmployerApplicationMessageView,
    EmployerApplicationNoteView,
    EmployerApplicationResumeView,
    EmployerApplicationTagView,
)
from .export import EmployerApplicationExportView
from .lists import EmployerApplicationListView, EmployerWaitingListView
from .many import EmployerApplicationBulkView
from .texts import (
    MessageTemplateCreateView,
    MessageTemplateDeleteView,
    MessageTemplateListView,
    MessageTemplateUpdateView,
)
from .triage import EmployerApplicationTriageView

__all__ = [
    "EmployerApplicationBulkView",
    "EmployerApplicationDecideView",
    "EmployerApplicationDetailView",
    "EmployerApplicationExportView",
    "EmployerApplicationListView",
    "EmployerApplicationMessageView",
    "EmployerApplicationNoteView",
    "EmployerApplicationResumeView",
    "EmployerApplicationTagView",
    "EmployerApplicationTriageView",
    "EmployerWaitingListView",
    "MessageTemplateCreateView",
    "MessageTemplateDeleteView",
    "MessageTemplateListView",
    "MessageTemplateUpdateView",
]
