"""What somebody sends when their visit has run out is there again after they sign in."""

from datetime import timedelta
from unittest import mock

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from listings.models import Application, ApplicationNote, Listing, Message
from profiles import kept_typing
from profiles.models import RateLimit
from profiles.personal_data.installed import other_sessions
from tests.factories import ApplicationFactory, EmployerMemberFactory, ListingFactory
from tests.pages import said

WORDS = "Written on the bus, {name}"


class KeptTypingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.member = EmployerMemberFactory(role="owner")
        cls.application = ApplicationFactory(listing__employer=cls.member.employer)
        cls.applicant = cls.application.candidate.user
        cls.draft = ListingFactory(draft=True, employer=cls.member.employer)

    def url(self, name, pk=None):
        return reverse(f"listings:{name}", args=[self.application.pk if pk is None else pk])

    def again(self, user, address, data, page="", typed_by=None):
        """Sent without a visit, then signed in: the page that one comes back to."""
        page = page or address
        self.client.force_login(user)
        form = self.client.get(page, follow=True)
        self.assertContains(form, f'name="{kept_typing.FIELD}"')
        self.client.logout()
        mark = kept_typing.mark_of(typed_by or user)
        response = self.client.post(address, data | {kept_typing.FIELD: mark})
        self.assertRedirects(
            response, f"{reverse('account_login')}?next={page}", fetch_redirect_response=False
        )
        self.assertIn("What you typed is kept", said(response))
        self.client.force_login(user)
        return self.client.get(page)

    def test_the_applicants_message_is_there_again_and_sent_once(self):
        address, page = self.url("application_message"), self.url("application_detail")

        found = self.again(self.applicant, address, {"body": WORDS}, page)

        self.assertContains(found, WORDS)
        self.assertFalse(Message.objects.exists())
        self.client.post(address, {"body": WORDS})
        self.assertEqual(Message.objects.get().body, WORDS)
        self.assertNotContains(self.client.get(page), f"{WORDS}</textarea>")

    def test_on_the_page_of_an_applicant_each_text_is_in_its_own_form_again(self):
        page = self.url("employer_application_detail")
        decision = {"state": "submitted", "decision": "interview", "message": WORDS}
        for address, data, form, field in (
            ("employer_application_message", {"body": WORDS}, "message_form", "body"),
            ("employer_application_note", {"note": WORDS}, "note_form", "note"),
            ("employer_application_decide", decision, "form", "message"),
        ):
            with self.subTest(address):
                found = self.again(self.member.user, self.url(address), data, page)

                texts = {
                    name: found.context[name][one].value() or ""
                    for name, one in (
                        ("message_form", "body"),
                        ("note_form", "note"),
                        ("form", "message"),
                    )
                }
                self.assertEqual({name for name, text in texts.items() if text == WORDS}, {form})
                self.assertEqual(found.context[form][field].value(), WORDS)
        self.assertFalse(Message.objects.exists() or ApplicationNote.objects.exists())
        self.assertFalse(Application.objects.exclude(state="submitted").exists())

    def test_one_after_the_other_and_many_at_once_go_on_where_they_were(self):
        listing = self.application.listing_id
        triage = self.url("employer_application_triage", listing)
        ApplicationFactory(
            listing=self.application.listing, submitted_at=timezone.now() - timedelta(days=9)
        )
        data = {"application": self.application.pk, "state": "submitted", "message": WORDS}
        found = self.again(self.member.user, triage, data)
        self.assertEqual(found.context["application"], self.application)
        self.assertContains(found, WORDS)

        many = self.url("employer_application_bulk", listing)
        chosen = {"chosen": [self.application.pk], f"state-{self.application.pk}": "submitted"}
        data = chosen | {"act": "message", "step": "do", "message": WORDS}
        found = self.again(self.member.user, many, data)
        self.assertContains(found, WORDS)
        self.assertEqual(found.context["reached"], [self.application])
        self.assertFalse(Message.objects.exists())
        self.client.post(many, data)
        self.assertEqual(Message.objects.count(), 1)
        self.assertRedirects(self.client.get(many), self.url("employer_application_list", listing))

    def test_long_texts_of_companies_and_profiles_are_there_again(self):
        owner, draft = self.member.user, self.draft.pk
        step = reverse("listings:employer_listing_step", args=[draft, "job"])
        employer = reverse("profiles:employer_update", args=[self.member.employer_id])
        for user, address, field in (
            (owner, step, "description"),
            (owner, reverse("listings:message_template_create"), "body"),
            (owner, self.url("employer_listing_review", draft), "body"),
            (owner, self.url("employer_listing_extend", self.application.listing_id), "reason"),
            (owner, employer, "description"),
            (self.applicant, reverse("profiles:experience_create"), "summary"),
        ):
            with self.subTest(address):
                found = self.again(user, address, {field: "Written on the bus"})
                self.assertEqual(found.context["form"][field].value(), "Written on the bus")

    def test_all_that_was_typed_of_an_application_is_there_again_before_an_older_draft(self):
        listing = ListingFactory()
        question = listing.screening_questions.create(position=1, text="Why chat?", kind="text")
        address = self.url("application_create", listing.pk)
        self.client.force_login(self.applicant)
        self.client.post(address, {"name": "Sam", "note": "Older", "step": "save"})

        found = self.again(
            self.applicant,
            address,
            {"name": "Sam R", "note": "Newer", f"question_{question.pk}": "I type fast"},
        )

        form = found.context["form"]
        self.assertEqual((form["name"].value(), form["note"].value()), ("Sam R", "Newer"))
        self.assertEqual(form[f"question_{question.pk}"].value(), "I type fast")
        Listing.objects.filter(pk=listing.pk).update(state="closed")
        self.assertContains(self.client.get(address), "Newer", status_code=410)
        Listing.objects.filter(pk=listing.pk).update(state="approved")
        self.assertNotContains(self.client.get(address), "This is as you left it on")
        self.client.post(self.url("application_draft", listing.pk), {"note": "Saved since"})
        self.assertContains(self.client.get(address), "Saved since")
        self.again(self.applicant, address, {"note": "Newer"})
        self.client.post(address, {"name": "Sam R", "note": "Newer"})
        self.assertNotIn(kept_typing.KEY, self.client.session)

    def test_a_background_save_says_that_the_visit_ran_out_and_keeps_nothing(self):
        step = reverse("listings:employer_listing_step", args=[self.draft.pk, "job"])

        response = self.client.post(step, {"action": "autosave", "title": "x"})

        self.assertContains(response, "Your visit ran out.", status_code=403)
        self.assertNotIn(kept_typing.KEY, self.client.session)

    def test_somebody_else_who_signs_in_there_finds_nothing_and_after_a_day_nobody_does(self):
        address, page = self.url("application_message"), self.url("application_detail")
        tomorrow = timezone.now() + timedelta(hours=25)
        self.assertContains(self.again(self.applicant, address, {"body": WORDS}, page), WORDS)
        with mock.patch.object(kept_typing.timezone, "now", return_value=tomorrow):
            self.assertNotContains(self.client.get(page), WORDS)

        # A page that is there for everybody, on a computer that several people use.
        apply = self.url("application_create", ListingFactory().pk)
        other = ApplicationFactory().candidate.user
        found = self.again(other, apply, {"note": WORDS}, typed_by=self.applicant)
        self.assertNotContains(found, WORDS)
        self.assertNotIn(kept_typing.KEY, self.client.session)

    def test_only_a_form_that_says_whose_it_is_leaves_anything_and_a_guest_never_reads_it(self):
        apply = self.url("application_create", ListingFactory().pk)
        for mark in ("", str(self.applicant.pk), f"{self.applicant.pk}:forged"):
            self.client.post(apply, {"note": WORDS, kept_typing.FIELD: mark})
            self.assertNotIn(kept_typing.KEY, self.client.session)
        self.client.force_login(self.applicant)
        page = self.client.get(apply)
        self.assertContains(page, f'value="{kept_typing.mark_of(self.applicant)}"')
        self.client.logout()

        self.client.post(
            apply, {"note": WORDS, kept_typing.FIELD: kept_typing.mark_of(self.applicant)}
        )

        self.assertIn(kept_typing.KEY, self.client.session)
        self.assertNotContains(self.client.get(apply), WORDS)
        self.assertNotContains(self.client.get(apply), kept_typing.FIELD)
        self.assertEqual(other_sessions(self.applicant.pk, []), [self.client.session.session_key])

    def test_who_is_not_signed_in_cannot_fill_the_table_of_sessions(self):
        address = self.url("application_message")
        mark = {kept_typing.FIELD: kept_typing.mark_of(self.applicant)}
        long = {"body": "x" * (kept_typing.LONGEST + 1)}
        response = self.client.post(address, mark | long)
        self.assertIn("Sign in to go on.", said(response))
        self.assertNotIn(kept_typing.KEY, self.client.session)

        for _n in range(kept_typing.KEPT_AN_HOUR):
            RateLimit.objects.take(
                "kept-typing:address:127.0.0.1",
                limit=kept_typing.KEPT_AN_HOUR,
                window=timedelta(hours=1),
            )
        self.client.post(address, mark | {"body": WORDS})
        self.assertNotIn(kept_typing.KEY, self.client.session)
