import csv
import gzip
import json
import tracemalloc

from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import Role
from listings.importing.run import Fate
from listings.models import Listing
from tests.listings.import_case import POSTINGS, ImportTestCase


class ReportTests(ImportTestCase):
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
        records = [
            self.record(1, id=str(n), salary=f"${15 + n / 7:.2f} an hour") for n in range(300)
        ]
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

        self.assertIn("Lines read: 2\n", report)
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
