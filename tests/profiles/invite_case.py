"""What the tests of invites share: an owner who sends them, and the link in the mail."""

import re

from django.test import TestCase
from django.urls import reverse

from profiles.models import EmployerMember, Outbox
from tests import factories as make

OWNER, RECRUITER = EmployerMember.Role.OWNER, EmployerMember.Role.RECRUITER
PASSWORD = "a-long-way-up-the-ladder"


class InviteCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.employer = make.EmployerFactory(name="Corvane Mutual")
        cls.owner = make.EmployerMemberFactory(
            employer=cls.employer, role=OWNER, user__first_name="Nadia", user__last_name="Osei"
        )
        cls.page = reverse("profiles:employer_team", args=[cls.employer.pk])
        cls.url = reverse("profiles:employer_invite_create", args=[cls.employer.pk])

    def setUp(self):
        self.client.force_login(self.owner.user)

    def send(self, email="Robin@Example.org", role=RECRUITER):
        return self.client.post(self.url, {"email": email, "role": role})

    def link(self) -> str:
        """The path in the newest mail."""
        body = Outbox.objects.order_by("-pk").first().body
        return re.search(r"https?://[^/\s]+(/employer/join/\S+)", body)[1]

    def team(self):
        return set(self.employer.members.values_list("user__email", "role"))
