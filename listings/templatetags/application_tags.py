from django import template
from django.utils.translation import gettext as _

from cms.weeks import Span, week_of_spans
from listings import moments
from listings.application_states import EMPLOYER_WORDS
from listings.disclosure import is_private
from listings.models import Application
from listings.promises import promise
from profiles.models import Candidate

register = template.Library()
register.filter(promise)
register.filter(moments.day_and_time)


@register.filter
def for_employer(state: str) -> str:
    """A state of an application in the words of those who read it for the employer."""
    return EMPLOYER_WORDS[state]


@register.inclusion_tag("listings/partials/told_beside.html")
def told_beside(candidate: Candidate | None):
    """Figures, education, certificates and hours that an applicant lets the employer see. Four queries."""
    if is_private(candidate):
        return {}
    spans = [Span(row.weekday, row.starts, row.ends) for row in candidate.available_times.all()]
    return {
        "metrics": candidate.metrics.select_related("metric"),
        "education": candidate.education.all(),
        "certificates": candidate.certificates.all(),
        "week": week_of_spans(spans, candidate.time_zone),
    }


@register.filter
def applicant(application: Application) -> str:
    """Who applied, by name, as long as there is one."""
    if application.is_emptied and application.state != Application.State.ERASED:
        return _("No longer kept")
    return application.name or EMPLOYER_WORDS[Application.State.ERASED]
