"""The file for a spreadsheet: what stands in it, and that no cell of it is ever a formula."""

import csv
import io
import unicodedata

from django.test import SimpleTestCase
from hypothesis import example, given
from hypothesis import strategies as st

from cms.spreadsheet import BOM, safe
from listings.sifting.export import COLUMNS, csv_lines
from tests.factories import ApplicationFactory
from tests.listings.member_case import MemberTestCase
from tests.pages import said

# What a spreadsheet may take for blank before it looks for a sign.
BLANKS = " \u00a0\u2003\u3000\u200b\ufeff\n"
cells = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("=+-@＝＋－＠\t\r\n '\"," + BLANKS)),
    max_size=12,
)


def is_formula(cell: str) -> bool:
    begin = cell.lstrip(BLANKS)
    return bool(begin) and unicodedata.normalize("NFKC", begin[0])[0] in "=+-@\t\r"


class SafeCellTests(SimpleTestCase):
    @given(cells)
    @example("=1+1")
    @example("   @SUM(A1)")
    @example("\u3000＝cmd")
    @example("\ufeff-2")
    @example("\n\t=1")
    @example(" " * 90 + "=1")
    @example("'=1")
    def test_no_cell_is_a_formula_and_nothing_is_lost(self, text):
        cell = safe(text)

        self.assertFalse(is_formula(cell))
        self.assertIn(cell, {text.replace("\0", ""), "'" + text.replace("\0", "")})

    def test_plain_words_stay_as_they_are(self):
        for text in ("Sam Rivera", "a = b", "3-5 years", "", "'quoted'", "me@example.org"):
            self.assertEqual(safe(text), text)

    @given(st.lists(cells, min_size=1, max_size=4))
    def test_written_and_read_again_it_is_the_same(self, row):
        row = [safe(cell) for cell in row]
        file = io.StringIO(newline="")
        csv.writer(file, quoting=csv.QUOTE_ALL).writerow(row)
        self.assertEqual(next(csv.reader(io.StringIO(file.getvalue(), newline=""))), row)


class ExportTests(MemberTestCase):
    def setUp(self):
        super().setUp()
        self.post = self.listing()

    def export(self):
        return self.client.post(self.url("employer_application_export", self.post))

    def rows(self):
        text = b"".join(self.export().streaming_content).decode()
        self.assertTrue(text.startswith(BOM))
        self.assertTrue(all(line.startswith('"') for line in text[1:].split("\r\n") if line))
        header, *rows = csv.reader(io.StringIO(text[1:], newline=""))
        self.assertEqual(header, COLUMNS)
        return [dict(zip(header, row, strict=True)) for row in rows]

    def test_a_row_for_each_with_formulas_made_harmless(self):
        application = ApplicationFactory(
            listing=self.post, name='=HYPERLINK("x")', note=" +1\nline, two", state="shortlisted"
        )
        application.tags.create(name="evenings")
        application.answers.create(position=1, question="@Why?", answer="=1")

        row = self.rows()[0]

        self.assertEqual(row["name"], '\'=HYPERLINK("x")')
        self.assertEqual(row["note"], "' +1\nline, two")
        self.assertEqual(row["answers"], "'@Why? =1")
        self.assertEqual((row["tags"], row["state"]), ("evenings", "On the shortlist"))
        self.assertEqual(row["email"], application.candidate.user.email)

    def test_what_is_gone_has_neither_words_nor_address(self):
        ApplicationFactory(listing=self.post, state="withdrawn", name="Ana", note="CANARY")
        ApplicationFactory(listing=self.post, erased=True)
        ApplicationFactory(listing=self.post, name="", note="")

        rows = self.rows()

        self.assertEqual([row["email"] + row["note"] for row in rows], ["", "", ""])
        self.assertEqual(
            [row["name"] for row in rows], ["Ana", "Removed by the applicant", "No longer kept"]
        )

    def test_three_an_hour(self):
        for _n in range(3):
            self.assertEqual(self.export().status_code, 200)

        self.assertIn("3 files an hour are the most", said(self.export()))

    def test_the_number_of_statements_does_not_grow(self):
        for n in (3, 17):
            ApplicationFactory.create_batch(n, listing=self.post)
            # applications, their tags, their answers
            with self.subTest(n), self.assertNumQueries(3):
                list(csv_lines(self.post.applications.all()))

    def test_it_is_no_page_to_read(self):
        response = self.client.get(self.url("employer_application_export", self.post))

        self.assertEqual(response.status_code, 405)
