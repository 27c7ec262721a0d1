"""Who sees and changes the team of an employer."""

from functools import partial
from unittest import mock

from django.test import TestCase
from django.urls import reverse

from profiles import teams
from profiles.models import EmployerMember
from profiles.personal_data.erasure import NotErasable, erase
from profiles.teams import LastOwner, NotAllowed, change_role, remove_member
from tests import factories as make
from tests.outbox import mails, with_outbox
from tests.racing import RaceTestCase

OWNER, RECRUITER = EmployerMember.Role.OWNER, EmployerMember.Role.RECRUITER


class TeamCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.employer = make.EmployerFactory(name="Corvane Mutual")
        cls.owner = make.EmployerMemberFactory(employer=cls.employer, role=OWNER)
        cls.recruiter = make.EmployerMemberFactory(
            employer=cls.employer,
            role=RECRUITER,
            user__first_name="Robin",
            user__email="robin@example.org",
        )
        cls.page = reverse("profiles:employer_team", args=[cls.employer.pk])

    def setUp(self):
        self.client.force_login(self.owner.user)

    def post(self, act, member=None, **data):
        args = [self.employer.pk, *([] if member is None else [member])]
        return self.client.post(reverse(f"profiles:{act}", args=args), data)

    def roles(self):
        return dict(self.employer.members.values_list("pk", "role"))


class TeamPageTests(TeamCase):
    def test_members_stand_there_with_role_and_since_when(self):
        answer = self.client.get(self.page)

        self.assertContains(answer, "2 people act for it")
        self.assertContains(answer, "Robin Rivera")
        self.assertContains(answer, "robin@example.org")
        self.assertContains(answer, self.recruiter.created_at.strftime("%b %-d, %Y"))
        self.assertContains(answer, "Make an owner")
        self.assertContains(answer, "Invite somebody")

    def test_a_recruiter_sees_the_list_and_no_acts(self):
        make.EmployerInviteFactory(employer=self.employer, email="new@example.org")
        self.client.force_login(self.recruiter.user)

        answer = self.client.get(self.page)

        self.assertContains(answer, "Sam Rivera")
        for words in ("Make an owner", "Take off the team", "Invite somebody", "new@example.org"):
            self.assertNotContains(answer, words)

    def test_a_recruiter_is_refused_the_acts_and_nothing_changes(self):
        self.client.force_login(self.recruiter.user)
        before = self.roles()

        for act, member in [
            ("employer_invite_create", None),
            ("employer_member_update", self.recruiter.pk),
            ("employer_member_remove", self.owner.pk),
            ("employer_invite_revoke", 1),
        ]:
            answer = self.post(act, member, role=OWNER, email="new@example.org")
            with self.subTest(act):
                self.assertEqual(answer.status_code, 403)
        self.assertEqual(self.roles(), before)
        self.assertFalse(self.employer.invites.exists())

    def test_it_costs_the_same_for_many(self):
        def look():
            # session, user; employer with the role, members, invites, addresses; rights for the frame's
            # links (2)
            with self.assertNumQueries(8):
                self.client.get(self.page)

        self.employer.email_domain = "corvane.example"
        self.employer.save()
        make.EmployerInviteFactory(employer=self.employer, invited_by=self.owner.user)
        look()
        for _n in range(20):
            member = make.EmployerMemberFactory(employer=self.employer)
            make.EmployerInviteFactory(employer=self.employer, invited_by=member.user)
        look()

    def test_numbers_that_nobody_has_change_nothing(self):
        before = self.roles()
        stranger = make.EmployerMemberFactory(role=RECRUITER)
        for number in (stranger.pk, 0, 10**18, 10**30):
            for act in (
                "employer_member_update",
                "employer_member_remove",
                "employer_invite_revoke",
            ):
                with self.subTest(f"{act} {number}"):
                    answer = self.post(act, number, role=OWNER)
                    self.assertRedirects(answer, self.page)
        self.assertEqual(self.roles(), before)
        stranger.refresh_from_db()
        self.assertEqual(stranger.role, RECRUITER)
        answer = self.client.get(f"/employer/profile/{10**30}/team/")
        self.assertEqual(answer.status_code, 404)


