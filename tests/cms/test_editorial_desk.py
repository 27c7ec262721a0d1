"""Where the editorial rules hold: publishing by a script, at a set hour, and in the editor."""

from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from cms.blocks.text import TEXT_FEATURES
from cms.editorial import errors, findings
from cms.models import GuidePage, PageSource
from tests.cms.desk_case import DeskTests, guide_form
from tests.cms.editorial_case import COUNTED, LONG, quote, text
from tests.cms.factories import PageTree


class ScriptTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()

    def test_a_page_that_breaks_a_rule_cannot_go_live_from_a_script(self):
        with self.assertRaises(ValidationError) as caught:
            self.tree.guide(body=[text(COUNTED)])

        self.assertIn("62%", str(caught.exception.message_dict["body"]))

    def test_nor_when_its_hour_comes(self):
        guide = self.tree.guide(body=[text()])
        guide.body.append(("text", "<p>Half of all workers leave.</p>"))
        revision = guide.save_revision(clean=False)

        with self.assertRaises(ValidationError):
            revision.publish()

        self.assertNotIn("Half", str(GuidePage.objects.get(pk=guide.pk).body))

    def test_a_source_lets_it_go_live(self):
        guide = self.tree.guide(body=[text()])
        guide.body.append(("text", COUNTED))
        guide.sources = [PageSource(title="A survey", publisher="An office", year=2025)]

        guide.save_revision().publish()

        self.assertIn("62%", str(GuidePage.objects.get(pk=guide.pk).body))

    def test_quotations_are_compared_with_published_pages_only(self):
        other = self.tree.guide("other", body=[quote(by="Bo Ray")])
        guide = self.tree.guide("mine", body=[text()], live=False)
        guide.body.append(("quote", quote()["value"]))

        self.assertEqual([each.code for each in errors(guide)], ["two-names"])
        other.unpublish()
        self.assertEqual(errors(guide), [])

    def test_what_the_rules_cost(self):
        guide = self.tree.guide(body=[text(f"<p>{LONG}</p>")])
        for number in range(3):
            self.tree.guide(f"other-{number}", body=[text()])
        with self.assertNumQueries(0):
            errors(guide)
        # Every kind of page that has a body.
        with self.assertNumQueries(7):
            findings(guide)


class FormTests(DeskTests):
    """What an editor meets who saves, submits or publishes."""

    def send(self, **changes):
        address = reverse("wagtailadmin_pages:add", args=["cms", "guidepage", self.tree.guides.pk])
        return self.client.post(address, guide_form(self.role, **changes))

    def body(self, *blocks):
        return streamfield(
            [(kind, self.rich(value) if kind == "text" else value) for kind, value in blocks]
        )

    def rich(self, html):
        return rich_text(html, features=TEXT_FEATURES)

    def counted(self, **changes):
        return self.send(body=self.body(("heading", "One"), ("text", COUNTED)), **changes)

    def body_error(self, response):
        return response.context["form"].errors["body"].as_data()[0].as_json_data()

    def test_a_draft_that_breaks_rules_is_saved_and_says_what_is_missing(self):
        response = self.counted()

        self.assertFalse(GuidePage.objects.get(slug="hand-over").live)
        said = " ".join(str(message) for message in get_messages(response.wsgi_request))
        self.assertIn("Before the page can be published", said)
        self.assertIn("62%", said)

    def test_publishing_and_submitting_are_refused_with_the_reason(self):
        for action in ("action-submit", "action-publish"):
            self.person.is_superuser = True
            self.person.save()
            response = self.counted(**{action: "1"})

            self.assertEqual(response.status_code, 200)
            self.assertIn("62%", self.body_error(response)["messages"][0])
            self.assertFalse(GuidePage.objects.filter(slug="hand-over").exists())

    def test_the_reason_of_a_trend_stands_beside_its_text(self):
        response = self.counted(kind="trend", **{"action-submit": "1"})

        self.assertIn("62%", self.body_error(response)["blockErrors"][1]["messages"][0])

    def test_a_source_on_the_same_form_counts(self):
        source = {"title": "A survey", "publisher": "An office", "year": "2025", "url": ""}

        self.counted(sources=inline_formset([source]), **{"action-submit": "1"})

        self.assertTrue(GuidePage.objects.filter(slug="hand-over").exists())

    def test_a_source_that_the_form_takes_away_counts_no_longer(self):
        guide = self.tree.guide(body=[text(COUNTED)], live=False)
        guide.sources = [PageSource(title="A survey", publisher="An office", year=2025)]
        guide.save_revision()
        address = reverse("wagtailadmin_pages:edit", args=[guide.pk])
        source = {"title": "A", "publisher": "B", "year": "2025", "url": "", "DELETE": "on"}
        form = guide_form(
            self.role,
            body=self.body(("heading", "One"), ("text", COUNTED)),
            sources=inline_formset([source]),
            **{"action-submit": "1"},
        )

        self.assertIn("62%", self.body_error(self.client.post(address, form))["messages"][0])

    def test_a_warning_is_shown_and_stops_nothing(self):
        self.tree.guide("other", body=[text(f"<p>{LONG}</p>")])

        response = self.send(
            body=self.body(("heading", "One"), ("text", f"<p>{LONG}</p>")),
            **{"action-submit": "1"},
        )

        self.assertTrue(GuidePage.objects.filter(slug="hand-over").exists())
        said = " ".join(str(message) for message in get_messages(response.wsgi_request))
        self.assertIn("Worth a second look", said)

    def test_a_page_that_is_refused_in_a_list_leads_to_its_form_with_the_reason(self):
        self.person.is_superuser = True
        self.person.save()
        guide = self.tree.guide(body=[text()], live=False)
        guide.body.append(("text", COUNTED))
        guide.save_revision(clean=False)
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

        response = self.client.post(f"{address}?id={guide.pk}", {"next": "/admin/"})

        self.assertEqual(response.status_code, 302)
        said = " ".join(str(message) for message in get_messages(response.wsgi_request))
        self.assertIn("62%", said)
        self.assertFalse(GuidePage.objects.get(pk=guide.pk).live)
