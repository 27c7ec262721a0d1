"""A file on the start page: sent, waited for, read, reviewed."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.vocabulary import SkillKind
from profiles.limits import UPLOADS_AN_HOUR
from profiles.models import Candidate, CandidateMetric, Experience, Resume
from profiles.my_profile import CandidateProfile
from profiles.session_profile import GUEST_KEY
from tests import factories as make

TEXT = """Dana Whitfield

Experience
Customer Service Representative, Linnet Home Energy
Mar 2018 - Present
- 180 tickets a week in Zendesk; CSAT 94% in 2025

Languages
Spanish (native)

Education
BSc Mathematics, University of Porto, 2013 - 2016
"""


class UploadTests(TestCase):
    url = "/me/start/"

    @classmethod
    def setUpTestData(cls):
        cls.zendesk = make.SkillFactory(slug="zendesk", tool=True)
        cls.spanish = make.SkillFactory(slug="spanish", language=True)
        cls.csr = make.RoleFactory(slug="csr", title="Customer Service Representative")
        cls.csat = make.MetricFactory(slug="csat")
        cls.user = make.UserFactory()

    def upload(self, content=b""):
        file = SimpleUploadedFile("resume.txt", content or TEXT.encode())
        return self.client.post(self.url, {"action": "upload", "file": file})

    def sent(self, **fields) -> Resume:
        """A file that the worker has done with."""
        self.upload()
        resume = Resume.objects.latest("pk")
        Resume.objects.filter(pk=resume.pk).update(
            **{"scan": "not_scanned", "reading": "read", "text": TEXT} | fields
        )
        return resume

    def reading(self, resume):
        return self.client.get(f"{self.url}resume/{resume.pk}/")

    def rows(self, response) -> dict:
        """What the page would post if nothing was changed."""
        data = {"action": "accept", "source": "resume"}
        for row in response.context["rows"].rows:
            for name in row.fields:
                value = row[name].value()
                if hasattr(value, "strftime"):
                    value = value.strftime("%Y-%m")
                data[row.add_prefix(name)] = "" if value is None else value
        return data

    def test_a_waiting_file_has_a_page_that_renews_itself(self):
        response = self.upload()
        resume = Resume.objects.get()

        self.assertRedirects(
            response, f"{self.url}resume/{resume.pk}/", fetch_redirect_response=False
        )
        page = self.reading(resume)
        self.assertContains(page, '<meta http-equiv="refresh" content="2">')
        self.assertContains(page, "Reading your file")
        self.assertTrue(Resume.objects.filter(pk=resume.pk).exists())

    def test_a_guests_file_is_deleted_when_its_suggestions_are_shown(self):
        resume = self.sent()
        response = self.reading(resume)

        self.assertContains(response, "The file and its text are deleted now")
        self.assertEqual([s.item for s in response.context["suggestions"].skills], [self.zendesk])
        self.assertFalse(Resume.objects.exists())
        self.assertRedirects(self.reading(resume), self.url)

    def test_a_guest_is_told_of_rows_that_need_an_account(self):
        response = self.reading(self.sent())

        self.assertIsNone(response.context["rows"])
        self.assertContains(response, "We also read 3 jobs, schools, certificates and figures")

    def test_nobody_else_opens_a_guests_file(self):
        resume = self.sent()

        self.assertEqual(self.client_class().get(f"{self.url}resume/{resume.pk}/").status_code, 404)
        self.client.force_login(self.user)
        self.assertEqual(self.reading(resume).status_code, 404)

    def test_a_guests_file_past_its_hour_is_gone(self):
        resume = self.sent(expires_at=timezone.now() - timedelta(minutes=1))

        self.assertEqual(self.reading(resume).status_code, 404)

    def test_a_persons_file_is_theirs_alone_and_stays(self):
        self.client.force_login(self.user)
        resume = self.sent()

        page = self.reading(resume)
        self.assertContains(page, "The file stays in your profile")
        self.assertContains(
            page, "<strong>Customer Service Representative, Linnet Home Energy</strong>"
        )
        self.assertEqual(resume.candidate.user, self.user)
        self.client.force_login(make.UserFactory())
        self.assertEqual(self.reading(resume).status_code, 404)

    def test_a_file_that_could_not_be_read_says_why_and_what_to_do(self):
        for fields, words in (
            ({"reading": "no_text"}, "only pictures"),
            ({"reading": "locked"}, "has a password"),
            ({"reading": "unreadable"}, "may be damaged"),
            ({"reading": "unreadable", "scan": "infected"}, "something harmful"),
        ):
            with self.subTest(words):
                response = self.reading(self.sent(**fields))
                self.assertContains(response, words)
                self.assertContains(response, "The file is deleted.")
        self.assertFalse(Resume.objects.exists())

    def test_what_is_no_resume_file_is_answered_beside_the_field(self):
        self.assertContains(self.upload(b"<html><script>"), "not a PDF, a Word file")
        self.assertContains(
            self.client.post(self.url, {"action": "upload"}), "Choose a file first."
        )
        self.assertFalse(Resume.objects.exists())

    def test_the_eleventh_file_within_the_hour_is_refused(self):
        self.client.force_login(self.user)
        for _number in range(UPLOADS_AN_HOUR):
            self.upload()
            Resume.objects.all().delete()

        self.assertContains(self.upload(), "many files within the hour", status_code=429)

    def test_what_is_accepted_becomes_rows_with_their_source_and_words(self):
        self.client.force_login(self.user)
        page = self.reading(self.sent())
        self.client.post(
            self.url,
            self.rows(page)
            | {
                "skill": "zendesk",
                "level-zendesk": "4",
                "years-zendesk": "5",
                "phrase-zendesk": "180 tickets a week in Zendesk",
                "language": "spanish",
                "spoken-spanish": "C2",
                "written-spanish": "C1",
                "phrase-spanish": "Spanish (native)",
            },
        )

        candidate = Candidate.objects.get(user=self.user)
        skill = candidate.candidate_skills.get()
        self.assertEqual(
            (skill.level, skill.years, skill.source, skill.source_phrase),
            (4, 5, "resume", "180 tickets a week in Zendesk"),
        )
        language = candidate.languages.get()
        self.assertEqual(
            (language.spoken, language.written, language.source), ("C2", "C1", "resume")
        )
        job = candidate.experiences.get()
        self.assertEqual(
            (job.title, job.employer_name, job.role, job.start, job.end, job.source),
            (
                "Customer Service Representative",
                "Linnet Home Energy",
                self.csr,
                date(2018, 3, 1),
                None,
                "resume",
            ),
        )
        self.assertIn("Linnet Home Energy", job.source_phrase)
        self.assertEqual(candidate.education.get().subject, "Mathematics")
        self.assertEqual(candidate.metrics.get().value, "94%")

    def test_a_row_that_is_not_ticked_is_left_alone_even_if_it_is_wrong(self):
        self.client.force_login(self.user)
        data = self.rows(self.reading(self.sent())) | {"job-0-title": "", "skill": "zendesk"}
        del data["job-0-take"]
        self.client.post(self.url, data)

        self.assertFalse(Experience.objects.exists())
        self.assertEqual(CandidateMetric.objects.count(), 1)

    def test_a_row_that_is_wrong_is_shown_with_its_words_and_nothing_is_written(self):
        self.client.force_login(self.user)
        data = self.rows(self.reading(self.sent())) | {"job-0-start": "soon", "skill": "zendesk"}
        response = self.client.post(self.url, data)

        self.assertContains(response, "Write a month and a year")
        self.assertContains(response, 'value="soon"')
        self.assertFalse(Candidate.objects.get(user=self.user).candidate_skills.exists())
        self.assertFalse(CandidateMetric.objects.exists())

    def undo(self):
        token = self.client.session["last_acts"][-1]["token"]
        answer = self.client.post("/me/profile/undo/", {"token": token})
        return self.client.get(answer["Location"])

    def test_all_that_was_accepted_is_taken_back_at_once_and_what_was_there_stays(self):
        self.client.force_login(self.user)
        itil = make.SkillFactory(slug="itil", kind=SkillKind.CERTIFICATION)
        profile = CandidateProfile(self.user)
        profile.set_skill(itil, 2)
        own = profile.row().experiences.create(title="Baker", start=date(2010, 1, 1))
        certificate = {"certificate-0-take": "on", "certificate-0-name": "ITIL"}
        data = self.rows(self.reading(self.sent())) | {"skill": "zendesk", "language": "spanish"}
        self.client.post(
            self.url, data | certificate | {"certificate-0-source_phrase": "ITIL 4, 2021"}
        )
        page = self.client.get("/me/profile/")
        self.assertContains(page, "6 things added to your profile.")
        candidate = Candidate.objects.get(user=self.user)
        self.assertEqual(candidate.experiences.count(), 2)

        self.assertContains(self.undo(), "Undone. It is as it was.")
        self.assertEqual(candidate.experiences.get(), own)
        rows = [candidate.education, candidate.certificates, candidate.metrics, candidate.languages]
        self.assertFalse(any(row.exists() for row in rows))
        held = candidate.candidate_skills.get()
        self.assertEqual((held.skill, held.level), (itil, 2))

    def test_a_row_changed_on_another_device_is_not_taken_back_with_the_rest(self):
        self.client.force_login(self.user)
        self.client.post(self.url, self.rows(self.reading(self.sent())) | {"skill": "zendesk"})
        Experience.objects.update(summary="Twelve lines about what I did there.")

        self.assertContains(self.undo(), "can no longer be undone")
        self.assertTrue(Experience.objects.exists())
        self.assertTrue(Candidate.objects.get(user=self.user).candidate_skills.exists())

    def test_a_figure_that_is_there_already_is_said_and_not_doubled(self):
        self.client.force_login(self.user)
        data = self.rows(self.reading(self.sent()))
        self.client.post(self.url, data)
        response = self.client.post(self.url, data)

        self.assertContains(response, "This figure is there for this period already")
        self.assertEqual(CandidateMetric.objects.count(), 1)

    def test_rows_that_the_profile_holds_are_not_offered_again(self):
        self.client.force_login(self.user)
        resume = self.sent()
        self.client.post(self.url, self.rows(self.reading(resume)))

        self.assertEqual(self.reading(resume).context["rows"].rows, [])

    def test_years_that_nobody_has_are_left_out(self):
        self.client.force_login(self.user)
        for years in ("61", "-3", "²", "0000999999", "0" * 4 + "9" * 5000):
            with self.subTest(years[:12]):
                response = self.client.post(
                    self.url,
                    {"action": "accept", "source": "resume", "skill": "zendesk"}
                    | {"years-zendesk": years},
                )
                self.assertEqual(response.status_code, 302)
                skill = Candidate.objects.get(user=self.user).candidate_skills.get()
                self.assertIsNone(skill.years)

    def test_a_guests_picks_keep_where_they_come_from_and_no_words(self):
        self.client.post(
            self.url,
            {"action": "accept", "source": "resume", "skill": "zendesk", "years-zendesk": "3",
             "phrase-zendesk": "180 tickets", "job-0-take": "on", "job-0-source_phrase": "x",
             "job-0-title": "Agent"},
        )  # fmt: skip

        self.assertEqual(
            self.client.session[GUEST_KEY]["skills"], {"zendesk": [3, "", 3, "resume"]}
        )
        self.assertFalse(Experience.objects.exists())

    def test_what_nobody_offered_is_the_persons_own(self):
        self.client.force_login(self.user)
        self.client.post(self.url, {"action": "accept", "source": "resume", "skill": "zendesk"})
        self.client.post(
            self.url,
            {"action": "accept", "source": "own", "language": "spanish", "phrase-spanish": "x"},
        )

        candidate = Candidate.objects.get(user=self.user)
        self.assertEqual(candidate.candidate_skills.get().source, "own")
        self.assertEqual(candidate.languages.get().source, "own")

    def test_many_rows_cost_as_much_as_few(self):
        self.client.force_login(self.user)
        resume = self.sent()
        self.reading(resume)  # the finders are built once a process
        many = "".join(
            f"Customer Service Representative, Shop {n}\nMar 2001 - Apr 20{n}\n- Calls\n"
            for n in range(10, 20)
        )
        costs = []
        for text in (TEXT, TEXT.replace("Languages", f"Experience\n{many}\nLanguages")):
            Resume.objects.filter(pk=resume.pk).update(text=text)
            with self.subTest(len(text)):
                # session, person, file; reading: 6; profile: 4; rows held: 4; choices: 2; roles, skills
                with CaptureQueriesContext(connection) as queries:
                    self.reading(resume)
                costs.append(len(queries))
        self.assertEqual(costs[0], costs[1])
