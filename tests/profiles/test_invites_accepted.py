"""Joining a team by the link of a mail, with an account and without."""

import re
from datetime import timedelta

import time_machine
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from profiles.invites import InviteOver, accept, forget_ended, masked
from profiles.models import Employer, EmployerInvite, EmployerMember, Outbox
from profiles.personal_data.erasure import erase
from tests import factories as make
from tests.outbox import mails, with_outbox
from tests.profiles.invite_case import OWNER, PASSWORD, RECRUITER, InviteCase


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
