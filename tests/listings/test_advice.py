import string
import tomllib
from decimal import Decimal

from django.test import SimpleTestCase, TestCase
from hypothesis import given
from hypothesis import strategies as st

from cms.management.commands.load_taxonomy import DATA
from cms.models import PostAdvice, Role
from listings.advice import GAPS, advise
from listings.models import Listing
from listings.screening import Question
from listings.snapshots import Parts, parts_of
from listings.weeks import Shift
from tests.factories import ListingFactory, MetricFactory, SkillFactory


def wording(*phrases, **changes):
    values = {"title": "A costume", "reason": "Why", "suggestion": "Agent"} | changes
    return PostAdvice(kind="wording", phrases="\n".join(phrases), **values)


def gap(condition):
    return PostAdvice(kind="gap", condition=condition, title=condition, reason="Why")


def quotes(text, *phrases):
    listing = Listing(description=text)
    return [one.quote for one in advise(listing, Parts(), None, [wording(*phrases)])]


class WordingTests(SimpleTestCase):
    def test_wordings_are_met_as_whole_words_in_any_case(self):
        for phrase, text, expected in [
            ("ninja", "A support Ninja wanted", "Ninja"),
            ("ninja", "You join Ninjacart in Pune", ""),
            ("ninja", "Our ninjas answer", ""),
            ("ninja*", "Our ninjas answer", "ninjas"),
            ("ninja", "a *ninja*, please", "ninja"),
            ("ninja", "a _ninja_ please", "ninja"),
            ("ninja", "the ninja's desk", "ninja"),
            ("rock star", "You are a rock\nstar", "rock star"),
            ("rock star", "You are a rock.\n\nStar of the team", ""),
            ("rock star", "a rock, star or sun", ""),
            ("work hard, play hard", "We work hard, play hard.", "work hard, play hard"),
            ("able-bodied", "Able bodied people", "Able bodied"),
            ("able bodied", "able‑bodied people", "able‑bodied"),
            ("we're a family", "We’re a family here", "We’re a family"),
            ("he/she", "he/she answers", "he/she"),
            ("u.s. citizens only", "U.S. citizens only", "U.S. citizens only"),
            ("gen z", "a Gen Zealous team", ""),
            ("salesman", "Salesmanagement", ""),
        ]:
            with self.subTest(f"{phrase} in {text}"):
                self.assertEqual(quotes(text, phrase), [expected] if expected else [])

    def test_what_stands_in_a_quotation_with_other_words_is_not_how_the_post_speaks(self):
        for text, expected in [
            ("Nobody here writes “support ninja wanted”.", []),
            ('Nobody here writes "support ninja wanted".', []),
            ("We look for a “ninja”.", ["ninja"]),
            ('A "ninja" who reads "the book of calls".', ["ninja"]),
            ("“Our ninja” is a figure. You are a ninja.", ["ninja"]),
            ('It is 5" wide, says the ninja.', ["ninja"]),
        ]:
            with self.subTest(text):
                self.assertEqual(quotes(text, "ninja"), expected)

    def test_each_of_its_own_words_is_read_and_told_where_it_was_written(self):
        listing = Listing(
            title="Ninja", training="ninja", qualifications="a ninja", schedule_note="ninja hours"
        )
        parts = Parts(questions=[Question("Are you a ninja?", "yes_no")])

        found = advise(listing, parts, None, [wording("ninja")])

        self.assertEqual([one.step for one in found], ["job", "pay", "asked", "apply"])

    def test_a_rule_speaks_once_a_step_and_the_longest_wording_is_quoted(self):
        self.assertEqual(quotes("ninja, ninja, service ninja", "ninja"), ["ninja"])
        self.assertEqual(quotes("a service ninja", "ninja", "service ninja"), ["service ninja"])

    def test_rules_without_a_wording_find_nothing(self):
        for phrase in ("", "*", " * ", "\n"):
            self.assertEqual(quotes("anything * at all", phrase), [])

    @given(st.text(max_size=200), st.text(string.printable, min_size=1, max_size=30))
    def test_no_text_and_no_wording_breaks_it_and_a_quote_is_from_the_text(self, text, phrase):
        for quote in quotes(text, phrase):
            self.assertIn(quote, " ".join(text.split()))

    @given(st.from_regex(r"[a-z]{3,9}", fullmatch=True), st.sampled_from([" ", ". ", "\n", ", ("]))
    def test_a_word_is_met_wherever_it_stands_alone_and_nowhere_inside_another(self, word, gap):
        self.assertEqual(quotes(f"123{gap}{word.upper()}{gap[::-1]}123", word), [word.upper()])
        self.assertEqual(quotes(f"1{word} {word}1", word), [])


