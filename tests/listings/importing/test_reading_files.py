"""What a file is, and what each line of it says."""

import json

from django.test import SimpleTestCase

from listings.importing.formats import FileUnreadable, read_file

PAGE = '<!doctype html><html><script type="application/ld+json">{}</script></html>'
FEED = "<?xml version='1.0'?><source><job><title>Agent</title><description>x</description></job></source>"


def read(content, company="Own Company"):
    return read_file(content if isinstance(content, bytes) else content.encode(), company=company)


def line(**fields) -> str:
    return json.dumps({"id": "7", "title": "Agent", "description": "You help."} | fields) + "\n"


class KindTests(SimpleTestCase):
    def test_the_content_says_what_a_file_is(self):
        posting = '{"@context": "https://schema.org", "@type": "JobPosting", "title": "Agent", "description": "x"}'
        for content, kind in (
            (line(), "jsonl"),
            (f"\n\n{line()}", "jsonl"),
            (PAGE.format(posting), "json_ld"),
            (posting, "json_ld"),
            (f"[{posting}]", "json_ld"),
            ('<?xml version="1.0"?>\n<!-- made by hand -->' + PAGE.format(posting), "json_ld"),
            (FEED, "xml"),
            (FEED.encode("utf-16"), "xml"),
            (b"\xef\xbb\xbf" + FEED.encode(), "xml"),
            (b"\xef\xbb\xbf" + line().encode(), "jsonl"),
            (line().encode("utf-16"), "jsonl"),
        ):
            with self.subTest(content=content[:60]):
                reading = read(content)
                self.assertEqual(reading.format, kind)
                self.assertEqual([record.title for record in reading.records], ["Agent"])
                self.assertEqual(reading.unread, [])

    def test_a_file_of_another_kind_is_named(self):
        for content, words in (
            (b"%PDF-1.7 ...", "This is a PDF."),
            (b"PK\x03\x04...", "This is a ZIP archive or an Office file."),
            (b"\x1f\x8b\x08...", "This is a packed file (gzip)."),
            (b"", "The file is empty."),
            (b" \n\n ", "The file is empty."),
            (b"<html><p>Jobs</p></html>", "the page holds no JobPosting data"),
            (b"<rss><channel><item/></channel></rss>", "Indeed-style XML has each between <job>"),
        ):
            with self.subTest(content=content), self.assertRaises(FileUnreadable) as caught:
                read(content)
            self.assertIn(words, str(caught.exception))

    def test_letters_that_are_not_utf_8_are_told_with_their_line(self):
        with self.assertRaisesMessage(FileUnreadable, "Line 2 holds letters that are not UTF-8."):
            read("<html>\nM\xfcnchen".encode("latin-1"))

    def test_a_page_that_says_another_encoding_is_read_in_it(self):
        posting = '{"@type": "JobPosting", "title": "Agent, Zürich", "description": "x"}'
        page = '<html><meta charset="iso-8859-1">' + PAGE.format(posting)

        self.assertEqual(read(page.encode("latin-1")).records[0].title, "Agent, Zürich")


class JsonLinesTests(SimpleTestCase):
    def test_a_broken_line_loses_no_other(self):
        content = line() + '{"id": 8,\n' + "[1]\n" + line(id=9, title="") + line(id=10)

        reading = read(content)

        self.assertEqual([record.source_id for record in reading.records], ["7", "10"])
        self.assertEqual(
            [(each.line, each.reason) for each in reading.unread],
            [
                (2, "The line is not JSON."),
                (3, "The line is not a JSON object."),
                (4, "No title is given."),
            ],
        )
        self.assertIn("column 10", reading.unread[0].detail)

    def test_a_nul_and_a_wrong_byte_are_told_with_their_line(self):
        reading = read(line().encode() + b'{"id": "\xff"}\n' + b'{"id": "a\x00b"}\n')

        self.assertEqual(
            [(each.line, each.reason) for each in reading.unread],
            [(2, "The line is not UTF-8."), (3, "The line is not JSON.")],
        )

    def test_the_same_number_twice_counts_once(self):
        reading = read(line() + line(title="Another"))

        self.assertEqual([record.title for record in reading.records], ["Agent"])
        (second,) = reading.unread
        self.assertEqual((second.line, second.detail), (2, "line 1"))

    def test_a_line_without_company_is_of_whoever_brought_it(self):
        reading = read(line() + line(id=8, company="Acme"))

        self.assertEqual([record.company for record in reading.records], ["Own Company", "Acme"])

    def test_more_than_500_postings_are_too_many(self):
        content = "".join(line(id=n) for n in range(501))

        self.assertEqual(len(read(content[: content.rindex('{"id"')]).records), 500)
        with self.assertRaisesMessage(FileUnreadable, "more than 500 postings"):
            read(content)
