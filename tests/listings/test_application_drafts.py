from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from listings.consents import APPLICATION_VERSION
from listings.models import Application, ApplicationDraft, Listing
from profiles.models import Candidate
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerMemberFactory,
    ListingFactory,
    UserFactory,
)
from tests.pages import said


class DraftTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.listing = ListingFactory(title="Chat agent")
        cls.question = cls.listing.screening_questions.create(position=1, text="Why?")
        cls.user = UserFactory()
        cls.apply = reverse("listings:application_create", args=[cls.listing.pk])
        cls.draft = reverse("listings:application_draft", args=[cls.listing.pk])
        cls.list = reverse("listings:application_list")

    def setUp(self):
        self.client.force_login(self.user)

    def typed(self, **changes):
        typed = {"name": "Sam", "note": "Half a note", f"question_{self.question.pk}": "Becau"}
        return typed | changes

    def save(self, **changes):
        return self.client.post(
            self.draft, self.typed(**changes), headers={"X-Requested-With": "draft"}
        )

    def test_script_saves_without_a_page_and_coming_back_restores_it(self):
        first, second = self.save(), self.save(note="A whole note")

        form = self.client.get(self.apply).context["form"]
        self.assertTrue(first.json()["saved"] and second.json()["saved"])
        self.assertEqual((form["name"].value(), form["note"].value()), ("Sam", "A whole note"))
        self.assertEqual(form[f"question_{self.question.pk}"].value(), "Becau")
        self.assertEqual(ApplicationDraft.objects.count(), 1)

    def test_a_character_that_no_database_takes_costs_nothing_of_the_rest(self):
        why = f"question_{self.question.pk}"
        self.assertTrue(self.save(name="S\x00am", note="a\x00b", **{why: "c\x00d"}).json()["saved"])

        draft = ApplicationDraft.objects.get()
        kept = (draft.name, draft.note, *draft.answers.values())
        self.assertEqual(kept, ("Sam", "ab", "cd"))

    def test_a_second_window_writes_over_nothing_that_the_first_one_saved_since(self):
        first = self.save(seen="", note="In the first").json()["version"]
        second = self.save(seen="", note="In the second").json()
        self.assertFalse(second["saved"])
        self.assertIn("in another window", second["says"])
        self.assertEqual(ApplicationDraft.objects.get().note, "In the first")

        for no_version in ("x", "2026-01-01", "0001-01-01T00:00:00+14:00"):
            self.assertFalse(self.save(seen=no_version).json()["saved"])

        again = self.save(seen=first, note="In the first, and on").json()
        self.assertTrue(again["saved"])
        self.assertContains(self.client.get(self.apply), f'data-draft-version="{again["version"]}"')
        # A button means what stands there, in whichever window.
        self.client.post(self.apply, self.typed(step="check", note="In the second"))
        self.assertEqual(ApplicationDraft.objects.get().note, "In the second")

    def test_every_post_that_does_not_send_it_keeps_it(self):
        for step, note in (
            ("check", "One"),
            ("change", "Two"),
            ("save", "Three"),
            ("", "x" * 4_001),
        ):
            self.client.post(self.apply, self.typed(step=step, note=note))

            self.assertEqual(ApplicationDraft.objects.get().note, note)
        self.assertFalse(Application.objects.exists())

    def test_save_and_go_on_later_leads_to_the_list_with_the_file(self):
        file = SimpleUploadedFile("cv.txt", b"Two years of phone support")

        response = self.client.post(
            self.apply, self.typed(step="save", name="", upload=file, resume="new")
        )

        self.assertRedirects(response, self.list)
        self.assertIn("Saved.", said(response))
        draft = ApplicationDraft.objects.get()
        self.assertEqual(draft.resume, Candidate.objects.get(user=self.user).resumes.get())
        self.assertEqual(
            self.client.get(self.apply).context["form"]["resume"].value(), str(draft.resume_id)
        )

    def test_a_file_that_does_not_fit_is_left_out_and_that_is_said(self):
        file = SimpleUploadedFile("cv.pdf", b"<script>")

        response = self.client.post(self.apply, self.typed(step="save", upload=file))

        self.assertIn("Saved without the file", said(response))
        self.assertIsNone(ApplicationDraft.objects.get().resume)

    def test_list_shows_it_and_it_can_be_thrown_away(self):
        self.save()

        page = self.client.get(self.list)
        response = self.client.post(self.draft, {"action": "discard"}, follow=True)

        self.assertContains(page, "Go on")
        self.assertContains(page, "Throw away")
        self.assertNotContains(response, "Chat agent")
        self.assertFalse(ApplicationDraft.objects.exists())

    def test_it_goes_when_the_application_is_sent_and_a_late_save_does_not_bring_it_back(self):
        self.save()
        self.client.post(self.apply, self.typed(step="send", consent=APPLICATION_VERSION))

        late = self.save()

        self.assertTrue(Application.objects.exists())
        self.assertIn("You have sent this application", late.json()["says"])
        self.assertFalse(ApplicationDraft.objects.exists())

    def test_closing_while_somebody_writes_keeps_it(self):
        self.save(note="Begun")
        Listing.objects.update(state="closed")

        sent = self.client.post(self.apply, self.typed(step="send", note="Done"))
        again = self.client.get(self.apply)

        self.assertContains(sent, "takes no more applications", status_code=409)
        for text in ("Done", "Becau"):
            self.assertContains(again, text, status_code=410)
        self.assertContains(self.client.get(self.list), "the job is closed")

    def test_somebody_elses_resume_is_not_taken_into_it(self):
        theirs = CandidateFactory().resumes.create(size=1, original_name="theirs.txt")

        self.save(resume=theirs.pk)

        self.assertIsNone(ApplicationDraft.objects.get().resume)

    def test_a_number_that_no_file_can_have_is_as_good_as_none(self):
        for number in ("9" * 5000, "9" * 30, "٣", "²", "-1"):
            with self.subTest(number[:5]):
                self.assertTrue(self.save(resume=number).json()["saved"])
                self.assertIsNone(ApplicationDraft.objects.get().resume)

    def test_nobody_else_sees_it(self):
        self.save(note="CANARY")
        for user in (EmployerMemberFactory(employer=self.listing.employer).user, UserFactory()):
            self.client.force_login(user)
            for url in (
                self.list,
                self.apply,
                reverse("listings:employer_application_list", args=[self.listing.pk]),
            ):
                self.assertNotIn(b"CANARY", self.client.get(url).content)

    def test_when_the_visit_ran_out_the_script_is_told_and_a_button_leads_to_the_list(self):
        self.client.logout()
        url = reverse("listings:application_draft", args=[self.listing.pk])

        told = self.client.post(url, self.typed(), headers={"X-Requested-With": "draft"})

        self.assertEqual(told.status_code, 401)
        back = self.client.post(url, {"action": "discard"})
        self.assertRedirects(back, f"{reverse('account_login')}?next={self.list}")
        self.assertFalse(ApplicationDraft.objects.exists())

    def test_there_is_none_for_what_is_not_applied_for_here(self):
        for listing in (
            ListingFactory(draft=True),
            ListingFactory(apply_route="email", apply_email="a@example.org"),
        ):
            url = reverse("listings:application_draft", args=[listing.pk])
            self.assertEqual(self.client.post(url, self.typed()).status_code, 404)

    def test_query_count_of_the_list_does_not_grow_with_drafts(self):
        candidate = CandidateFactory()
        self.client.force_login(candidate.user)
        counts = []
        for n in (3, 17):
            for listing in ListingFactory.create_batch(n):
                ApplicationDraft.objects.create(candidate=candidate, listing=listing)
                ApplicationFactory(candidate=candidate)
            with self.subTest(n), self.assertNumQueries(7) as queries:
                # session, user, drafts with listing and employer, count, applications with
                # both; the user's and the group's permissions, for the footer
                self.client.get(self.list)
            counts.append(len(queries))
        self.assertEqual(*counts)
