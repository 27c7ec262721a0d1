"""Joining a team by the link of a mail."""

import re
from datetime import timedelta
from unittest import mock

import time_machine
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from profiles import invites
from profiles.invites import AlreadyMember, InviteOver, accept, forget_ended, masked
from profiles.models import Employer, EmployerInvite, EmployerMember, Outbox
from profiles.models.employers import EmployerInviteQuerySet
from profiles.personal_data.erasure import erase
from tests import factories as make
from tests.outbox import mails, with_outbox
from tests.racing import RaceTestCase

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


@with_outbox
class InvitingTests(InviteCase):
    def test_the_invited_get_a_link_of_which_only_a_digest_is_kept(self):
        self.assertRedirects(self.send(), self.page)

        self.assertEqual(mails(), [("robin@example.org", "Join Corvane Mutual on Rungs")])
        invite = EmployerInvite.objects.get()
        token = self.link().split("/")[-2]
        self.assertGreaterEqual(len(token), 43)
        self.assertNotIn(token, str(invite.__dict__))
        self.assertEqual((invite.email, invite.role), ("robin@example.org", RECRUITER))
        self.assertContains(self.client.get(self.page), "robin@example.org")

    def test_a_new_one_to_the_same_address_ends_the_first(self):
        self.send()
        first = self.link()
        self.send(role=OWNER)

        self.assertEqual(EmployerInvite.objects.unanswered().count(), 1)
        self.assertEqual(self.client_of("robin@example.org").get(first).status_code, 410)
        self.assertEqual(self.client_of("robin@example.org").get(self.link()).status_code, 200)

    def client_of(self, email):
        user = make.UserFactory._meta.model.objects.filter(email=email).first()
        client = self.client_class()
        client.force_login(user or make.UserFactory(email=email))
        return client

    def test_bad_input_is_said_beside_the_field_and_what_was_typed_is_kept(self):
        for email, words in [
            ("", "Write the address of the person you invite."),
            ("robin", "Write an email address"),
            ("a\x00@example.org", "Null characters are not allowed"),
            (self.owner.user.email, "on the team already"),
        ]:
            answer = self.send(email=email)
            with self.subTest(email):
                self.assertContains(answer, words)
        self.assertContains(self.send(email="robin"), 'value="robin"')
        self.assertContains(self.send(role="admin"), "Select a valid choice")
        self.assertFalse(EmployerInvite.objects.exists())

    def test_a_second_address_of_a_member_is_a_member_too(self):
        self.owner.user.emailaddress_set.create(email="nadia@two.example", verified=True)

        self.assertContains(self.send(email="nadia@two.example"), "on the team already")

    def test_it_says_nothing_of_whether_the_address_has_an_account(self):
        make.UserFactory(email="robin@example.org")
        with_account, without = self.send(), self.send(email="noone@example.org")

        self.assertEqual(with_account.status_code, without.status_code)
        bodies = Outbox.objects.order_by("pk").values_list("body", flat=True)
        first, second = (re.sub("/join/[^/]+/", "", body) for body in bodies)
        self.assertEqual(first, second)

    def test_twenty_a_day_are_the_most(self):
        self.assertEqual(invites.INVITES_A_DAY, 20)
        with mock.patch.object(invites, "INVITES_A_DAY", 2):
            for n in range(2):
                self.assertRedirects(self.send(email=f"r{n}@example.org"), self.page)
            self.assertContains(self.send(), "No more invites for today")

    def test_five_a_day_are_the_most_to_one_address_whoever_sends_them(self):
        other = make.EmployerMemberFactory(role=OWNER)
        for _n in range(invites.INVITES_TO_ONE_A_DAY):
            invites.invite(other.employer, by=other.user, email="robin@example.org", role=OWNER)

        self.assertContains(self.send(), "No more invites for today")
        self.assertFalse(self.employer.invites.exists())

    def test_a_suspended_employer_invites_nobody(self):
        Employer.objects.update(suspended_at=timezone.now())

        self.assertContains(self.send(), "suspended")
        self.assertNotContains(self.client.get(self.page), "Send the invite")
        self.assertFalse(EmployerInvite.objects.exists())

    def test_a_line_break_in_a_name_forges_no_header(self):
        Employer.objects.update(name="Corvane\r\nBcc: all@example.org")
        self.send()

        self.assertEqual(mails()[0][1], "Join Corvane Bcc: all@example.org on Rungs")

    def test_taken_back_the_link_leads_nowhere(self):
        self.send()
        invite = EmployerInvite.objects.get()
        url = reverse("profiles:employer_invite_revoke", args=[self.employer.pk, invite.pk])

        self.assertRedirects(self.client.post(url), self.page)

        self.assertEqual(self.client.get(self.link()).status_code, 409)  # the owner is a member
        self.assertEqual(self.client_class().get(self.link()).status_code, 410)
        self.assertContains(self.client.post(url, follow=True), "no longer open")

    def test_the_invite_of_another_employer_is_not_taken_back(self):
        other = make.EmployerInviteFactory()
        url = reverse("profiles:employer_invite_revoke", args=[self.employer.pk, other.pk])
        self.client.post(url)

        other.refresh_from_db()
        self.assertIsNone(other.revoked_at)


