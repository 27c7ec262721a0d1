"""The mail of a match alert. Sending is writing an Outbox row: it belongs to the transaction of its cause."""

from collections.abc import Sequence
from html import unescape

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import ngettext

from matching.alerts.settings import sign
from matching.alerts.times import rhythm_in_words
from matching.explanation.reports import Report
from matching.models import MatchAlert


def send(alert: MatchAlert, reports: Sequence[Report], *, more: int) -> None:
    """Tell of jobs, best first; `more` others are only counted. One statement. Reads candidate and user."""
    user, count = alert.candidate.user, len(reports) + more
    subject = ngettext(
        "New job that fits you: %(title)s",
        "%(n)d new jobs that fit you, first: %(title)s",
        count,
    ) % {"n": count, "title": reports[0].listing.title}
    end_url = _absolute(
        reverse("matching:match_alert_unsubscribe", args=[sign(alert.candidate_id)])
    )
    context = {
        "name": user.first_name,
        "alert": alert,
        "rhythm": rhythm_in_words(alert),
        "jobs": [_job(report) for report in reports],
        "count": count,
        "more": more,
        "matches_url": _absolute(reverse("matching:match_list")),
        "change_url": _absolute(reverse("matching:match_alert")),
        "end_url": end_url,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    body = render_to_string("matching/mail/new_matches.txt", context)
    EmailMessage(
        # A line break from an imported title would forge a header.
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        to=[user.email],
        headers={
            "List-Unsubscribe": f"<{end_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
        },
    ).send()


def _job(report: Report) -> dict:
    """One job as the mail prints it: the words of its card, without their markup."""
    return {
        "listing": report.listing,
        "url": _absolute(report.listing.get_absolute_url()),
        "where": _as_text("listings/partials/where.html", listing=report.listing),
        "coverage": _as_text("matching/partials/coverage.html", report=report),
    }


def _as_text(template: str, **context) -> str:
    return unescape(strip_tags(render_to_string(template, context))).strip()


def _absolute(path: str) -> str:
    return settings.SITE_URL + path
