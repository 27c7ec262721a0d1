from functools import partial

from django.test import TestCase
from django.urls import reverse

from profiles.models import EmployerMember
from profiles.teams import LastOwner, NotAllowed, hand_over, leave_employer
from tests import factories as make
from tests.racing import RaceTestCase

OWNER, RECRUITER = EmployerMember.Role.OWNER, EmployerMember.Role.RECRUITER


class AccountPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make.UserFactory(email="dana@example.org")
        cls.employer = make.EmployerFactory(name="Corvane Mutual")
        cls.own = make.EmployerMemberFactory(employer=cls.employer, user=cls.user, role=OWNER)

    def setUp(self):
        self.client.force_login(self.user)

    def look(self):
        return self.client.get(reverse("profiles:account"))

    def test_it_leads_to_everything_about_the_account(self):
        page = self.look()

        for name in (
            *("account_email", "account_change_password", "mfa_index", "usersessions_list"),
            *("matching:match_alert", "listings:job_alert_list", "listings:saved_job_list"),
            *("profiles:data_export", "profiles:account_delete", "account_logout"),
        ):
            with self.subTest(name):
                self.assertContains(page, f'"{reverse(name)}"')
        self.assertContains(page, "dana@example.org")

    def test_it_takes_as_many_statements_for_many_employers_as_for_one(self):
        self.look()
        # Session, user; address, second factors, devices, memberships, their colleagues; and of the
        # frame: whether there are rights for its links (2).
        with self.assertNumQueries(9):
            self.look()
        for _employer in range(10):
            member = make.EmployerMemberFactory(user=self.user, role=OWNER)
            make.EmployerMemberFactory(employer=member.employer)
        with self.assertNumQueries(9):
            self.look()

    def test_other_pages_lead_to_it(self):
        for address in (reverse("profiles:profile"), reverse("listings:saved_job_list")):
            with self.subTest(address):
                self.assertContains(self.client.get(address), 'href="/me/account/"')


class LeavingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.employer = make.EmployerFactory(name="Corvane Mutual")
        cls.own = make.EmployerMemberFactory(employer=cls.employer, role=OWNER)
        cls.other = make.EmployerMemberFactory(employer=cls.employer, role=RECRUITER)

    def setUp(self):
        self.client.force_login(self.own.user)
        self.leave = reverse("profiles:employer_leave", args=[self.employer.pk])
        self.hand_over = reverse("profiles:employer_hand_over", args=[self.employer.pk])

    def roles(self) -> dict:
        return dict(self.employer.members.values_list("user_id", "role"))

    def test_the_only_owner_is_told_to_hand_over_first(self):
        page = self.client.get(self.leave)
        self.assertContains(page, "You are its only owner")
        self.assertNotContains(page, '<button class="button">')

        page = self.client.post(self.leave, follow=True)
        self.assertContains(page, "Hand over first")
        self.assertIn(self.own.user_id, self.roles())

    def test_after_handing_over_one_leaves(self):
        self.client.post(self.hand_over, {"member": self.other.pk})
        self.assertEqual(self.roles(), {self.own.user_id: RECRUITER, self.other.user_id: OWNER})

        page = self.client.post(self.leave, follow=True)
        self.assertContains(page, "You left Corvane Mutual")
        self.assertEqual(self.roles(), {self.other.user_id: OWNER})

    def test_a_recruiter_leaves_at_once_and_sees_nothing_of_it_any_more(self):
        self.client.force_login(self.other.user)
        self.client.post(self.leave)

        self.assertEqual(self.roles(), {self.own.user_id: OWNER})
        self.assertEqual(self.client.get(self.leave).status_code, 404)

    def test_nothing_is_handed_to_strangers_nor_by_recruiters_nor_to_oneself(self):
        stranger = make.EmployerMemberFactory(role=RECRUITER)
        before = self.roles()
        for member in (stranger.pk, self.own.pk, "", "x", "9" * 30, "²"):
            self.client.post(self.hand_over, {"member": member})
            with self.subTest(member):
                self.assertEqual(self.roles(), before)
        self.client.force_login(self.other.user)
        self.client.post(self.hand_over, {"member": self.other.pk})
        self.assertEqual(self.roles(), before)

    def test_of_two_owners_one_stays(self):
        EmployerMember.objects.filter(pk=self.other.pk).update(role=OWNER)
        leave_employer(self.employer, self.own.user)

        with self.assertRaises(LastOwner):
            leave_employer(self.employer, self.other.user)

    def test_a_number_that_no_member_can_have_is_nobody(self):
        for number in ("9" * 5000, "9" * 30, "²", ""):
            with self.subTest(number[:5]):
                answer = self.client.post(self.hand_over, {"member": number})
                self.assertRedirects(answer, reverse("profiles:account"))

    def test_handing_over_to_somebody_who_left_meanwhile_changes_nothing(self):
        gone = self.other.pk
        self.other.delete()
        with self.assertRaises(NotAllowed):
            hand_over(self.employer, owner=self.own.user, to=gone)
        self.assertEqual(self.roles(), {self.own.user_id: OWNER})


class OwnersWhoLeaveAtOnceTests(RaceTestCase):
    def setUp(self):
        super().setUp()
        self.employer = make.EmployerFactory()
        self.owners = [
            make.EmployerMemberFactory(employer=self.employer, role=OWNER).user for _n in range(2)
        ]

    def test_of_two_owners_in_one_instant_one_stays(self):
        def leave(user):
            try:
                leave_employer(self.employer, user)
            except LastOwner:
                return "stays"
            return "left"

        results = self.at_once(*(partial(leave, user) for user in self.owners))

        self.assertEqual(sorted(results), ["left", "stays"])
        self.assertEqual(self.employer.members.count(), 1)
