"""The mail before a saved job closes: one to each person, with all their saved jobs that close soon.

A reminder counts for the closing date that it was written before. When the employer moves the date,
what was said is older than the last two days before the new one, and the job is due again.
"""

import logging
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import (
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from listings import moments
from listings.alerts import letters
from listings.alerts.addresses import verified_addresses
from listings.alerts.letters import absolute
from listings.models import Application, Listing, SavedJob
from profiles.models import Candidate

logger = logging.getLogger(__name__)

BEFORE = timedelta(hours=48)
PEOPLE_AT_ONCE = 500
JOBS_A_MAIL = 20
_signer = signing.Signer(salt="listings.reminders.end")


def due(now: datetime) -> QuerySet[SavedJob]:
    """Saved jobs that close soon, of people who want to hear of it, have not applied and were not told.

    People who may be written to, that is: active, with a verified address.
    """
    begins = ExpressionWrapper(F("listing__valid_through") - Value(BEFORE), DateTimeField())
    has_applied = Application.objects.filter(
        candidate=OuterRef("candidate"), listing=OuterRef("listing")
    )
    return SavedJob.objects.filter(
        Q(reminded_at__isnull=True) | Q(reminded_at__lt=begins),
        ~Exists(has_applied),
        Exists(verified_addresses(OuterRef("candidate__user"))),
        listing__in=Listing.objects.open(now).filter(valid_through__lte=now + BEFORE),
        candidate__closing_reminders=True,
        candidate__user__is_active=True,
    )


def remind_of_closing(now: datetime | None = None) -> int:
    """Write what is due, to at most `PEOPLE_AT_ONCE`. Returns how many mails.

    One query for all. Each person is a transaction of their own: one query, one statement for each
    of their jobs, one for the mail. Whatever goes wrong with a person goes wrong with this one alone.
    """
    now = now or timezone.now()
    people = due(now).order_by("candidate").values_list("candidate", flat=True).distinct()
    mails = 0
    for candidate in people[:PEOPLE_AT_ONCE]:
        try:
            mails += _remind(candidate, now)
        except Exception:
            logger.exception("Closing reminder for candidate %s failed", candidate)
    return mails


@transaction.atomic
def _remind(candidate: int, now: datetime) -> bool:
    """Whether there was still something to say: another worker may have been first."""
    rows = due(now).filter(candidate=candidate).order_by("listing__valid_through", "pk")
    rows = rows.select_related("listing__employer", "listing__place", "candidate__user")
    told = [row for row in rows if _claim(row, now)]
    if told:
        _send(told[0].candidate, [row.listing for row in told])
    return bool(told)


def _claim(row: SavedJob, now: datetime) -> bool:
    seen = SavedJob.objects.filter(pk=row.pk, reminded_at=row.reminded_at)
    return bool(seen.update(reminded_at=now))


def _send(candidate: Candidate, listings: list[Listing]) -> None:
    """Times are on the person's own clock; on the job's where we do not know where they live."""
    end_url = absolute(reverse("listings:closing_reminders_end", args=[sign(candidate.pk)]))
    own_clock = candidate.time_zone if candidate.place_id else ""
    subject = ngettext(
        "Closes soon: %(title)s", "%(n)d saved jobs close soon, first: %(title)s", len(listings)
    )
    context = {
        "jobs": [
            {
                "listing": listing,
                "closing": moments.closing(listing, own_clock),
                "url": absolute(listing.get_absolute_url()),
            }
            for listing in listings[:JOBS_A_MAIL]
        ],
        "count": len(listings),
        "more": max(0, len(listings) - JOBS_A_MAIL),
        "saved_url": absolute(reverse("listings:saved_job_list")),
        "end_url": end_url,
    }
    letters.send(
        candidate.user.email,
        subject % {"n": len(listings), "title": listings[0].title},
        "listings/mail/closing_soon.txt",
        context,
        end_url=end_url,
    )


# --- A link that ends them ---------------------------------------------------------------------


def sign(candidate_pk: int) -> str:
    """A token for links in mails. It names no address, and opens nothing else."""
    return _signer.sign(candidate_pk)


def read_token(token: str) -> int:
    """The candidate's key. Raises signing.BadSignature."""
    return int(_signer.unsign(token))


def end_reminders(candidate_pk: int) -> None:
    Candidate.objects.filter(pk=candidate_pk).update(closing_reminders=False)
