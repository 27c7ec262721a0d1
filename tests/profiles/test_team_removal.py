"""Somebody who is taken off a team while they have its pages open."""

from operator import attrgetter

from django.test import Client, TestCase
from django.urls import reverse

from tests.authorization import PERSONAS, TABLE
from tests.test_authorization import World


class RemovedInTheMiddleTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = World()

    def workspace(self):
        """Every address that the member of the table opens and the other employer's does not."""
        member, other = PERSONAS.index("EM"), PERSONAS.index("EX")
        for row in TABLE:
            expected = row.expected.split()
            is_theirs = expected[member] == "ok" and expected[other] == "404"
            if row.method == "GET" and is_theirs and row.name.split("_")[0] != "listings:listing":
                yield reverse(row.name, args=[attrgetter(path)(self.world) for path in row.args])

    def test_the_next_request_finds_nothing_of_the_employer(self):
        removed, owner = Client(), Client()
        removed.force_login(self.world.people["EM"])
        owner.force_login(self.world.people["EX"])
        self.world.employer.members.create(user=self.world.people["EX"], role="owner")
        addresses = list(self.workspace())
        self.assertGreater(len(addresses), 8)
        before = {address: removed.get(address).status_code for address in addresses}
        self.assertLess(max(before.values()), 400, before)

        owner.post(
            reverse(
                "profiles:employer_member_remove",
                args=[self.world.employer.pk, self.world.membership.pk],
            )
        )

        after = {address: removed.get(address).status_code for address in addresses}
        self.assertEqual(after, dict.fromkeys(addresses, 404))
        # ... and with a form that was open.
        update = reverse("listings:employer_listing_update", args=[self.world.draft.pk])
        self.assertEqual(removed.post(update, {"title": "Mine"}).status_code, 404)
