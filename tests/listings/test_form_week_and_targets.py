from datetime import time

from django.core.exceptions import ValidationError
from django.test import SimpleTestCase, TestCase
from django.urls import reverse

from listings.forms import ListingForm
from listings.forms.fields import StatesField
from listings.models import Listing
from listings.weeks import Shift
from profiles.forms.week import TimeOfDayField
from profiles.models import Employer
from tests.factories import (
    EmployerFactory,
    ListingFactory,
    MetricFactory,
    PlaceFactory,
    RoleFactory,
    SkillFactory,
)

from .member_case import MemberTestCase
from .test_listing_form import complete


class FieldTests(SimpleTestCase):
    def test_states_are_known_by_name_and_code(self):
        field = StatesField(required=False)
        for text, codes in [
            ("Ohio, MI", "OH MI"),
            ("oh mi", "OH MI"),
            ("New York", "NY"),
            ("West Virginia; Virginia, virginia", "WV VA"),
            ("Washington, D.C., Washington", "DC WA"),
            ("", ""),
        ]:
            with self.subTest(text):
                self.assertEqual(field.clean(text), codes)
        with self.assertRaisesMessage(ValidationError, "We know no US state “Ontario”."):
            field.clean("Ohio, Ontario")

    def test_times_are_taken_as_browsers_and_people_write_them(self):
        field = TimeOfDayField(label="x")
        for text in ("17:30", "5:30 pm", "5:30 p.m.", "5:30PM"):
            self.assertEqual(field.clean(text), time(17, 30))
        self.assertIsNone(field.clean(""))
        for text in ("25:00", "9", "nine", "09:00:30", "\x00"):
            with self.subTest(text), self.assertRaises(ValidationError):
                field.clean(text)


class WeekAndTargetsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.employer = EmployerFactory()
        cls.role = RoleFactory()
        PlaceFactory()
        SkillFactory(slug="zendesk", preferred_label="Zendesk", tool=True)
        cls.csat = MetricFactory(slug="csat", title="Customer satisfaction score")
        cls.quality = MetricFactory(slug="quality-score", title="Quality score")
        MetricFactory(slug="queue", is_metric=False)

    def form(self, **changes):
        form = ListingForm(
            complete(self.role, **changes),
            employers=Employer.objects.filter(pk=self.employer.pk),
            complete=True,
        )
        form.is_valid()
        return form

    def error(self, field, **changes):
        return " ".join(self.form(**changes).errors.get(field, []))

    def week(self, *days, starts="09:00", ends="17:00", part=1):
        times = {}
        for day in days:
            times |= {f"starts_{day}_{part}": starts, f"ends_{day}_{part}": ends}
        return times

    def test_nothing_of_it_is_demanded(self):
        form = self.form()

        self.assertFalse(form.errors)
        self.assertEqual((form.parts()["shifts"], form.parts()["targets"]), ([], {}))

    def test_a_week_becomes_shifts_in_order(self):
        form = self.form(
            **self.week(1, starts="17:00", ends="21:00", part=2),
            **self.week(1, 0, starts="08:00", ends="12:00"),
        )

        self.assertFalse(form.errors)
        self.assertEqual(
            form.parts()["shifts"],
            [
                Shift(0, time(8), time(12)),
                Shift(1, time(8), time(12)),
                Shift(1, time(17), time(21)),
            ],
        )

    def test_weekends_follow_from_the_week_where_they_were_left_open(self):
        night = {"starts": "22:00", "ends": "06:00"}
        for week, answer, expected in [
            (self.week(0, 1), "", False),
            (self.week(0, 5), "", True),
            (self.week(4, **night), "", True),
            (self.week(0, 1), "True", True),  # every third Saturday
            (self.week(0, 1), "False", False),
            ({}, "", None),
        ]:
            with self.subTest(f"{week} {answer}"):
                form = self.form(works_weekends=answer, **week)
                self.assertFalse(form.errors)
                self.assertIs(form.instance.works_weekends, expected)

    def test_a_no_that_the_week_contradicts_is_asked_about(self):
        error = self.error("works_weekends", works_weekends="False", **self.week(6))

        self.assertIn("has hours on a Saturday or Sunday", error)

    def test_bad_times_are_told_beside_them_and_kept(self):
        for field, words, times in [
            ("ends_0_1", "write both times, or none", {"starts_0_1": "09:00"}),
            ("starts_0_1", "write both times, or none", {"ends_0_1": "09:00"}),
            ("starts_0_1", "Write the time like 9:00", {"starts_0_1": "nine"}),
            ("ends_2_1", "from 9 a.m. to 5 a.m. is 20 hours", self.week(2, ends="05:00")),
            ("ends_2_1", "is 24 hours", self.week(2, ends="09:00")),
            (
                "ends_3_2",
                "Thursday: these hours begin before others end",
                self.week(3) | self.week(3, starts="16:00", ends="18:00", part=2),
            ),
            (
                "ends_0_1",
                "Monday: these hours begin before others end",
                self.week(6, starts="22:00", ends="06:00") | self.week(0, starts="05:00"),
            ),
        ]:
            with self.subTest(words):
                form = self.form(**times)
                self.assertIn(words, " ".join(form.errors[field]))
                for name, value in times.items():
                    self.assertEqual(form[name].value(), value)

    def test_targets_are_figures_of_the_glossary_with_words(self):
        form = self.form(metric_1=self.csat.pk, target_1=" 88%  or more ", metric_3=self.quality.pk)

        self.assertFalse(form.errors)
        self.assertEqual(form.parts()["targets"], {self.csat: "88% or more", self.quality: ""})

    def test_targets_that_cannot_be_are_told_beside_them(self):
        for field, words, values in [
            ("metric_2", "stands here twice", {"metric_1": self.csat.pk, "metric_2": self.csat.pk}),
            ("metric_1", "Choose what “90 of 100” measures.", {"target_1": "90 of 100"}),
            ("metric_1", "Select a valid choice", {"metric_1": "999999", "target_1": "x"}),
            ("target_1", "at most 120", {"metric_1": self.csat.pk, "target_1": "x" * 121}),
        ]:
            with self.subTest(words):
                self.assertIn(words, self.error(field, **values))

    def test_states_belong_to_remote_work_in_the_us(self):
        remote = {"work_mode": "remote", "place": "", "states": "Ohio, MI"}
        form = self.form(countries="US, Canada", **remote)

        self.assertFalse(form.errors)
        self.assertEqual(form.instance.states, ["OH", "MI"])
        self.assertIn("Add the United States", self.error("states", countries="Canada", **remote))
        self.assertIn("Atlantis", self.error("states", **remote | {"states": "Atlantis"}))
        self.assertEqual(self.form(states="Ohio").instance.states, [])  # on site

    def test_how_many_conversations_is_a_number_that_a_person_can_hold(self):
        form = self.form(concurrent_contacts="3", contact_style="guided")
        self.assertEqual(
            (form.instance.concurrent_contacts, form.instance.contact_style), (3, "guided")
        )
        for number in ("0", "13", "many"):
            self.assertTrue(self.error("concurrent_contacts", concurrent_contacts=number))

    def test_without_metrics_in_the_glossary_no_row_is_offered(self):
        self.assertEqual(len(self.form().target_rows()), 5)
        type(self.csat).objects.update(is_metric=False)
        self.assertEqual(self.form().target_rows(), [])


