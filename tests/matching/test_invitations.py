from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.utils import timezone

from listings.models import Listing
from matching.models import Invitation
from matching.people import invitations
from profiles.models import Candidate, Employer, Outbox, RateLimit
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerMemberFactory,
    ListingFactory,
    UserFactory,
)
from tests.matching.people_case import PeopleTestCase
from tests.outbox import mails, with_outbox
from tests.racing import RaceTestCase


@with_outbox
class InvitingTests(PeopleTestCase):
    def setUp(self):
        super().setUp()
        self.candidate = self.person(current=self.csr)
        self.build()

    def invite(self, candidate=None, listing=None, **data):
        url = self.invite_url(candidate or self.candidate, listing)
        return self.client.post(url, data, follow=True)

    def refused(self, words, **to):
        response = self.invite(**to)
        self.assertContains(response, words, status_code=response.status_code)
        self.assertEqual((Invitation.objects.count(), mails()), (0, []))
        return response

    def test_one_click_is_one_invitation_and_one_mail(self):
        response = self.invite()

        invitation = Invitation.objects.get()
        self.assertEqual(
            (invitation.listing, invitation.candidate, invitation.invited_by),
            (self.post, self.candidate, self.member.user),
        )
        self.assertEqual(
            mails(), [(self.candidate.user.email, "Marlow Mutual invites you to apply: Agent")]
        )
        date = f"{invitation.created_at:%b} {invitation.created_at.day}"
        self.assertContains(response, f"Invited {date}")
        self.assertNotContains(response, "Invite to apply")

    def test_the_mail_leads_to_the_job_and_to_who_sees_the_profile(self):
        self.invite()

        mail = Outbox.objects.get()
        self.assertIn(self.post.get_absolute_url(), mail.body)
        self.assertIn("/me/profile/#visibility", mail.body)
        self.assertIn("Hello Sam,", mail.body)
        self.assertIn("you need not answer", mail.body)
        self.assertNotIn(self.member.user.email, mail.body + str(mail.reply_to))
        self.assertNotIn("&", mail.body)

    def test_a_second_click_says_when_and_sends_nothing(self):
        self.invite()

        response = self.invite()

        self.assertContains(response, "They were invited on")
        self.assertEqual((Invitation.objects.count(), len(mails())), (1, 1))

    def test_the_same_person_may_be_invited_to_another_post(self):
        self.invite()

        self.invite(listing=self.listing(self.chat, employer=self.employer))

        self.assertEqual((Invitation.objects.count(), len(mails())), (2, 2))

    def test_it_comes_back_to_the_page_and_the_person(self):
        url = self.invite_url(self.candidate)
        person = f"#person-{self.candidate.pk}"
        # The second and later say at the top of the page that nothing was sent.
        for page, back in [
            ("3", f"?page=3{person}"),
            ("", "?page=1"),
            ("x", "?page=1"),
            ("//evil.example", "?page=1"),
        ]:
            response = self.client.post(url, {"page": page})
            self.assertRedirects(response, self.url() + back, fetch_redirect_response=False)

    def test_nobody_else_invites(self):
        url = self.invite_url(self.candidate)
        for user in (EmployerMemberFactory().user, self.candidate.user, UserFactory()):
            self.client.force_login(user)
            self.assertEqual(self.client.post(url).status_code, 404)
        self.client.logout()
        people = url.split("people/")[0] + "people/"
        signed_out = self.client.post(url, headers={"referer": f"http://testserver{people}"})
        self.assertRedirects(signed_out, f"/accounts/login/?next={people}")
        self.client.force_login(self.member.user)
        self.assertEqual(self.client.get(url).status_code, 405)
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(self.member.user)
        self.assertEqual(strict.post(url).status_code, 403)
        self.assertEqual((Invitation.objects.count(), mails()), (0, []))

    def test_an_employer_that_is_not_checked_or_suspended_invites_nobody(self):
        for column, value in [("verified_at", None), ("suspended_at", timezone.now())]:
            Employer.objects.filter(pk=self.employer.pk).update(**{column: value})
            self.refused("Not invited: the employer has to be checked")

    def test_a_post_that_is_not_open_invites_nobody(self):
        for columns in (
            {"state": "closed"},
            {"state": "approved", "valid_through": timezone.now() - timedelta(minutes=1)},
        ):
            Listing.objects.filter(pk=self.post.pk).update(**columns)
            self.refused("Not invited: the post is not open")

    def test_whoever_is_not_on_the_list_is_answered_alike(self):
        opted_out = self.person(visibility="applied")
        limited = self.person(work_modes=("remote",))
        applied = ApplicationFactory(
            listing=self.post, candidate=self.person(current=self.csr)
        ).candidate
        colleague = self.person(current=self.csr)
        EmployerMemberFactory(employer=self.employer, user=colleague.user)
        closed = self.person(current=self.csr)
        closed.user.is_active = False
        closed.user.save()
        nobody = Candidate(pk=99_999)
        for candidate in (opted_out, limited, applied, colleague, closed, nobody):
            self.refused(
                "Not invited: this person is not on the list any more.", candidate=candidate
            )

    def test_opting_out_counts_before_the_page_is_loaded_again(self):
        self.assertEqual(self.shown(), [self.candidate.pk])
        Candidate.objects.filter(pk=self.candidate.pk).update(visibility="private")

        self.refused("not on the list any more")

    def test_a_day_has_its_limit_for_all_members_and_posts_together(self):
        colleague = EmployerMemberFactory(employer=self.employer).user
        others = [self.person(current=self.csr) for _n in range(2)]
        with mock.patch.object(invitations, "INVITATIONS_A_DAY", 2):
            self.invite()
            self.client.force_login(colleague)
            self.invite(others[0], self.listing(self.chat, employer=self.employer))
            response = self.invite(others[1])
            again = self.invite()

        self.assertContains(response, "Not invited: 2 invitations a day is the most")
        self.assertContains(again, "They were invited on")
        self.assertEqual((Invitation.objects.count(), len(mails())), (2, 2))

    def test_what_is_refused_uses_nothing_up(self):
        self.invite()
        self.invite()
        Candidate.objects.filter(pk=self.candidate.pk).update(visibility="private")
        self.invite()

        row = RateLimit.objects.get(key=f"invite:employer:{self.employer.pk}")
        self.assertEqual(row.count, 1)

    def test_a_mail_that_cannot_be_written_leaves_no_invitation(self):
        with (
            mock.patch.object(EmailMessage, "send", side_effect=OSError),
            self.assertRaises(OSError),
        ):
            self.invite()

        self.assertEqual(Invitation.objects.count(), 0)


