import re

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from listings.models import Application
from profiles.models import CandidateSkill, Resume
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerMemberFactory,
    ListingFactory,
    SkillFactory,
    UserFactory,
)

from .member_case import MemberTestCase


class ApplicantsTests(MemberTestCase):
    def applied(self, **kind):
        return ApplicationFactory(**{"listing": self.listing()} | kind)

    def with_resume(self, **kind):
        application = self.applied(**kind)
        resume = Resume(
            candidate=application.candidate,
            original_name="cv.txt",
            content_type="text/plain",
            size=3,
            scan=Resume.Scan.CLEAN,
        )
        resume.file.save("cv.txt", ContentFile(b"abc"))
        Application.objects.filter(pk=application.pk).update(resume=resume)
        return application

    def test_list_is_filtered_by_state(self):
        listing = self.listing()
        new = ApplicationFactory(listing=listing)
        ApplicationFactory(listing=listing, state="declined")
        url = self.url("employer_application_list", listing)

        self.assertQuerySetEqual(
            self.client.get(url, {"state": "submitted"}).context["page_obj"], [new]
        )
        for query in ({}, {"state": "nonsense"}):
            self.assertEqual(len(self.client.get(url, query).context["page_obj"]), 2)

    def test_query_count_of_the_list_does_not_grow(self):
        listing = self.listing()
        for n in (3, 17):
            ApplicationFactory.create_batch(n, listing=listing)
            # session, user, listing, tags to choose from, promises, how many wait, count, applications,
            # their tags; the user's and the group's permissions
            with self.subTest(n), self.assertNumQueries(11):
                self.client.get(self.url("employer_application_list", listing))

    def test_detail_shows_what_was_sent_and_the_asked_skills_alone(self):
        application = self.with_resume(
            note="My <b>note</b>", candidate=CandidateFactory(visibility="applied")
        )
        asked, other = SkillFactory(preferred_label="Chat"), SkillFactory(preferred_label="Piano")
        application.listing.listing_skills.create(skill=asked)
        for skill in (asked, other):
            CandidateSkill.objects.create(candidate=application.candidate, skill=skill)

        page = self.client.get(self.url("employer_application_detail", application))

        self.assertContains(page, "My &lt;b&gt;note&lt;/b&gt;")
        self.assertContains(page, application.candidate.user.email)
        self.assertContains(page, '<li class="chip">Chat</li>')
        self.assertNotContains(page, "Piano")

    def test_a_private_profile_shows_no_skill(self):
        application = self.applied()
        asked = SkillFactory(preferred_label="Chat")
        application.listing.listing_skills.create(skill=asked)
        CandidateSkill.objects.create(candidate=application.candidate, skill=asked)

        page = self.client.get(self.url("employer_application_detail", application))

        self.assertNotContains(page, '<li class="chip">Chat</li>')
        self.assertContains(page, "Sam Rivera keeps the profile private.")

    def test_a_withdrawn_one_shows_neither_note_nor_address_nor_file(self):
        application = self.with_resume(state="withdrawn", note="CANARY")

        page = self.client.get(self.url("employer_application_detail", application))
        row = self.client.get(self.url("employer_application_list", application.listing))
        file = self.client.get(self.url("employer_application_resume", application))

        for response in (page, row):
            self.assertNotContains(response, "CANARY")
            self.assertNotContains(response, application.candidate.user.email)
        self.assertEqual(file.status_code, 404)

    def test_the_file_is_a_download(self):
        application = self.with_resume()

        response = self.client.get(self.url("employer_application_resume", application))

        self.assertEqual(b"".join(response.streaming_content), b"abc")
        self.assertIn("attachment", response["Content-Disposition"])

    def test_no_file_is_no_page(self):
        url = self.url("employer_application_resume", self.applied())

        self.assertEqual(self.client.get(url).status_code, 404)

    def test_a_decision_is_taken_on_the_state_that_was_shown(self):
        application = self.applied()
        url = self.url("employer_application_decide", application)
        data = {"state": "submitted", "decision": "shortlisted", "message": "Tuesday?"}

        response = self.client.post(url, data)

        self.assertRedirects(response, self.url("employer_application_list", application.listing))
        application.refresh_from_db()
        self.assertEqual(application.state, "shortlisted")
        self.assertEqual(application.events.get().message, "Tuesday?")

    def test_who_comes_second_is_told_and_keeps_the_message(self):
        application = self.applied(state="withdrawn")
        url = self.url("employer_application_decide", application)

        response = self.client.post(
            url,
            {"state": "submitted", "decision": "declined", "reason": "skills", "message": "Sorry"},
        )

        self.assertContains(
            response, "this application changed since you opened it", status_code=409
        )
        application.refresh_from_db()
        self.assertEqual(application.state, "withdrawn")

        Application.objects.filter(pk=application.pk).update(state="shortlisted")
        response = self.client.post(
            url, {"state": "submitted", "decision": "shortlisted", "message": "Sorry <b>"}
        )
        self.assertContains(response, "Sorry &lt;b&gt;", status_code=409)
        self.assertContains(response, 'name="state" value="shortlisted"', status_code=409)

    def test_a_decline_asks_why_and_takes_no_reason_for_an_answer(self):
        application = self.applied()
        url = self.url("employer_application_decide", application)
        data = {"state": "submitted", "decision": "declined", "message": "Typed <b>"}

        asked = self.client.post(url, data)

        self.assertIn("reason", asked.context["form"].errors)
        self.assertContains(asked, "Typed &lt;b&gt;")
        application.refresh_from_db()
        self.assertEqual(application.state, "submitted")
        self.client.post(url, data | {"reason": "none"})
        event = application.events.get()
        self.assertEqual((event.state, event.reason), ("declined", ""))

    def test_only_what_may_follow_is_offered(self):
        for state, words in {
            "submitted": [
                "Put on the shortlist",
                "Invite to talk",
                "Choose for the job",
                "Decline",
            ],
            "hired": ["Decline"],
            "declined": ["Put on the shortlist"],
        }.items():
            application = self.applied(state=state)
            page = self.client.get(self.url("employer_application_detail", application))
            decisions = re.findall(
                r'name="decision" value="[a-z]+">([^<]+)<', page.content.decode()
            )
            self.assertEqual(decisions, words, state)

    def test_states_that_no_member_may_set_are_refused(self):
        application = self.applied()
        url = self.url("employer_application_decide", application)

        for decision in ("withdrawn", "submitted", "approved", ""):
            response = self.client.post(url, {"state": "submitted", "decision": decision})
            self.assertEqual(response.status_code, 200)
            self.assertIn("decision", response.context["form"].errors)
        too_long = self.client.post(
            url, {"state": "submitted", "decision": "declined", "message": "x" * 2_001}
        )
        self.assertContains(too_long, "x" * 2_001)
        application.refresh_from_db()
        self.assertEqual(application.state, "submitted")


