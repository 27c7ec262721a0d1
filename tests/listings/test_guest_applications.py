"""The pages of somebody who applies without an account, from the form to the link of the mail."""

from datetime import timedelta

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from listings.consents import APPLICATION_VERSION
from listings.models import Application, HeldApplication, Listing
from profiles.models import Outbox, RateLimit, Resume, User
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerMemberFactory,
    ListingFactory,
    UserFactory,
)
from tests.listings.test_held_applications import ADDRESS, last_token
from tests.outbox import with_outbox


class GuestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.listing = ListingFactory(title="Chat agent", employer__name="Marlow Mutual")
        cls.url = reverse("listings:application_create", args=[cls.listing.pk])
        cls.sent = reverse("listings:held_application_sent", args=[cls.listing.pk])

    def post(self, step="send", **data):
        typed = {"name": "Robin", "email": ADDRESS, "note": "Hello", "consent": APPLICATION_VERSION}
        return self.client.post(self.url, typed | {"step": step} | data)

    def link(self) -> str:
        return reverse("listings:held_application_confirm", args=[last_token()])


@with_outbox
class WriteTests(GuestCase):
    def test_form_needs_no_account_and_asks_for_an_address(self):
        page = self.client.get(self.url)

        self.assertContains(page, "No account is needed.")
        self.assertContains(page, 'name="email"')
        self.assertNotContains(page, "draft.js")
        self.assertNotContains(page, 'name="resume"')  # no stored file, nothing to choose from

    def test_nothing_is_held_before_it_was_checked(self):
        response = self.post("check")

        self.assertTemplateUsed(response, "listings/application_check.html")
        self.assertContains(response, f'name="email" value="{ADDRESS}"')
        self.assertContains(response, "we write to robin@example.org first")
        self.assertFalse(HeldApplication.objects.exists())

    def test_wrong_fields_come_back_with_their_errors(self):
        response = self.post("check", email="robin@", name="")

        self.assertContains(response, "<title>Problem: Apply: Chat agent")
        self.assertContains(response, 'role="alert" tabindex="-1" autofocus')
        self.assertContains(response, "Write an address like name@example.org.")
        self.assertContains(response, "Write the name that the employer should use.")
        self.assertContains(response, "Hello")

    def test_sending_leads_to_the_page_that_is_the_same_for_every_address(self):
        ApplicationFactory(
            candidate=CandidateFactory(user__email="known@example.org"), listing=self.listing
        )
        pages, statements = [], []
        for address in ("known@example.org", "unknown@example.org"):
            RateLimit.objects.all().delete()
            with CaptureQueriesContext(connection) as queries:
                response = self.post(email=address)
            self.assertRedirects(response, self.sent)
            page = self.client.get(self.sent).content.decode()
            self.assertIn(address, page)  # which somebody may have mistyped
            pages.append(page.replace(address, ""))
            self.client.session.flush()  # another visit
            statements.append(len(queries))
            self.assertEqual(Outbox.objects.filter(to=[address]).count(), 1)
        self.assertEqual(*pages)
        self.assertEqual(*statements)

    def test_a_mistyped_address_is_changed_without_writing_all_again(self):
        page = self.post("check", upload=SimpleUploadedFile("cv.txt", b"Two years of chat"))
        self.post(email="robin@exmaple.org", resume=page.context["resume_key"])
        wrong = self.link()

        again = self.client.get(self.url)
        form = again.context["form"]
        self.assertEqual(form["note"].value(), "Hello")
        self.assertContains(again, "cv.txt")
        self.post(resume=form["resume"].value())
        held = HeldApplication.objects.get()
        self.assertEqual((held.email, held.resume), (ADDRESS, Resume.objects.get()))
        self.assertContains(self.client.get(wrong), "does not work any more", status_code=410)

    def test_the_link_to_a_mistyped_address_dies_where_there_is_no_file_too(self):
        self.post(email="robin@exmaple.org")
        wrong = self.link()
        self.post()

        self.assertEqual(HeldApplication.objects.get().email, ADDRESS)
        self.assertContains(self.client.get(wrong), "does not work any more", status_code=410)

    def test_what_a_guest_wrote_is_filled_in_for_half_an_hour_and_for_nobody_else(self):
        self.post()
        with time_machine.travel(timezone.now() + timedelta(minutes=31)):
            self.assertIsNone(self.client.get(self.url).context["form"]["note"].value())
        self.assertEqual(self.client.get(self.url).context["form"]["note"].value(), "Hello")
        self.client.cookies.clear()
        self.assertIsNone(self.client.get(self.url).context["form"]["note"].value())

    def test_file_comes_along_by_a_key_that_nobody_can_guess(self):
        page = self.post("check", upload=SimpleUploadedFile("cv.txt", b"Two years of chat"))

        resume = Resume.objects.get()
        key = page.context["resume_key"]
        self.assertIsNone(resume.candidate)
        self.assertNotEqual(key, str(resume.pk))
        for wrong in (str(resume.pk), key[:-1], f"{key}x"):
            self.assertIn("resume", self.post(resume=wrong).context["form"].errors)
        form = self.post("change", resume=key)
        self.assertContains(form, "cv.txt")
        self.post(resume=key)
        self.assertEqual(HeldApplication.objects.get().resume, resume)

    def test_a_file_of_a_person_with_an_account_is_no_choice(self):
        page = self.post("check", upload=SimpleUploadedFile("cv.txt", b"Two years of chat"))
        Resume.objects.update(candidate=CandidateFactory())

        response = self.post(resume=page.context["resume_key"])

        self.assertIn("resume", response.context["form"].errors)

    def test_more_than_thirty_an_hour_from_one_network_address_wait(self):
        used = "held-application:address:127.0.0.1"
        for _n in range(30):
            RateLimit.objects.take(used, limit=30, window=timedelta(hours=1))

        response = self.post(note="Kept")

        self.assertContains(response, "Many applications came from here within the hour.")
        self.assertContains(response, "Kept")
        self.assertFalse(HeldApplication.objects.exists())

    def test_a_visit_that_ran_out_is_led_to_the_sign_in(self):
        response = self.client.post(self.url, {"name": "Sam", "note": "Kept"})

        self.assertRedirects(response, f"{reverse('account_login')}?next={self.url}")

    def test_closing_meanwhile_gives_the_text_back(self):
        Listing.objects.update(state="closed")

        response = self.post(note="Worth keeping")

        self.assertContains(response, "takes no more applications", status_code=409)
        self.assertContains(response, "Worth keeping", status_code=409)
        self.assertFalse(HeldApplication.objects.exists())


