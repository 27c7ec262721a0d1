"""Counts of page reads, and answers to "Was this useful?". Neither identifies a reader."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from cms.models import PageDay, PageFeedback

COMMENT_KEPT = timedelta(days=365)
ANSWERS_REMEMBERED = 100  # in a visit: the newest
_ANSWERS = "page_answers"  # the session's key: the answer's row, by the page's key


def public_pages():
    """Pages that everybody may open now; not the root of the tree, which is no page of the site."""
    return Page.objects.filter(depth__gt=1).live().public()


def count_reading(page_id: int, day: date | None = None) -> bool:
    """Add one to a day's reads of a public page; False if it is not public.

    Three statements, five on a page's first read of a day. Parallel reads are all kept: the database
    adds, and the unique day decides who makes the row.
    """
    if not public_pages().filter(pk=page_id).exists():
        return False
    day = day or timezone.now().date()
    row = PageDay.objects.filter(page=page_id, day=day)
    if not row.update(reads=F("reads") + 1):
        PageDay.objects.get_or_create(page_id=page_id, day=day)
        row.update(reads=F("reads") + 1)
    return True


@dataclass(frozen=True)
class Answer:
    """An answer to "Was this useful?". None means not asked this time: the stored value stays."""

    is_useful: bool
    reason: str | None = None
    comment: str | None = None


def answer_of(session, page_id: int) -> PageFeedback | None:
    """What this visit said of the page. No query if it said nothing, else one."""
    pk = session.get(_ANSWERS, {}).get(str(page_id))
    return PageFeedback.objects.filter(pk=pk, page=page_id).first() if pk else None


def keep_answer(session, page: Page, answer: Answer) -> None:
    """One row for a visit and a page: a second answer changes the first. At most two statements.

    The visit remembers the row; the row knows nothing of the visit.
    """
    feedback = answer_of(session, page.pk) or PageFeedback(page=page)
    feedback.is_useful = answer.is_useful
    if answer.reason is not None:
        feedback.reason = answer.reason
    if answer.comment is not None:
        feedback.comment = answer.comment
    if answer.is_useful:
        feedback.reason = ""  # reasons are for what was missing
    feedback.save()
    known = session.get(_ANSWERS, {})
    known.pop(str(page.pk), None)
    newest = [*known.items(), (str(page.pk), feedback.pk)][-ANSWERS_REMEMBERED:]
    session[_ANSWERS] = dict(newest)


def forget_comments(now: datetime) -> int:
    """Empty comments older than a year; yes, no and the reason stay. One statement."""
    old = PageFeedback.objects.filter(created_at__lt=now - COMMENT_KEPT).exclude(comment="")
    return old.update(comment="")
