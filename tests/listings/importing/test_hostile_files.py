"""Files made to hurt: each is refused after a bounded amount of work, and none raises anything else."""

import json
from unittest import mock

from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from listings.importing.formats import FileUnreadable, indeed_xml, json_ld, markup, read_file
from tests.listings.importing.test_job_posting_pages import page, posting

MEGABYTE = 1024 * 1024


def trouble(content: bytes) -> str:
    """Why nothing of a file was read, in words."""
    try:
        reading = read_file(content, company="Own")
    except FileUnreadable as error:
        return str(error)
    assert reading.records == [], reading.records
    return " ".join(f"{each.reason} {each.detail}" for each in reading.unread)


class XmlTests(SimpleTestCase):
    def test_entities_are_refused_before_one_is_declared(self):
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
        for declared in (
            laughs,
            '<!ENTITY l9 SYSTEM "file:///etc/passwd">',
            '<!ENTITY % l9 SYSTEM "http://127.0.0.1/">%l9;',
            "",
        ):
            content = f"<?xml version='1.0'?><!DOCTYPE source [{declared}]><source><job><title>&l9;</title></job></source>"
            with self.subTest(declared=declared[:40]):
                self.assertIn("DOCTYPE", trouble(content.encode()))

    def test_half_a_million_elements_end_at_the_limit(self):
        content = b"<source>" + b"<a></a>" * 500_000 + b"</source>"
        read = []
        feed = indeed_xml._Source.feed

        def counted(source, chunk, **kwargs):
            read.append(len(chunk))
            return feed(source, chunk, **kwargs)

        with mock.patch.object(indeed_xml._Source, "feed", counted):
            self.assertIn("more than 50,000 elements", trouble(content))
        self.assertLess(sum(read), 500_000, "It went on reading after the limit.")

    def test_deep_nesting_ends_at_the_limit(self):
        self.assertIn("nested more than 12 deep", trouble(b"<source><job>" + b"<a>" * 100_000))

    def test_a_field_without_end_is_not_kept_whole(self):
        content = b"<source><job><title>a</title><description>" + b"x" * (4 * MEGABYTE)
        content += b"</description></job></source>"

        self.assertIn("more markup than can be read", trouble(content))

    def test_more_jobs_than_the_limit_are_refused_without_reading_on(self):
        job = "<job><title>a</title><description>b</description><referencenumber>{}</referencenumber></job>"
        content = f"<source>{''.join(job.format(n) for n in range(3_000))}</source>".encode()

        with mock.patch.object(indeed_xml, "posting_of", side_effect=indeed_xml.posting_of) as made:
            self.assertIn("more than 500 postings", trouble(content))
        self.assertLessEqual(made.call_count, 501)


class JsonTests(SimpleTestCase):
    def test_brackets_and_numbers_without_end_are_told(self):
        for block in (
            "[" * 200_000,
            '{"@type":' * 200_000,
            '{"@type": "JobPosting", "title": %s}' % ("9" * 100_000),
        ):
            with self.subTest(block=block[:30]):
                self.assertIn("is not JSON", trouble(page(block)))
                self.assertIn("is not JSON", trouble(block.replace("@", "").encode()))

    def test_a_posting_hidden_too_deep_is_not_looked_for(self):
        data = posting()
        for _ in range(json_ld.DEPTH + 1):
            data = {"a": [data]}

        self.assertIn("more than can be read", trouble(page(data)))

    def test_objects_without_number_end_at_the_limit(self):
        data = json.dumps([{}] * (json_ld.MOST_NODES + 1))

        self.assertIn("more than can be read", trouble(page(data)))

    def test_references_that_run_in_a_circle_end(self):
        data = posting(hiringOrganization={"@id": "#a"}) | {"@id": "#a"}

        self.assertEqual(read_file(page(data), company="Own").records[0].company, "Own")


