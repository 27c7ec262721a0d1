"""A first look without names: until somebody is chosen no page, file or mail of the employer tells who it is."""

from django.core.files.base import ContentFile
from django.test import SimpleTestCase
from django.urls import reverse
from django.utils import timezone

from listings import services
from listings.models import Application
from listings.sifting.anonymity import blanked
from profiles.models import Outbox, Resume
from profiles.models.candidates import Visibility
from tests.factories import ApplicationFactory, CandidateFactory, UserFactory
from tests.listings.member_case import MemberTestCase
from tests.outbox import with_outbox

CANARIES = ("canarina", "quetzal", "tanager", "555 0142", "kestrel")


class BlankedTests(SimpleTestCase):
    def test_the_words_of_a_name_go_wherever_they_stand(self):
        for text, left in {
            "I am José Canarina.": "I am [hidden] [hidden].",
            "Ask Jose's boss": "Ask [hidden]'s boss",
            "JOSÉ, canarina-style": "[hidden], [hidden]-style",
            "josecanarina": "jose[hidden]",
            "write to jc@example.org or call +1 (614) 555-0142": "write to [hidden] or call [hidden]",
            "see https://example.org/jose": "see [hidden]",
        }.items():
            self.assertEqual(blanked(text, ["José Canarina"]), left)

    def test_other_words_stay(self):
        text = "Al fresco, from 2019 - 2023, 40 hours, $21.50"
        self.assertEqual(blanked(text, ["Li Ana"]), text)