@with_outbox
class LinkTests(GuestCase):
    def setUp(self):
        self.post(note="My <b>note</b>")

    def test_reading_the_link_shows_what_will_be_sent_and_changes_nothing(self):
        response = self.client.get(self.link())

        self.assertContains(response, "My &lt;b&gt;note&lt;/b&gt;")
        self.assertContains(response, '<meta name="robots" content="noindex">')
        self.assertEqual(response["Referrer-Policy"], "same-origin")
        self.assertIn("no-store", response["Cache-Control"])
        self.assertTrue(HeldApplication.objects.exists())
        self.assertFalse(Application.objects.exists())

    def test_pressing_the_button_sends_it_and_tells_how_to_follow_it(self):
        link = self.link()

        response = self.client.post(link)

        self.assertRedirects(response, link, status_code=303)
        done = self.client.get(link)
        self.assertContains(done, "Sent. Marlow Mutual has it now")
        self.assertContains(done, "Set a password")
        self.assertEqual(Application.objects.get().candidate.user.email, ADDRESS)
        self.assertFalse(done.wsgi_request.user.is_authenticated)

    def test_the_account_can_be_entered_by_a_mailed_password_link(self):
        self.client.post(self.link())
        Outbox.objects.all().delete()

        self.client.post(reverse("account_reset_password"), {"email": ADDRESS})

        self.assertIn("/password/reset/key/", Outbox.objects.get(to=[ADDRESS]).body)

    def test_who_has_an_account_is_told_to_sign_in(self):
        UserFactory(email=ADDRESS)
        link = self.link()

        self.client.post(link)

        self.assertContains(self.client.get(link), "sign in to follow or withdraw it")

    def test_a_second_press_and_another_browser_do_nothing_more(self):
        link = self.link()
        self.client.post(link)

        self.assertContains(self.client.post(link), "Sent. Marlow Mutual has it now")
        for method in ("get", "post"):
            response = getattr(Client(), method)(link)
            self.assertContains(response, "does not work any more", status_code=410)
        self.assertEqual(Application.objects.count(), 1)

    def test_a_forged_or_late_link_is_a_plain_page(self):
        link = self.link()
        HeldApplication.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        for address in (link, reverse("listings:held_application_confirm", args=["x" * 200])):
            for method in ("get", "post"):
                response = getattr(self.client, method)(address)
                self.assertContains(response, "does not work any more", status_code=410)

    def test_what_stands_against_it_is_said_with_what_was_written(self):
        link = self.link()

        Listing.objects.update(state="closed")
        self.assertContains(self.client.get(link), "takes no more", status_code=410)
        self.assertContains(self.client.post(link), "My &lt;b&gt;note", status_code=409)
        Listing.objects.update(state="approved")
        user = UserFactory(email=ADDRESS, is_active=False)
        self.assertContains(self.client.post(link), "Sign in to send it", status_code=403)
        User.objects.filter(pk=user.pk).update(is_active=True)
        member = EmployerMemberFactory(employer=self.listing.employer, user=user)
        self.assertContains(self.client.post(link), "You work for this", status_code=403)
        member.delete()
        ApplicationFactory(candidate=CandidateFactory(user=user), listing=self.listing)
        self.assertContains(self.client.post(link), "already applied", status_code=409)
        self.assertEqual(Application.objects.count(), 1)
