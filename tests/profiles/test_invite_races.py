"""Accepting an invite twice at once, by two people, and while it is taken back."""

from unittest import mock

from profiles import invites
from profiles.invites import AlreadyMember, InviteOver, accept
from profiles.models import EmployerInvite, EmployerMember, Outbox
from profiles.models.employers import EmployerInviteQuerySet
from tests import factories as make
from tests.outbox import with_outbox
from tests.profiles.invite_case import OWNER
from tests.racing import RaceTestCase


@with_outbox
class InviteRaces(RaceTestCase):
    def setUp(self):
        super().setUp()
        self.owner = make.EmployerMemberFactory(role=OWNER)
        self.employer = self.owner.employer

    def accept_as(self, invite, user):
        try:
            return accept(EmployerInvite.objects.select_related("employer").get(pk=invite.pk), user)
        except (InviteOver, AlreadyMember) as refusal:
            return refusal

    def two_presses(self):
        user = make.UserFactory()
        invite = make.EmployerInviteFactory(employer=self.employer, email=user.email)

        outcomes = self.at_once(*[lambda: self.accept_as(invite, user)] * 2)

        self.assertEqual([isinstance(one, EmployerMember) for one in outcomes].count(True), 1)
        self.assertEqual(self.employer.members.filter(user=user).count(), 1)
        self.assertEqual(Outbox.objects.count(), 1)

    def test_two_presses_make_one_membership_and_the_second_is_told(self):
        self.two_presses()

    def one_link_for_two(self):
        """As if an address could be two people's: the row of the invite lets one of them in."""
        invite = make.EmployerInviteFactory(employer=self.employer)
        people = make.UserFactory.create_batch(2)
        before = self.employer.members.count()

        with mock.patch.object(invites, "is_for", return_value=True):
            outcomes = self.at_once(
                *[lambda one=one: self.accept_as(invite, one) for one in people]
            )

        self.assertEqual([isinstance(one, InviteOver) for one in outcomes].count(True), 1)
        self.assertEqual(self.employer.members.count(), before + 1)

    def test_one_link_lets_one_in(self):
        for _round in range(3):
            self.one_link_for_two()

    def test_without_the_condition_in_the_update_it_lets_both_in(self):
        every_row = mock.patch.object(EmployerInviteQuerySet, "open", lambda rows, at=None: rows)
        with every_row, self.assertRaises(AssertionError):
            self.one_link_for_two()

    def taking_back_while_accepting(self):
        user = make.UserFactory()
        invite = make.EmployerInviteFactory(employer=self.employer, email=user.email)

        def revoke():
            try:
                invites.revoke(self.employer, by=self.owner.user, invite=invite.pk)
            except InviteOver:
                return "too late"
            return "revoked"

        revoked, accepted = self.at_once(revoke, lambda: self.accept_as(invite, user))

        is_in = isinstance(accepted, EmployerMember)
        self.assertEqual(revoked, "too late" if is_in else "revoked")
        self.assertEqual(self.employer.members.filter(user=user).count(), int(is_in))

    def test_taken_back_and_accepted_at_once_one_of_them_wins(self):
        for _round in range(3):
            self.taking_back_while_accepting()
