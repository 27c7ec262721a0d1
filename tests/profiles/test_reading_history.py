"""What a résumé tells of jobs, schools, certificates and figures."""

from datetime import date

import pytest
from django.test import TestCase

from profiles.reading import read_text
from profiles.reading.periods import periods
from profiles.reading.sections import Section, heading_of
from tests import factories as make


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Mar 2019 – Aug 2021", date(2019, 3, 1), date(2021, 8, 1)),
        ("03/2019 - 08/2021", date(2019, 3, 1), date(2021, 8, 1)),
        ("2019-03 to 2021-08", date(2019, 3, 1), date(2021, 8, 1)),
        ("March 2019 until now", date(2019, 3, 1), None),
        ("Mar '19 - Present", date(2019, 3, 1), None),
        ("since March 2019", date(2019, 3, 1), None),
        ("2017–2019", date(2017, 1, 1), date(2019, 12, 1)),
        ("2017-19", date(2017, 1, 1), date(2019, 12, 1)),
        ("May to August 2021", date(2021, 5, 1), date(2021, 8, 1)),
        ("Nov 2022 - till date", date(2022, 11, 1), None),
    ],
)
def test_a_period_is_read_in_many_spellings(text, start, end):
    (period,) = periods(text)

    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    "text",
    ["from 88% to 93%", "45 to 50 calls", "2021 to 2019", "5:00 - 7:00", "13/2019 - 14/2020"],
)
def test_other_numbers_are_no_period(text):
    assert periods(text) == []


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("EXPERIENCE", Section.EXPERIENCE),
        ("Professional Experience:", Section.EXPERIENCE),
        ("E X P E R I E N C E", Section.EXPERIENCE),
        ("=== WORK ===", Section.EXPERIENCE),
        ("Key Skills & Tools", Section.SKILLS),
        ("Where I've worked", Section.EXPERIENCE),
        ("Licenses and Certifications", Section.CERTIFICATES),
        ("Hobbies & Interests", Section.INTERESTS),
        ("Looking ahead", Section.AIMS),
        ("Off hours", Section.INTERESTS),
        ("skills that I learned there", None),
        ("Experience is a hard teacher in this trade", None),
    ],
)
def test_headings_are_known_in_many_spellings(line, section):
    assert heading_of(line) == section


class JobTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.csr = make.RoleFactory(slug="csr", title="Customer Service Representative")

    def jobs(self, text):
        return [
            (j.title, j.employer, j.start, j.end) for j in read_text(f"Experience\n{text}").jobs
        ]

    def test_title_and_employer_are_read_in_the_orders_that_people_use(self):
        expected = [("Customer Service Representative", "Harrow Lines", date(2018, 3, 1), None)]
        for text in (
            "Customer Service Representative, Harrow Lines, Dayton\n03/2018 – Present\n- Calls",
            "Customer Service Representative | Harrow Lines | 03/2018 – Present\n- Calls",
            "Harrow Lines, Dayton\nCustomer Service Representative, March 2018 to present\n- Calls",
            "03/2018 – present\tCustomer Service Representative, Harrow Lines\nCalls",
            "Customer Service Representative at Harrow Lines (March 2018 - now)\n- Calls",
            "- Customer Service Representative, Harrow Lines, 03/2018 - present",
        ):
            with self.subTest(text):
                self.assertEqual(self.jobs(text), expected)

    def test_the_second_job_of_one_employer_has_that_employer(self):
        found = self.jobs(
            "HARROW LINES, Dayton\nTeam Lead, 2020 - now\n- Shifts\nCashier, 2018 - 2020\n- Till"
        )

        self.assertEqual(
            [(job[0], job[1]) for job in found],
            [("Team Lead", "HARROW LINES"), ("Cashier", "HARROW LINES")],
        )

    def test_titles_are_whole_and_without_the_terms_of_the_job(self):
        for text, job in [
            ("Clerk (part time), Harrow Lines\n2018 - 2020", ("Clerk", "Harrow Lines")),
            ("Clerk / Hostess, Harrow Lines\n2018 - 2020", ("Clerk / Hostess", "Harrow Lines")),
            ("Clerk, nights, Harrow Lines\n2018 - 2020", ("Clerk, nights", "Harrow Lines")),
            ("Clerk - L2\nHarrow Lines, Ohio\n2018 - 2020", ("Clerk, L2", "Harrow Lines")),
            ("Clerk, Returns\nHarrow Lines, Ohio\n2018 - 2020", ("Clerk, Returns", "Harrow Lines")),
            ("Clerk, Dr. Novak Dental. Phones\n2018 - 2020", ("Clerk", "Dr. Novak Dental")),
            ("2018 - 2020\nClerk, Harrow Lines. Keyed\norders", ("Clerk", "Harrow Lines")),
            ("Clerk, Harrow Lines\nDayton, Ohio\n2018 - 2020", ("Clerk", "Harrow Lines")),
        ]:
            with self.subTest(text):
                self.assertEqual([found[:2] for found in self.jobs(text)], [job])

    def test_a_year_beside_a_title_below_other_headings_is_no_job(self):
        found = self.jobs(
            "Clerk, Harrow Lines, 2018 - 2020\n\nEducation\nBA\n\nMORE\nUnion Steward, 2022"
        )

        self.assertEqual([job[0] for job in found], ["Clerk"])

    def test_a_job_has_its_role_its_words_and_what_was_done(self):
        text = (
            "Experience\nCustomer Service Representative, Harrow Lines\nMar 2018 - Present\n"
            "- Took 70 calls a day\n- Logged each call\n\nEducation\nDiploma, Belmont High School, 2014\n"
        )
        (job,) = read_text(text).jobs

        self.assertEqual(job.role, self.csr)
        self.assertEqual(job.summary, "Took 70 calls a day\nLogged each call")
        self.assertIn("Customer Service Representative, Harrow Lines", job.phrase)

    def test_years_in_a_sentence_are_no_job(self):
        self.assertEqual(self.jobs("- Renewed 94% of contracts due (2018-2021)"), [])

    def test_the_job_of_today_is_the_role_of_today(self):
        lead = make.RoleFactory(slug="team-lead", title="Team Lead")
        found = read_text(
            "Experience\nCustomer Service Representative, Acme, 2014 - 2018\n- Calls\nTeam Lead, Acme, 2018 - now\n- Shifts"
        )

        self.assertEqual([s.item for s in found.roles], [lead, self.csr])

    def test_whoever_held_a_service_job_is_offered_customer_support_with_the_jobs_words(self):
        support = make.SkillFactory(slug="customer-support", preferred_label="Support of customers")
        offered = read_text(
            "Experience\nCustomer Service Representative, Acme, 2019 - 2020\n- Bills"
        )

        self.assertIn(support, [s.item for s in offered.skills])


