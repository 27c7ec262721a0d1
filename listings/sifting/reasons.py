"""Why somebody is not chosen, as the mail tells them: two lines each, that leave the person whole."""

from django.utils.translation import gettext_lazy as _

from listings.models import Application

Reason = Application.DeclineReason

KIND_WORDS = {
    Reason.SKILLS: _(
        "Others who applied have more of the skills that this job needs.\n"
        "The page of the job shows which ones you have and which are missing."
    ),
    Reason.EXPERIENCE: _(
        "Others who applied have done this kind of work for longer.\n"
        "Years come with time; a job one rung below may be the way to them."
    ),
    Reason.HOURS: _(
        "The hours of this job and the hours that you can work do not meet.\n"
        "It says nothing about how you would do the work."
    ),
    Reason.LANGUAGE: _(
        "The job needs a language at a higher level than you have now.\n"
        "A level can be learned, and you may apply again."
    ),
    Reason.PLACE: _(
        "The place of the job, or where one may live for it, does not fit.\n"
        "It says nothing about how you would do the work."
    ),
    Reason.RIGHT_TO_WORK: _(
        "They cannot employ people who have no permit to work there.\n"
        "It says nothing about how you would do the work."
    ),
    Reason.PAY: _(
        "The pay that you hope for is above what they can offer for this job.\n"
        "It says nothing about what your work is worth elsewhere."
    ),
    Reason.FILLED: _(
        "The job was given to somebody else.\n"
        "There was one place, and it says nothing about the next job that you apply for."
    ),
    Reason.CLOSED: _(
        "They are not filling the job now.\nIt has nothing to do with your application."
    ),
}


def in_kind_words(reason: str) -> str:
    return str(KIND_WORDS[reason]) if reason else ""
