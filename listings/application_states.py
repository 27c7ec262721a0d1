"""Labels of an application's states for the employer. The model's own labels are for the candidate."""

from django.utils.translation import gettext_lazy as _

from .models import Application

State = Application.State

EMPLOYER_WORDS = {
    State.SUBMITTED: _("New"),
    State.SHORTLISTED: _("On the shortlist"),
    State.INTERVIEW: _("Invited to talk"),
    State.HIRED: _("Chosen"),
    State.DECLINED: _("Declined"),
    State.WITHDRAWN: _("Withdrawn by the applicant"),
    State.ERASED: _("Removed by the applicant"),
}

# What a button says that leads to the state.
DECISION_WORDS = {
    State.SHORTLISTED: _("Put on the shortlist"),
    State.INTERVIEW: _("Invite to talk"),
    State.HIRED: _("Choose for the job"),
    State.DECLINED: _("Decline"),
}