class SchoolAndCertificateTests(TestCase):
    def test_a_school_is_read_with_level_subject_and_years(self):
        (school,) = read_text(
            "Education\nBSc Mathematics, University of Porto, 2013 – 2016"
        ).education

        self.assertEqual(
            (school.level, school.subject, school.school, school.start_year, school.end_year),
            ("bachelor", "Mathematics", "University of Porto", 2013, 2016),
        )

    def test_degree_school_and_year_below_each_other_are_one_school(self):
        found = read_text(
            "Education\nBA History\nUniversity of Texas at Dallas\n2019\n"
            "Leaving Certificate\nRegina Mundi College\n2016\nEvenings at Valley College, until May"
        ).education

        self.assertEqual(
            [(school.school, school.level, school.end_year) for school in found],
            [
                ("University of Texas at Dallas", "bachelor", 2019),
                ("Regina Mundi College", "high_school", 2016),
            ],
        )

    def test_a_course_below_a_heading_that_names_courses_is_a_certificate_and_a_degree_is_none(
        self,
    ):
        found = read_text(
            "EDUCATION AND COURSES\nBA History, Valley College, 2015\nSecurities Course, 2019\n"
            "Forklift operator, certified in store, 2024\nCPR class booked for May 2026"
        ).certificates

        self.assertEqual([c.name for c in found], ["Securities Course", "Forklift operator"])

    def test_credits_without_a_degree_are_no_degree(self):
        (school,) = read_text(
            "Education\nPortland Community College, 2016 to 2018, 50 credits toward an associate degree"
        ).education

        self.assertEqual((school.level, school.end_year), ("", 2018))

    def test_a_known_certificate_has_its_skill_and_another_its_name(self):
        itil = make.SkillFactory(
            slug="cert-itil", kind="certification", alt_labels="ITIL 4 Foundation"
        )
        found = read_text(
            "Certificates\nITIL 4 Foundation, AXELOS, 2023\nForklift certificate (2021)"
        ).certificates

        self.assertEqual([(c.skill, c.year) for c in found], [(itil, 2023), (None, 2021)])
        self.assertEqual(found[0].issuer, "AXELOS")
        self.assertEqual(found[1].name, "Forklift certificate")

    def test_a_certificate_that_is_planned_is_none(self):
        make.SkillFactory(slug="cert-itil", kind="certification", alt_labels="ITIL")

        for text in ("Certificates\nITIL (in progress)", "Summary\nI hope to take the ITIL exam"):
            self.assertEqual(read_text(text).certificates, ())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "slug", "value", "period"),
    [
        ("CSAT 94 % in 2025", "csat", "94%", "2025"),
        ("CSAT 4.7 of 5", "csat", "4.7 of 5", ""),
        ("AHT 4:30", "average-handle-time", "4:30", ""),
        ("average handle time 5:40 against a target of 6:00", "average-handle-time", "5:40", ""),
        ("QA 97", "quality-score", "97", ""),
        ("Team quality score rose from 84% to 91%", "quality-score", "91%", ""),
        (
            "kept 97% schedule adherence (last four quarters)",
            "schedule-adherence",
            "97%",
            "last four quarters",
        ),
        ("NPS of 54", "nps", "54", ""),
    ],
)
def test_a_figure_is_read_with_its_value_and_period(text, slug, value, period):
    term = make.MetricFactory(slug=slug)
    (found,) = read_text(f"Experience\n- {text}\n").metrics

    assert (found.metric, found.value, found.period) == (term, value, period)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["Raised CSAT in my team", "target CSAT was 90%", "70 calls, quality 24 hours a day"]
)
def test_a_name_without_a_figure_of_ones_own_is_no_figure(text):
    make.MetricFactory(slug="csat")
    make.MetricFactory(slug="quality-score")

    assert read_text(f"Experience\n- {text}\n").metrics == ()
