"""Publishing and ending pages at their scheduled time."""

import logging
from collections import Counter

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

logger = logging.getLogger(__name__)


def publish_due() -> Counter:
    """Publish what was scheduled and take off what ends, each once however many processes do this.

    Wagtail's `publish_scheduled` would stop at the first page that the rules refuse, and begin with it
    again each time. Two queries if nothing is due.
    """
    now = timezone.now()
    done = Counter()
    for page in Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at", "pk"):
        done["ended"] += end_once(page)
    due = Revision.objects.page_revisions().filter(approved_go_live_at__lt=now)
    for revision in due.order_by("approved_go_live_at", "pk"):
        done["published"] += publish_once(revision)
    return done


@transaction.atomic
def end_once(page: Page) -> bool:
    # The row's own condition: of two processes one alone changes it.
    is_ours = Page.objects.filter(pk=page.pk, live=True, expired=False).update(expired=True)
    if is_ours:
        page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return bool(is_ours)


def publish_once(revision: Revision) -> bool:
    try:
        with transaction.atomic():
            if not _take_from_schedule(revision):
                return False
            revision.publish(log_action="wagtail.publish.scheduled")
    except ValidationError as error:
        with transaction.atomic():
            if _take_from_schedule(revision):
                _tell(revision, error)
        return False
    return True


def _take_from_schedule(revision: Revision) -> bool:
    mine = Revision.objects.filter(pk=revision.pk, approved_go_live_at=revision.approved_go_live_at)
    return bool(mine.update(approved_go_live_at=None))


def _tell(revision: Revision, error: ValidationError) -> None:
    """Whoever scheduled it, that it waits for them: a rule may have changed since, or what it links to."""
    logger.warning("Scheduled page %s was refused: %s", revision.object_id, error.messages)
    if revision.user is None or not revision.user.email:
        return
    words = {
        "title": revision.object_str,
        "reasons": "\n".join(f"- {text}" for text in error.messages),
    }
    EmailMessage(
        subject=_("Not published: %(title)s") % words,
        body=_(
            "The page “%(title)s” was to go live now, and cannot:\n\n%(reasons)s\n\n"
            "It is a draft again. Please put it right and schedule it anew."
        )
        % words,
        to=[revision.user.email],
    ).send()
