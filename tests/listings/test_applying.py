from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from listings.consents import APPLICATION_VERSION, APPLICATION_WORDS
from listings.models import Application, Listing
from profiles.kept_typing import FIELD, KEY, mark_of
from profiles.models import Candidate, CandidateSkill, Outbox, RateLimit, Resume
from profiles.resumes import RESUMES_EACH
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerMemberFactory,
    ListingFactory,
    SkillFactory,
    UserFactory,
)
from tests.outbox import with_outbox
from tests.pages import said

CONSENT = str(APPLICATION_VERSION)


def stored_resume(candidate, name="sam.txt", content=b"Two years of phone support"):
    resume = Resume(
        candidate=candidate, original_name=name, content_type="text/plain", size=len(content)
    )
    resume.file.save(name, ContentFile(content))
    return resume


@with_outbox
class ApplyTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.listing = ListingFactory(title="Chat agent", employer__name="Marlow Mutual")
        cls.url = reverse("listings:application_create", args=[cls.listing.pk])
        cls.user = UserFactory(first_name="Sam", last_name="Rivera")

    def setUp(self):
        self.client.force_login(self.user)

    def post(self, step="send", **data):
        return self.client.post(
            self.url,
            {"name": "Sam Rivera", "note": "Hello", "step": step, "consent": CONSENT} | data,
        )

    def test_form_knows_the_name_and_makes_no_profile_by_being_looked_at(self):
        response = self.client.get(self.url)

        self.assertContains(response, 'value="Sam Rivera"')
        self.assertFalse(Candidate.objects.exists())

    def test_nothing_is_sent_before_it_was_checked(self):
        for step in ("check", "", "else"):
            response = self.post(step, note="My <b>note</b>")

            self.assertTemplateUsed(response, "listings/application_check.html")
            self.assertContains(response, "My &lt;b&gt;note&lt;/b&gt;")
            self.assertContains(response, "the people who act for Marlow Mutual on Rungs read this")
        self.assertFalse(Application.objects.exists())
        self.assertFalse(Outbox.objects.exists())

    def test_sending_stores_it_and_leads_to_it(self):
        response = self.post()

        application = Application.objects.get()
        self.assertRedirects(response, application.get_absolute_url())
        self.assertEqual(application.candidate.user, self.user)
        self.assertEqual(application.consent_version, APPLICATION_VERSION)
        self.assertEqual(Outbox.objects.count(), 1)

    def test_what_was_sent_from_under_other_words_is_shown_again_first(self):
        for words in ("", "1", "x"):
            response = self.post(consent=words)

            self.assertTemplateUsed(response, "listings/application_check.html")
            self.assertContains(response, f'name="consent" value="{APPLICATION_VERSION}"')
        self.assertFalse(Application.objects.exists())

    def test_all_words_that_people_agreed_to_stay_readable(self):
        self.assertEqual(sorted(APPLICATION_WORDS), list(range(1, APPLICATION_VERSION + 1)))

    def test_a_second_click_answers_with_the_application(self):
        self.post()

        response = self.post()

        self.assertRedirects(
            response, Application.objects.get().get_absolute_url(), status_code=303
        )
        self.assertIn("already applied", said(response))
        self.assertEqual(Outbox.objects.count(), 1)

    def test_changing_something_brings_the_form_back_as_it_was(self):
        response = self.post("change", note="Kept", resume="")

        self.assertTemplateUsed(response, "listings/application_form.html")
        self.assertContains(response, "Kept")
        self.assertNotContains(response, "There is 1 problem")

    def test_a_missing_name_is_said_and_the_note_kept(self):
        response = self.post(name=" \n ", note="My note")

        self.assertContains(response, "Write the name that the employer should use.")
        self.assertContains(response, "My note")
        self.assertFalse(Application.objects.exists())

    def test_note_is_measured_as_the_browser_measures_it(self):
        self.post(note="x" * 1_999 + "\r\n" + "x" * 2_000)

        self.assertEqual(len(Application.objects.get().note), 4_000)

    def test_too_long_a_note_comes_back_in_full(self):
        response = self.post(note="x" * 4_001)

        self.assertContains(response, "x" * 4_001)
        self.assertContains(response, "at most 4000 characters")

    def test_tampered_fields_are_ignored(self):
        other = CandidateFactory()

        self.post(
            state="shortlisted",
            candidate=other.pk,
            listing=ListingFactory().pk,
            submitted_at="2020",
        )

        application = Application.objects.get()
        self.assertEqual(
            (application.state, application.listing, application.candidate.user),
            ("submitted", self.listing, self.user),
        )

    def test_a_note_outlives_a_visit_that_ran_out(self):
        self.client.logout()

        response = self.post(note="Written on the bus", **{FIELD: mark_of(self.user)})
        self.client.force_login(self.user)

        self.assertIn("What you typed is kept", said(response))
        self.assertContains(self.client.get(self.url), "Written on the bus")
        self.post(note="Written on the bus")
        self.assertNotIn(KEY, self.client.session)

    def test_a_listing_that_closed_meanwhile_gives_the_text_back(self):
        Listing.objects.filter(pk=self.listing.pk).update(state="closed")

        for step in ("check", "send"):
            response = self.post(step, note="Worth keeping")

            self.assertContains(response, "takes no more applications", status_code=409)
            self.assertContains(response, "Worth keeping", status_code=409)
        self.assertFalse(Application.objects.exists())

    def test_the_name_of_the_last_application_is_there(self):
        ApplicationFactory(candidate=CandidateFactory(user=self.user), name="Sam R.")

        self.assertContains(self.client.get(self.url), 'value="Sam R."')

    def test_a_closed_listing_says_so_before_anybody_signs_in(self):
        self.client.logout()
        Listing.objects.filter(pk=self.listing.pk).update(state="closed")

        self.assertContains(
            self.client.get(self.url), "takes no more applications", status_code=410
        )

    def test_what_was_never_public_or_is_suspended_is_hidden(self):
        for listing in (
            ListingFactory(draft=True),
            ListingFactory(in_review=True),
            ListingFactory(scheduled=True),
            ListingFactory(employer__suspended=True),
        ):
            url = reverse("listings:application_create", args=[listing.pk])
            self.assertEqual(self.client.get(url).status_code, 404)
            self.assertEqual(self.client.post(url, {"name": "x"}).status_code, 404)

    def test_a_listing_on_another_site_leads_to_the_page_that_names_it(self):
        for where in (
            {"apply_route": "external", "apply_url": "https://jobs.example.org/"},
            {"apply_route": "email", "apply_email": "jobs@example.org"},
        ):
            listing = ListingFactory(**where)
            url = reverse("listings:application_create", args=[listing.pk])

            self.assertRedirects(
                self.client.get(url), reverse("listings:listing_leave", args=[listing.pk])
            )

    def test_a_member_of_the_employer_is_told_why_not(self):
        EmployerMemberFactory(employer=self.listing.employer, user=self.user)

        for response in (self.client.get(self.url), self.post()):
            self.assertContains(response, "You work for this employer", status_code=403)
        self.assertFalse(Application.objects.exists())

    def test_more_than_twenty_an_hour_or_sixty_a_day_keep_their_text(self):
        candidate = CandidateFactory(user=self.user)
        for key, limit, hours in (("apply", 20, 1), ("apply-day", 60, 24)):
            used = f"{key}:{candidate.pk}"
            for _n in range(limit):
                RateLimit.objects.take(used, limit=limit, window=timedelta(hours=hours))

            response = self.post(note="One too many")

            self.assertContains(response, "many applications lately")
            self.assertContains(response, "One too many")
            RateLimit.objects.filter(key=used).delete()
        self.assertFalse(Application.objects.exists())

    def test_withdrawn_one_can_be_sent_again_from_what_it_was(self):
        application = ApplicationFactory(
            candidate=CandidateFactory(user=self.user),
            listing=self.listing,
            state="withdrawn",
            note="As it was",
        )

        page = self.client.get(self.url)
        self.post(note="As it is")

        self.assertContains(page, "As it was")
        application.refresh_from_db()
        self.assertEqual((application.state, application.note), ("submitted", "As it is"))


class ResumeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.candidate = CandidateFactory()
        cls.url = reverse("listings:application_create", args=[ListingFactory().pk])

    def setUp(self):
        self.client.force_login(self.candidate.user)

    def post(self, step="send", **data):
        return self.client.post(
            self.url,
            {"name": "Sam Rivera", "note": "Hello", "step": step, "consent": CONSENT} | data,
        )

    def test_a_stored_one_is_offered_first_and_sent(self):
        stored_resume(self.candidate, "old.txt")
        newest = stored_resume(self.candidate, "new.txt")

        page = self.client.get(self.url)
        self.post(resume=newest.pk)

        self.assertEqual(page.context["form"].initial["resume"], str(newest.pk))
        self.assertEqual(Application.objects.get().resume, newest)

    def test_somebody_elses_is_no_choice(self):
        theirs = stored_resume(CandidateFactory())

        response = self.post(resume=theirs.pk)

        self.assertEqual(response.status_code, 200)
        self.assertIn("resume", response.context["form"].errors)
        self.assertFalse(Application.objects.exists())

    def test_one_that_is_harmful_is_no_choice_and_that_is_said(self):
        harmful = stored_resume(self.candidate, "bad.txt")
        Resume.objects.filter(pk=harmful.pk).update(scan=Resume.Scan.INFECTED)

        page = self.client.get(self.url)
        response = self.post(resume=harmful.pk)

        self.assertContains(page, "bad.txt cannot be sent")
        self.assertIn("resume", response.context["form"].errors)
        self.assertFalse(Application.objects.exists())

    def test_one_that_is_being_checked_can_be_sent_and_the_page_says_when_it_arrives(self):
        waiting = stored_resume(self.candidate, "new.txt")
        Resume.objects.filter(pk=waiting.pk).update(scan=Resume.Scan.WAITING)

        form = self.client.get(self.url)
        check = self.post("check", resume=waiting.pk)
        self.post(resume=waiting.pk)

        self.assertContains(form, "new.txt (being checked; the employer gets it once it is")
        self.assertContains(check, "The employer gets it once it is checked.")
        self.assertEqual(Application.objects.get().resume, waiting)

    def test_a_file_that_comes_along_is_stored_shown_and_then_sent(self):
        file = SimpleUploadedFile("cv.txt", b"Two years of phone support")

        page = self.post("check", upload=file, resume="")

        resume = self.candidate.resumes.get()
        self.assertContains(page, "cv.txt")
        self.assertContains(page, f'name="resume" value="{resume.pk}"')
        self.post(resume=resume.pk)
        self.assertEqual(Application.objects.get().resume, resume)

    def test_a_file_that_we_do_not_take_is_said_and_stored_nowhere(self):
        response = self.post("check", upload=SimpleUploadedFile("cv.pdf", b"<script>x</script>"))

        self.assertContains(response, "This is not a PDF, a Word file (.docx) or plain text.")
        self.assertContains(response, "Hello")
        self.assertFalse(Resume.objects.exists())

    def test_choosing_a_file_without_one_is_said(self):
        response = self.post("check", resume="new")

        self.assertContains(response, "Choose a file, or another of the answers above.")

    def test_one_file_too_many_is_said(self):
        for _n in range(RESUMES_EACH):
            stored_resume(self.candidate)

        response = self.post("check", upload=SimpleUploadedFile("cv.txt", b"One more"))

        self.assertContains(response, f"You have {RESUMES_EACH} files here.")
        self.assertEqual(self.candidate.resumes.count(), RESUMES_EACH)


class ShownSkillsTests(TestCase):
    def test_check_page_shows_the_asked_skills_that_the_employer_will_see(self):
        listing, candidate = ListingFactory(), CandidateFactory(visibility="applied")
        asked, other = SkillFactory(preferred_label="Chat"), SkillFactory(preferred_label="Piano")
        listing.listing_skills.create(skill=asked)
        for skill in (asked, other):
            CandidateSkill.objects.create(candidate=candidate, skill=skill)
        self.client.force_login(candidate.user)
        url = reverse("listings:application_create", args=[listing.pk])

        page = self.client.post(url, {"name": "Sam"})
        Candidate.objects.update(visibility="private")
        private = self.client.post(url, {"name": "Sam"})

        self.assertEqual(page.context["covered"], [asked])
        self.assertNotContains(page, "Piano")
        self.assertEqual(private.context["covered"], [])
        self.assertContains(private, "your profile is seen by you alone")
