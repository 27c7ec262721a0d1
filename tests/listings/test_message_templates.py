"""Texts with places: filled in by name alone, kept by the employer, offered where one writes."""

from django.test import SimpleTestCase, TestCase
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from listings.models import MessageTemplate
from listings.sifting import placeholders, texts
from profiles.models import Outbox
from tests.factories import ApplicationFactory, EmployerMemberFactory
from tests.listings.member_case import MemberTestCase
from tests.outbox import with_outbox

VALUES = {"name": "Sam", "job": "Chat agent", "employer": "Marlow"}


class FillTests(SimpleTestCase):
    def test_places_are_looked_up_by_their_whole_name(self):
        self.assertEqual(
            placeholders.fill("Hello { name }, {job}", VALUES), "Hello Sam, Chat agent"
        )

    def test_nothing_in_the_braces_is_evaluated(self):
        for text in (
            "{name.__class__}",
            "{name!r}",
            "{name:>99999999}",
            "{0.__class__.__mro__}",
            "{{7*7}}",
            "{__import__('os')}",
            "{job[0]}",
            "%(name)s {",
        ):
            self.assertEqual(placeholders.fill(text, VALUES), text)

    def test_what_is_put_in_is_not_read_again(self):
        self.assertEqual(
            placeholders.fill("{name} {job}", {"name": "{job}", "job": "{name}"}), "{job} {name}"
        )

    @given(st.text(max_size=80))
    def test_text_without_a_known_place_stays_as_it_is(self, text):
        known = {match[1].strip() for match in placeholders.PLACE.finditer(text)}
        if not known & VALUES.keys():
            self.assertEqual(placeholders.fill(text, VALUES), text)

    def test_every_text_to_start_with_has_known_places_alone(self):
        for use in texts.Use:
            self.assertEqual(len(texts.starters(use)), 3)
            for text in texts.starters(use):
                self.assertEqual(placeholders.unknown_places(text.body), [], text.key)
                self.assertNotIn("{", placeholders.fill(text.body, placeholders.EXAMPLE))


class TextPagesTests(MemberTestCase):
    CREATE = reverse("listings:message_template_create")
    LIST = reverse("listings:message_template_list")

    def data(self, **more):
        return {
            "employer": self.employer.pk,
            "use": "declined",
            "name": "Kind no",
            "body": "Hello {name}, about {job}.",
        } | more

    def test_a_text_is_kept_for_the_employer(self):
        self.assertRedirects(self.client.post(self.CREATE, self.data()), self.LIST)

        self.assertEqual(self.employer.message_templates.get().body, "Hello {name}, about {job}.")
        self.assertContains(self.client.get(self.LIST), "Kind no")

    def test_an_unknown_place_is_an_error_that_names_the_known_ones_and_keeps_the_text(self):
        response = self.client.post(self.CREATE, self.data(body="Hi {name.__class__} {nme}"))

        self.assertContains(response, "We know no place {name.__class__}, {nme}.")
        self.assertContains(response, "{closing_date}")
        self.assertContains(response, "Hi {name.__class__} {nme}")
        self.assertFalse(MessageTemplate.objects.exists())

    def test_the_preview_is_filled_in_and_stores_nothing(self):
        response = self.client.post(self.CREATE, self.data(action="preview", body="Hi {name} <b>"))

        self.assertContains(response, "Hi Dana Whitfield &lt;b&gt;")
        self.assertFalse(MessageTemplate.objects.exists())

    def test_one_name_once_for_a_use(self):
        self.client.post(self.CREATE, self.data())

        response = self.client.post(self.CREATE, self.data(body="Another"))

        self.assertIn("name", response.context["form"].errors)
        self.client.post(self.CREATE, self.data(use="message"))
        self.assertEqual(MessageTemplate.objects.count(), 2)

    def test_nobody_writes_for_somebody_elses_employer(self):
        for employer in (self.other.pk, "x", "9" * 5_000, "\0"):
            response = self.client.post(self.CREATE, self.data(employer=employer))
            self.assertIn("employer", response.context["form"].errors)
        self.assertFalse(MessageTemplate.objects.exists())

    def test_a_text_of_another_employer_is_hidden(self):
        text = self.other.message_templates.create(name="Theirs", body="CANARY")

        for name in ("message_template_update", "message_template_delete"):
            self.assertEqual(self.client.get(self.url(name, text)).status_code, 404)
            self.assertEqual(self.client.post(self.url(name, text), self.data()).status_code, 404)
        self.assertNotContains(self.client.get(self.LIST), "Theirs")
        text.refresh_from_db()

    def test_one_to_start_with_is_stored_once_it_is_taken(self):
        page = self.client.get(self.CREATE, {"start": "start-declined-1"})

        self.assertEqual(page.context["form"].initial["use"], "declined")
        self.assertFalse(MessageTemplate.objects.exists())
        self.assertEqual(self.client.get(self.CREATE, {"start": "x"}).status_code, 200)

    def test_a_change_and_a_removal(self):
        text = self.employer.message_templates.create(use="message", name="Old", body="x")

        self.client.post(self.url("message_template_update", text), self.data(name="New"))
        text.refresh_from_db()
        self.assertEqual((text.name, text.employer), ("New", self.employer))
        self.client.post(self.url("message_template_delete", text))
        self.assertFalse(MessageTemplate.objects.exists())


@with_outbox
class UseOfTextsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.member = EmployerMemberFactory(employer__name="Marlow").user
        cls.employer = cls.member.employer_memberships.get().employer
        cls.application = ApplicationFactory(
            listing__employer=cls.employer, listing__title="Chat agent", name="Sam {job} <b>"
        )
        cls.url = f"/employer/applications/{cls.application.pk}/"

    def setUp(self):
        self.client.force_login(self.member)

    def test_choosing_one_fills_the_form_of_its_use_without_a_script(self):
        text = self.employer.message_templates.create(use="message", name="a", body="At {employer}")

        page = self.client.get(self.url, {"template": text.pk})
        self.assertContains(page, "At Marlow</textarea>")
        page = self.client.get(self.url, {"template": "start-declined-1"})
        self.assertIn("Chat agent", page.context["form"].initial["message"])

    def test_a_text_of_another_employer_fills_nothing(self):
        theirs = EmployerMemberFactory().employer.message_templates.create(name="a", body="CANARY")

        for key in (theirs.pk, "9" * 5_000, "start-declined-9", "\0x"):
            page = self.client.get(self.url, {"template": key})
            self.assertNotIn("CANARY", page.content.decode())

    def test_what_is_sent_is_filled_in_once(self):
        self.client.post(f"{self.url}messages/", {"body": "Hello {name}, {unknown}"})

        mail = Outbox.objects.get()
        self.assertIn("Hello Sam {job} <b>, {unknown}", mail.body)

    def test_a_name_with_a_brace_stays_a_place_while_one_writes(self):
        text = self.employer.message_templates.create(use="message", name="a", body="Dear {name}")

        page = self.client.get(self.url, {"template": text.pk})

        self.assertContains(page, "Dear {name}</textarea>")
