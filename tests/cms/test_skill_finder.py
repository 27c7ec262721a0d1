from django.test import TestCase

from cms.models import Skill
from cms.skill_finder import skill_finder
from tests.factories import SkillFactory


def keys(text):
    return [hit.key for hit in skill_finder().find(text)]


class SkillFinderTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.zendesk = SkillFactory(
            slug="zendesk", preferred_label="Zendesk", alt_labels="zendesk suite", tool=True
        )
        cls.front = SkillFactory(slug="front", preferred_label="Front", tool=True)

    def test_every_label_leads_to_the_skill(self):
        self.assertEqual(
            keys("I used the Zendesk Suite for years, and ZENDESK before."), ["zendesk"] * 2
        )

    def test_a_tool_named_like_a_common_word_needs_its_capital(self):
        self.assertEqual(keys("I stood at the front desk."), [])
        self.assertEqual(keys("Shared inboxes in Front, daily."), ["front"])

    def test_a_skill_that_counts_for_no_match_is_not_found(self):
        SkillFactory(slug="typing", preferred_label="Typing", is_matchable=False)

        self.assertEqual(keys("Typing in Zendesk"), ["zendesk"])

    def test_it_is_built_once_and_asks_one_query_after_that(self):
        built = skill_finder()

        with self.assertNumQueries(1):  # how many skills there are, and the latest change
            self.assertIs(skill_finder(), built)

    def test_it_follows_an_edit_an_addition_and_a_deletion(self):
        self.assertEqual(keys("Kayako and Zendesk"), ["zendesk"])

        self.zendesk.preferred_label, self.zendesk.alt_labels = "Kayako", ""
        self.zendesk.save()
        self.assertEqual(keys("Kayako and Zendesk"), ["zendesk"])
        self.assertEqual(keys("only Zendesk"), [])

        added = SkillFactory(slug="gorgias", preferred_label="Gorgias", tool=True)
        self.assertEqual(keys("Gorgias"), ["gorgias"])

        Skill.objects.get(pk=added.pk).delete()
        self.assertEqual(keys("Gorgias"), [])
