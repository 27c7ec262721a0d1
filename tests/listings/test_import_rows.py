from datetime import UTC, datetime
from decimal import Decimal

from listings.models import Listing
from profiles.models import Employer
from tests.factories import EmployerFactory
from tests.listings.import_case import NOW, ImportTestCase


class ListingTests(ImportTestCase):
    def test_everything_waits_in_review_of_an_unverified_employer(self):
        self.run_import()

        self.assertEqual(set(Listing.objects.values_list("state", flat=True)), {"in_review"})
        self.assertFalse(Employer.objects.exclude(verified_at=None).exists())
        self.assertFalse(Employer.objects.exclude(website="").exists())

    def test_a_posting_becomes_a_listing_with_all_that_it_says(self):
        self.run_import()

        listing = self.listing(1)
        self.assertEqual(listing.role.slug, "csr")
        self.assertEqual(listing.place.name, "Columbus")
        self.assertEqual(listing.work_mode, "on_site")
        self.assertEqual(listing.employment_type, "FULL_TIME")
        self.assertEqual(listing.education_min, "high_school")
        self.assertEqual(listing.experience_months, 24)
        self.assertEqual(listing.apply_route, "external")
        self.assertEqual(listing.apply_url, "https://jobs.boardwalk.example/bw-01")
        self.assertEqual(listing.date_posted, datetime(2026, 4, 20, 9, 30, tzinfo=UTC))
        self.assertEqual(listing.submitted_at, NOW)
        self.assertEqual(listing.review_reasons, [])
        self.assertIn("### Requirements", listing.description)
        self.assertQuerySetEqual(
            listing.channels.values_list("channel", "share"),
            [("chat", None), ("email", None), ("phone", None)],
        )

    def test_skills_under_requirements_are_essential_and_those_of_the_firm_do_not_count(self):
        self.run_import()

        skills = {row.skill.slug: row.is_essential for row in self.listing(1).listing_skills.all()}
        self.assertEqual(skills, {"zendesk": True, "de-escalation": False})
        languages = self.listing(1).languages.values_list("language__slug", "level", "is_essential")
        self.assertCountEqual(languages, [("english", "C1", True), ("spanish", "B2", False)])

    def test_languages_keep_the_level_beside_them(self):
        self.run_import()

        languages = self.listing(5).languages.values_list("language__slug", "level")
        self.assertCountEqual(languages, [("german", "C2"), ("english", "B2")])

    def test_pay_of_every_shape_is_kept_in_the_employers_own_unit(self):
        self.run_import()

        def pay(number):
            it = self.listing(number)
            return it.salary_currency, it.salary_min, it.salary_max, it.salary_period

        self.assertEqual(pay(1), ("USD", Decimal(19), Decimal(21), "hour"))
        self.assertEqual(self.listing(1).variable_pay, "Offers Equity")
        self.assertEqual(pay(2), ("USD", Decimal(52_000), Decimal(60_000), "year"))
        self.assertEqual(pay(3), ("GBP", Decimal(27_000), Decimal(27_000), "year"))
        self.assertEqual(pay(6), ("EUR", None, Decimal(3_200), "month"))
        self.assertEqual(pay(14), ("USD", Decimal(41_000), Decimal(41_000), "year"))
        self.assertEqual(pay(19), ("EUR", Decimal(30_000), Decimal(36_000), "year"))
        self.assertEqual(pay(5), ("", None, None, ""))
        self.assertEqual(pay(4), ("", None, None, ""))
        self.in_review(
            4,
            "Pay not taken over from “$120K – $150K OTE”. "
            "The amounts include variable pay, so none of them is guaranteed.",
        )

    def test_an_amount_that_no_column_holds_is_refused(self):
        self.run_import(self.file_of(self.record(1, salary="IDR 240,000,000 - 300,000,000 a year")))

        self.assertIsNone(self.listing(1).salary_max)
        self.in_review(
            1,
            "Pay not taken over from “IDR 240,000,000 - 300,000,000 a year”. "
            "The amount is larger than can be kept.",
        )

    def test_the_place_settles_the_clock_and_the_last_day_ends_there(self):
        self.run_import()

        columbus, leeds, remote = self.listing(1), self.listing(3), self.listing(2)
        self.assertEqual(columbus.time_zone, "America/New_York")
        self.assertEqual(columbus.valid_through, datetime(2026, 6, 4, 3, 59, 59, tzinfo=UTC))
        self.assertEqual(leeds.time_zone, "Europe/London")
        self.assertEqual(leeds.valid_through, datetime(2026, 6, 3, 22, 59, 59, tzinfo=UTC))
        self.assertEqual((remote.time_zone, remote.applicant_countries), ("UTC", "US"))
        self.assertEqual(remote.valid_through, datetime(2026, 6, 3, 23, 59, 59, tzinfo=UTC))

    def test_a_place_that_nobody_knows_is_kept_in_words(self):
        self.run_import()

        self.assertEqual(self.listing(18).location_note, "Headquarters")
        self.in_review(18, 'No place called "Headquarters" is known in DE.')
        self.assertEqual(self.listing(19).location_note, "EMEA")
        self.in_review(19, "It is remote, and no country is named, only “EMEA”.")

    def test_a_day_of_posting_that_is_none_yet_or_no_date_is_the_day_of_the_import(self):
        self.run_import()

        self.assertEqual(self.listing(20).date_posted, NOW)
        self.assertEqual(self.listing(22).date_posted, NOW)

    def test_nobody_is_sent_to_an_address_that_is_not_safe(self):
        self.run_import()

        self.assertEqual(self.listing(15).apply_url, "")
        self.in_review(
            15, "Where to apply: “javascript:alert(document.cookie)” is no safe address (https)."
        )
        self.in_review(
            21, "Where to apply: “http://orchard.example/jobs/21” is no safe address (https)."
        )

    def test_addresses_that_only_look_safe_are_not(self):
        urls = [
            "",
            "https://",
            "https://jobs.example@evil.example/1",
            "https://jobs.example/" + "a" * 500,
            "https://jobs.example/a b",
            "//jobs.example/1",
            "https://[::1",
        ]
        self.run_import(
            self.file_of(*[self.record(1, id=str(n), url=url) for n, url in enumerate(urls)])
        )

        self.assertEqual(Listing.objects.count(), len(urls))
        self.assertFalse(Listing.objects.exclude(apply_url="").exists())

    def test_control_characters_and_halves_of_characters_are_dropped(self):
        self.run_import()

        listing = self.listing(14)
        self.assertEqual(listing.employer.name, "Null & Sons")
        self.assertEqual(listing.title, "Customer Service Representative")
        self.assertEqual(listing.description, "Half a mark: . A NUL: . You answer callers.")

    def test_what_the_fields_do_not_say_is_left_open(self):
        self.run_import()

        listing = self.listing(20)
        self.assertEqual(listing.employment_type, "OTHER")
        self.assertEqual(listing.review_reasons, ["The type of employment is not stated."])

    def test_a_title_without_a_role_and_a_text_in_another_language_want_a_look(self):
        self.run_import()

        self.assertIsNone(self.listing(9).role)
        self.in_review(9, "The title speaks of customer service, but no role fits.")
        self.in_review(22, "The text is in another language (de).")

    def test_names_longer_than_their_columns_are_cut_or_refused(self):
        report = self.run_import(
            self.file_of(
                self.record(1, id="1", title="Customer Service Representative " + "e\u0301" * 200),
                self.record(1, id="2", company="M" * 121),
                self.record(1, id="i" * 121),
                self.record(1, id="4", location="Remote " + "x" * 5_000, country="y" * 5_000),
            )
        )

        self.assertEqual(len(Listing.objects.get(source_id="1").title), 120)
        self.assertIn("line 2: The company is too long.", report)
        self.assertIn("line 3: The id is too long.", report)
        self.assertIn("2 created", report)

    def test_a_text_without_words_is_no_posting(self):
        report = self.run_import(self.file_of(self.record(1, description="-----\n\u200b")))

        self.assertIn("1  No description is given.", report)

    def test_a_text_of_200_kilobytes_is_cut_at_a_paragraph(self):
        text = "You answer callers, and note what they say.\n\n" * 4_500
        self.run_import(self.file_of(self.record(1, description=text)))

        listing = self.listing(1)
        self.assertLessEqual(len(listing.description), 20_000)
        self.assertTrue(listing.description.endswith("what they say."))
        self.assertIn("The text was too long and may lack its end.", listing.review_reasons)


class EmployerTests(ImportTestCase):
    def test_a_company_is_one_employer_however_its_name_is_written(self):
        self.run_import()

        names = Employer.objects.values_list("name", "slug", "import_key")
        self.assertCountEqual(
            names,
            [
                ("Fenwick & Rowe", "fenwick-rowe", "fenwick & rowe"),
                ("Marlow Mutual", "marlow-mutual", "marlow mutual"),
                ("Null & Sons", "null-sons", "null & sons"),
                ("Orchard Outfitters", "orchard-outfitters", "orchard outfitters"),
                ("Tallow Telecom", "tallow-telecom", "tallow telecom"),
            ],
        )

    def test_a_feed_does_not_speak_for_an_employer_who_came_by_themselves(self):
        own = EmployerFactory(name="Marlow Mutual", slug="marlow-mutual")

        self.run_import()

        self.assertNotEqual(self.listing(1).employer, own)
        self.assertEqual(self.listing(1).employer.slug, "marlow-mutual-2")