class LetterTests(SimpleTestCase):
    def test_what_no_database_takes_is_in_nothing_that_is_kept(self):
        bad = "a\x00\ud800\u202eb"
        fields = ["title", "hiringOrganization", "identifier", "jobLocation", "baseSalary"]
        fields += ["incentiveCompensation", "employmentType", "datePosted", "validThrough"]
        whole = posting(**dict.fromkeys(fields, bad), description=f"<p>{bad}</p>")
        reading = read_file(page(whole, posting(title=bad, description="")), company="Own")

        (record,), (unread,) = reading.records, reading.unread
        self.assertEqual((record.title, record.variable_pay, unread.detail), ("ab", "ab", "“ab”"))
        kept = [value for name, value in vars(record).items() if name != "closes"]
        for text in filter(lambda value: isinstance(value, str), kept):
            self.assertFalse({"\x00", "\ud800"} & set(text), text)


class PageTests(SimpleTestCase):
    def test_a_page_is_passed_over_once(self):
        """Work grows with the bytes alone: a pass back would take hours over these."""
        for piece in (b"<!---->", b"<!--", b"<script ", b"<script>", b"</script", b"<a ", b" "):
            with self.subTest(piece=piece):
                content = b"<html>" + piece * (2 * MEGABYTE // len(piece))
                self.assertIn("no JobPosting data", trouble(content))

    def test_a_description_with_more_tags_than_a_text_has_is_not_parsed(self):
        html = "<ul><li>" * markup.MOST_TAGS

        with mock.patch.object(markup.nh3, "clean") as parser:
            self.assertIn("more markup than can be read", trouble(page(posting(description=html))))
        parser.assert_not_called()

    def test_a_file_over_the_limit_is_not_read(self):
        with mock.patch("listings.importing.formats.reading._items") as items:
            self.assertIn("larger than 5 MB", trouble(b"x" * (5 * MEGABYTE + 1)))
        items.assert_not_called()


odd = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["TELECOMMUTE", "US", "<p>x</p>", "<b>\ud800", "2026-02-30", "9" * 30, "\x00", "\ud800"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@id",
                    "@value",
                    "name",
                    "value",
                    "minValue",
                    "currency",
                    "address",
                    "addressCountry",
                    "unitText",
                    "monthsOfExperience",
                    "credentialCategory",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=6,
)
NAMES = [
    "title", "description", "identifier", "hiringOrganization", "jobLocation", "jobLocationType",
    "applicantLocationRequirements", "baseSalary", "salaryCurrency", "employmentType", "url",
    "datePosted", "validThrough", "educationRequirements", "experienceRequirements", "workHours",
    "skills", "incentiveCompensation", "mainEntityOfPage",
]  # fmt: skip


class NoiseTests(SimpleTestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.dictionaries(st.sampled_from(NAMES), odd, max_size=8))
    def test_a_posting_of_any_values_is_read_or_told(self, fields):
        reading = read_file(page(posting() | fields), company="Own")

        self.assertEqual(len(reading.records) + len(reading.unread), 1)
        for record in reading.records:
            self.assertNotIn("\x00", record.text + record.title + record.salary)

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(
            st.sampled_from(
                [
                    "<job>",
                    "</job>",
                    "<title>",
                    "</title>",
                    "<![CDATA[",
                    "]]>",
                    "&amp;",
                    "&x;",
                    "\x00",
                    "<description>a</description>",
                    "<referencenumber>",
                    "<?x?>",
                    "<!-- -->",
                    "Zü",
                ]
            )
            | st.text(max_size=8),
            max_size=30,
        )
    )
    def test_xml_of_any_pieces_is_read_or_told(self, pieces):
        content = "<source>" + "".join(pieces) + "</source>"
        try:
            reading = read_file(content.encode(errors="replace"), company="Own")
        except FileUnreadable:
            return
        self.assertTrue(reading.records or reading.unread)

    @settings(max_examples=60, deadline=None)
    @given(
        st.binary(max_size=200), st.sampled_from([b"", b"<html>", b"<source>", b"{", b"\xff\xfe"])
    )
    def test_bytes_of_any_kind_are_read_or_told(self, content, start):
        try:
            reading = read_file(start + content, company="Own")
        except FileUnreadable as error:
            self.assertTrue(str(error))
            return
        self.assertTrue(reading.records or reading.unread)
