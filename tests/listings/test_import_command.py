import csv
import gzip
import io
import json
import tempfile
import tracemalloc
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import Role
from cms.vocabulary import RoleFamily
from listings.importing.run import Fate
from listings.models import Listing, Review
from listings.services import save_listing
from profiles.models import Employer
from tests.factories import (
    EmployerFactory,
    ListingFactory,
    ModeratorFactory,
    PlaceFactory,
    RoleFactory,
    SkillFactory,
)

POSTINGS = Path(__file__).parents[1] / "fixtures" / "postings.jsonl"
NOW = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)


@time_machine.travel(NOW, tick=False)
class ImportTestCase(TestCase):
    """A small taxonomy, and the 22 lines of the fixture."""

    @classmethod
    def setUpTestData(cls):
        RoleFactory(
            slug="csr",
            title="Customer Service Representative",
            alt_titles="Customer Support Agent\nCustomer Service Advisor",
        )
        RoleFactory(
            slug="customer-success-manager",
            title="Customer Success Manager",
            alt_titles="Senior Customer Success Manager",
            family=RoleFamily.SUCCESS,
            ladder_level=3,
        )
        RoleFactory(slug="account-executive", title="Account Executive", exit=True)
        SkillFactory(slug="zendesk", preferred_label="Zendesk", tool=True)
        SkillFactory(slug="de-escalation", preferred_label="De-escalation")
        for language in ("English", "German", "Spanish"):
            SkillFactory(slug=language.lower(), preferred_label=language, language=True)
        PlaceFactory()
        PlaceFactory(cleveland=True)
        PlaceFactory(leeds=True)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_import(self, path=POSTINGS, **options) -> str:
        out = io.StringIO()
        call_command("import_listings", path, stdout=out, **options)
        return out.getvalue()

    def file_of(self, *records, name="some.jsonl") -> Path:
        path = self.folder / name
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        return path

    def record(self, number: int, **changes) -> dict:
        """The record on a line of the fixture, counted from 1, with other values for some fields."""
        line = POSTINGS.read_text().splitlines()[number - 1]
        return json.loads(line) | changes

    def listing(self, number: int) -> Listing:
        return Listing.objects.get(source="boardwalk", source_id=f"bw-{number:02}")

    def in_review(self, number: int, reason: str):
        listing = self.listing(number)
        self.assertEqual(listing.state, "in_review")
        self.assertIn(reason, listing.review_reasons)


class FirstRunTests(ImportTestCase):
    def test_every_line_is_accounted_for(self):
        report = self.run_import()

        self.assertIn("Lines read: 22\n  created: 14\n", report)
        self.assertIn("  skipped: 8\n", report)
        self.assertIn(
            "14 created + 0 updated + 0 unchanged + 0 left alone + 8 skipped = 22.", report
        )
        self.assertEqual(Listing.objects.count(), 14)

    def test_the_report_says_why_lines_are_skipped(self):
        report = self.run_import()

        self.assertIn("1  It is an engineering role.", report)
        self.assertIn("1  It is a sales role.", report)
        self.assertIn("line 10: The line is not JSON. (column 51: Unterminated string", report)
        self.assertIn("line 11: The line is not a JSON object.", report)
        self.assertIn("line 12: The line is blank.", report)
        self.assertIn("line 13: An earlier line has this id. (line 1)", report)
        self.assertIn("line 16: No title is given.", report)
        self.assertIn("line 17: The salary is not text.", report)

    def test_the_report_counts_roles_pay_and_places(self):
        report = self.run_import()

        self.assertIn("role: 13 mapped, 1 unmapped", report)
        self.assertIn("pay: 6 read, 6 not stated, 2 refused", report)
        self.assertIn("1  The amounts include variable pay, so none of them is guaranteed.", report)
        self.assertIn("place: 10 found, 2 countries only, 2 not found", report)
        self.assertIn("Listings of these lines now: 14 in review", report)

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


