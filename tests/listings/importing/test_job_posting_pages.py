"""Saved pages with schema.org JobPosting data, as sites write them."""

import json
from datetime import UTC, datetime

from django.test import SimpleTestCase

from listings.importing.formats import read_file
from listings.importing.pay import read_pay


def in_script(data) -> str:
    """As sites write it: a "</script" in a text would end the block."""
    return json.dumps(data).replace("</", "<\\/")


def page(*blocks, attributes='type="application/ld+json"') -> bytes:
    scripts = "\n".join(
        f"<script {attributes}>{block if isinstance(block, str) else in_script(block)}</script>"
        for block in blocks
    )
    return f"<!doctype html>\n<html><head>\n{scripts}\n</head><body><p>x</p></body></html>".encode()


def posting(**fields) -> dict:
    return {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": "Customer service agent",
        "description": "<p>You help.</p>",
        "identifier": "A-1",
    } | fields


def read(*blocks, **kwargs):
    return read_file(page(*blocks, **kwargs), company="Own Company")


def one(**fields):
    (record,) = read(posting(**fields)).records
    return record


class WhereItStandsTests(SimpleTestCase):
    def titles(self, *blocks, **kwargs):
        return [record.title for record in read(*blocks, **kwargs).records]

    def test_several_blocks_graphs_and_lists_are_all_read(self):
        blocks = [
            {"@graph": [{"@type": "Organization", "name": "x"}, posting(title="One")]},
            [posting(title="Two", identifier="A-2"), posting(title="Three", identifier="A-3")],
            {"@type": "WebPage", "mainEntity": {"itemListElement": [{"item": posting(title="Four", identifier="A-4")}]}},
            posting(title="Five", identifier="A-5") | {"@type": ["Thing", "http://schema.org/JobPosting"]},
        ]  # fmt: skip

        self.assertEqual(self.titles(*blocks), ["One", "Two", "Three", "Four", "Five"])

    def test_the_spellings_of_the_script_tag_are_known(self):
        for attributes in (
            "type='application/ld+json'",
            'TYPE="application/LD+JSON; charset=utf-8" id="x"',
            "data-n=1 type=application/ld+json",
        ):
            with self.subTest(attributes=attributes):
                self.assertEqual(
                    self.titles(posting(), attributes=attributes), [posting()["title"]]
                )

    def test_other_scripts_and_comments_are_passed_over(self):
        content = (
            b"<html><!-- " + page(posting(title="Commented out")) + b" -->"
            b"<script>var a = '<script type=\"application/ld+json\">';</script>"
            + page(posting(title="Real"))
        )

        self.assertEqual(
            [record.title for record in read_file(content, company="Own").records], ["Real"]
        )

    def test_a_broken_block_is_told_with_its_line_and_loses_no_other(self):
        reading = read(posting(), '{"@type":\n\n "JobPosting",}', posting(identifier="A-2"))

        self.assertEqual([record.source_id for record in reading.records], ["A-1", "A-2"])
        (broken,) = reading.unread
        self.assertEqual((broken.line, broken.reason), (6, "The data block is not JSON."))
        self.assertIn("column", broken.detail)

    def test_wrapped_blocks_and_line_ends_inside_strings_are_read(self):
        text = json.dumps(posting(title="Wrapped"))
        for block in (
            f"\n//<![CDATA[\n{text}\n//]]>\n",
            f"/*<![CDATA[*/{text}/*]]>*/",
            f"<!--\n{text}\n-->",
            text.replace("You help.", "You\nhelp."),
        ):
            with self.subTest(block=block[:20]):
                self.assertEqual(self.titles(block), ["Wrapped"])

    def test_what_is_missing_is_told_with_the_title(self):
        reading = read(posting(description=""), posting(title=None, identifier="A-2"))

        self.assertEqual(reading.records, [])
        self.assertEqual(
            [(each.reason, each.detail) for each in reading.unread],
            [
                ("No description is given.", "“Customer service agent”"),
                ("No title is given.", ""),
            ],
        )


