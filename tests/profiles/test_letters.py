from django.conf import settings
from django.core.mail import EmailMessage
from django.test import SimpleTestCase, TestCase

from profiles.letters import html_of
from profiles.models import Outbox
from tests import factories as make
from tests.outbox import with_outbox


class HtmlTests(SimpleTestCase):
    def test_empty_lines_part_paragraphs_and_lines_stay_lines(self):
        self.assertInHTML("<p>One<br>two</p>", html_of("S", "One\ntwo\n\nThree"))
        self.assertInHTML("<p>Three</p>", html_of("S", "One\ntwo\n\nThree"))

    def test_a_line_above_an_address_of_the_site_becomes_the_words_of_its_link(self):
        site = settings.SITE_URL
        html = html_of("S", f"Read it:\n{site}/a?b=1&c=2\n\nEnd it:\n{site}/end/")

        self.assertInHTML(f'<p><a href="{site}/a?b=1&amp;c=2" class="act">Read it</a></p>', html)
        self.assertInHTML(f'<p><a href="{site}/end/">End it</a></p>', html)

    def test_an_address_elsewhere_is_always_shown_and_never_the_act(self):
        # An employer's words stand above the site's own link.
        site = settings.SITE_URL
        for address in ("https://x.example/", f"{site}.x.example/", f"{site}@x.example/"):
            with self.subTest(address):
                text = f"Confirm your account:\n{address}\n\nAnswer:\n{site}/me/"
                html = html_of("S", text)

                self.assertIn("Confirm your account:", html)
                self.assertIn(f"{address}</a>", html)
                self.assertEqual(html.count('class="act"'), 1)
                self.assertInHTML(f'<p><a href="{site}/me/" class="act">Answer</a></p>', html)

    def test_an_address_within_a_line_is_a_link(self):
        self.assertIn('href="https://x.example"', html_of("S", "See https://x.example for more."))

    def test_what_people_wrote_is_never_markup(self):
        hostile = "<script>alert(1)</script>:\nhttps://x.example/\"onclick='x'\n\n<b>{{ 7 }}</b>"
        html = html_of("<i>S</i>", hostile)

        for markup in ["<script", "<b>", "<i>", '"onclick', "'x'"]:
            with self.subTest(markup):
                self.assertNotIn(markup, html)
        self.assertIn("{{ 7 }}", html)

    def test_no_other_address_becomes_a_link(self):
        html = html_of("S", "Click:\njavascript:alert(1)\n\ndata:text/html,x")
        self.assertNotIn("href", html)


@with_outbox
class BackendTests(TestCase):
    def test_every_mail_has_html_made_of_its_text(self):
        EmailMessage("Hello", "Text & more", to=["a@example.org"]).send()
        self.assertIn("<p>Text &amp; more</p>", Outbox.objects.get().html_body)

    def test_a_mail_about_somebody_goes_with_their_account(self):
        applicant = make.UserFactory()
        message = EmailMessage("New application", "From Sam", to=["employer@example.org"])
        message.about = applicant
        message.send()
        applicant.delete()
        self.assertFalse(Outbox.objects.exists())
