"""What the tests of people for a listing share: an employer with a live listing, and people who opted in."""

from django.urls import reverse

from profiles.my_profile import CandidateProfile
from tests.factories import CandidateFactory, EmployerMemberFactory
from tests.matching.indexed import MatchTestCase, fill


class PeopleTestCase(MatchTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.member = EmployerMemberFactory(employer__name="Marlow Mutual")
        cls.employer = cls.member.employer

    def setUp(self):
        super().setUp()
        self.client.force_login(self.member.user)
        # Asks for four things, its role among them.
        self.post = self.listing(
            self.chat, self.zendesk, self.empathy, wishes=[self.orders], employer=self.employer
        )

    def person(
        self, *, skills=(), languages=(), current=None, target=None, visibility="employers", **more
    ):
        """Somebody with a profile; `more` are their limits."""
        candidate = CandidateFactory(visibility=visibility)
        fill(CandidateProfile(candidate.user), skills, languages, current, target, more)
        return candidate

    def some_people(self):
        """Five, best first: one covers all, the fourth nothing, and of the last little is known."""
        return [
            self.person(
                skills=[(self.chat, 4), (self.zendesk, 4), (self.empathy, 4), (self.orders, 4)],
                current=self.csr,
            ),
            self.person(skills=[(self.chat, 3), (self.freshdesk, 3), (self.coaching, 3)]),
            self.person(skills=[(self.empathy, 1), (self.coaching, 3), (self.freshdesk, 1)]),
            self.person(current=self.lead),
            self.person(skills=[(self.chat, 4), (self.zendesk, 4)]),
        ]

    def url(self, listing=None):
        return reverse("matching:people", args=[(listing or self.post).pk])

    def invite_url(self, candidate, listing=None):
        return reverse("matching:invite", args=[(listing or self.post).pk, candidate.pk])

    def page(self, listing=None, **query):
        return self.client.get(self.url(listing), query)

    def shown(self, listing=None):
        return [person.key for person in self.page(listing).context["people"]]
