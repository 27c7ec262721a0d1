from django.urls import reverse

from matching.staff.health import index_state
from matching.staff.unknown_words import Vocabulary, are_alike, unknown_words
from tests.factories import EmployerFactory, SkillFactory
from tests.matching.staff_case import HealthTestCase


class UnknownWordsTests(HealthTestCase):
    def listings(self, description, n=3, **columns):
        """From as many employers, among listings of another role that say something else."""
        made = [self.listing(description=description, **columns) for _ in range(n)]
        for _ in range(3):
            self.listing(description="Ordinary office routine.", role=self.lead)
        return made

    def found(self):
        self.build()
        index = index_state().index
        with self.assertNumQueries(4):  # skills, roles, words set aside, the listings' employers
            return unknown_words(index, Vocabulary.load())

    def pairs(self):
        return [term.text for term in self.found().pairs]

    def test_a_frequent_pair_of_words_is_told_with_examples(self):
        listings = self.listings("You drive a tow truck.", n=4)

        (term,) = (term for term in self.found().pairs if term.text == "tow truck")

        self.assertEqual(term.listings, 4)
        self.assertEqual(set(term.examples), {listing.pk for listing in listings[:3]})

    def test_words_of_a_pair_that_is_named_are_not_named_again(self):
        self.listings("You drive a tow truck and solder.")

        words = [term.text for term in self.found().words]

        self.assertIn("solder", words)
        self.assertNotIn("truck", words)

    def test_what_a_skill_role_or_language_is_called_is_known(self):
        SkillFactory(slug="towing", preferred_label="Towing", alt_labels="tow truck")
        SkillFactory(slug="off", preferred_label="Crane lift", is_matchable=False)
        self.listings("You drive a tow truck, a team lead and a crane lift. You speak Spanish.")

        found = self.found()

        said = {term.text for term in [*found.pairs, *found.words]}
        self.assertTrue(said.isdisjoint({"tow truck", "team lead", "crane lift", "spanish"}), said)

    def test_what_two_listings_or_one_employer_say_is_not_told(self):
        self.listings("You drive a tow truck.", n=2)
        self.listings("You steer a fork lift.", employer=EmployerFactory())

        self.assertTrue({"tow truck", "fork lift"}.isdisjoint(self.pairs()))

    def test_a_word_that_is_at_home_in_every_role_tells_nothing(self):
        for role in (self.csr, self.lead):
            for _ in range(3):
                self.listing(description="You drive a tow truck.", role=role)

        self.assertNotIn("tow truck", self.pairs())

    def test_hours_and_school_are_no_skills(self):
        self.listings("You finished high school and work six hours.")

        self.assertTrue({"high school", "six hours"}.isdisjoint(self.pairs()))

    def test_an_empty_form_stays_empty(self):
        form = self.client.get(reverse("wagtailsnippets_cms_skill:add")).context["form"]

        self.assertIsNone(form["preferred_label"].value())


class SynonymTests(HealthTestCase):
    def synonyms(self, description, n=3):
        for _ in range(n):
            self.listing(description=description)
        self.build()
        found = unknown_words(index_state().index, Vocabulary.load()).synonyms
        return {(synonym.term.text, synonym.skill.slug) for synonym in found}

    def test_the_same_words_in_another_order_or_number_are_suggested(self):
        SkillFactory(slug="accounts", preferred_label="Password reset")

        self.assertIn(
            ("reset passwords", "accounts"), self.synonyms("You reset passwords every morning.")
        )

    def test_e_mail_and_email_are_one_word(self):
        SkillFactory(slug="email-support", preferred_label="Email support")

        self.assertIn(
            ("support emails", "email-support"), self.synonyms("You sort support e-mails.")
        )

    def test_a_word_is_not_like_a_label_of_which_it_is_a_part(self):
        SkillFactory(slug="ai-tools", preferred_label="AI tools")

        self.assertNotIn(("tools", "ai-tools"), self.synonyms("You repair tools."))

    def test_a_word_is_not_like_a_label_that_begins_otherwise(self):
        SkillFactory(slug="training-design", preferred_label="Elearning")

        self.assertNotIn(("learning", "training-design"), self.synonyms("You love learning."))

    def test_a_word_is_not_like_the_name_of_a_product(self):
        SkillFactory(slug="guidecx", preferred_label="Guides", tool=True)

        self.assertNotIn(("guide", "guidecx"), self.synonyms("You guide."))


def test_words_are_alike_that_begin_alike_in_whatever_order():
    assert are_alike(["reset", "passwords"], ["password", "reset"])
    assert are_alike(["invoice"], ["invoicing"])
    assert not are_alike(["first", "week"], ["customer", "first"])
    assert not are_alike(["learning"], ["elearning"])