class FactsTests(SimpleTestCase):
    def test_the_employer_may_be_a_text_an_object_or_a_reference(self):
        for organization, name in (
            ("Acme &amp; Sons", "Acme & Sons"),
            ({"@type": "Organization", "name": "Acme"}, "Acme"),
            ([{"name": ["Acme", "Other"]}], "Acme"),
            (None, "Own Company"),
            ({"sameAs": "https://acme.example"}, "Own Company"),
        ):
            with self.subTest(organization=organization):
                self.assertEqual(one(hiringOrganization=organization).company, name)
        graph = {
            "@graph": [posting(hiringOrganization={"@id": "#org"}), {"@id": "#org", "name": "Acme"}]
        }
        self.assertEqual(read(graph).records[0].company, "Acme")  # fmt: skip

    def test_the_number_may_be_a_text_a_number_or_an_object(self):
        for identifier, number in (
            ("R-7", "R-7"),
            (77, "77"),
            ({"@type": "PropertyValue", "name": "Acme", "value": "R-8"}, "R-8"),
            ([{"value": 12}], "12"),
        ):
            with self.subTest(identifier=identifier):
                self.assertEqual(one(identifier=identifier).source_id, number)

    def test_a_posting_without_number_has_the_same_one_each_time(self):
        by_address = one(identifier=None, url="https://acme.example/jobs/1")
        by_text = one(identifier=None)

        self.assertEqual(by_address.source_id, "https://acme.example/jobs/1")
        self.assertRegex(by_text.source_id, "^file-[0-9a-f]{16}$")
        self.assertEqual(by_text.source_id, one(identifier=None).source_id)
        self.assertNotEqual(by_text.source_id, one(identifier=None, description="Other").source_id)

    def test_the_place_may_be_nested_plain_or_many(self):
        address = {"addressLocality": "Columbus", "addressRegion": "OH", "addressCountry": "US"}
        for places, location, country in (
            ({"@type": "Place", "address": address}, "Columbus, OH", "US"),
            ([{"address": address}, {"address": {"addressLocality": "Cleveland"}}],
             "Columbus, OH ; Cleveland", "US"),
            ({"address": "Columbus, OH"}, "Columbus, OH", ""),
            ("Columbus, OH", "Columbus, OH", ""),
            ({"address": {"addressLocality": "Leeds",
                          "addressCountry": {"@type": "Country", "name": "United Kingdom"}}},
             "Leeds", "United Kingdom"),
            ({"@type": "Place", "name": "Leeds office"}, "Leeds office", ""),
            (17, "17", ""),
        ):  # fmt: skip
            with self.subTest(places=places):
                record = one(jobLocation=places)
                self.assertEqual((record.location, record.country), (location, country))

    def test_remote_work_names_countries_and_states(self):
        for areas, countries, states in (
            ({"@type": "Country", "name": "USA"}, ("US",), ()),
            ([{"@type": "Country", "name": "Ireland"}, {"name": "GB"}], ("IE", "GB"), ()),
            ({"@type": "State", "name": "Ohio, USA"}, ("US",), ("OH",)),
            ([{"@type": "State", "name": "Ohio"}, {"@type": "State", "name": "TX, US"}],
             ("US",), ("OH", "TX")),
            ([{"@type": "Country", "name": "US"}, {"@type": "State", "name": "Ohio"}],
             ("US",), ()),
            ({"@type": "Country", "name": "Georgia"}, ("GE",), ()),
            ("Somewhere nice", (), ()),
        ):  # fmt: skip
            with self.subTest(areas=areas):
                record = one(jobLocationType="TELECOMMUTE", applicantLocationRequirements=areas)
                self.assertEqual(record.work_mode, "remote")
                self.assertIs(record.is_remote, True)
                self.assertEqual((record.countries, record.states), (countries, states))

    def test_remote_work_without_a_named_country_is_that_of_the_office(self):
        office = {"address": {"addressLocality": "Leeds", "addressCountry": "GB"}}
        record = one(jobLocationType=["TELECOMMUTE"], jobLocation=office)

        self.assertEqual((record.countries, record.location), (("GB",), ""))

    def test_pay_comes_as_amount_range_number_or_text(self):
        def money(value, **more):
            return {"@type": "MonetaryAmount", "currency": "USD", "value": value} | more

        for salary, line in (
            (money({"minValue": 21.5, "maxValue": "24.00", "unitText": "HOUR"}), "USD 21.50 - 24 per hour"),
            (money({"value": 52000, "unitText": "YEAR"}), "USD 52000 per year"),
            (money({"minValue": 20, "maxValue": 20, "unitText": "hourly"}), "USD 20 per hour"),
            (money({"minValue": 20, "unitText": "HOUR"}), "from USD 20 per hour"),
            (money({"maxValue": 30, "unitText": "HOUR"}), "up to USD 30 per hour"),
            (money(52000, unitText="YEAR"), "USD 52000 per year"),
            (money("52,000", unitText="YEAR"), "USD 52000 per year"),
            (money({"minValue": 0, "maxValue": 0, "unitText": "HOUR"}), "0 0"),
            (money({"value": "Competitive"}), "Competitive Competitive"),
            ("$21 - $24 an hour", "$21 - $24 an hour"),
            ([money({"value": 21.125, "unitText": "HOUR"})], "USD 21.12 per hour"),
            (None, ""),
            (True, ""),
            (money({"value": [[1]]}), ""),
        ):  # fmt: skip
            with self.subTest(salary=salary):
                self.assertEqual(one(baseSalary=salary).salary, line)
        number = one(baseSalary=52000, salaryCurrency="USD")
        self.assertEqual(number.salary, "USD 52000")
        self.assertEqual(read_pay(number.salary).period, "year")

    def test_numbers_that_are_none_are_no_pay(self):
        content = page(
            '{"@type": "JobPosting", "title": "a", "description": "b", "baseSalary":'
            ' {"currency": "USD", "value": {"minValue": NaN, "maxValue": Infinity}}}'
        )

        (record,) = read_file(content, company="Own").records

        self.assertEqual(read_pay(record.salary).reason, "No amount is stated.")

    def test_employment_is_the_first_of_full_and_part_time_and_a_contract_before_both(self):
        for kinds, kept in (
            ("FULL_TIME", "FULL_TIME"),
            (["FULL_TIME", "PART_TIME"], "FULL_TIME"),
            (["FULL_TIME", "CONTRACTOR"], "FULL_TIME, CONTRACTOR"),
            ([], ""),
            ([{"a": 1}, "INTERN"], "INTERN"),
        ):
            with self.subTest(kinds=kinds):
                self.assertEqual(one(employmentType=kinds).employment_type, kept)

    def test_dates_schooling_experience_and_hours_are_taken_over(self):
        record = one(
            datePosted="2026-11-02",
            validThrough="2026-12-31",
            educationRequirements={"credentialCategory": "bachelor degree"},
            experienceRequirements={"monthsOfExperience": 24},
            workHours="37.5 hours a week, days",
        )

        self.assertEqual(record.published, datetime(2026, 11, 2, tzinfo=UTC))
        self.assertEqual(record.closes, "2026-12-31")
        self.assertEqual(record.education, "bachelor")
        self.assertEqual(record.experience_months, 24)
        self.assertEqual(str(record.weekly_hours), "37.5")

    def test_hours_are_those_of_a_week(self):
        for said, hours in (
            ("Full time, 40 h", "40"),
            ("20 hrs per week", "20"),
            ("8 hours a day", "None"),
            ("Shifts of 12 hours", "None"),
            ("8 hours a week", "8"),
            ("99 hours a week", "None"),
        ):
            with self.subTest(said=said):
                self.assertEqual(str(one(workHours=said).weekly_hours), hours)

    def test_only_whole_addresses_are_kept(self):
        for url, kept in (
            ("https://acme.example/1", "https://acme.example/1"),
            ("/jobs/1", ""),
            ("javascript:alert(1)", ""),
            ("https://[half", ""),
        ):
            with self.subTest(url=url):
                self.assertEqual(one(url=url).url, kept)