@with_outbox
class AcceptingTests(InviteCase):
    def setUp(self):
        self.user = make.UserFactory(email="robin@example.org")
        self.client.force_login(self.user)
        self.invite = make.EmployerInviteFactory(
            employer=self.employer,
            email="robin@example.org",
            invited_by=self.owner.user,
            token="secret",
        )
        self.path = reverse("profiles:employer_invite_accept", args=["secret"])

    def test_reading_says_who_invites_and_changes_nothing(self):
        answer = self.client.get(self.path)

        self.assertContains(answer, "Nadia Osei invites you to act for Corvane Mutual here")
        self.assertEqual(answer["Referrer-Policy"], "same-origin")
        self.assertIn("no-store", answer["Cache-Control"])
        self.assertContains(answer, 'content="noindex"')
        self.assertEqual(self.team(), {(self.owner.user.email, OWNER)})

    def test_one_button_joins_and_the_owners_are_told(self):
        answer = self.client.post(self.path)

        self.assertRedirects(answer, "/employer/", fetch_redirect_response=False)
        self.assertIn(("robin@example.org", RECRUITER), self.team())
        subject = "Sam Rivera now acts for Corvane Mutual"
        self.assertEqual(mails(), [(self.owner.user.email, subject)])
        # Sent twice, or opened again: the member is told what is so.
        self.assertEqual(self.client.post(self.path).status_code, 409)
        self.assertEqual(self.client.get(self.path).status_code, 409)
        self.assertEqual(self.employer.members.count(), 2)

    def test_the_role_is_the_invites_whatever_the_form_says(self):
        self.client.post(self.path, {"role": OWNER, "employer": "1", "user": "1"})

        self.assertIn(("robin@example.org", RECRUITER), self.team())

    def test_an_invite_of_an_owner_makes_one(self):
        EmployerInvite.objects.update(role=OWNER)
        self.client.post(self.path)

        self.assertIn(("robin@example.org", OWNER), self.team())

    def test_a_forwarded_link_lets_nobody_in(self):
        stranger = make.UserFactory(email="stranger@example.org")
        self.client.force_login(stranger)
        for answer in (self.client.get(self.path), self.client.post(self.path)):
            self.assertContains(answer, "r…@example.org", status_code=403)
            self.assertNotContains(answer, "robin@example.org", status_code=403)
            self.assertContains(answer, "stranger@example.org", status_code=403)
        self.assertEqual(self.employer.members.count(), 1)

    def test_an_address_that_nobody_confirmed_opens_nothing(self):
        self.user.emailaddress_set.update(verified=False)

        self.assertEqual(self.client.post(self.path).status_code, 403)
        self.assertEqual(self.employer.members.count(), 1)

    def test_any_confirmed_address_of_the_account_will_do(self):
        other = make.UserFactory()
        self.user.emailaddress_set.all().delete()
        other.emailaddress_set.create(email="Robin@Example.org", verified=True)
        self.client.force_login(other)

        self.client.post(self.path)

        self.assertIn((other.email, RECRUITER), self.team())

    def test_used_late_revoked_and_forged_links_say_the_same(self):
        pages = set()
        for change in (
            {"accepted_at": timezone.now()},
            {"revoked_at": timezone.now(), "accepted_at": None},
            {"revoked_at": None, "expires_at": timezone.now()},
            {"expires_at": timezone.now() + timedelta(days=1), "token_hash": "x"},
        ):
            EmployerInvite.objects.update(**change)
            for answer in (self.client.get(self.path), self.client.post(self.path)):
                self.assertEqual(answer.status_code, 410)
                self.assertNotContains(answer, "Corvane", status_code=410)
                pages.add(re.sub(rb'csrfmiddlewaretoken" value="[^"]+"', b"", answer.content))
        self.assertEqual(len(pages), 1)
        self.assertEqual(self.employer.members.count(), 1)

    def test_it_ends_after_seven_days_to_the_second(self):
        EmployerInvite.objects.update(expires_at=timezone.now() + timedelta(days=7))
        with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
            self.assertEqual(self.client.post(self.path).status_code, 410)

    def test_nobody_joins_a_suspended_employer(self):
        Employer.objects.update(suspended_at=timezone.now())

        self.assertEqual(self.client.get(self.path).status_code, 410)
        self.assertEqual(self.client.post(self.path).status_code, 410)
        with self.assertRaises(InviteOver):
            accept(self.invite, self.user)
        self.assertEqual(self.employer.members.count(), 1)

    def test_an_inviter_who_is_gone_breaks_nothing(self):
        EmployerMember.objects.create(employer=self.employer, user=make.UserFactory(), role=OWNER)
        erase(self.owner.user)

        self.assertContains(self.client.get(self.path), "You are invited to act for Corvane")
        self.client.post(self.path)
        self.assertIn(("robin@example.org", RECRUITER), self.team())

    def test_an_invite_goes_with_the_person_of_its_address(self):
        erase(self.user)

        self.assertFalse(EmployerInvite.objects.exists())

    def test_a_month_after_its_end_an_invite_is_forgotten(self):
        now = timezone.now()
        self.assertEqual(forget_ended(now + timedelta(days=36)), 0)
        self.assertEqual(forget_ended(now + timedelta(days=38)), 1)

    def test_strange_links_are_no_invites(self):
        for token in ("x" * 2_000, "%00", "é", "%F0%9F%92%A9", "..%5c"):
            self.assertEqual(self.client.get(f"/employer/join/{token}/").status_code, 410)


