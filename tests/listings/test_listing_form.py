from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from listings.forms import ListingForm
from listings.forms.fields import CountriesField, HoursField, MoneyField, TextField
from listings.models import Listing
from profiles.models import Employer
from tests.factories import (
    EmployerFactory,
    ListingFactory,
    PlaceFactory,
    RoleFactory,
    SkillFactory,
)

# What a browser sends for a post that states everything.
COMPLETE = {
    "title": "Chat agent",
    "description": "You help people by chat.",
    "work_mode": "on_site",
    "place": "Columbus, OH",
    "salary_period": "hour",
    "salary_currency": "USD",
    "salary_min": "$21.50",
    "salary_max": "24",
    "employment_type": "FULL_TIME",
    "weekly_hours": "40",
    "shift_pattern": "day",
    "channels": ["chat", "email"],
    "essential_skills": "Zendesk",
    "education_min": "none",
    "apply_route": "on_site",
}


def complete(role, /, **changes):
    closing = (timezone.now() + timedelta(days=20)).date().isoformat()
    return COMPLETE | {"role": role.pk, "closes_on": closing} | changes


class FieldTests(SimpleTestCase):
    def test_money_is_taken_as_people_write_it(self):
        cases = {
            "21.50": "21.50",
            "$21.50": "21.50",
            " £24,000 ": "24000",
            "48k": "48000",
            "CA$ 19.5": "19.5",
            "17 €": "17",
            "1,234,567.89": "1234567.89",
        }
        for text, amount in cases.items():
            with self.subTest(text):
                self.assertEqual(MoneyField().clean(text), Decimal(amount))

    def test_money_that_could_mean_two_things_is_refused(self):
        for text in ("21,50", "2.150,00", "-3", "0", "1e5", "twenty", "$", "100000000", "٣"):
            with self.subTest(text):
                field = MoneyField(required=False)
                if text == "$":
                    self.assertIsNone(field.clean(text))
                else:
                    self.assertRaises(ValidationError, field.clean, text)

    def test_half_an_hour_is_an_amount(self):
        self.assertEqual(HoursField().clean("37½"), Decimal("37.5"))

    def test_countries_are_known_by_name_and_code(self):
        field = CountriesField(required=False)

        self.assertEqual(field.clean("United States, canada; UK"), "US CA GB")
        self.assertEqual(field.clean("US CA"), "US CA")
        self.assertEqual(field.clean(""), "")
        with self.assertRaisesMessage(ValidationError, "We know no country “Atlantis”."):
            field.clean("US, Atlantis")

    def test_text_is_counted_as_the_browser_counts_it(self):
        self.assertEqual(TextField(rows=2, max_length=3).clean("a\r\nb"), "a\nb")


class ListingFormTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.employer = EmployerFactory()
        cls.role = RoleFactory(title="Customer service representative")
        cls.place = PlaceFactory()
        cls.zendesk = SkillFactory(
            slug="zendesk", preferred_label="Zendesk", alt_labels="Zendesk Support", tool=True
        )
        cls.returns = SkillFactory(preferred_label="Order, return and refund processing")
        cls.spanish = SkillFactory(slug="spanish", preferred_label="Spanish", language=True)

    def form(self, is_complete=True, instance=None, **changes):
        return ListingForm(
            complete(self.role, **changes),
            instance=instance,
            employers=Employer.objects.filter(pk=self.employer.pk),
            complete=is_complete,
        )

    def errors(self, is_complete=True, **changes):
        form = self.form(is_complete, **changes)
        form.is_valid()
        return {field: " ".join(errors) for field, errors in form.errors.items()}

    def test_a_complete_post_has_no_problem(self):
        form = self.form()

        self.assertTrue(form.is_valid(), form.errors)
        listing = form.instance
        self.assertEqual(
            (listing.salary_min, listing.salary_max, listing.place, listing.time_zone),
            (Decimal("21.50"), Decimal(24), self.place, "America/New_York"),
        )
        self.assertEqual(
            form.parts(),
            {
                "skills": {self.zendesk: True},
                "languages": {},
                "channels": {"chat": None, "email": None},
                "shifts": [],
                "targets": {},
                "questions": [],
            },
        )

    def test_a_draft_needs_a_title_and_where(self):
        form = ListingForm(
            {
                "title": "Chat agent",
                "work_mode": "hybrid",
                "place": "Columbus",
                "salary_period": "hour",
                "salary_currency": "USD",
                "apply_route": "on_site",
            },
            employers=Employer.objects.filter(pk=self.employer.pk),
        )

        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(
            self.errors(is_complete=False, title="", place=""),
            {
                "title": "This field is required.",
                "place": "Name the town or city. If there are several, name the first.",
            },
        )

    def test_sending_names_every_gap_beside_its_field(self):
        gaps = {
            "role": "",
            "description": " ",
            "employment_type": "",
            "weekly_hours": "",
            "shift_pattern": "",
            "salary_min": "",
            "salary_max": "",
            "channels": [],
            "essential_skills": "",
            "education_min": "",
            "closes_on": "",
        }
        self.assertEqual(set(self.errors(**gaps)), set(gaps))
        self.assertEqual(
            set(self.errors(work_mode="remote", place="", countries="")), {"countries"}
        )
        self.assertFalse(self.errors(work_mode="remote", place="", countries="US"))
        self.assertFalse(self.errors(essential_skills="", desirable_skills="Zendesk"))

    def test_swapped_amounts_are_told_with_the_remedy(self):
        form = self.form(salary_min="24", salary_max="21.50")

        self.assertEqual(
            form.errors, {"salary_max": ["Enter $24.00 or more, or swap the two amounts."]}
        )
        self.assertTrue(form.pay_is_swapped)

    def test_a_sign_of_another_currency_is_noticed(self):
        self.assertIn("sign", self.errors(salary_min="£21")["salary_min"])
        self.assertFalse(self.errors(salary_min="£21", salary_currency="GBP"))

    def test_skills_are_found_by_any_of_their_names(self):
        form = self.form(
            essential_skills="zendesk support\nOrder, return and refund processing",
            desirable_skills="• Zendesk",
        )

        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.parts()["skills"], {self.zendesk: True, self.returns: True})

    def test_unknown_skills_are_named_with_a_guess_and_the_rest_kept(self):
        form = self.form(essential_skills="Zendesk, Zendisk\nJuggling")

        self.assertEqual(
            form.errors["essential_skills"],
            [
                "We know no skill “Zendisk”. Did you mean Zendesk?",
                "We know no skill “Juggling”. Try another name for it, or say it in the text.",
            ],
        )
        self.assertIn("Zendesk, Zendisk", str(form["essential_skills"]))

    def test_a_language_is_no_skill_and_needs_a_level(self):
        self.assertIn("essential_skills", self.errors(essential_skills="Spanish"))
        self.assertIn(
            "Add a level to Spanish",
            self.errors(essential_languages="Spanish")["essential_languages"],
        )
        self.assertIn(
            "Klingon", self.errors(essential_languages="Klingon B2")["essential_languages"]
        )
        form = self.form(essential_languages="spanish c1", desirable_languages="Spanish B2")
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.parts()["languages"], {self.spanish: ("C1", True)})

    def test_shares_are_all_or_none_and_make_a_hundred(self):
        self.assertIn("add up to 90", self.errors(share_chat="60", share_email="30")["channels"])
        self.assertIn("every channel", self.errors(share_chat="100")["channels"])
        self.assertIn("share_chat", self.errors(share_chat="0"))
        form = self.form(channels=["chat"], share_chat="70", share_phone="30")
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.parts()["channels"], {"phone": 30, "chat": 70})

    def test_the_closing_hour_is_that_of_the_place_or_of_the_chosen_zone(self):
        day = (timezone.now() + timedelta(days=20)).date()
        cases = {
            "": datetime(day.year, day.month, day.day, 17),
            "Europe/London": datetime(day.year, day.month, day.day, 17),
        }
        for name, local in cases.items():
            form = self.form(time_zone=name)
            self.assertTrue(form.is_valid(), form.errors)
            closes = form.instance.valid_through
            clock = form.instance.time_zone
            self.assertEqual(clock, name or "America/New_York")
            from zoneinfo import ZoneInfo

            self.assertEqual(closes.astimezone(ZoneInfo(clock)).replace(tzinfo=None), local)

    def test_dates_that_cannot_be_are_refused_in_words(self):
        today = timezone.now().astimezone(UTC).date()
        for field, day in (
            ("closes_on", "2020-01-01"),
            ("closes_on", "9999-12-31"),
            ("closes_on", "0001-01-01"),
            ("appears_on", (today + timedelta(days=400)).isoformat()),
        ):
            with self.subTest(day):
                self.assertIn("Choose a day from today on", self.errors(**{field: day})[field])
        late = (today + timedelta(days=30)).isoformat()
        self.assertIn("before it appears", self.errors(appears_on=late)["closes_on"])

    def test_an_address_elsewhere_is_asked_for_and_must_be_public_https(self):
        self.assertIn("apply_url", self.errors(apply_route="external"))
        for url in ("http://jobs.example.org", "javascript:alert(1)", "https://localhost/x"):
            with self.subTest(url):
                self.assertIn("apply_url", self.errors(apply_route="external", apply_url=url))
        form = self.form(apply_url="https://jobs.example.org/1")
        self.assertTrue(form.is_valid())
        self.assertEqual(form.instance.apply_url, "")

    def test_a_line_break_in_the_title_becomes_a_blank(self):
        form = self.form(title="Agent\r\nBcc: all@example.org")

        self.assertTrue(form.is_valid())
        self.assertEqual(form.instance.title, "Agent Bcc: all@example.org")

    def test_what_was_saved_comes_back_as_it_was_typed(self):
        listing = ListingFactory(
            employer=self.employer, draft=True, remote=True, applicant_countries="US CA"
        )
        listing.listing_skills.create(skill=self.returns)
        listing.languages.create(language=self.spanish, level="B2")
        listing.channels.create(channel="chat", share=100)
        Listing.objects.filter(pk=listing.pk).update(
            valid_through=datetime(2026, 12, 11, 22, tzinfo=UTC)
        )
        listing.refresh_from_db()

        shown = ListingForm(instance=listing, employers=Employer.objects.none()).initial

        self.assertEqual(shown["countries"], "United States, Canada")
        self.assertEqual(shown["essential_skills"], "Order, return and refund processing")
        self.assertEqual(shown["essential_languages"], "Spanish B2")
        self.assertEqual((shown["channels"], shown["share_chat"]), (["chat"], 100))
        self.assertEqual(
            (str(shown["closes_on"]), str(shown["closes_at"])), ("2026-12-11", "17:00:00")
        )