class TenantTests(MemberTestCase):
    """What belongs to an employer is hidden from everybody else, page and act alike."""

    def test_others_find_nothing_and_change_nothing(self):
        application = ApplicationFactory(listing__employer=self.other, note="CANARY")
        draft = ListingFactory(employer=self.other, draft=True)
        people = {
            "member of another employer": self.member.user,
            "the candidate": application.candidate.user,
            "somebody": UserFactory(),
        }
        pages = [
            self.url("employer_listing_update", draft),
            self.url("employer_listing_close", application.listing),
            self.url("employer_application_list", application.listing),
            self.url("employer_application_detail", application),
            self.url("employer_application_resume", application),
        ]
        acts = [
            (self.url("employer_listing_update", draft), {"version": "1", "title": "x"}),
            (self.url("employer_listing_submit", draft), {"version": "1"}),
            (self.url("employer_listing_close", application.listing), {"outcome": "hired"}),
            (
                self.url("employer_application_decide", application),
                {"state": "submitted", "decision": "declined", "reason": "none"},
            ),
        ]
        for who, user in people.items():
            self.client.force_login(user)
            for url in pages:
                with self.subTest(f"{who} {url}"):
                    self.assertEqual(self.client.get(url).status_code, 404)
            for url, data in acts:
                with self.subTest(f"{who} posts {url}"):
                    self.assertEqual(self.client.post(url, data).status_code, 404)
        self.client.logout()
        for url in [*pages, *(url for url, _data in acts)]:
            response = (
                self.client.post(url)
                if "submission" in url or "decision" in url
                else self.client.get(url)
            )
            self.assertIn(reverse("account_login"), response["Location"])
        application.refresh_from_db()
        draft.refresh_from_db()
        self.assertEqual(
            (application.state, application.listing.state, draft.state),
            ("submitted", "approved", "draft"),
        )

    def test_a_suspended_employer_reads_no_application(self):
        application = ApplicationFactory(listing__employer=self.employer, note="CANARY")
        self.employer.suspended_at = timezone.now()
        self.employer.save()

        for name in ("employer_application_detail", "employer_application_resume"):
            self.assertEqual(self.client.get(self.url(name, application)).status_code, 404)
        page = self.client.get(self.url("employer_application_list", application.listing))
        self.assertNotContains(page, "CANARY")
        self.assertContains(page, "The employer is suspended.")

    def test_a_recruiter_decides_as_an_owner_does(self):
        for role in ("owner", "recruiter"):
            member = EmployerMemberFactory(employer=self.employer, role=role)
            application = ApplicationFactory(listing__employer=self.employer)
            self.client.force_login(member.user)

            self.client.post(
                self.url("employer_application_decide", application),
                {"state": "submitted", "decision": "shortlisted"},
            )

            application.refresh_from_db()
            self.assertEqual(application.state, "shortlisted", role)

    def test_acts_are_done_by_post_alone(self):
        application = ApplicationFactory(listing__employer=self.employer)
        for name, row in (
            ("employer_listing_submit", application.listing),
            ("employer_application_decide", application),
        ):
            self.assertEqual(self.client.get(self.url(name, row)).status_code, 405)