class SecondRunTests(ImportTestCase):
    def setUp(self):
        super().setUp()
        self.run_import()

    def changed(self, **changes) -> Path:
        return self.file_of(self.record(1, **changes))

    def test_the_same_file_changes_nothing(self):
        before = list(Listing.objects.order_by("pk").values())

        report = self.run_import()

        self.assertIn(
            "0 created + 0 updated + 14 unchanged + 0 left alone + 8 skipped = 22.", report
        )
        self.assertIn("Listings of these lines now: 14 in review", report)
        self.assertEqual(list(Listing.objects.order_by("pk").values()), before)
        self.assertEqual(Employer.objects.count(), 5)

    def test_a_changed_record_is_written_over_what_the_import_wrote(self):
        path = self.changed(salary="$22 an hour", description="You help by chat, in Zendesk.")

        report = self.run_import(path)

        listing = self.listing(1)
        self.assertIn("1 updated", report)
        self.assertEqual((listing.salary_min, listing.version), (Decimal(22), 2))
        self.assertEqual(listing.description, "You help by chat, in Zendesk.")
        self.assertFalse(listing.languages.exists())
        self.assertEqual(listing.date_posted, datetime(2026, 4, 20, 9, 30, tzinfo=UTC))
        self.assertIn("1 unchanged", self.run_import(path))

    def test_a_record_may_change_again_and_again(self):
        for n in (2, 3):
            self.run_import(self.changed(salary=f"${20 + n} an hour"))

            self.assertEqual(self.listing(1).version, n)
            self.assertEqual(self.listing(1).salary_min, Decimal(20 + n))

    def test_what_a_person_edited_here_is_left_alone(self):
        listing = self.listing(1)
        listing.description = "In our own words."
        save_listing(listing=listing, seen_version=1, skills={}, languages={}, channels={})

        report = self.run_import(self.changed(salary="$22 an hour"))

        self.assertIn("left alone: 1\n    1  It was edited here.", report)
        self.assertEqual(self.listing(1).description, "In our own words.")
        self.assertEqual(self.listing(1).salary_min, Decimal(19))

    def test_what_was_closed_or_rejected_here_stays_so(self):
        for state in ("closed", "rejected", "withdrawn"):
            Listing.objects.filter(source_id="bw-01").update(state=state)

            report = self.run_import(self.changed(salary="$22 an hour"), publish=True)

            self.assertIn("left alone: 1", report)
            self.assertEqual(self.listing(1).state, state)

    def test_what_a_moderator_approved_is_left_alone(self):
        listing = self.listing(1)
        Listing.objects.filter(pk=listing.pk).update(state="approved", approved_version=1)
        Review.objects.create(
            listing=listing, moderator=ModeratorFactory(), decision="approved", version=1
        )

        report = self.run_import(self.changed(salary="$22 an hour"), publish=True)

        self.assertIn("1  A moderator has decided on it.", report)
        self.assertEqual(self.listing(1).salary_min, Decimal(19))

    def test_a_posting_that_turned_into_another_trade_waits_for_a_person(self):
        self.run_import(self.changed(title="Senior Platform Engineer"), publish=True)

        self.in_review(1, "It is an engineering role.")

    def test_listings_that_the_file_does_not_hold_are_not_touched(self):
        ListingFactory()
        others = Listing.objects.exclude(source_id="bw-01").order_by("pk")
        before = list(others.values())

        self.run_import(self.changed(salary="$22 an hour"), publish=True)

        self.assertEqual(list(others.values()), before)


class PublishTests(ImportTestCase):
    clear = {"bw-01", "bw-02", "bw-03", "bw-04", "bw-05", "bw-06", "bw-14", "bw-20"}

    def published(self) -> set[str]:
        return set(Listing.objects.open().values_list("source_id", flat=True))

    def test_only_what_nobody_has_to_look_at_is_published(self):
        report = self.run_import(publish=True)

        self.assertEqual(self.published(), self.clear)
        self.assertIn("Listings of these lines now: 8 approved, 6 in review", report)
        self.assertEqual(self.listing(1).approved_version, 1)
        self.assertFalse(Listing.objects.filter(date_posted__gt=timezone.now()).exists())
        self.in_review(9, "The title speaks of customer service, but no role fits.")

    def test_what_waits_from_an_earlier_run_is_published_and_then_stays_as_it_is(self):
        self.run_import()

        self.assertIn("8 updated + 6 unchanged", self.run_import(publish=True))
        self.assertEqual(self.published(), self.clear)
        self.assertIn("14 unchanged", self.run_import(publish=True))
        self.assertIn("14 unchanged", self.run_import())
        self.assertEqual(self.published(), self.clear)

    def test_what_was_edited_here_is_not_published_unread(self):
        self.run_import()
        listing = self.listing(1)
        save_listing(listing=listing, seen_version=1, skills={}, languages={}, channels={})

        self.run_import(publish=True)

        self.assertEqual(self.listing(1).state, "in_review")

    def test_a_published_posting_that_changed_is_published_anew(self):
        self.run_import(publish=True)

        self.run_import(self.file_of(self.record(1, salary="$22 an hour")), publish=True)

        listing = self.listing(1)
        self.assertEqual((listing.state, listing.approved_version), ("approved", 2))
        self.assertEqual(listing.salary_min, Decimal(22))

    def test_without_publish_a_published_posting_that_changed_goes_back_to_review(self):
        self.run_import(publish=True)

        self.run_import(self.file_of(self.record(1, salary="$22 an hour")))

        self.in_review(1, "The posting changed after it was published.")
        self.assertNotIn("bw-01", self.published())

    def test_a_suspended_employer_stays_closed(self):
        Employer.objects.create(
            name="Marlow Mutual", slug="marlow", import_key="marlow mutual", suspended_at=NOW
        )

        self.run_import(publish=True)
        self.run_import(self.file_of(self.record(1, salary="$22 an hour")), publish=True)

        self.in_review(1, "The employer is suspended.")
        self.assertFalse({"bw-01", "bw-02"} & self.published())