@with_outbox
class HiddenTests(MemberTestCase):
    def setUp(self):
        super().setUp()
        self.post = self.listing(is_sift_anonymous=True, title="Chat agent")
        self.person = CandidateFactory(
            visibility=Visibility.APPLIED,
            user=UserFactory(
                email="kestrel@example.org", first_name="Tanager", last_name="Canarina"
            ),
        )
        self.person.education.create(school="Quetzal College")
        self.person.certificates.create(name="Quetzal certificate")
        self.application = services.submit_application(
            candidate=self.person,
            listing=self.post,
            name="Tanager Canarina",
            note="Canarina here, call +1 614 555 0142. Tanager's shop: five years.",
            resume=None,
            answers=[("Why?", "Because Canarina can.")],
        )
        resume = Resume(
            candidate=self.person,
            original_name="canarina.txt",
            content_type="text/plain",
            size=1,
            scan=Resume.Scan.CLEAN,
        )
        resume.file.save("a.txt", ContentFile(b"canarina"))
        Application.objects.filter(pk=self.application.pk).update(resume=resume)
        self.application.notes.create(body="Canarina called", at=timezone.now())
        self.write("Canarina asks: when?")
        self.key = self.application.pk

    def write(self, body):
        services.send_message(
            application=self.application,
            sender=self.person.user,
            is_from_employer=False,
            body=body,
        )

    def detail(self, name="employer_application_detail"):
        return self.url(name, self.application)

    def of_list(self, name="employer_application_list"):
        return self.url(name, self.post)

    def everything(self):
        """Each answer that a member can get about the post and who applied for it."""
        seen = {"state": "submitted", "application": self.key}
        one = {"chosen": self.key, f"state-{self.key}": "submitted"}
        gets = [
            reverse("listings:employer_home"),
            reverse("listings:employer_waiting_list"),
            self.of_list(),
            f"{self.of_list()}?q=five",
            f"{self.of_list()}?q=canarina",
            f"{self.of_list()}?sort=name",
            self.of_list("employer_application_triage"),
            self.detail(),
            f"{self.detail()}?template=start-message-1",
            f"{self.detail()}?template=start-declined-1",
        ]
        for url in gets:
            yield url, self.client.get(url)
        yield "resume", self.client.get(self.detail("employer_application_resume"))
        posts = [
            (self.of_list("employer_application_export"), {}),
            (self.of_list("employer_application_triage"), seen | {"decision": "declined"}),
            (self.detail("employer_application_decide"), seen | {"decision": "declined"}),
            (self.detail("employer_application_message"), {"body": ""}),
            (self.detail("employer_application_note"), {"note": ""}),
            (self.detail("employer_application_tag"), {"tag": ""}),
            *[
                (self.of_list("employer_application_bulk"), one | {"act": act})
                for act in ("shortlisted", "declined", "message", "tag")
            ],
            (self.detail("employer_application_message"), {"body": "Dear {name}"}),
            (
                self.of_list("employer_application_bulk"),
                one | {"act": "message", "step": "do", "message": "Dear {name}, again"},
            ),
            (
                self.detail("employer_application_decide"),
                seen | {"decision": "declined", "reason": "none", "message": "Bye {name}"},
            ),
        ]
        for url, data in posts:
            yield f"POST {url} {data}", self.client.post(url, data, follow=True)
        yield "declined", self.client.get(self.detail())

    def body(self, response):
        content = b"".join(response) if response.streaming else response.content
        return f"{content.decode()} {response.headers}".casefold()

    def test_no_answer_and_no_mail_to_a_member_tells_who_it_is(self):
        for name, response in self.everything():
            with self.subTest(name):
                # What was typed into the search comes back in its own field alone.
                body = self.body(response).replace('name="q" value="canarina"', "")
                for canary in CANARIES:
                    self.assertNotIn(canary, body)
        self.write("Canarina again")
        Application.objects.filter(pk=self.key).update(state="submitted")
        services.withdraw_application(application=Application.objects.get(pk=self.key))
        mails = Outbox.objects.filter(to=[self.member.user.email])
        self.assertGreaterEqual(mails.count(), 3)
        for mail in mails:
            text = f"{mail.subject} {mail.body} {mail.html_body}".casefold()
            for canary in CANARIES:
                self.assertNotIn(canary, text)

    def test_a_search_for_a_hidden_name_finds_nobody_and_one_for_other_words_does(self):
        self.assertEqual(
            list(self.client.get(self.of_list(), {"q": "canarina"}).context["page_obj"]), []
        )
        found = self.client.get(self.of_list(), {"q": "FIVE years"}).context["page_obj"]
        self.assertEqual(list(found), [self.application])

    def test_the_file_is_no_page_until_the_name_is_known(self):
        url = self.detail("employer_application_resume")
        self.assertEqual(self.client.get(url).status_code, 404)
        Application.objects.filter(pk=self.key).update(state="shortlisted")
        self.assertEqual(self.client.get(url).status_code, 200)

    def test_from_the_shortlist_on_everything_is_there(self):
        self.client.post(
            self.detail("employer_application_decide"),
            {"state": "submitted", "decision": "shortlisted"},
        )

        page = self.client.get(self.detail())
        for words in (
            "Tanager Canarina",
            "kestrel@example.org",
            "Canarina here",
            "Quetzal College",
        ):
            self.assertContains(page, words)
        self.assertContains(self.client.get(self.of_list()), "Applicant 1")

    def test_the_number_is_that_of_receipt_and_stays(self):
        first = ApplicationFactory(listing=self.post)
        second = ApplicationFactory(listing=self.post)
        first.state = "withdrawn"
        first.save()

        page = self.client.get(self.of_list())

        numbers = {row.pk: row.receipt_number for row in page.context["page_obj"]}
        self.assertEqual(numbers, {self.key: 1, first.pk: 2, second.pk: 3})
        self.assertEqual(Application.objects.get(pk=second.pk).receipt_number, 3)

    def test_the_applicant_is_addressed_by_name_all_the_same(self):
        self.client.post(self.detail("employer_application_message"), {"body": "Dear {name}"})

        mail = Outbox.objects.filter(to=[self.person.user.email]).latest("pk")
        self.assertIn("Dear Tanager Canarina", mail.body)
