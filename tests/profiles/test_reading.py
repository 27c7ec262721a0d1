import pytest
from django.test import TestCase

from cms.models import RoleSkill
from cms.phrases import PhraseHit
from profiles.contents import HeldSkill, ProfileContents
from profiles.reading import around, read_text, role_finder, skills_named, skills_of_role
from profiles.reading.skills import _patterns
from tests import factories as make

RESUME = """Dana Whitfield
Customer service representative, Linnet Home Energy
- Calmed upset callers (de-escalation) and kept accounts open
- 180 Freshdesk tickets a week; freshdesk reports
- Spanish, fluent
"""


class ReadTextTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.de_escalation = make.SkillFactory(slug="de-escalation", kind="interpersonal")
        cls.freshdesk = make.SkillFactory(slug="freshdesk", tool=True)
        cls.spanish = make.SkillFactory(slug="spanish", language=True)
        cls.zendesk = make.SkillFactory(slug="zendesk", tool=True, alt_labels="zendesk suite")
        cls.csr = make.RoleFactory(slug="csr", title="Customer Service Representative")

    def test_skills_languages_and_roles_are_found_with_the_words_around_them(self):
        found = read_text(RESUME)

        self.assertEqual(
            [(s.item, s.phrase) for s in found.skills],
            [
                (
                    self.de_escalation,
                    "Calmed upset callers (de-escalation) and kept accounts…",
                ),
                (self.freshdesk, "180 Freshdesk tickets a week"),
            ],
        )
        self.assertEqual([s.item for s in found.languages], [self.spanish])
        self.assertEqual([s.item for s in found.roles], [self.csr])

    def test_work_told_as_what_was_done_and_to_what_is_a_skill_without_a_second_mention(self):
        make.SkillFactory(slug="phone-support", alt_labels="")
        make.SkillFactory(slug="order-returns-processing", alt_labels="")
        job = "Clerk, Linnet Home, 2020 - 2022\n- {}\n"

        for told, slugs in [
            ("Fielded a long line of calls", ["phone-support"]),
            ("Processed refunds, returns", ["order-returns-processing"]),
            ("Returns, exchanges / refunds", ["order-returns-processing"]),
            ("Took the dog out. Calls", []),
            ("Wrote about the telephone", []),
            ("I have never taken calls", []),
        ]:
            with self.subTest(told):
                found = [s.item.slug for s in read_text(job.format(told)).skills]
                self.assertEqual([slug for slug in found if slug != "csr"], slugs)

    def test_english_read_in_a_text_is_offered_as_fluent_and_other_languages_as_at_ease(self):
        english = make.SkillFactory(slug="english", language=True)

        found = read_text("Languages: English, Spanish.")

        self.assertEqual(
            {s.item: s.level for s in found.languages}, {english: "C1", self.spanish: "B2"}
        )

    def test_a_text_without_anything_known_finds_nothing(self):
        self.assertFalse(read_text("I like long walks."))

    def test_reading_costs_the_same_for_one_hit_and_for_many(self):
        read_text("zendesk")  # the finders are built once a process
        for text in ("Zendesk", RESUME * 20):
            # state of the skills, the skills found, role titles, the roles found, customer support
            with self.assertNumQueries(5 if "Dana" in text else 3):
                read_text(text)

    def test_what_the_profile_holds_is_not_offered_again(self):
        left = read_text(RESUME).without(
            ProfileContents(skills=(HeldSkill(self.freshdesk, level=1),))
        )

        self.assertEqual([s.item for s in left.skills], [self.de_escalation])
        self.assertEqual(left.held_count, 1)

    def test_a_role_offers_what_it_asks_for(self):
        RoleSkill.objects.create(role=self.csr, skill=self.de_escalation, is_essential=True)
        RoleSkill.objects.create(role=self.csr, skill=self.spanish)

        offered = skills_of_role(self.csr)

        self.assertEqual([s.item for s in offered.skills], [self.de_escalation])
        self.assertEqual([s.item for s in offered.languages], [self.spanish])

    def test_a_renamed_role_is_found_by_its_new_name(self):
        self.assertTrue(role_finder().find("customer service representative"))
        self.csr.title = "Care adviser"
        self.csr.save()

        self.assertFalse(role_finder().find("customer service representative"))
        self.assertTrue(role_finder().find("care adviser"))

    def test_names_are_resolved_by_any_label_in_any_case(self):
        named = skills_named("ZENDESK suite, De Escalation; freshdesk\nfreshdesk")

        self.assertEqual(set(named.skills), {self.zendesk, self.de_escalation, self.freshdesk})
        self.assertEqual(named.unknown, ())

    def test_an_unknown_name_comes_back_with_the_nearest_known_one(self):
        named = skills_named("Zendeks, juggling")

        self.assertEqual(named.skills, ())
        self.assertEqual(dict(named.unknown), {"Zendeks": "Zendesk", "juggling": ""})

    def test_the_preferred_name_wins_over_another_skills_other_name(self):
        make.SkillFactory(slug="aaa-suite", alt_labels="zendesk")

        self.assertEqual(skills_named("zendesk").skills, (self.zendesk,))

    def test_a_language_is_not_a_skill_by_name(self):
        self.assertEqual(skills_named("Spanish").skills, ())


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Zendesk", "Zendesk", "Zendesk"),
        ("First line.\n• Used Zendesk daily.\nLast", "Zendesk", "Used Zendesk daily"),
        ("Good calls. Zendesk since 2.5 years", "Zendesk", "Zendesk since 2.5 years"),
    ],
)
def test_the_words_around_stay_within_line_and_sentence(text, word, expected):
    start = text.index(word)

    assert around(text, PhraseHit("x", start, start + len(word), word)) == expected


def test_every_pattern_begins_with_a_word_or_a_number():
    """Where a text has that word is where the pattern is tried."""
    for slug, stems, _pattern in _patterns():
        for stem in stems[0]:
            assert stem == "#" or stem[:1].isalnum(), (slug, stem)


def test_a_long_line_is_cut_at_words():
    text = "word " * 40 + "Zendesk" + " word" * 40
    start = text.index("Zendesk")
    shown = around(text, PhraseHit("x", start, start + 7, "Zendesk"))

    assert shown.startswith("…word") and shown.endswith("word…") and len(shown) < 110
