"""What the tests of threads share: an application with its two sides, and a message."""

from django.test import TestCase
from django.utils import timezone

from listings.models import Application
from tests.factories import ApplicationFactory, EmployerMemberFactory
from tests.outbox import with_outbox


def write(application, body="When can you start?", by=None, **columns):
    return application.messages.create(
        **{
            "sender": by,
            "is_from_employer": True,
            "body": body,
            "sent_at": timezone.now(),
        }
        | columns
    )


@with_outbox
class ThreadTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.member = EmployerMemberFactory(employer__name="Marlow Mutual").user
        cls.employer = cls.member.employer_memberships.get().employer
        cls.application = ApplicationFactory(
            listing__employer=cls.employer, listing__title="Chat agent", name="Sam Rivera"
        )
        cls.applicant = cls.application.candidate.user
        cls.mine = f"/me/applications/{cls.application.pk}/"
        cls.theirs = f"/employer/applications/{cls.application.pk}/"

    def as_applicant(self):
        self.client.force_login(self.applicant)

    def as_member(self):
        self.client.force_login(self.member)

    def send(self, page, body="Hello"):
        return self.client.post(f"{page}messages/", {"body": body})

    def become(self, **columns):
        Application.objects.filter(pk=self.application.pk).update(**columns)