@with_outbox
class RoleTests(TeamCase):
    def test_an_owner_makes_a_recruiter_an_owner_and_takes_it_back(self):
        self.post("employer_member_update", self.recruiter.pk, role=OWNER)
        self.assertEqual(self.roles()[self.recruiter.pk], OWNER)

        answer = self.post("employer_member_update", self.recruiter.pk, role=RECRUITER)
        self.assertRedirects(answer, self.page)
        self.assertEqual(self.roles()[self.recruiter.pk], RECRUITER)

    def test_the_only_owner_cannot_be_made_a_recruiter(self):
        answer = self.client.post(
            reverse("profiles:employer_member_update", args=[self.employer.pk, self.owner.pk]),
            {"role": RECRUITER},
            follow=True,
        )

        self.assertContains(answer, "An employer needs an owner")
        self.assertEqual(self.roles()[self.owner.pk], OWNER)

    def test_a_role_that_there_is_not_changes_nothing(self):
        for role in ("admin", "", "owner\x00"):
            self.post("employer_member_update", self.recruiter.pk, role=role)
        self.assertEqual(self.roles()[self.recruiter.pk], RECRUITER)

    def test_an_owner_who_steps_down_is_a_recruiter_at_the_next_click(self):
        EmployerMember.objects.filter(pk=self.recruiter.pk).update(role=OWNER)
        self.post("employer_member_update", self.owner.pk, role=RECRUITER)

        answer = self.post("employer_member_remove", self.recruiter.pk)

        self.assertEqual(answer.status_code, 403)
        self.assertIn(self.recruiter.pk, self.roles())

    def test_whoever_is_taken_off_gets_a_mail(self):
        answer = self.post("employer_member_remove", self.recruiter.pk)

        self.assertRedirects(answer, self.page)
        self.assertNotIn(self.recruiter.pk, self.roles())
        self.assertEqual(mails(), [("robin@example.org", "You no longer act for Corvane Mutual")])

    def test_the_only_owner_cannot_be_taken_off(self):
        self.post("employer_member_remove", self.owner.pk)

        self.assertEqual(self.roles()[self.owner.pk], OWNER)
        self.assertEqual(mails(), [])

    def test_of_two_owners_one_takes_the_other_off_and_may_not_leave(self):
        EmployerMember.objects.filter(pk=self.recruiter.pk).update(role=OWNER)
        self.post("employer_member_remove", self.recruiter.pk)

        self.client.post(reverse("profiles:employer_leave", args=[self.employer.pk]))

        self.assertEqual(self.roles(), {self.owner.pk: OWNER})


class OwnersAgainstEachOtherTests(RaceTestCase):
    """Two owners who take each other off, or down, in one instant: one owner stays."""

    def setUp(self):
        super().setUp()
        self.employer = make.EmployerFactory()

    def at_once_against(self, act):
        first, second = (
            make.EmployerMemberFactory(employer=self.employer, role=OWNER) for _n in range(2)
        )

        def against(one, other):
            try:
                act(self.employer, by=one.user, member=other.pk)
            except (NotAllowed, LastOwner):
                return "refused"
            return "done"

        outcomes = self.at_once(partial(against, first, second), partial(against, second, first))

        self.assertEqual(sorted(outcomes), ["done", "refused"])
        self.assertEqual(self.employer.members.filter(role=OWNER).count(), 1)

    def test_one_owner_stays_where_they_remove_each_other(self):
        self.at_once_against(remove_member)

    def test_one_owner_stays_where_they_demote_each_other(self):
        self.at_once_against(partial(change_role, role=RECRUITER))

    def test_one_owner_stays_where_both_remove_their_accounts_and_a_recruiter_is_left(self):
        owners = [make.EmployerMemberFactory(employer=self.employer, role=OWNER) for _n in range(2)]
        make.EmployerMemberFactory(employer=self.employer, role=RECRUITER)

        def remove(owner):
            try:
                return erase(owner.user, says_goodbye=False)
            except NotErasable:
                return False

        outcomes = self.at_once(*(partial(remove, owner) for owner in owners))

        self.assertEqual(sorted(outcomes), [False, True])
        self.assertEqual(self.employer.members.filter(role=OWNER).count(), 1)

    def test_without_looking_again_inside_nobody_is_left(self):
        for act in (remove_member, partial(change_role, role=RECRUITER)):
            nothing = {"demand_owner": mock.DEFAULT, "demand_another_owner": mock.DEFAULT}
            with mock.patch.multiple(teams, **nothing), self.assertRaises(AssertionError):
                self.at_once_against(act)
