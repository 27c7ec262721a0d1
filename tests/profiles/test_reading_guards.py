import pytest
from django.test import TestCase

from profiles.reading import read_text
from tests import factories as make

CLAIMS_NOTHING = [
    "No experience with Zendesk yet",
    "I have never worked with Zendesk",
    "I haven't touched Zendesk or Freshdesk",
    "Zendesk: not yet",
    "Zendesk (beginner course booked for May)",
    "I am looking to learn Zendesk",
    "I hope to work with Zendesk one day",
    "I would like to learn Zendesk",
    "Trained by a Zendesk administrator",
    "My manager used Zendesk",
    "The sales team uses Zendesk",
    "The company switched to Zendesk after I had left",
    "Enrolled in a Zendesk course",
    "I know Zendesk only from a demo",
    "Unlike Zendesk, our tool was home made",
    "Support agent at Zendesk, Dublin",
    "14 Zendesk Street, Denver",
    "Zendesk Coffee, Portland",
    "Reference: Zendesk Patel, team lead",
    "Clients included Zendesk and Slack",
    "Explained Zendesk invoices to small shops",
    "Wrote about Zendesk for the company blog",
    "Passed bugs to the developers, who keep them in Zendesk",
    "Engineering tracked them in Zendesk",
    "Orders came from a warehouse that runs on Zendesk",
    "Handed chats over to the Zendesk team",
    "Support on the Zendesk account",
    "Refunds for orders paid with Zendesk",
    "Zendesk is new to me",
    "I tried Zendesk once",
    "Played with Zendesk for a weekend",
    "We had neither Zendesk nor Freshdesk",
    "Quick to learn any system, be it Zendesk or Freshdesk",
    "Not yet: Slack, Zendesk",
    "Started a course in Zendesk",
    "Our analyst builds the deck in Zendesk",
    "The shop across the road works on Zendesk",
    "Zendesk: started a course in May",
    "I hear that everybody is on Zendesk",
    "Fieldnote connects with Zendesk",
    "Not me: Zendesk boards",
]
CLAIMS_ZENDESK = [
    "Used Zendesk daily",
    "5 years of Zendesk",
    "Answered tickets in Zendesk without asking for help",
    "No one else knew Zendesk: I did the macros",
    "Moved the team from Freshdesk to Zendesk",
    "Trained colleagues on Zendesk",
    "Tools: Freshdesk, Zendesk",
    "Handled tickets (Zendesk) and calls",
    "Cleared the Zendesk backlog within a week",
    "Knew Freshdesk, Slack and Zendesk",
    "Freshdesk, Slack and Zendesk are the tools I use each day",
    "Strong Zendesk, some Freshdesk",
    "Zendesk (admin), Slack (want to learn)",
    "Passed bugs to engineering in Zendesk",
]
ABOUT = "Sam\n\nExperience\nHelper, Acme, 2019 - 2021\n- {}\n"


class ClaimTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.zendesk = make.SkillFactory(slug="zendesk", tool=True)
        cls.freshdesk = make.SkillFactory(slug="freshdesk", tool=True)
        cls.slack = make.SkillFactory(slug="slack", tool=True)

    def tools(self, text):
        return [s.item.slug for s in read_text(text).skills]

    def test_a_tool_that_is_only_named_is_not_claimed(self):
        for sentence in CLAIMS_NOTHING:
            with self.subTest(sentence):
                self.assertNotIn("zendesk", self.tools(ABOUT.format(sentence)))

    def test_a_tool_that_was_used_is_claimed(self):
        for sentence in CLAIMS_ZENDESK:
            with self.subTest(sentence):
                self.assertIn("zendesk", self.tools(ABOUT.format(sentence)))

    def test_hobbies_goals_and_references_claim_nothing(self):
        for heading in (
            "Hobbies",
            "INTERESTS",
            "Outside work",
            "Career goals",
            "References",
            "Next",
            "NOT YET",
            "CHARACTER REFERENCE",
            "TIME OUT",
        ):
            with self.subTest(heading):
                self.assertEqual(self.tools(f"Sam\n\n{heading}\nZendesk and chess\n"), [])

    def test_the_name_of_an_employer_claims_no_tool_wherever_it_stands(self):
        text = (
            "Sam\n\nExperience\nSupport agent, Slack Creek Water, 2019 - 2021\n- Bills\n\n"
            "Summary\nFive years with Slack Creek Water.\n"
        )

        self.assertEqual(self.tools(text), [])

    def test_an_employer_that_sells_a_tool_is_no_tool_where_a_job_begins(self):
        for job in ("Zendesk\nCustomer advocate\n2019 - 2021", "2019 - 2021  Zendesk, Dublin"):
            with self.subTest(job):
                self.assertEqual(self.tools(f"Sam\n\nExperience\n{job}\n- Bills\n"), [])

    def test_the_name_of_one_tool_within_anothers_is_not_claimed_too(self):
        make.SkillFactory(slug="jira", tool=True)
        make.SkillFactory(slug="jsm", tool=True, alt_labels="jira service desk")
        make.SkillFactory(slug="face-to-face-service", alt_labels="")

        self.assertEqual(self.tools("Sam\n\nTools\nJira Service Desk"), ["jsm"])

    def test_an_address_claims_no_tool(self):
        self.assertEqual(self.tools("Sam Rivera\n12 Slack Road, Denver\nsam@slack.example"), [])

    def test_a_product_name_that_is_a_word_counts_in_a_list_of_tools(self):
        self.assertEqual(self.tools("Sam\n\nTools\nSlack every day\nZendesk"), ["slack", "zendesk"])

    def test_a_label_of_one_word_counts_in_a_list_and_not_in_passing(self):
        make.SkillFactory(slug="renewals-expansion", alt_labels="renewals")

        self.assertEqual(
            self.tools("Sam\n\nSkills\nRenewals, Zendesk"), ["renewals-expansion", "zendesk"]
        )
        self.assertEqual(self.tools(ABOUT.format("Talked to customers about renewals")), [])

    def test_a_figure_is_no_skill_and_what_stands_behind_a_comma_is_no_object(self):
        make.SkillFactory(slug="service-metrics", alt_labels="csat score")
        make.SkillFactory(slug="data-analysis-reporting", alt_labels="")

        for told in ("CSAT score 97%", "Sent, weekly, the report"):
            with self.subTest(told):
                self.assertEqual(self.tools(ABOUT.format(told)), [])
        self.assertEqual(
            self.tools(ABOUT.format("Sent a clean report each week")), ["data-analysis-reporting"]
        )

    def test_two_kinds_of_service_are_customer_support_under_whatever_title(self):
        make.SkillFactory(slug="customer-support", alt_labels="")
        make.SkillFactory(slug="phone-support", alt_labels="")
        make.SkillFactory(slug="order-returns-processing", alt_labels="")
        one = ABOUT.format("Answered calls")

        self.assertEqual(self.tools(one), ["phone-support"])
        self.assertIn("customer-support", self.tools(one + "- Processed refunds\n"))


class YearsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make.SkillFactory(slug="zendesk", tool=True)
        make.SkillFactory(slug="jira", tool=True)

    def years(self, text):
        return {s.item.slug: (s.years, s.years_of_job) for s in read_text(text).skills}

    def test_years_are_read_beside_the_tool(self):
        for text in (
            "Zendesk (4 years)",
            "Zendesk, 4 yrs",
            "4+ years of Zendesk",
            "Zendesk ●●●○ 4 yrs",
        ):
            with self.subTest(text):
                self.assertEqual(self.years(f"Tools\n{text}")["zendesk"], (4, False))

    def test_less_than_a_year_is_none(self):
        self.assertEqual(self.years("Tools\nZendesk, 6 months")["zendesk"], (0, False))

    def test_years_beside_one_tool_are_not_anothers(self):
        self.assertEqual(
            self.years("Tools\nZendesk, Jira (2 years)"),
            {"zendesk": (None, False), "jira": (2, False)},
        )

    def test_years_told_beside_a_later_mention_win_over_those_of_the_job(self):
        text = (
            "Experience\nSupport agent, Acme, Jan 2017 - Dec 2019\n- Tickets in Zendesk\n\n"
            "Skills\nZendesk (5 years), Jira\n"
        )

        self.assertEqual(self.years(text)["zendesk"], (5, False))

    def test_without_told_years_those_of_the_job_are_offered_as_such(self):
        text = "Experience\nSupport agent, Acme, Jan 2017 - Dec 2019\n- Tickets in Zendesk\n"

        self.assertEqual(self.years(text)["zendesk"], (3, True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "spoken", "written"),
    [
        ("Spanish (native)", "C2", ""),
        ("Spanish: fluent", "C1", ""),
        ("Fluent in Spanish", "C1", ""),
        ("Spanish - professional working proficiency", "B2", ""),
        ("Spanish, conversational", "B1", ""),
        ("Spanish: basic", "A2", ""),
        ("Spanish B2", "B2", ""),
        ("Spanish: spoken C1, written B2", "C1", "B2"),
        ("Spanish C1 in speech and writing", "C1", "C1"),
        ("English (native), Spanish (B1)", "B1", ""),
        ("Spanish", "B2", ""),
    ],
)
def test_the_level_of_a_language_is_read_from_its_words(line, spoken, written):
    make.SkillFactory(slug="spanish", language=True)
    make.SkillFactory(slug="english", language=True)
    found = {s.item.slug: s for s in read_text(f"Sam\n\nLanguages\n{line}\n").languages}

    assert (found["spanish"].level, found["spanish"].written) == (spoken, written)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "Education\nB.A. in Spanish, Ohio State University",
        "Interests\nSpanish films",
        "Spanish restaurant",
    ],
)
def test_a_language_that_is_no_language_of_the_person_is_left_out(text):
    make.SkillFactory(slug="spanish", language=True)

    assert not read_text(f"Sam\n\n{text}\n").languages
