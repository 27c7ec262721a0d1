"""How an employer answers those who apply: the share it answered, and how long the answer took.

An answer is the first decision or the first message of the employer, whichever came first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.utils import timezone

from listings.models import Application, Listing
from profiles.models import Employer

LOOKS_BACK = timedelta(days=365)
# Nobody is late who had less time than this, as long as the post is open.
FAIR_SPAN = timedelta(days=14)
# Of fewer, a share says more about chance than about the employer.
ENOUGH = 5

TAKEN = ExpressionWrapper(F("answered_at") - F("submitted_at"), DurationField())


@dataclass(frozen=True)
class AnswerRecord:
    """`received` applications that count, the share of them answered (0 to 1), and the median in days.

    Where there are fewer than `ENOUGH` there is neither share nor median. Where none was answered
    there is no median.
    """

    received: int
    answered_share: float | None = None
    median_days: float | None = None

    @property
    def enough(self) -> bool:
        return self.received >= ENOUGH


def answer_record(employer: Employer, at: datetime | None = None) -> AnswerRecord:
    """The record of one employer over the last year. Two statements; one where there are too few."""
    counted = _counted(employer, at or timezone.now())
    found = counted.aggregate(
        received=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False))
    )
    received, answered = found["received"], found["answered"]
    if received < ENOUGH:
        return AnswerRecord(received)
    median = _median_days(counted, answered) if answered else None
    return AnswerRecord(received, answered / received, median)


def _counted(employer: Employer, now: datetime) -> QuerySet[Application]:
    """What came in during the last year and was answered, or could have been.

    Closing a post ends the wait: whoever has no answer then was not answered. Whoever took an
    application back before an answer did not wait for one.
    """
    had_time = Q(submitted_at__lte=now - FAIR_SPAN) | Q(listing__state=Listing.State.CLOSED)
    is_answered = Q(answered_at__isnull=False)
    return Application.objects.filter(
        is_answered | (had_time & ~Q(state__in=Application.GONE)),
        listing__employer=employer,
        submitted_at__gt=now - LOOKS_BACK,
        submitted_at__lte=now,
    ).order_by()


def _median_days(counted: QuerySet[Application], answered: int) -> float:
    """The middle one of those answered, or the mean of the two in the middle. One statement."""
    times = (
        counted.filter(answered_at__isnull=False)
        .order_by(TAKEN, "pk")
        .values_list("answered_at", "submitted_at")
    )
    middle = times[(answered - 1) // 2 : answered // 2 + 1]
    spans = [(answered_at - sent_at) / timedelta(days=1) for answered_at, sent_at in middle]
    return max(0.0, sum(spans) / len(spans))
