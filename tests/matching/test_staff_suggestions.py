"""Words that no skill knows: which are suggested, what is told of people, and what becomes of them."""

from unittest import mock

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.models import SetAsideTerm, Skill, Tool
from matching.adapters import live_index
from matching.staff import suggestions
from matching.staff.suggestions import ChangedMeanwhile, add_label
from matching.staff.unknown_words import Vocabulary
from profiles.models import Experience
from tests.factories import (
    CandidateFactory,
    EmployerFactory,
    ModeratorFactory,
    SkillFactory,
    UserFactory,
)
from tests.matching.staff_case import PAGE, HealthTestCase, make_desk_user

QUEUE = "/admin/matching/suggestions/"
ANOTHER = f"{QUEUE}another-word/"
ASIDE = f"{QUEUE}set-aside/"
NO_SKILLS = f"{QUEUE}no-skills/"
BACK = f"{QUEUE}back/"


class SuggestionsTestCase(HealthTestCase):
    def listings(self, description, n=3, **columns):
        """From as many employers, among listings of another role that say something else."""
        made = [self.listing(description=description, **columns) for _ in range(n)]
        for _ in range(3):
            self.listing(description="Ordinary office routine.", role=self.lead)
        return made

    def people(self, summary, n=3, role=None, title="Helper"):
        for _ in range(n):
            candidate = CandidateFactory(current_role=role or self.csr)
            Experience.objects.create(candidate=candidate, title=title, summary=summary)
        for _ in range(3):
            other = CandidateFactory(current_role=self.lead)
            Experience.objects.create(candidate=other, title="Boss", summary="Office routine.")

    def queue(self):
        self.build()
        live = live_index().current(look_now=True)
        found = suggestions.suggestions(live.generation.index, Vocabulary.load())
        return {each.text: each for each in found}


class QueueTests(SuggestionsTestCase):
    def test_a_word_of_postings_leads_to_a_form_with_its_label_filled_in_and_to_examples(self):
        listings = self.listings("You drive a tow truck.")
        self.build()

        response = self.client.get(QUEUE)

        for desk in ("skill", "tool"):
            address = f"{reverse(f'wagtailsnippets_cms_{desk}:add')}?preferred_label=Tow+truck"
            self.assertContains(response, address)
            self.assertContains(self.client.get(address), 'value="tow-truck"')
        self.assertContains(response, listings[0].get_absolute_url())

    def test_a_listing_that_closed_since_is_no_example(self):
        first, *_others = self.listings("You drive a tow truck.")
        self.build()
        first.state, first.outcome = "closed", "hired"
        first.save()

        self.assertNotContains(self.client.get(QUEUE), first.get_absolute_url())

    def test_what_looks_like_a_label_comes_first_and_names_its_skill(self):
        SkillFactory(slug="accounts", preferred_label="Password reset")
        self.listings("You reset passwords. You drive a tow truck.")

        first, *_others = self.queue().values()

        self.assertEqual(first.text, "reset passwords")
        self.assertEqual(first.looks_like.skill.slug, "accounts")
        self.assertContains(self.client.get(QUEUE), "a label of Password reset")

    def test_one_employer_alone_suggests_nothing(self):
        SkillFactory(slug="accounts", preferred_label="Password reset")
        self.listings("You reset passwords and steer a fork lift.", employer=EmployerFactory())

        self.assertTrue({"reset passwords", "fork lift"}.isdisjoint(self.queue()))

    def test_three_people_suggest_a_word_and_two_do_not(self):
        self.people("Drove a tow truck.", n=3)
        self.people("Steered a fork lift.", n=2)
        self.listings("Ordinary work.")

        queue = self.queue()

        self.assertEqual((queue["tow truck"].people, queue["tow truck"].listings), (3, 0))
        self.assertNotIn("fork lift", queue)

    def test_one_person_who_writes_a_word_thrice_is_one_person(self):
        candidate = CandidateFactory(current_role=self.csr)
        for _ in range(3):
            Experience.objects.create(candidate=candidate, title="Tow truck", summary="Tow truck.")
        self.listings("Ordinary work.")

        self.assertNotIn("tow truck", self.queue())

    def test_few_people_are_not_counted_beside_postings(self):
        self.people("Drove a tow truck.", n=2)
        self.listings("You drive a tow truck.")

        self.assertEqual(self.queue()["tow truck"].people, 0)

    def test_names_and_ages_of_people_never_become_a_word(self):
        self.people("My name is Zelda. Age: 34. Mrs Quux thanked me.")
        self.listings("Ordinary work.")

        self.assertTrue({"zelda", "quux", "mrs quux"}.isdisjoint(self.queue()))

    def test_words_that_people_of_every_role_write_are_no_suggestion(self):
        for role in (self.csr, self.lead) * 3:
            candidate = CandidateFactory(current_role=role)
            Experience.objects.create(candidate=candidate, title="Helper", summary="Tow truck.")
        self.listings("Ordinary work.")

        self.assertNotIn("tow truck", self.queue())

    def test_the_page_says_nothing_of_whose_words_they_are(self):
        self.people("Drove a tow truck near Sandusky.", title="Wrecker")
        Experience.objects.filter(summary__contains="tow").update(employer_name="Acme Towing")
        self.listings("Ordinary work.")
        self.build()

        response = self.client.get(QUEUE)

        self.assertContains(response, "tow truck")
        self.assertNotContains(response, "Acme Towing")
        self.assertNotContains(response, '@example.org">')

    def test_without_an_index_the_page_says_so(self):
        self.assertContains(self.client.get(QUEUE), "No index can be read")

    def test_an_empty_queue_says_so(self):
        self.build()

        self.assertContains(self.client.get(QUEUE), "No word waits")

    def test_pages_are_stepped_through_and_odd_numbers_lead_somewhere(self):
        words = "".join(f"You grip lever{chr(97 + n)} handle{chr(97 + n)}. " for n in range(24))
        self.listings(words)
        self.build()

        first = self.client.get(QUEUE)
        second = self.client.get(QUEUE, {"p": "2"})

        self.assertContains(first, 'href="?p=2"')
        texts = [{row["it"].text for row in page.context["rows"]} for page in (first, second)]
        self.assertTrue(texts[0].isdisjoint(texts[1]))
        for odd in ("0", "999", "x", "9" * 5000):
            self.assertEqual(self.client.get(QUEUE, {"p": odd}).status_code, 200)

    def test_the_page_asks_no_more_with_more_words_and_people(self):
        def count():
            self.build()
            self.client.get(QUEUE)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(QUEUE)
            return len(queries)

        self.listings("You drive a tow truck.")
        self.people("Drove a tow truck.")
        few = count()
        for n in range(8):
            word = f"gadget{chr(97 + n)}"
            self.listings(f"You polish {word} carefully.")
            self.people(f"Polished {word}.")

        self.assertEqual(count(), few)

    def test_the_health_page_leads_here(self):
        self.build()

        self.assertContains(self.client.get(PAGE), f'href="{QUEUE}"')