@with_outbox
class WithoutAnAccountTests(InviteCase):
    def setUp(self):
        make.EmployerInviteFactory(
            employer=self.employer, email="robin@example.org", token="secret"
        )
        self.path = reverse("profiles:employer_invite_accept", args=["secret"])

    def test_the_page_leads_to_sign_in_and_sign_up_and_back(self):
        answer = self.client.get(self.path)

        for name in ("account_signup", "account_login"):
            self.assertContains(answer, f'href="{reverse(name)}?next={self.path}"')
        self.assertIn(f"next={self.path}", self.client.post(self.path)["Location"])

    def test_the_invite_survives_signing_up(self):
        answer = self.client.post(
            reverse("account_signup"),
            {"email": "robin@example.org", "password1": PASSWORD, "next": self.path},
        )
        self.assertEqual(answer.status_code, 302)
        body = Outbox.objects.get(to=["robin@example.org"]).body
        confirm = re.search(r"https?://[^/\s]+(/accounts/confirm-email/\S+)", body)[1]

        self.assertRedirects(self.client.post(confirm), self.path)
        self.client.post(self.path)

        self.assertIn(("robin@example.org", RECRUITER), self.team())

    def test_the_invite_survives_signing_in(self):
        user = make.UserFactory(email="robin@example.org")
        user.set_password(PASSWORD)
        user.save()

        answer = self.client.post(
            reverse("account_login"),
            {"login": "robin@example.org", "password": PASSWORD, "next": self.path},
        )

        self.assertRedirects(answer, self.path)

    def test_whoever_is_signed_in_as_somebody_else_signs_out_and_is_back_at_the_invite(self):
        self.client.force_login(make.UserFactory())
        answer = self.client.post(reverse("account_logout"), {"next": self.path})

        self.assertRedirects(answer, self.path)


class MaskTests(TestCase):
    def test_it_tells_the_mailbox_to_its_owner_only(self):
        self.assertEqual(masked("nadia@example.org"), "n…@example.org")
        self.assertEqual(masked("n@example.org"), "n…@example.org")


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
