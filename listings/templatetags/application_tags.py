from django import template

from cms.weeks import Span, week_of_spans
from listings import moments
from listings.application_states import DECISION_WORDS, EMPLOYER_WORDS
from listings.disclosure import is_private
from listings.models import Application
from listings.promises import promise
from listings.sifting.anonymity import shown_name, shown_text
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
    """Who applied, by the name that the employer may read. See `shown_name` for what it costs."""
    return shown_name(application)


@register.filter
def as_shown(text: str, application: Application) -> str:
    """What an applicant wrote, without the words that tell who they are where names are hidden."""
    return shown_text(application, text)


@register.filter
def decision_words(state: str) -> str:
    """What a button says that leads to a state."""
    return DECISION_WORDS[state]