class ActTests(SuggestionsTestCase):
    def setUp(self):
        super().setUp()
        self.listings("You drive a tow truck.")
        self.build()

    def post(self, address, **data):
        return self.client.post(address, data, follow=True)

    def words(self):
        return {row["it"].text for row in self.client.get(QUEUE).context.get("rows", [])}

    def test_another_word_becomes_a_label_once_with_its_editor_in_the_history(self):
        Tool.objects.filter(pk=self.zendesk.pk).update(alt_labels="Zen desk\n")
        before = self.zendesk.updated_at

        response = self.post(ANOTHER, term="tow truck", skill=self.zendesk.pk)

        self.assertContains(response, "is now another word for Zendesk")
        self.zendesk.refresh_from_db()
        self.assertEqual(self.zendesk.alt_labels, "Zen desk\ntow truck")
        self.assertGreater(self.zendesk.updated_at, before)  # the finder of skills looks at it
        entry = ModelLogEntry.objects.for_instance(Tool.objects.get(pk=self.zendesk.pk)).get()
        self.assertEqual(entry.user, self.editor)
        self.assertNotIn("tow truck", self.words())

        again = self.post(ANOTHER, term="tow truck", skill=self.chat.pk)

        self.assertContains(again, "is known already")
        self.chat.refresh_from_db()
        self.assertEqual(self.chat.alt_labels, "")

    def test_a_label_that_somebody_else_added_meanwhile_is_not_lost(self):
        real = Skill.clean_fields

        def meanwhile(skill, *args, **kwargs):
            Skill.objects.filter(pk=skill.pk).update(alt_labels="Web chat")
            return real(skill, *args, **kwargs)

        with (
            mock.patch.object(Skill, "clean_fields", meanwhile),
            self.assertRaises(ChangedMeanwhile),
        ):
            add_label(self.chat.pk, "tow truck", self.editor)
        with mock.patch.object(Skill, "clean_fields", meanwhile):
            Skill.objects.filter(pk=self.chat.pk).update(alt_labels="")
            response = self.post(ANOTHER, term="tow truck", skill=self.chat.pk)

        self.assertContains(response, "nothing was added")
        self.chat.refresh_from_db()
        self.assertNotIn("tow truck", self.chat.alt_labels)
        self.assertFalse(ModelLogEntry.objects.exists())

    def test_likely_skills_stand_first_in_the_choice(self):
        SkillFactory(slug="towing", preferred_label="Truck towing")

        form = self.client.get(ANOTHER, {"term": "tow truck"}).context["form"]

        _empty, (heading, likely), (_heading, others) = form.fields["skill"].choices
        self.assertEqual(str(heading), "Likely")
        self.assertEqual(likely[0][1], "Truck towing")
        self.assertIn("Coaching", [label for _pk, label in others])

    def test_a_word_without_a_skill_is_asked_for_again_and_nothing_is_written(self):
        for data in [
            {"term": "tow truck"},
            {"term": "tow truck", "skill": "x"},
            {"term": "tow truck", "skill": "9" * 5000},
            {"term": "tow\ntruck", "skill": self.chat.pk},
            {"term": "<b>", "skill": self.chat.pk},
            {"term": "tow\x00truck", "skill": self.chat.pk},
            {"term": "x" * 5000, "skill": self.chat.pk},
            {},
        ]:
            with self.subTest(data):
                self.assertEqual(self.client.post(ANOTHER, data).status_code, 200)
        self.assertFalse(Skill.objects.exclude(alt_labels="").exists())

    def test_a_word_that_is_no_skill_is_not_suggested_until_it_is_taken_back(self):
        response = self.post(ASIDE, term="tow truck", p="1")

        self.assertContains(response, "is set aside")
        self.assertNotIn("tow truck", self.words())
        word = SetAsideTerm.objects.get()
        self.assertEqual(ModelLogEntry.objects.for_instance(word).get().user, self.editor)
        self.assertContains(self.client.get(NO_SKILLS), "tow truck")

        self.assertContains(self.post(BACK, word=word.pk), "can be suggested again")

        self.assertIn("tow truck", self.words())
        self.assertEqual(ModelLogEntry.objects.for_instance(word).count(), 2)
        self.assertContains(self.post(BACK, word=word.pk), "not set aside any more")
        self.assertEqual(ModelLogEntry.objects.for_instance(word).count(), 2)

    def test_set_aside_twice_it_is_there_once(self):
        self.post(ASIDE, term="tow truck")

        self.assertContains(self.post(ASIDE, term="tow truck"), "was set aside before")
        self.assertEqual(SetAsideTerm.objects.count(), 1)
        self.assertEqual(ModelLogEntry.objects.count(), 1)

    def test_what_is_no_word_is_refused_without_an_error(self):
        for address, data in [
            (ASIDE, {"term": "<script>"}),
            (ASIDE, {"term": "a\x00b"}),
            (ASIDE, {}),
            (BACK, {"word": "9" * 5000}),
            (BACK, {"word": "x"}),
            (BACK, {}),
        ]:
            with self.subTest(address, data=data):
                response = self.client.post(address, data | {"p": "9" * 5000})
                self.assertEqual(response.status_code, 302)
        self.assertFalse(SetAsideTerm.objects.exists())

    def test_one_returns_to_the_page_of_the_list_that_one_came_from(self):
        response = self.client.post(ASIDE, {"term": "tow truck", "p": "3"})

        self.assertRedirects(response, f"{QUEUE}?p=3", fetch_redirect_response=False)

    def test_reading_changes_nothing_and_acts_are_sent_by_post(self):
        for address in (ASIDE, BACK):
            self.assertEqual(self.client.get(address, {"term": "tow truck"}).status_code, 405)
        self.client.get(ANOTHER, {"term": "tow truck", "skill": self.chat.pk})
        self.assertFalse(Skill.objects.exclude(alt_labels="").exists())

    def test_nobody_else_sees_or_does_any_of_it(self):
        for user in [UserFactory(), ModeratorFactory(), make_desk_user("change_careerstep")]:
            self.client.force_login(user)
            for address in (QUEUE, ANOTHER, NO_SKILLS, ASIDE, BACK):
                for method in (self.client.get, self.client.post):
                    with self.subTest(address, user=user):
                        response = method(address, {"term": "tow truck", "skill": self.chat.pk})
                        self.assertEqual(response.status_code, 302)
                        self.assertNotIn("/suggestions/", response["Location"].split("?")[0])
        self.assertFalse(SetAsideTerm.objects.exists())
        self.assertFalse(Skill.objects.exclude(alt_labels="").exists())

    def test_the_right_to_change_skills_is_enough(self):
        self.client.force_login(make_desk_user("change_skill"))

        self.assertContains(self.client.get(QUEUE), "tow truck")
        self.assertContains(self.client.get("/admin/"), "Suggestions")