class DescriptionTests(SimpleTestCase):
    def text(self, html, **fields) -> str:
        return one(description=html, **fields).text

    def test_blocks_lists_and_headings_are_lines(self):
        html = (
            "<h2>The job</h2><p>You <b>help</b>&nbsp;people.<br>Daily.</p><ul><li>One</li><li>Two"
            "</ul><p><strong>What you need:</strong></p><table><tr><td>a</td><td>b</td></tr></table>"
        )

        self.assertEqual(
            self.text(html),
            "### The job\n\nYou help people.\nDaily.\n\n- One\n- Two\n\n**What you need:**\n\na b",
        )

    def test_scripts_styles_and_attributes_are_gone(self):
        html = '<p onclick="x()">Hi</p><script>alert(1)</script><style>p{}</style><img src=x onerror=y>'

        self.assertEqual(self.text(html), "Hi")

    def test_html_that_was_escaped_twice_is_read(self):
        self.assertEqual(self.text("&lt;p&gt;You help.&lt;/p&gt;"), "You help.")

    def test_plain_text_stays_as_it_is(self):
        self.assertEqual(
            self.text("You help.\n\n- 3 < 5 &amp; more"), "You help.\n\n- 3 < 5 & more"
        )

    def test_other_texts_are_added_where_the_description_lacks_them(self):
        text = self.text(
            "<p>You help.</p><p>A year of practice.</p>",
            responsibilities="You help.",
            qualifications=["A year  of practice"],
            jobBenefits=["Dental", "Vision"],
        )

        self.assertNotIn("What you do", text)
        self.assertNotIn("What you need", text)
        self.assertIn("### What you get\n\n- Dental\n- Vision", text)
