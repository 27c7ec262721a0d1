"""What an employer's workspace says of those who applied, over all its posts."""

from django import template
from django.db.models import Count

from listings.answer_record import answer_record
from listings.employer_page import answers_in_words
from listings.models import Application
from listings.promises import overdue
from profiles.models import Employer

register = template.Library()


@register.inclusion_tag("listings/partials/waiting_applications.html", takes_context=True)
def waiting_applications(context):
    """How many wait for an answer, and for how many the promised day is over. Two queries."""
    mine = Application.objects.for_employer_member(context["request"].user)
    rows = mine.waiting()
    return rows.aggregate(waiting=Count("pk"), overdue=Count("pk", filter=overdue(rows)))


@register.inclusion_tag("listings/partials/answer_records.html", takes_context=True)
def answer_records(context):
    """What the public pages of the reader's employers say of their answers. One query, and two for each."""
    employers = Employer.objects.for_user(context["request"].user)
    return {"records": [(one, answers_in_words(answer_record(one))) for one in employers]}
