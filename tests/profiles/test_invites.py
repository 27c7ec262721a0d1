"""Inviting somebody to a team, and taking it back."""

import re
from unittest import mock

from django.urls import reverse
from django.utils import timezone

from profiles import invites
from profiles.models import Employer, EmployerInvite, Outbox
from profiles.teams import NotAllowed
from tests import factories as make
from tests.outbox import mails, with_outbox
from tests.profiles.invite_case import OWNER, RECRUITER, InviteCase


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

    def test_who_is_no_owner_any_more_when_the_press_arrives_does_neither(self):
        self.send()
        sent = EmployerInvite.objects.get()
        self.employer.members.update(role=RECRUITER)
        by = {"by": self.owner.user}

        with self.assertRaises(NotAllowed):
            invites.invite(self.employer, email="lee@example.org", role=OWNER, **by)
        with self.assertRaises(NotAllowed):
            invites.revoke(self.employer, invite=sent.pk, **by)

    def test_the_invite_of_another_employer_is_not_taken_back(self):
        other = make.EmployerInviteFactory()
        url = reverse("profiles:employer_invite_revoke", args=[self.employer.pk, other.pk])
        self.client.post(url)

        other.refresh_from_db()
        self.assertIsNone(other.revoked_at)
