"""What the tests of match alerts share: people with an alert that is due, and jobs posted since it began."""

from datetime import timedelta

from django.utils import timezone

from matching.alerts.running import run_due
from matching.models import MatchAlert
from profiles.models import Outbox
from profiles.my_profile import CandidateProfile
from tests.factories import CandidateFactory
from tests.matching.indexed import MatchTestCase, fill
from tests.outbox import with_outbox


@with_outbox
class AlertTestCase(MatchTestCase):
    """An alert begins two days ago and is due since a minute; jobs are posted an hour ago."""

    def candidate(self, **profile):
        """Somebody who covers all of `fitting_job` and little of `other_job`."""
        candidate = CandidateFactory()
        profile = profile or {"skills": [(self.chat, 4), (self.zendesk, 4)], "current": self.csr}
        more = {"skills": (), "languages": (), "current": None, "target": None} | profile
        known = {name: more.pop(name) for name in ("skills", "languages", "current", "target")}
        fill(CandidateProfile(candidate.user), *known.values(), more)
        candidate.refresh_from_db()
        return candidate

    def alert(self, candidate=None, **columns):
        now = timezone.now()
        begun = columns.pop("begun", now - timedelta(days=2))
        columns = {"min_share": 60, "next_run_at": now - timedelta(minutes=1)} | columns
        alert = MatchAlert.objects.create(candidate=candidate or self.candidate(), **columns)
        MatchAlert.objects.filter(pk=alert.pk).update(created_at=begun)
        alert.refresh_from_db()
        return alert

    def job(self, *skills, **columns):
        posted = {"date_posted": timezone.now() - timedelta(hours=1)}
        return self.listing(*skills, **posted | columns)

    def fitting_job(self, **columns):
        return self.job(self.chat, self.zendesk, **columns)

    def other_job(self, **columns):
        return self.job(self.coaching, self.orders, self.empathy, role=self.lead, **columns)

    def run_alerts(self, now=None):
        """People and mails of the whole run."""
        done = list(run_due(now or timezone.now()))
        return sum(each.people for each in done), sum(each.mails for each in done)

    def make_due(self):
        MatchAlert.objects.update(next_run_at=timezone.now() - timedelta(minutes=1))

    def mail(self):
        return Outbox.objects.get()
