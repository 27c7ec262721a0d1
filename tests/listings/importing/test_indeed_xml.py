"""Indeed-style XML, as hiring software writes it."""

from datetime import UTC, datetime

from django.test import SimpleTestCase

from listings.importing.formats import read_file


def feed(*jobs: str, head="<?xml version='1.0' encoding='utf-8'?>\n") -> bytes:
    return f"{head}<source>\n<publisher>x</publisher>\n{''.join(jobs)}</source>".encode()


def job(**fields) -> str:
    said = {"title": "Agent", "referencenumber": "R-1", "description": "<p>You help.</p>"} | fields
    return "<job>" + "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in said.items()) + "</job>\n"


def read(*jobs, **kwargs):
    return read_file(feed(*jobs, **kwargs), company="Own Company")


def one(**fields):
    (record,) = read(job(**fields)).records
    return record


class IndeedXmlTests(SimpleTestCase):
    def test_every_field_is_read(self):
        record = one(
            date="Mon, 02 Nov 2026 09:00:00 GMT",
            url="https://acme.example/1",
            company="Acme",
            city="Columbus",
            state="OH",
            country="US",
            salary="$50K per Year",
            jobtype="parttime",
            category="Customer service",
            education="Bachelor’s degree",
            experience="2 years",
            remotetype="Hybrid remote",
            expirationdate="2026-12-11T17:00:00-05:00",
        )

        self.assertEqual(record.published, datetime(2026, 11, 2, 9, tzinfo=UTC))
        self.assertEqual(record.source_id, "R-1")
        self.assertEqual(record.url, "https://acme.example/1")
        self.assertEqual(record.company, "Acme")
        self.assertEqual((record.location, record.country), ("Columbus, OH", "US"))
        self.assertEqual(record.salary, "$50K per Year")
        self.assertEqual(record.employment_type, "PART_TIME")
        self.assertEqual(record.department, "Customer service")
        self.assertEqual(record.experience_months, 24)
        self.assertEqual(record.work_mode, "hybrid")
        self.assertEqual(record.closes, "2026-12-11T17:00:00-05:00")
        self.assertEqual(record.text, "You help.")

    def test_remote_work_stands_in_a_country_and_no_city(self):
        record = one(remotetype="Fully remote", city="Leeds", country="United Kingdom")

        self.assertEqual((record.work_mode, record.is_remote), ("remote", True))
        self.assertEqual((record.location, record.country), ("", "United Kingdom"))

    def test_text_in_entities_instead_of_cdata_is_read(self):
        plain = (
            "<job><title>A &amp; B</title><description>&lt;p&gt;Hi&lt;/p&gt;</description></job>"
        )
        (record,) = read(plain).records

        self.assertEqual((record.title, record.text), ("A & B", "Hi"))

    def test_elements_inside_a_field_and_after_a_job_confuse_nothing(self):
        nested = (
            "<job><title>A<b>x</b></title><description>y</description>"
            "<extra><title>No</title></extra></job><title>Of the feed</title>"
        )

        self.assertEqual([record.title for record in read(nested).records], ["Ax"])

    def test_a_job_without_text_loses_no_other_and_is_told_with_its_line(self):
        reading = read(
            job(), job(referencenumber="R-2", description=""), job(referencenumber="R-3")
        )

        self.assertEqual([record.source_id for record in reading.records], ["R-1", "R-3"])
        self.assertEqual(
            [(each.line, each.reason, each.detail) for each in reading.unread],
            [(5, "No description is given.", "“Agent”")],
        )

    def test_where_the_xml_breaks_off_what_stands_before_is_read(self):
        content = feed(job(), job(referencenumber="R-2")) + b"<source>"
        broken = feed(job(), job(referencenumber="R-2")).replace(b"R-2]]></ref", b"R-2]]></oops")

        for each, count, line in ((content, 2, 6), (broken, 1, 5)):
            reading = read_file(each, company="Own")
            self.assertEqual(len(reading.records), count)
            (trouble,) = reading.unread
            self.assertEqual((trouble.line, trouble.reason), (line, "The XML breaks off here."))

    def test_other_encodings_that_the_xml_names_are_read(self):
        head = "<?xml version='1.0' encoding='iso-8859-1'?>\n"
        text = feed(job(title="Agent, Zürich"), head=head).decode()

        reading = read_file(text.encode("latin-1"), company="Own")

        self.assertEqual(reading.records[0].title, "Agent, Zürich")

    def test_an_unknown_encoding_a_nul_and_a_wrong_byte_are_told(self):
        for content in (
            feed(job(), head="<?xml version='1.0' encoding='klingon'?>"),
            feed(job()).replace(b"help", b"he\x00lp"),
            feed(job()).replace(b"help", b"he\xfflp"),
        ):
            with self.subTest(content=content[:60]):
                reading = read_file(content, company="Own")
                self.assertEqual(reading.records, [])
                self.assertIn("The XML", reading.unread[0].reason)
