"""What the public page of an employer says that the employer did not write."""

from datetime import timedelta
from math import ceil

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from listings.answer_record import AnswerRecord
from listings.models import Listing
from profiles.models import Employer

FRESH = timedelta(days=14)

# For whoever applies, where it is not the employer itself whose customers one meets.
KIND_EXPLAINED = {
    Employer.Kind.AGENCY: gettext_lazy(
        "A staffing agency: it finds people, and the work is at one of its clients."
    ),
    Employer.Kind.OUTSOURCER: gettext_lazy(
        "An outsourcer: people work for it and answer the customers of its clients."
    ),
}


def answers_in_words(record: AnswerRecord) -> str:
    """ "Answered 14 of 16 applicants in the last 12 months, half of them within 3 days." """
    if not record.enough:
        return _("Too few people have applied here in the last 12 months to say how it answers.")
    answered = round(record.answered_share * record.received)
    if not answered:
        return _("Answered none of %(all)d applicants in the last 12 months.") % {
            "all": record.received
        }
    # Rounded up: what is said to take 3 days took no longer.
    days = max(1, ceil(record.median_days))
    return ngettext(
        "Answered %(n)d of %(all)d applicants in the last 12 months, half of them within a day.",
        "Answered %(n)d of %(all)d applicants in the last 12 months, half of them within %(days)d days.",
        days,
    ) % {"n": answered, "all": record.received, "days": days}


def fresh_jobs(employer: Employer) -> int:
    """How many of its open jobs were posted or confirmed as open within two weeks. One query."""
    since = timezone.now() - FRESH
    lately = Q(confirmed_at__gte=since) | Q(date_posted__gte=since)
    return Listing.objects.open().filter(lately, employer=employer).count()
