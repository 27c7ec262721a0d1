"""A signed-in member of an employer, for the tests of the workspace."""

from django.test import TestCase
from django.urls import reverse

from tests.factories import (
    EmployerFactory,
    EmployerMemberFactory,
    ListingFactory,
)


class MemberTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.member = EmployerMemberFactory(employer__name="Marlow Mutual")
        cls.employer = cls.member.employer
        cls.other = EmployerFactory(name="Somebody else")

    def setUp(self):
        self.client.force_login(self.member.user)

    def listing(self, **kind):
        return ListingFactory(employer=self.employer, **kind)

    def url(self, name, row=None):
        return reverse(f"listings:{name}", args=[row.pk] if row else [])
