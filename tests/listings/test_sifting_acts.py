"""What members do with one application: decisions to their end, notes and tags; and one after another."""

from django.test import SimpleTestCase
from django.urls import reverse

from listings.models import Application
from listings.sifting.reasons import KIND_WORDS
from profiles.models import Outbox
from tests.factories import ApplicationFactory, EmployerMemberFactory
from tests.listings.member_case import MemberTestCase
from tests.outbox import with_outbox


class ActCase(MemberTestCase):
    def setUp(self):
        super().setUp()
        self.post = self.listing(title="Chat agent")

    def applied(self, **columns):
        return ApplicationFactory(**{"listing": self.post} | columns)

    def decide(self, application, decision, **more):
        application.refresh_from_db()
        data = {"state": application.state, "decision": decision, "reason": "none"} | more
        return self.client.post(self.url("employer_application_decide", application), data)

    def candidate_page(self, application):
        self.client.force_login(application.candidate.user)
        page = self.client.get(application.get_absolute_url())
        self.client.force_login(self.member.user)
        return page


class KindWordsTests(SimpleTestCase):
    def test_every_reason_has_two_lines(self):
        for reason in Application.DeclineReason:
            self.assertEqual(len(str(KIND_WORDS[reason]).split("\n")), 2, reason)


@with_outbox
class DecisionTests(ActCase):
    def test_from_new_to_the_job_with_a_mail_and_words_on_both_pages_at_each_step(self):
        application = self.applied()
        for decision, subject, theirs, ours in [
            ("shortlisted", "You are on the shortlist: Chat agent", "On the shortlist", None),
            (
                "interview",
                "Marlow Mutual would like to talk with you: Chat agent",
                "Invited to talk",
                "Invited to talk",
            ),
            ("hired", "You were chosen: Chat agent", "You were chosen", "Chosen"),
        ]:
            with self.subTest(decision):
                Outbox.objects.all().delete()
                self.decide(application, decision, message="On <Monday>, {name}?")

                mail = Outbox.objects.get()
                self.assertEqual(mail.subject, subject)
                self.assertIn("On <Monday>, Sam Rivera?", mail.body)
                page = self.candidate_page(application)
                self.assertContains(page, f"<strong>{theirs}</strong>")
                self.assertContains(page, "On &lt;Monday&gt;, Sam Rivera?")
                page = self.client.get(self.url("employer_application_detail", application))
                self.assertContains(page, ours or theirs)

    def test_each_mail_stands_without_own_words_too(self):
        for decision in ("shortlisted", "interview", "hired", "declined"):
            Outbox.objects.all().delete()
            self.decide(self.applied(), decision)

            body = Outbox.objects.get().body
            self.assertIn("Hello Sam Rivera,", body)
            self.assertNotIn("writes:", body)
            self.assertNotIn("\n\n\n", body)

    def test_a_reason_is_told_kindly_in_mail_and_history_and_shortly_to_colleagues(self):
        application = self.applied()

        self.decide(application, "declined", reason="hours")

        kind = "The hours of this job and the hours that you can work do not meet."
        body = Outbox.objects.get().body
        self.assertIn(kind, body)
        self.assertNotIn("No reason was given", body)
        self.assertContains(self.candidate_page(application), kind)
        page = self.client.get(self.url("employer_application_detail", application))
        self.assertContains(page, "The hours do not fit")

    def test_a_reason_stands_with_a_decline_alone(self):
        application = self.applied()

        self.decide(application, "shortlisted", reason="skills")

        self.assertEqual(application.events.get().reason, "")
        self.assertNotIn("Others who applied", Outbox.objects.get().body)

    def test_who_was_chosen_cannot_withdraw_and_who_is_invited_can(self):
        self.assertFalse(self.applied(state="hired").can_be_withdrawn)
        self.assertTrue(self.applied(state="interview").can_be_withdrawn)

    def test_somebody_who_left_the_team_decides_nothing_with_a_page_still_open(self):
        application = self.applied()
        self.member.delete()

        self.assertEqual(self.decide(application, "shortlisted").status_code, 404)
        application.refresh_from_db()
        self.assertEqual(application.state, "submitted")


