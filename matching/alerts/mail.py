"""The mail of a match alert. Sending is writing an Outbox row: it belongs to the transaction of its cause."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import ngettext

from listings.alerts import letters
from listings.alerts.letters import absolute, as_text
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
    end_url = absolute(reverse("matching:match_alert_unsubscribe", args=[sign(alert.candidate_id)]))
    context = {
        "name": user.first_name,
        "alert": alert,
        "rhythm": rhythm_in_words(alert),
        "jobs": [_job(report) for report in reports],
        "count": count,
        "more": more,
        "matches_url": absolute(reverse("matching:match_list")),
        "change_url": absolute(reverse("matching:match_alert")),
        "end_url": end_url,
    }
    letters.send(user.email, subject, "matching/mail/new_matches.txt", context, end_url=end_url)


def _job(report: Report) -> dict:
    """One job as the mail prints it: the words of its card, without their markup."""
    return {
        "listing": report.listing,
        "url": absolute(report.listing.get_absolute_url()),
        "where": as_text("listings/partials/where.html", listing=report.listing),
        "coverage": as_text("matching/partials/coverage.html", report=report),
    }