class WhoWasInvitedTests(PeopleTestCase):
    """What the person sees of it."""

    def setUp(self):
        super().setUp()
        self.candidate = self.person(current=self.csr)
        self.build()
        Invitation.objects.create(listing=self.post, candidate=self.candidate)

    def job(self):
        return self.client.get(self.post.get_absolute_url())

    def test_the_page_of_the_job_says_so_to_them_alone(self):
        words = "Marlow Mutual invited you to apply on"
        self.client.force_login(self.candidate.user)
        self.assertContains(self.job(), words)

        for user in (CandidateFactory().user, self.member.user):
            self.client.force_login(user)
            self.assertNotContains(self.job(), words)
        self.client.logout()
        self.assertNotContains(self.job(), words)

    def test_once_they_applied_or_the_job_closed_it_is_gone(self):
        self.client.force_login(self.candidate.user)
        Listing.objects.filter(pk=self.post.pk).update(state="closed")
        self.assertNotContains(self.job(), "invited you")
        Listing.objects.filter(pk=self.post.pk).update(state="approved")
        ApplicationFactory(listing=self.post, candidate=self.candidate)
        self.assertNotContains(self.job(), "invited you")


class LinksTests(PeopleTestCase):
    def test_a_live_post_of_a_checked_employer_leads_to_its_people(self):
        pages = ["/employer/?tab=live", f"/employer/listings/{self.post.pk}/applications/"]
        for page in pages:
            self.assertContains(self.client.get(page), self.url())
        for column, value in [("verified_at", None), ("suspended_at", timezone.now())]:
            Employer.objects.filter(pk=self.employer.pk).update(**{column: value})
            for page in pages:
                self.assertNotContains(self.client.get(page), self.url())

    def test_a_draft_does_not(self):
        draft = self.listing(self.chat, employer=self.employer, draft=True)

        self.assertNotContains(self.client.get("/employer/?tab=draft"), self.url(draft))


@contextmanager
def without_uniqueness():
    """As if invitations were looked for and then written, with nothing in between to stop the second."""
    [constraint] = Invitation._meta.constraints

    def create(listing, candidate, defaults):
        return Invitation.objects.create(listing=listing, candidate=candidate, **defaults), True

    # SQLite makes the table anew from the model: the model has to be without it as well.
    with (
        mock.patch.object(Invitation._meta, "constraints", []),
        connection.schema_editor() as editor,
    ):
        editor.remove_constraint(Invitation, constraint)
    try:
        with mock.patch.object(Invitation.objects, "get_or_create", create):
            yield
    finally:
        Invitation.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Invitation, constraint)


@with_outbox
class InvitingRaces(RaceTestCase):
    def eight_clicks(self):
        member, candidate = EmployerMemberFactory(), CandidateFactory(visibility="employers")
        listing = ListingFactory(employer=member.employer)

        def invite():
            return invitations.invite(
                listing=Listing.objects.get(pk=listing.pk),
                candidate_pk=candidate.pk,
                invited_by=member.user,
            )

        outcomes = self.at_once(*[invite] * 8)

        self.assertEqual(sum(isinstance(each, Invitation) for each in outcomes), 1)
        self.assertEqual(Invitation.objects.filter(candidate=candidate).count(), 1)
        self.assertEqual(Outbox.objects.filter(to=[candidate.user.email]).count(), 1)
        self.assertEqual(RateLimit.objects.get(key__endswith=f":{member.employer_id}").count, 1)

    def test_eight_clicks_are_one_invitation_and_one_mail(self):
        for _round in range(3):
            self.eight_clicks()

    def test_eight_clicks_without_uniqueness_are_more(self):
        with without_uniqueness(), self.assertRaises(AssertionError):
            self.eight_clicks()

    def day_s_end(self):
        member = EmployerMemberFactory()
        listing = ListingFactory(employer=member.employer)
        candidates = CandidateFactory.create_batch(6, visibility="employers")

        def invite(candidate):
            return invitations.invite(
                listing=Listing.objects.get(pk=listing.pk),
                candidate_pk=candidate.pk,
                invited_by=member.user,
            )

        with mock.patch.object(invitations, "INVITATIONS_A_DAY", 3):
            outcomes = self.at_once(*[lambda one=one: invite(one) for one in candidates])

        self.assertEqual(sum(isinstance(each, Invitation) for each in outcomes), 3)
        self.assertEqual(Invitation.objects.filter(listing=listing).count(), 3)

    def test_clicks_at_once_do_not_pass_the_limit_of_a_day(self):
        self.day_s_end()
