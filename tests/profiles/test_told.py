"""Figures, education and certificates: rows with a page of their own on the profile."""

import time_machine
from django.test import TestCase
from django.urls import reverse

from cms.vocabulary import SkillKind
from profiles.models import Candidate, CandidateMetric, Certificate, Education
from profiles.my_profile import CandidateProfile
from profiles.views.told import KINDS, MOST_EACH
from tests import factories as make


@time_machine.travel("2026-11-21 12:00:00+00:00")
class ToldCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make.UserFactory()
        cls.csat = make.MetricFactory(slug="csat", title="Customer satisfaction")
        cls.itil = make.SkillFactory(
            slug="itil",
            preferred_label="ITIL certification",
            alt_labels="itil foundation",
            kind=SkillKind.CERTIFICATION,
        )
        cls.stranger = make.CandidateFactory()

    def setUp(self):
        self.client.force_login(self.user)

    def send(self, name, /, *args, **data):
        return self.client.post(reverse(f"profiles:{name}", args=args), data)

    def skills(self):
        return [held.skill for held in CandidateProfile(self.user).contents.skills]


class RowTests(ToldCase):
    def test_each_kind_is_added_changed_and_removed(self):
        cases = [
            ("metric", {"metric": self.csat.pk, "value": "94%"}, {"value": "95%"}, CandidateMetric),
            ("education", {"school": "Tri-C"}, {"subject": "Business"}, Education),
            ("certificate", {"name": "Forklift license"}, {"issuer": "OSHA"}, Certificate),
        ]
        for name, data, change, model in cases:
            with self.subTest(name):
                response = self.send(f"{name}_create", **data)
                self.assertRedirects(response, f"/me/profile/#{name}")
                row = model.objects.get(candidate__user=self.user)
                self.send(f"{name}_update", row.pk, **data | change)
                row.refresh_from_db()
                ((column, value),) = change.items()
                self.assertEqual(getattr(row, column), value)
                self.assertContains(self.client.get("/me/profile/"), value)
                self.send(f"{name}_delete", row.pk)
                self.assertFalse(model.objects.filter(candidate__user=self.user).exists())

    def test_what_cannot_be_is_answered_beside_the_field_kept_and_nothing_is_written(self):
        cases = [
            ("metric", {"value": "94%"}, "Choose what was measured."),
            ("metric", {"metric": self.csat.pk, "value": "very good"}, "Write the figure"),
            ("metric", {"metric": self.csat.pk, "value": "9" * 61}, "at most 60"),
            ("education", {"school": ""}, "Write the name of the school."),
            ("education", {"school": "A", "start_year": "2020", "end_year": "2019"}, "before the"),
            ("education", {"school": "A", "start_year": "2027"}, "from 1940 to 2026"),
            ("education", {"school": "A", "end_year": "soon"}, "four digits"),
            ("education", {"school": "A", "level": "none"}, "Select a valid choice"),
            ("certificate", {"name": "ITIL\x00"}, "Null characters"),
            ("certificate", {"name": "A", "year": "2020", "expires_year": "2019"}, "was issued"),
        ]
        for name, data, words in cases:
            with self.subTest(name, **data):
                response = self.send(f"{name}_create", **data)
                self.assertContains(response, words)
        self.assertContains(self.send("metric_create", value="9 of 10"), 'value="9 of 10"')
        self.assertFalse(Candidate.objects.filter(user=self.user).exists())

    def test_a_course_may_end_in_some_years_and_a_certificate_expire_late(self):
        self.send("education_create", school="A", start_year="2025", end_year="2029")
        self.send("certificate_create", name="B", year="2026", expires_year="2040")

        self.assertEqual(Education.objects.get().end_year, 2029)
        self.assertEqual(Certificate.objects.get().expires_year, 2040)

    def test_the_same_figure_of_the_same_period_is_answered_by_the_rows_own_constraint(self):
        data = {"metric": self.csat.pk, "value": "94%", "period": "2025"}
        self.send("metric_create", **data)
        response = self.send("metric_create", **data | {"value": "96%", "period": " 2025 "})

        self.assertContains(response, "You have this figure for this period already.")
        self.assertEqual(CandidateMetric.objects.get().value, "94%")

    def test_there_is_an_end_to_how_many(self):
        candidate = CandidateProfile(self.user).row()
        for number in range(MOST_EACH):
            candidate.education.create(school=f"School {number}")

        self.assertContains(self.send("education_create", school="A"), "Remove one first")
        self.assertEqual(candidate.education.count(), MOST_EACH)

    def test_somebody_elses_rows_are_not_found(self):
        rows = {
            "metric": self.stranger.metrics.create(metric=self.csat, value="CANARY"),
            "education": self.stranger.education.create(school="CANARY"),
            "certificate": self.stranger.certificates.create(name="CANARY"),
        }
        for name, row in rows.items():
            for act in ("update", "delete"):
                with self.subTest(name, act=act):
                    self.assertEqual(self.send(f"{name}_{act}", row.pk).status_code, 404)
            row.refresh_from_db()

    def test_a_guest_is_asked_to_sign_in(self):
        self.client.logout()
        for kind in KINDS:
            self.assertIn(reverse("account_login"), self.client.get(kind.create_url)["Location"])

    def test_what_was_read_from_a_resume_says_so_and_what_was_written_does_not(self):
        candidate = CandidateProfile(self.user).row()
        candidate.education.create(school="Tri-C")
        self.assertNotContains(self.client.get("/me/profile/"), "Read from your")
        candidate.metrics.create(
            metric=self.csat, value="94%", source="resume", source_phrase="CSAT of 94%"
        )
        self.assertContains(self.client.get("/me/profile/"), "Read from your résumé: “CSAT of 94%”")