class GapTests(SimpleTestCase):
    def holds(self, condition, listing=None, parts=None, role=None):
        return bool(advise(listing or Listing(), parts or Parts(), role, [gap(condition)]))

    def test_every_condition_of_the_desk_is_known(self):
        self.assertEqual(set(GAPS), set(PostAdvice.Condition))

    def test_each_gap_is_said_while_it_is_one(self):
        skills = {SkillFactory.build(pk=n): True for n in range(9)}
        entry, senior, lead = (Role(ladder_level=level) for level in (1, 2, 3))
        exit_role = Role(ladder_level=None)
        csat = MetricFactory.build(pk=1)
        monday = Shift(0, None, None)
        for condition, expected, listing, parts, role in [
            ("no_training", True, {}, {}, None),
            ("no_training", False, {"training": "Three weeks."}, {}, None),
            ("no_reply_promise", True, {}, {}, None),
            ("no_reply_promise", False, {"reply_within_days": 7}, {}, None),
            ("no_targets", True, {}, {}, None),
            ("no_targets", False, {}, {"targets": {csat: "88%"}}, None),
            ("no_week", True, {}, {}, None),
            ("no_week", False, {}, {"shifts": [monday]}, None),
            ("no_shares", True, {}, {"channels": {"chat": None, "email": None}}, None),
            ("no_shares", False, {}, {"channels": {"chat": 60, "email": 40}}, None),
            ("no_shares", False, {}, {"channels": {"chat": None}}, None),
            ("no_shares", False, {}, {}, None),
            ("wide_pay", False, {"salary_min": Decimal(20), "salary_max": Decimal(30)}, {}, None),
            ("wide_pay", True, {"salary_min": Decimal(20), "salary_max": Decimal(31)}, {}, None),
            ("wide_pay", False, {"salary_max": Decimal(31)}, {}, None),
            ("degree_at_entry", True, {"education_min": "bachelor"}, {}, senior),
            ("degree_at_entry", False, {"education_min": "high_school"}, {}, entry),
            ("degree_at_entry", False, {"education_min": "bachelor"}, {}, lead),
            ("degree_at_entry", False, {"education_min": "bachelor"}, {}, exit_role),
            ("degree_at_entry", False, {"education_min": "bachelor"}, {}, None),
            ("years_at_entry", True, {"experience_months": 24}, {}, entry),
            ("years_at_entry", False, {"experience_months": 23}, {}, entry),
            ("years_at_entry", False, {"experience_months": 24}, {}, senior),
            ("years_at_entry", False, {}, {}, entry),
            ("many_essentials", True, {}, {"skills": skills}, None),
            ("many_essentials", False, {}, {"skills": dict.fromkeys(skills, False)}, None),
            ("short_text", True, {"description": "word " * 79}, {}, None),
            ("short_text", False, {"description": "word " * 80}, {}, None),
            ("short_text", False, {}, {}, None),
            ("long_text", True, {"description": "word " * 901}, {}, None),
            ("long_text", False, {"description": "word " * 900}, {}, None),
        ]:
            with self.subTest(f"{condition} {listing} {parts}"):
                found = self.holds(condition, Listing(**listing), Parts(**parts), role)
                self.assertEqual(found, expected)


class SeededAdviceTests(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rules = tomllib.loads((DATA / "post_advice.toml").read_text(encoding="utf-8"))
        cls.rules = [
            PostAdvice(
                slug=slug,
                title=rule["title"],
                kind="gap" if "condition" in rule else "wording",
                phrases="\n".join(rule.get("phrases", [])),
                condition=rule.get("condition", ""),
                reason=rule["reason"],
                suggestion=rule.get("suggestion", ""),
            )
            for slug, rule in rules.items()
        ]

    def found(self, text):
        wordings = [rule for rule in self.rules if rule.kind == "wording"]
        return [one.title for one in advise(Listing(description=text), Parts(), None, wordings)]

    def test_every_rule_of_the_file_is_one_that_the_desk_would_take(self):
        self.assertGreaterEqual(len(self.rules), 25)
        for rule in self.rules:
            with self.subTest(rule.slug):
                rule.clean_fields()
                rule.clean()
        conditions = [rule.condition for rule in self.rules if rule.kind == "gap"]
        self.assertEqual(sorted(conditions), sorted(PostAdvice.Condition.values))

    def test_each_wording_of_the_file_is_found(self):
        for rule in self.rules:
            for phrase in rule.phrase_list:
                with self.subTest(phrase):
                    text = f"We want {phrase.replace('*', 's')} here."
                    self.assertTrue(advise(Listing(description=text), Parts(), None, [rule]))

    def test_an_honest_text_is_left_alone(self):
        for text in (
            "You answer about 45 calls a day from people with questions on their bill. Training is"
            " three weeks and paid from the first hour. A lead takes over when it gets hard.",
            "We use Guru, Snowflake and Zendesk. You work with Ninjacart's shops. Attractive"
            " benefits, good health insurance, credit checks of customers under 30 minutes.",
            "You calm aggressive callers and set up the installation wizard with them.",
            "Spanish C1. No experience needed. You may work in the United States.",
            "We are an equal opportunity employer: age, disability, family status and religion play"
            " no part. Tell us what you need to do your best work.",
        ):
            with self.subTest(text[:40]):
                self.assertEqual(self.found(text), [])


class AdviseListingTests(TestCase):
    def test_a_stored_listing_is_read_with_one_query_for_the_rules(self):
        listing = ListingFactory(description="A ninja.", training="Two weeks.")
        wording("ninja", slug="costume").save()
        wording("two weeks", slug="off", is_active=False).save()
        for n in range(5):
            listing.listing_skills.create(skill=SkillFactory())
            gap("no_training").__class__.objects.create(
                slug=f"gap-{n}", kind="gap", condition="no_training", title="x", reason="y"
            )
        listing = Listing.objects.select_related("role").get(pk=listing.pk)

        # the six kinds of rows beside the listing, and the rules
        with self.assertNumQueries(7):
            found = advise(listing, parts_of(listing), listing.role)

        self.assertEqual([(one.quote, one.step) for one in found], [("ninja", "job")])
