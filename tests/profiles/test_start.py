from django.contrib.sessions.models import Session
from django.db import connection
from django.test import TestCase
from django.urls import reverse

from cms.models import RoleSkill
from profiles.models import Candidate, RateLimit
from profiles.reading import TEXT_LIMIT
from profiles.session_profile import GUEST_KEY
from profiles.views.start import PASTES_AN_HOUR
from tests import factories as make

CANARY = "zanzibarcanary"
RESUME = f"{CANARY} Customer service representative. Zendesk and de-escalation {CANARY}, Spanish."


def everything_stored() -> str:
    """All text of all tables, sessions decoded."""
    stored = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            stored += [str(row) for row in cursor.fetchall()]
    stored += [str(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join(stored)


class StartTests(TestCase):
    url = "/me/start/"

    @classmethod
    def setUpTestData(cls):
        cls.zendesk = make.SkillFactory(slug="zendesk", tool=True)
        cls.de_escalation = make.SkillFactory(slug="de-escalation", kind="interpersonal")
        cls.spanish = make.SkillFactory(slug="spanish", language=True)
        cls.csr = make.RoleFactory(slug="csr", title="Customer Service Representative")
        RoleSkill.objects.create(role=cls.csr, skill=cls.de_escalation, is_essential=True)
        cls.user = make.UserFactory()

    def paste(self, text=RESUME):
        return self.client.post(self.url, {"resume_text": text})

    def accept(self, **data):
        return self.client.post(self.url, {"action": "accept"} | data)

    @property
    def picks(self):
        return self.client.session.get(GUEST_KEY)

    def test_looking_changes_nothing(self):
        for address in (self.url, f"{self.url}?role=csr", f"{self.url}?role=nonsense"):
            self.assertEqual(self.client.get(address).status_code, 200)

        self.assertFalse(self.client.session.keys())

    def test_a_pasted_text_is_answered_with_what_was_found_and_where(self):
        response = self.paste()

        suggestions = response.context["suggestions"]
        self.assertEqual([s.item for s in suggestions.skills], [self.zendesk, self.de_escalation])
        self.assertContains(response, f"Zendesk and de-escalation {CANARY}, Spanish")
        self.assertContains(response, "Untick what is not yours")
        self.assertContains(
            response, '<input type="checkbox" name="skill" value="zendesk" checked>'
        )
        self.assertContains(response, '<option value="3" selected>I can do it alone</option>')

    def test_a_suggestion_counts_only_when_it_is_accepted(self):
        self.paste()
        self.assertIsNone(self.picks)

        response = self.accept(skill=["zendesk"], **{"level-zendesk": "2"}, current_role="csr")

        self.assertRedirects(
            response, reverse("matching:match_list"), fetch_redirect_response=False
        )
        self.assertEqual(self.picks["skills"], {"zendesk": [2, "", None, "own"]})
        self.assertEqual(self.picks["current_role"], "csr")
        self.assertNotIn("languages", self.picks)

    def test_the_text_is_stored_nowhere(self):
        self.paste()
        self.accept(skill=["zendesk", "de-escalation"], language="spanish", current_role="csr")
        self.assertNotIn(CANARY, everything_stored())

        self.client.force_login(self.user)
        self.paste()
        self.accept(skill=["zendesk", "de-escalation"], language="spanish", current_role="csr")
        self.assertIn("zendesk", everything_stored())
        self.assertNotIn(CANARY, everything_stored())

    def test_the_text_travels_back_as_the_fields_value_and_not_into_the_other_form(self):
        response = self.paste(f"{CANARY}</textarea><script>")

        self.assertContains(response, f"{CANARY}&lt;/textarea&gt;&lt;script&gt;", count=1)

    def test_a_signed_in_persons_picks_become_rows(self):
        self.client.force_login(self.user)
        self.accept(skill="zendesk", language="spanish", **{"spoken-spanish": "C1"})

        candidate = Candidate.objects.get(user=self.user)
        self.assertEqual(candidate.candidate_skills.get().level, 3)
        self.assertEqual(candidate.languages.get().spoken, "C1")
        self.assertIsNone(self.picks)

    def test_accepting_leaves_the_target_and_the_other_skills(self):
        self.accept(skill="zendesk", **{"level-zendesk": "4"}, current_role="csr")
        self.accept(skill="de-escalation")

        self.assertEqual(set(self.picks["skills"]), {"zendesk", "de-escalation"})
        self.assertEqual(self.picks["current_role"], "csr")

    def test_a_role_offers_what_it_asks_for(self):
        response = self.client.get(self.url, {"role": "csr"})

        self.assertContains(response, "What this work asks for")
        self.assertEqual(
            [s.item for s in response.context["suggestions"].skills], [self.de_escalation]
        )

    def test_names_that_we_do_not_know_are_said_and_the_rest_is_kept(self):
        response = self.accept(names="Zendeks, de-escalation, juggling")
        self.assertEqual(set(self.picks["skills"]), {"de-escalation"})

        added, message = response.wsgi_request._messages
        self.assertEqual(str(added), "1 thing added to your profile.")
        self.assertIn("“Zendeks”, “juggling”", str(message))
        self.assertIn("Did you mean Zendesk?", str(message))

    def test_nothing_ticked_is_answered_beside_the_field_with_the_words_kept(self):
        response = self.accept(names="juggling")

        self.assertContains(response, "We do not know a skill called “juggling”.")
        self.assertContains(response, 'value="juggling"')
        self.assertContains(self.accept(), "Tick at least one skill")
        self.assertIsNone(self.picks)

    def test_a_form_that_came_back_keeps_the_ticks_and_levels(self):
        response = self.accept(
            names=", ".join(f"name {n}" for n in range(40)),
            skill="zendesk",
            **{"level-zendesk": "4"},
        )

        self.assertContains(response, "at most 30 names")
        (kept,) = response.context["suggestions"].skills
        self.assertEqual((kept.item, kept.level), (self.zendesk, 4))

    def test_what_is_wrong_is_said_at_the_top_of_the_page_too(self):
        for response in (
            self.accept(),
            self.paste(""),
            self.client.post(self.url, {"action": "upload"}),
            self.client.get(self.url, {"role": ""}),
        ):
            page = response.content.decode()
            self.assertLess(page.index('id="problems"'), page.index("<textarea"))

    def test_values_that_no_page_sends_are_left_out(self):
        hidden = make.SkillFactory(slug="hidden", is_matchable=False)
        self.accept(
            skill=["zendesk", "no-such", "a\x00b", "' OR 1=1", hidden.slug, "spanish"],
            language=["zendesk"],
            current_role="no-such",
            **{"level-zendesk": "99"},
        )

        self.assertEqual(self.picks["skills"], {"zendesk": [3, "", None, "own"]})
        self.assertNotIn("languages", self.picks)

    def test_an_empty_paste_is_answered_beside_the_field(self):
        self.assertContains(self.paste("  "), "Paste some text first")

    def test_a_long_text_is_cut_and_the_page_says_so(self):
        text = "word " * (TEXT_LIMIT // 5) + " Zendesk"
        response = self.paste(text)

        self.assertContains(response, "only its first 60,000 characters")
        self.assertFalse(response.context["suggestions"])

    def test_a_nul_in_a_text_is_dropped(self):
        self.assertTrue(self.paste("Zen\x00desk").context["suggestions"])

    def test_a_text_without_skills_says_what_to_do_instead(self):
        self.assertContains(self.paste("I like long walks."), "Choose your role below")

    def test_what_is_held_already_is_not_offered_again(self):
        self.accept(skill="zendesk")

        self.assertContains(self.paste("Zendesk"), "is in your profile already")

    def test_the_31st_text_within_the_hour_is_refused_and_kept_in_the_field(self):
        self.client.force_login(self.user)
        for _number in range(PASTES_AN_HOUR):
            self.assertEqual(self.paste().status_code, 200)

        response = self.paste()
        self.assertContains(response, "You have pasted 30 texts", status_code=429)
        self.assertContains(response, CANARY, status_code=429)
        self.client.force_login(make.UserFactory())
        self.assertEqual(self.paste().status_code, 200)

    def test_a_limit_keeps_no_key_of_a_session(self):
        self.accept(skill="zendesk")
        key = self.client.session.session_key
        self.paste()

        self.assertFalse(RateLimit.objects.filter(key__contains=key).exists())
        self.assertTrue(RateLimit.objects.filter(key__startswith="paste:session:").exists())

    def test_the_page_costs_the_same_with_many_skills(self):
        for number in range(20):
            make.SkillFactory(slug=f"skill-{number}")
        # roles for the choice, skills for the list
        with self.assertNumQueries(2):
            self.client.get(self.url)
