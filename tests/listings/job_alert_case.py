"""What the tests of job alerts share: an alert that is due, and jobs posted since it began."""

from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from listings.alerts.running import run_due
from listings.models import JobAlert
from profiles.models import Outbox
from tests.factories import JobAlertFactory, ListingFactory, PlaceFactory
from tests.outbox import with_outbox


@with_outbox
class JobAlertTestCase(TestCase):
    """An alert begins two days ago and is due since a minute; jobs are posted an hour ago."""

    @classmethod
    def setUpTestData(cls):
        cls.place = PlaceFactory()

    def alert(self, **columns):
        return JobAlertFactory(**columns)

    def job(self, **columns):
        posted = {"date_posted": timezone.now() - timedelta(hours=1)}
        return ListingFactory(**posted | columns)

    def run_alerts(self, now=None, **options):
        """Alerts and mails of the whole run."""
        done = list(run_due(now or timezone.now(), **options))
        return sum(each.alerts for each in done), sum(each.mails for each in done)

    def make_due(self):
        JobAlert.objects.update(next_run_at=timezone.now() - timedelta(minutes=1))

    def mail(self):
        return Outbox.objects.get()

    def links(self, mail, start):
        """Paths of our own in a mail that begin so."""
        lines = mail.body.splitlines()
        paths = [line.partition("://")[2].partition("/")[2] for line in lines if "://" in line]
        return [f"/{path}" for path in paths if f"/{path}".startswith(start)]
