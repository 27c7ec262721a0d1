"""With a guard taken off, the table of who may do what must fail: a guard that nothing notices guards nothing."""

from contextlib import ExitStack
from operator import attrgetter
from unittest.mock import patch

from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse

from tests.authorization import MEMBER_ONLY, MODERATORS, PERSONAS, RECRUITER_REFUSED, TABLE
from tests.test_authorization import World, outcome

# What scopes an employer's things to its members. Off, everybody who is signed in is one.
MEMBERSHIP = [
    "profiles.models.employers.EmployerQuerySet.for_user",
    "listings.models.listings.ListingQuerySet.for_user",
    "listings.models.applications.ApplicationQuerySet.for_employer_member",
    "listings.models.sifting.MessageTemplateQuerySet.for_user",
    "listings.models.life.PostingImportQuerySet.for_user",
]
OWNERSHIP = "profiles.views.team.OwnerOnlyMixin.is_owner"
# Acts look again once it is their turn, behind the page's own look.
OWNERSHIP_IN_ACTS = "profiles.teams.demand_owner"
MODERATION = "listings.views.moderation.access.ModeratorRequiredMixin.has_permission"


class GuardsAreNoticedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = World()

    def met(self, row, persona: str) -> str:
        client = Client(raise_request_exception=False)
        client.force_login(self.world.people[persona])
        url = reverse(row.name, args=[attrgetter(path)(self.world) for path in row.args])
        with transaction.atomic():
            response = getattr(client, row.method.lower())(url, row.data)
            transaction.set_rollback(True)
        return outcome(response)

    def unnoticed(self, rows, persona: str) -> list[str]:
        """Rows that answer this persona as the table says, though a guard is off."""
        column = PERSONAS.index(persona)
        return [str(row) for row in rows if self.met(row, persona) == row.expected.split()[column]]

    def test_every_page_for_members_alone_is_seen_to_open_without_membership(self):
        rows = [row for row in TABLE if row.expected == MEMBER_ONLY]
        self.assertGreater(len(rows), 20)
        with ExitStack() as guards_off:
            for guard in MEMBERSHIP:
                guards_off.enter_context(patch(guard, lambda rows, user: rows.all()))
            self.assertEqual(self.unnoticed(rows, "EX"), [])

    def test_every_act_of_owners_alone_is_seen_to_open_for_a_recruiter(self):
        rows = [row for row in TABLE if row.expected == RECRUITER_REFUSED]
        self.assertGreater(len(rows), 4)
        with (
            patch(OWNERSHIP, True),
            patch(OWNERSHIP_IN_ACTS),
            patch("profiles.invites.demand_owner"),
        ):
            self.assertEqual(self.unnoticed(rows, "EM"), [])

    def test_every_page_of_moderators_is_seen_to_open_without_the_permission(self):
        rows = [row for row in TABLE if row.expected == MODERATORS]
        self.assertGreater(len(rows), 8)
        with patch(MODERATION, lambda view: True):
            self.assertEqual(self.unnoticed(rows, "CB"), [])
