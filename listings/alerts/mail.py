"""The mails of a search's alert. Sending is writing an Outbox row: it belongs to the transaction of its cause."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from listings.alerts import letters, searches, tokens
from listings.alerts.letters import absolute, as_text
from listings.filters import ListingFilterSet
from listings.models import JobAlert, Listing


def send_confirmation(alert: JobAlert) -> None:
    """Ask the owner of the address. One statement, and what the words of the search cost."""
    token = tokens.sign_confirmation(alert)
    _send(
        alert,
        _("Confirm your job alert"),
        "confirm",
        confirm_url=absolute(reverse("listings:job_alert_confirm", args=[token])),
        asked=_in_words(alert.query),
    )


def send_already_there(alert: JobAlert) -> None:
    """Somebody asked once more for what runs already: its owner learns so, and nobody else."""
    _send(
        alert, _("You have this job alert already"), "already_there", asked=_in_words(alert.query)
    )


def send_too_many(email: str, *, most: int) -> None:
    """Somebody asked for one more than an address may have. Two statements."""
    search = searches.open_search(timezone.now())
    alerts = [
        {"asked": searches.in_words(search.with_query(alert.query)), "url": _manage_url(alert)}
        for alert in JobAlert.objects.filter(email=email, confirmed_at__isnull=False)
    ]
    context = {"alerts": alerts, "most": most}
    subject = _("You have %(n)d job alerts, the most there can be") % {"n": most}
    letters.send(email, subject, "listings/mail/job_alert_too_many.txt", context)


def send_new_jobs(
    alert: JobAlert, search: ListingFilterSet, listings: Sequence[Listing], *, more: int
) -> None:
    """Tell of jobs, newest first; `more` others are only counted. One statement.

    Reads what `for_cards` loads.
    """
    count = len(listings) + more
    subject = ngettext("New job: %(title)s", "%(n)d new jobs, first: %(title)s", count)
    _send(
        alert,
        subject % {"n": count, "title": listings[0].title},
        "new_jobs",
        asked=searches.in_words(search),
        rhythm=alert.rhythm.in_words(alert.next_run_at),
        jobs=[_job(listing) for listing in listings],
        count=count,
        more=more,
    )


def send_unreadable(alert: JobAlert, search: ListingFilterSet) -> None:
    """Part of the search means nothing any more, so it was paused. One statement."""
    _send(alert, _("Your job alert is paused"), "unreadable", notes=search.notes)


def send_warning(alert: JobAlert, ends_at: datetime) -> None:
    """Nobody has touched it for long. One statement, and what the words of the search cost."""
    day = alert.rhythm.day_in_words(ends_at)
    _send(
        alert,
        _("Keep your job alert? It ends on %(day)s") % {"day": day},
        "keep",
        asked=_in_words(alert.query),
        day=day,
    )


def _send(alert: JobAlert, subject: str, name: str, **context) -> None:
    end_url = absolute(reverse("listings:job_alert_unsubscribe", args=[tokens.sign_end(alert)]))
    links = {
        "manage_url": _manage_url(alert),
        "search_url": absolute(f"{reverse('listings:listing_list')}?{alert.query}"),
        "end_url": end_url,
    }
    template = f"listings/mail/job_alert_{name}.txt"
    letters.send(alert.email, subject, template, links | context, end_url=end_url)


def _job(listing: Listing) -> dict:
    """One job as the mail prints it: the words of its card, without their markup."""
    return {
        "listing": listing,
        "url": absolute(listing.get_absolute_url()),
        "where": as_text("listings/partials/where.html", listing=listing),
    }


def _in_words(query: str) -> list[str]:
    return searches.in_words(searches.open_search(timezone.now()).with_query(query))


def _manage_url(alert: JobAlert) -> str:
    path = reverse("listings:job_alert_manage", args=[tokens.sign_management(alert)])
    return absolute(path)