class SavedStepTests(MemberTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.csat = MetricFactory(slug="csat", title="Customer satisfaction score")
        cls.draft = ListingFactory(employer=cls.employer, draft=True)

    def post(self, step, **changes):
        version = Listing.objects.get(pk=self.draft.pk).version
        data = {"version": version, "action": "save"} | changes
        return self.client.post(self.step_url(step), data)

    def step_url(self, step):
        return reverse("listings:employer_listing_step", args=[self.draft.pk, step])

    def week(self, **changes):
        data = {
            "work_mode": "on_site",
            "place": "Columbus, OH",
            "salary_period": "hour",
            "salary_currency": "USD",
        }
        return self.post("pay", **data | changes)

    def test_week_and_targets_are_saved_and_come_back(self):
        self.week(starts_4_1="22:00", ends_4_1="06:00", starts_1_2="17:00", ends_1_2="21:00")
        self.post("job", title="Chat agent", metric_1=self.csat.pk, target_1="88% or more")

        self.draft.refresh_from_db()
        self.assertIs(self.draft.works_weekends, True)
        self.assertEqual(self.draft.targets.get().target, "88% or more")
        page = self.client.get(self.step_url("pay"))
        self.assertContains(page, 'name="starts_4_1" value="22:00"')
        self.assertContains(page, 'name="ends_1_1" value="21:00"')
        self.assertNotContains(page, '<details class="more-options" open>')
        job = self.client.get(self.step_url("job"))
        self.assertContains(job, f'<option value="{self.csat.pk}" selected>')
        self.assertNotContains(job, '<details class="more-options" open>')

    def test_a_figure_in_a_folded_row_stands_open(self):
        page = self.post("job", title="Chat agent", target_4="88% or more")

        self.assertContains(page, '<details class="more-options" open>')
        self.assertContains(page, "Choose what “88% or more” measures.", count=2)

    def test_a_wrong_second_part_stands_open_with_its_error_and_nothing_is_written(self):
        page = self.week(starts_1_2="17:00", weekly_hours="12")

        self.assertContains(page, '<details class="more-options" open>')
        self.assertContains(page, "Tuesday: write both times, or none.", count=2)
        self.assertContains(page, 'href="#id_ends_1_2"')
        self.draft.refresh_from_db()
        self.assertEqual((self.draft.version, self.draft.weekly_hours), (1, 40))

    def test_a_split_day_comes_back_in_both_parts(self):
        for starts, ends in ((17, 21), (8, 12)):
            self.draft.shifts.create(weekday=1, starts=time(starts), ends=time(ends))

        page = self.client.get(self.step_url("pay"))

        self.assertContains(page, 'name="starts_1_1" value="08:00"')
        self.assertContains(page, 'name="starts_1_2" value="17:00"')
        self.assertContains(page, '<details class="more-options" open>')
