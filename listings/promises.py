"""Until when an employer promised an answer: so many days after sending, to the end of that day on the job's clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from listings.models import Application, Listing
from listings.moments import short_date, zone


@dataclass(frozen=True)
class Promise:
    """`days_left` is 0 on the last day, and below 0 when the answer is overdue."""

    date: str
    days_left: int

    @property
    def is_overdue(self) -> bool:
        return self.days_left < 0


def promise(application: Application) -> Promise | None:
    """What is promised to somebody who waits for an answer. Reads the listing, no query of its own."""
    listing = application.listing
    is_answered = application.state != Application.State.SUBMITTED or application.answered_at
    if not listing.reply_within_days or is_answered:
        return None
    clock, now = zone(listing.time_zone), timezone.now()
    due = application.submitted_at.astimezone(clock) + timedelta(days=listing.reply_within_days)
    days_left = (due.date() - now.astimezone(clock).date()).days
    return Promise(date=short_date(due, now), days_left=days_left)


def overdue_if_sent_before(listing: Listing) -> datetime | None:
    """Whoever sent before this instant and has no answer should have had one; None without a promise."""
    if not listing.reply_within_days:
        return None
    clock = zone(listing.time_zone)
    first_day = timezone.now().astimezone(clock).date() - timedelta(days=listing.reply_within_days)
    return datetime.combine(first_day, time(), tzinfo=clock).astimezone(UTC)


def overdue(applications: QuerySet[Application]) -> Q:
    """Which of these wait longer than was promised to them. One query: promises are few, and alike."""
    promises = applications.order_by().filter(listing__reply_within_days__isnull=False)
    kept = promises.values_list("listing__reply_within_days", "listing__time_zone").distinct()
    late = Q(pk__in=[])
    for days, time_zone in kept:
        limit = overdue_if_sent_before(Listing(reply_within_days=days, time_zone=time_zone))
        late |= Q(
            listing__reply_within_days=days,
            listing__time_zone=time_zone,
            submitted_at__lt=limit,
        )
    return late & Q(state=Application.State.SUBMITTED, answered_at__isnull=True) & ~Q(name="")