class FileTests(ImportTestCase):
    def test_gzip_and_plain_are_read_alike_whatever_the_name(self):
        zipped = self.folder / "postings.jsonl"
        zipped.write_bytes(gzip.compress(POSTINGS.read_bytes()))
        plain = self.folder / "postings.jsonl.gz"
        plain.write_bytes(POSTINGS.read_bytes())

        first = self.run_import(zipped)

        self.assertIn("14 created", first)
        self.assertIn("14 unchanged", self.run_import(plain))

    def test_a_file_that_is_missing_or_a_folder_is_refused_in_plain_words(self):
        for path, words in (
            (self.folder / "none.jsonl", "No such file or directory."),
            (self.folder, "Is a directory."),
        ):
            with self.assertRaisesMessage(CommandError, words):
                self.run_import(path)

    def test_a_file_that_holds_something_else_is_refused_in_plain_words(self):
        picture = self.folder / "picture.jsonl"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)

        with self.assertRaisesMessage(CommandError, "holds no postings"):
            self.run_import(picture)

    def test_a_gzip_that_breaks_off_keeps_what_was_read_and_says_so(self):
        records = [self.record(1, id=str(n), salary=f"${15 + n / 7:.2f} an hour") for n in range(300)]
        whole = gzip.compress(self.file_of(*records).read_bytes())
        broken = self.folder / "broken.gz"
        broken.write_bytes(whole[: len(whole) * 2 // 3])

        with self.assertRaisesMessage(CommandError, "breaks off after line"):
            self.run_import(broken)
        self.assertTrue(0 < Listing.objects.count() < 300)

    def test_an_empty_file_is_no_error(self):
        self.assertIn("Lines read: 0", self.run_import(self.file_of()))

    def test_without_a_taxonomy_it_says_what_to_run_first(self):
        Role.objects.all().delete()

        with self.assertRaisesMessage(CommandError, "Run load_taxonomy first."):
            self.run_import()

    def test_a_limit_counts_lines(self):
        report = self.run_import(limit=8)

        self.assertIn("6 created + 0 updated + 0 unchanged + 0 left alone + 2 skipped = 8.", report)

    def test_the_fate_of_every_line_is_written_as_a_table(self):
        path = self.folder / "fates.csv"
        records = [self.record(n) for n in (1, 7)]
        records.append(self.record(1, id="=1+1", title="=Customer Service Representative"))
        self.run_import(self.file_of(*records), report=path)

        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([row["fate"] for row in rows], [Fate.CREATED, Fate.SKIPPED, Fate.CREATED])
        self.assertEqual(rows[0]["listing"], str(self.listing(1).pk))
        self.assertEqual((rows[0]["role"], rows[0]["pay"]), ("csr", "read"))
        self.assertEqual(rows[1]["reason"], "It is an engineering role.")
        self.assertEqual(rows[2]["id"], "'=1+1")  # no formula for a spreadsheet
        self.assertEqual(rows[2]["title"], "'=Customer Service Representative")

    def test_the_table_never_takes_the_place_of_the_postings(self):
        path = self.file_of(self.record(1))

        with self.assertRaisesMessage(CommandError, "--report would overwrite the postings."):
            self.run_import(path, report=path)
        self.assertTrue(path.read_text())

    def test_a_line_without_end_does_not_fill_the_memory(self):
        path = self.folder / "endless.jsonl"
        with gzip.open(path, "wb") as file:
            file.write(b'{"id": "')
            for _ in range(64):
                file.write(b"x" * 2**20)
            file.write(b'"}\n' + json.dumps(self.record(1)).encode() + b"\n")

        tracemalloc.start()
        report = self.run_import(path)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

        self.assertIn("line 1: The line is too long.", report)
        self.assertIn("1 created", report)
        self.assertLess(peak, 40 * 2**20)


class CostTests(ImportTestCase):
    def queries(self, records: int) -> int:
        path = self.file_of(*[self.record(1, id=str(n)) for n in range(records)])
        with CaptureQueriesContext(connection) as queries:
            self.run_import(path)
        return len(queries)

    def test_a_record_costs_the_same_however_many_there_are(self):
        self.run_import(self.file_of(self.record(1)))  # makes the employer

        few, many = self.queries(3), self.queries(23)

        # Savepoint, employer, savepoint, listing, skills, languages, channels, two releases for a
        # new one; one query for each of the three that are unchanged
        self.assertEqual(many - few, 20 * 9 + 3 * 1 - 3 * 9)

    def test_a_line_that_is_skipped_costs_no_query(self):
        few = self.file_of(self.record(7))
        many = self.file_of(*[self.record(7, id=str(n)) for n in range(20)], name="many.jsonl")

        # Roles, state of the skills (and their labels, the first time), skills, places, known ids
        for path in (few, few, many):
            with CaptureQueriesContext(connection) as queries:
                self.run_import(path)
        self.assertEqual(len(queries), 5)
