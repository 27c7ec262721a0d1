import importlib

from django.test import TestCase, override_settings
from django.urls import reverse

from profiles import urls
from profiles.models import Outbox


class LocalMailTests(TestCase):
    def letter(self, **parts):
        return Outbox.objects.create(
            **{
                "to": ["dana@example.org"],
                "from_email": "hello@rungs.example",
                "subject": "Confirm <b>it</b>",
                "body": "Go to http://127.0.0.1:8000/accounts/confirm-email/x/ now.\n\n<script>",
            }
            | parts
        )

    def test_letters_are_listed_newest_first(self):
        first, second = self.letter(subject="First"), self.letter(subject="Second")

        page = self.client.get(reverse("profiles:local_mail"))
        self.assertEqual(list(page.context["object_list"]), [second, first])

    def test_a_letter_is_shown_as_text_with_links_to_follow(self):
        page = self.client.get(reverse("profiles:local_mail_detail", args=[self.letter().pk]))

        self.assertContains(page, 'href="http://127.0.0.1:8000/accounts/confirm-email/x/"')
        self.assertContains(page, "&lt;script&gt;")
        self.assertContains(page, "Confirm &lt;b&gt;it&lt;/b&gt;")

    def test_the_list_costs_the_same_with_many_letters(self):
        for count in (3, 20):
            for _number in range(count):
                self.letter()
            with self.subTest(count), self.assertNumQueries(2):  # how many, and the page
                self.client.get(reverse("profiles:local_mail"))

    def test_where_the_setting_is_off_the_pages_refuse_although_routed(self):
        letter = self.letter()
        with override_settings(MAIL_READABLE_IN_BROWSER=False):
            for address in ("/mail/", f"/mail/{letter.pk}/"):
                self.assertEqual(self.client.get(address).status_code, 404)

    def test_where_the_setting_is_off_they_are_not_routed(self):
        def names():
            return {pattern.name for pattern in importlib.reload(urls).urlpatterns}

        self.assertIn("local_mail", names())
        with override_settings(MAIL_READABLE_IN_BROWSER=False):
            self.assertFalse({"local_mail", "local_mail_detail"} & names())
        names()
