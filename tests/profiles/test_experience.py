from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.urls import reverse

from profiles.forms.fields import MonthField
from profiles.models import Candidate, Experience
from tests import factories as make


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-03", date(2023, 3, 1)),
        ("2023-03-17", date(2023, 3, 1)),
        ("3/2023", date(2023, 3, 1)),
        ("03.2023", date(2023, 3, 1)),
        ("Mar 2023", date(2023, 3, 1)),
        ("march, 2023", date(2023, 3, 1)),
        ("Sept. 2023", date(2023, 9, 1)),
        ("2023", date(2023, 1, 1)),
        ("", None),
    ],
)
def test_a_month_is_read_as_people_write_it(text, expected):
    field = MonthField(required=False)

    assert field.clean(text) == expected
    assert field.clean(field.prepare_value(expected)) == expected


@pytest.mark.parametrize(
    "text", ["13/2023", "0/2023", "yesterday", "Marching 2023", "1812", "99999-01", "03/23", "\x00"]
)
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValidationError):
        MonthField(required=False).clean(text)


@time_machine.travel("2026-11-21 12:00:00+00:00")
class ExperienceTests(TestCase):
    url = "/me/profile/experience/new/"

    @classmethod
    def setUpTestData(cls):
        cls.user = make.UserFactory()
        cls.role = make.RoleFactory()
        cls.others = make.CandidateFactory().experiences.create(title="CANARY")

    def setUp(self):
        self.client.force_login(self.user)

    def send(self, **data):
        return self.client.post(self.url, {"title": "Agent"} | data)

    def test_a_job_is_added_changed_and_deleted(self):
        response = self.send(
            employer_name="Linnet", role=self.role.pk, start="Mar 2023", summary="Calls"
        )
        self.assertRedirects(response, "/me/profile/#experience")
        job = Experience.objects.get(candidate__user=self.user)
        self.assertContains(self.client.get("/me/profile/"), "Mar 2023 – now")

        url = reverse("profiles:experience_update", args=[job.pk])
        self.assertContains(self.client.get(url), 'value="Mar 2023"')
        self.client.post(url, {"title": "Senior agent", "start": "Mar 2023", "end": "2024"})
        job.refresh_from_db()
        self.assertEqual((job.title, job.end), ("Senior agent", date(2024, 12, 1)))

        url = reverse("profiles:experience_delete", args=[job.pk])
        self.assertEqual(self.client.get(url).status_code, 405)
        self.client.post(url)
        self.assertFalse(Experience.objects.filter(pk=job.pk).exists())

    def test_what_cannot_be_is_answered_beside_the_field_and_nothing_is_written(self):
        for data, words in [
            ({"title": ""}, "Write the job title."),
            ({"start": "Mar 2024", "end": "Feb 2024"}, "before the month in which the job began"),
            ({"start": "Dec 2026"}, "still ahead"),
            ({"end": "2031"}, "still ahead"),
            ({"start": "soon"}, "Write a month and a year"),
            ({"title": "x" * 121}, "at most 120"),
            ({"title": "a\x00b"}, "Null characters"),
        ]:
            response = self.send(**data)
            with self.subTest(words):
                self.assertContains(response, words)
        self.assertFalse(Candidate.objects.filter(user=self.user).exists())

    def test_this_year_as_an_end_means_until_now(self):
        self.send(start="2025", end="2026")

        self.assertEqual(Experience.objects.get(candidate__user=self.user).end, date(2026, 11, 1))

    def test_somebody_elses_job_is_not_found(self):
        for method in ("get", "post"):
            url = reverse("profiles:experience_update", args=[self.others.pk])
            response = getattr(self.client, method)(url, {"title": "x"})
            self.assertEqual(response.status_code, 404)
        url = reverse("profiles:experience_delete", args=[self.others.pk])
        self.assertEqual(self.client.post(url).status_code, 404)
        self.others.refresh_from_db()
        self.assertEqual(self.others.title, "CANARY")

    def test_a_number_that_no_database_holds_is_not_found(self):
        self.assertEqual(self.client.get(f"/me/profile/experience/{10**30}/").status_code, 404)
        self.assertEqual(self.client.get(f"/me/resumes/{10**30}/").status_code, 404)

    def test_a_guest_is_asked_to_sign_in(self):
        self.client.logout()

        self.assertIn(reverse("account_login"), self.send()["Location"])
