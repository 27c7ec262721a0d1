"""Sums of what readers did and said, page by page, for the editors' reports."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Count, F, Q, Sum, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from wagtail.models import Page

from cms.models import PageFeedback

DAYS = 30
COMMENTS_SHOWN = 3


def reads_by_page() -> list[Page]:
    """Pages that were read in the last 30 days, most read first, each with `reads`. One query."""
    since = timezone.now().date() - timedelta(days=DAYS)
    return list(
        Page.objects.filter(days__day__gt=since)
        .annotate(reads=Sum("days__reads"))
        .filter(reads__gt=0)
        .order_by("-reads", "title", "pk")
    )


def feedback_by_page() -> list[tuple[Page, list[str]]]:
    """Pages with answers, each with `useful`, `not_useful` and its newest comments. Two queries."""
    pages = (
        Page.objects.filter(feedback__isnull=False)
        .annotate(
            useful=Count("feedback", filter=Q(feedback__is_useful=True)),
            not_useful=Count("feedback", filter=Q(feedback__is_useful=False)),
        )
        .order_by("-not_useful", "useful", "title", "pk")
    )
    comments = defaultdict(list)
    for key, comment in newest_comments().values_list("page", "comment"):
        comments[key].append(comment)
    return [(page, comments[page.pk]) for page in pages]


def newest_comments():
    place = Window(
        RowNumber(), partition_by=F("page"), order_by=[F("created_at").desc(), F("pk").desc()]
    )
    return (
        PageFeedback.objects.exclude(comment="")
        .annotate(place=place)
        .filter(place__lte=COMMENTS_SHOWN)
        .order_by("page", "place")
    )
