"""How long words of applicants are kept. Every threshold is reckoned when it is asked for.

Six months after a post ended, what its applicants wrote is emptied, for the employer and for
themselves: note, answers, messages, name and the choice of a file, and with them the employer's notes
and tags. Of those who were chosen (shortlist, talk, hired) after twelve. That they applied, when, and
how it ended stays.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from listings.models import (
    ApiWrite,
    Application,
    ApplicationAnswer,
    ApplicationDraft,
    ApplicationEvent,
    ApplicationNote,
    ApplicationTag,
    Listing,
    Message,
)
from profiles.months import months_before

UNSUCCESSFUL_MONTHS = 6
CHOSEN_MONTHS = 12
DRAFT_MONTHS = 3
AT_ONCE = 200
API_WRITES_KEPT = timedelta(hours=24)
API_WRITES_AT_ONCE = 2_000

ENDED_AT = Case(
    When(
        listing__state=Listing.State.CLOSED,
        then=Coalesce("listing__closed_at", "listing__updated_at"),
    ),
    When(listing__state=Listing.State.APPROVED, then=F("listing__valid_through")),
    default=F("listing__updated_at"),
)


def outlived(now: datetime) -> QuerySet[Application]:
    """Applications whose words are no longer kept, and not emptied yet."""
    is_chosen = Q(state__in=Application.CHOSEN)
    since = Application.objects.exclude(name="").alias(ended_at=ENDED_AT)
    return since.filter(
        Q(ended_at__lte=months_before(now, CHOSEN_MONTHS))
        | ~is_chosen & Q(ended_at__lte=months_before(now, UNSUCCESSFUL_MONTHS))
    )


def redact_applications(now: datetime) -> int:
    """Empty some of what is outlived; the next call goes on. One query, and seven statements if there are any."""
    keys = list(outlived(now).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if keys:
        empty_applications(keys)
    return len(keys)


@transaction.atomic
def empty_applications(keys: list[int]) -> None:
    """Take every word of a person out of these applications, and all that was said of them. Seven statements."""
    ApplicationAnswer.objects.filter(application__in=keys).delete()
    ApplicationNote.objects.filter(application__in=keys).delete()
    ApplicationTag.objects.filter(application__in=keys).delete()
    Message.objects.filter(application__in=keys).delete()
    ApplicationEvent.objects.filter(application__in=keys).exclude(message="", reason="").update(
        message="", reason=""
    )
    Application.objects.filter(pk__in=keys).update(name="", note="", resume=None)


def remove_old_drafts(now: datetime) -> int:
    """Applications that were begun and not touched for three months. One statement if there are none."""
    old = ApplicationDraft.objects.filter(updated_at__lte=months_before(now, DRAFT_MONTHS))
    keys = list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    return ApplicationDraft.objects.filter(pk__in=keys).delete()[0] if keys else 0


def remove_old_writes(now: datetime) -> int:
    """What programs were answered, a day ago. One query, one statement more if there are any."""
    old = ApiWrite.objects.filter(created_at__lt=now - API_WRITES_KEPT).order_by("created_at")
    keys = list(old.values_list("pk", flat=True)[:API_WRITES_AT_ONCE])
    return ApiWrite.objects.filter(pk__in=keys).delete()[0] if keys else 0