class CertificateTests(ToldCase):
    def test_a_name_that_is_known_by_any_label_brings_its_skill(self):
        for name in ("ITIL certification", "Itil foundation", "ITIL Foundation, v4 (2023)"):
            with self.subTest(name):
                response = self.send("certificate_create", name=name)
                row = Certificate.objects.get()
                self.assertEqual((row.skill, self.skills()), (self.itil, [self.itil]))
                page = self.client.get(response["Location"])
                self.assertContains(page, "It counts for your matches as the skill ITIL")
                self.send("certificate_delete", row.pk)
                self.assertEqual(self.skills(), [])

    def test_an_unknown_name_is_kept_and_brings_none(self):
        self.send("certificate_create", name="Forklift license")

        self.assertIsNone(Certificate.objects.get().skill)
        self.assertEqual(self.skills(), [])
        self.assertContains(self.client.get("/me/profile/"), "so matching does not read it")

    def test_the_level_of_a_skill_that_was_there_stays(self):
        CandidateProfile(self.user).set_skill(self.itil, 4)
        self.send("certificate_create", name="ITIL certification")

        (held,) = CandidateProfile(self.user).contents.skills
        self.assertEqual(held.level, 4)

    def test_another_name_takes_the_skill_along(self):
        self.send("certificate_create", name="ITIL foundation")
        self.send("certificate_update", Certificate.objects.get().pk, name="Forklift license")

        self.assertEqual(self.skills(), [])

    def test_a_skill_that_another_certificate_stands_for_stays(self):
        for name in ("ITIL foundation", "ITIL certification"):
            self.send("certificate_create", name=name)
        self.send("certificate_delete", Certificate.objects.first().pk)

        self.assertEqual(self.skills(), [self.itil])

    def test_on_the_page_it_is_shown_once(self):
        self.send("certificate_create", name="ITIL foundation")

        page = self.client.get("/me/profile/")
        self.assertContains(page, "Counts for your matches as ITIL certification.")
        self.assertNotContains(page, 'id="skill-itil"')