class NotingTests(ActCase):
    def note(self, application, **data):
        return self.client.post(self.url("employer_application_note", application), data)

    def tag(self, application, **data):
        return self.client.post(self.url("employer_application_tag", application), data)

    def names(self, application):
        return [tag.name for tag in application.tags.all()]

    def test_colleagues_read_a_note_and_the_applicant_does_not(self):
        application = self.applied()
        self.note(application, note="Strong on <chat>")

        self.client.force_login(EmployerMemberFactory(employer=self.employer).user)
        page = self.client.get(self.url("employer_application_detail", application))
        self.assertContains(page, "Strong on &lt;chat&gt;")
        self.assertNotContains(page, "Take it back")
        self.assertNotContains(self.candidate_page(application), "Strong on")

    def test_a_note_is_taken_back_by_its_writer_alone(self):
        application = self.applied()
        self.note(application, note="x")
        note = application.notes.get()
        self.client.force_login(EmployerMemberFactory(employer=self.employer).user)
        self.note(application, remove=note.pk)
        self.assertTrue(application.notes.exists())

        self.client.force_login(self.member.user)
        self.note(application, remove="9" * 5_000)
        self.note(application, remove=note.pk)
        self.assertFalse(application.notes.exists())

    def test_a_tag_is_written_one_way_and_once(self):
        application = self.applied()
        for text in ("  Second   CALL ", "#second call", "ｓｅｃｏｎｄ call"):
            self.tag(application, tag=text)

        self.assertEqual(self.names(application), ["second call"])
        self.tag(application, remove="second call")
        self.assertEqual(self.names(application), [])

    def test_what_is_no_tag_comes_back_with_its_text(self):
        application = self.applied()
        for text in ("", "###", "x" * 31, "a\u202eb", "a\0b"):
            response = self.tag(application, tag=text)
            self.assertIn("tag", response.context["tag_form"].errors, repr(text))
        self.assertContains(self.tag(application, tag="y" * 31), "y" * 31)
        self.assertEqual(self.names(application), [])

    def test_twelve_tags_are_the_most(self):
        application = self.applied()
        for n in range(12):
            application.tags.create(name=f"t{n}")

        response = self.tag(application, tag="more")

        self.assertContains(response, "12 tags are the most", status_code=409)
        self.assertEqual(application.tags.count(), 12)

    def test_the_employers_own_tags_are_suggested(self):
        self.applied().tags.create(name="evenings")
        ApplicationFactory().tags.create(name="elsewhere")

        page = self.client.get(self.url("employer_application_detail", self.applied()))

        self.assertEqual(page.context["tags_used"], ["evenings"])

    def test_nothing_is_noted_about_what_was_taken_back_and_what_was_goes(self):
        application = self.applied()
        self.note(application, note="x")
        self.tag(application, tag="x")
        self.client.force_login(application.candidate.user)
        self.client.post(reverse("listings:application_withdraw", args=[application.pk]))
        self.assertFalse(application.notes.exists() or application.tags.exists())

        self.client.force_login(self.member.user)
        for response in (self.note(application, note="y"), self.tag(application, tag="y")):
            self.assertEqual(response.status_code, 409)
        self.assertFalse(application.notes.exists() or application.tags.exists())


@with_outbox
class TriageTests(ActCase):
    def setUp(self):
        super().setUp()
        self.path = self.url("employer_application_triage", self.post)
        self.first, self.second, self.third = [self.applied(name=name) for name in ("A", "B", "C")]

    def act(self, application, decision, **more):
        data = {"application": application.pk, "state": application.state, "decision": decision}
        return self.client.post(self.path, data | more)

    def shown(self, response):
        return response.context.get("application")

    def test_who_waits_longest_stands_first_and_each_decision_leads_to_the_next(self):
        page = self.client.get(self.path)
        self.assertEqual(self.shown(page), self.first)

        page = self.client.get(self.act(self.first, "shortlisted")["Location"])
        self.assertEqual(self.shown(page), self.second)
        self.assertContains(page, "<strong>A</strong>: On the shortlist.")
        page = self.client.get(self.act(self.second, "declined", reason="skills")["Location"])
        self.assertEqual(self.shown(page), self.third)
        page = self.client.get(self.act(self.third, "declined", reason="none")["Location"])
        self.assertContains(page, "Everybody has an answer")
        self.assertEqual(Outbox.objects.count(), 3)

    def test_next_previous_and_skipping_go_round(self):
        page = self.client.get(self.path, {"at": self.second.pk})
        self.assertEqual(
            (page.context["before"], page.context["following"]), (self.first.pk, self.third.pk)
        )
        page = self.client.get(self.path, {"at": self.third.pk})
        self.assertEqual(
            (page.context["following"], page.context["skip_to"]), (None, self.first.pk)
        )

    def test_a_decline_without_a_reason_asks_and_stays(self):
        response = self.act(self.second, "declined", message="Typed")

        self.assertEqual(self.shown(response), self.second)
        self.assertIn("reason", response.context["form"].errors)
        self.assertContains(response, "Typed")

    def test_a_decline_can_be_turned_into_a_shortlist(self):
        page = self.client.get(self.act(self.first, "declined", reason="none")["Location"])
        self.assertContains(page, "Put on the shortlist after all")
        self.first.refresh_from_db()

        self.act(self.first, "shortlisted")

        self.first.refresh_from_db()
        self.assertEqual(self.first.state, "shortlisted")

    def test_what_changed_meanwhile_is_said_and_the_next_comes(self):
        Application.objects.filter(pk=self.first.pk).update(state="withdrawn")

        page = self.client.get(self.act(self.first, "shortlisted")["Location"])

        self.assertContains(page, "this application changed meanwhile")
        self.assertEqual(self.shown(page), self.second)
        self.assertFalse(Outbox.objects.exists())

    def test_nobody_of_another_post_is_shown_or_decided(self):
        other = ApplicationFactory(listing=self.listing())

        self.assertEqual(self.shown(self.client.get(self.path, {"at": other.pk})), self.first)
        self.assertEqual(self.act(other, "shortlisted").status_code, 404)
        for key in ("9" * 5_000, "x", "\0", ""):
            data = {"application": key, "state": "submitted", "decision": "shortlisted"}
            self.assertEqual(self.client.post(self.path, data).status_code, 404)

    def test_it_costs_the_same_however_many_wait(self):
        self.client.get(self.path)
        for _n in range(2):
            # session, user, listing, who waits, the application, answers, tags; permissions of user and
            # group. Everything else is on the page of the whole application.
            with self.assertNumQueries(9):
                self.client.get(self.path)
            ApplicationFactory.create_batch(17, listing=self.post)
