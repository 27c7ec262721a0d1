"""The employer's form: where people apply, the promise to answer, and the questions."""

from django.test import SimpleTestCase, TestCase
from django.urls import reverse
from django.utils import timezone

from listings.forms.asking_sections import HowToApply
from listings.forms.screening import ScreeningQuestions
from listings.models import Listing
from listings.screening import private_matter
from listings.snapshots import differences, parts_of, snapshot
from tests.factories import EmployerMemberFactory, ListingFactory, ModeratorFactory


class PrivateMatterTests(SimpleTestCase):
    def test_what_nobody_needs_before_a_contract_is_seen(self):
        for question in (
            "What is your bank account number?",
            "Bank account number",
            "IBAN",
            "Please enter your routing number",
            "Your credit card number?",
            "Social Security Number:",
            "Last four digits of your SSN?",
            "What’s your date of birth?",
            "Upload a copy of your passport",
            "What is your driver's license number?",
            "Do you have a disability?",
            "Are you disabled?",
            "Are you pregnant or planning to be?",
            "Do you have any medical conditions?",
            "How many sick days did you take last year?",
            "How is your health?",
        ):
            with self.subTest(question):
                self.assertTrue(private_matter(question))

    def test_questions_about_the_work_pass(self):
        for question in (
            "Can you work Saturdays?",
            "Have you helped customers with their bank account?",
            "Have you supported patients of a health insurer?",
            "Have you answered callers with disabilities?",
            "Do you have a driver's license?",
            "How many years have you worked with Zendesk?",
            "May you work in the United States?",
            "What internet speed do you have at home?",
            "Tell us about a caller you calmed down.",
            "Have you worked in a bank or a credit union?",
            "How did you account for time between chats?",
        ):
            with self.subTest(question):
                self.assertEqual(private_matter(question), "")


class FormTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        member = EmployerMemberFactory()
        cls.user = member.user
        cls.listing = ListingFactory(draft=True, employer=member.employer)
        cls.url = reverse("listings:employer_listing_step", args=[cls.listing.pk, "apply"])

    def setUp(self):
        self.client.force_login(self.user)

    def save(self, **changes):
        typed = {
            "version": Listing.objects.get(pk=self.listing.pk).version,
            "apply_route": "on_site",
            "action": "save",
        }
        return self.client.post(self.url, typed | changes)

    def error(self, response, field):
        self.assertEqual(response.status_code, 200)
        return " ".join(response.context["form"].errors.get(field, []))

    def test_questions_are_stored_in_their_order_and_come_back(self):
        self.save(
            ask_1="Can you work Saturdays?",
            ask_kind_1="yes_no",
            ask_required_1="on",
            ask_3="When could you start?",
            ask_kind_3="choice",
            ask_choices_3="At once\n\n In a  month \nAt once",
        )

        rows = self.listing.screening_questions.values_list(
            "position", "text", "kind", "choices", "is_required"
        )
        self.assertEqual(
            list(rows),
            [
                (1, "Can you work Saturdays?", "yes_no", "", True),
                (2, "When could you start?", "choice", "At once\nIn a month", False),
            ],
        )
        form = self.client.get(self.url).context["form"]
        self.assertEqual(form["ask_2"].value(), "When could you start?")
        self.assertEqual(form["ask_required_2"].value(), False)

    def test_every_change_of_them_is_a_new_version(self):
        first = Listing.objects.get(pk=self.listing.pk).version

        self.save(ask_1="Why chat?", ask_kind_1="text")
        self.save()

        self.listing.refresh_from_db()
        self.assertEqual(self.listing.version, first + 2)
        self.assertFalse(self.listing.screening_questions.exists())

    def test_what_cannot_be_asked_is_said_in_plain_words(self):
        response = self.save(ask_1="What is your bank account number?")

        self.assertIn("This asks for bank details.", self.error(response, "ask_1"))
        self.assertFalse(self.listing.screening_questions.exists())

    def test_what_belongs_to_another_route_is_not_kept(self):
        self.save(
            apply_route="email",
            apply_email="jobs@example.org",
            apply_url="https://jobs.example.org/",
            reply_within_days="5",
        )

        listing = Listing.objects.get(pk=self.listing.pk)
        self.assertEqual(
            (
                listing.apply_route,
                listing.apply_email,
                listing.apply_url,
                listing.reply_within_days,
            ),
            ("email", "jobs@example.org", "", 5),
        )

    def test_on_a_site_of_their_own_they_are_kept_and_everybody_is_told_that_nobody_is_asked(self):
        asked = {"ask_1": "Can you work Saturdays?", "ask_kind_1": "yes_no"}
        before = snapshot(self.listing, parts_of(self.listing))

        self.save(apply_route="external", apply_url="https://jobs.example.org/1", **asked)

        listing = Listing.objects.get(pk=self.listing.pk)
        self.assertEqual(self.client.get(self.url).context["form"]["ask_1"].value(), asked["ask_1"])
        self.assertFalse(listing.asks_questions)
        told = {
            one.field: one.after
            for one in differences(before, snapshot(listing, parts_of(listing)))
        }
        self.assertIn("Kept, and not asked", told["questions"])
        Listing.objects.update(state="in_review", submitted_at=timezone.now())
        self.client.force_login(ModeratorFactory())
        page = self.client.get(reverse("listings:moderation_detail", args=[listing.pk]))
        self.assertContains(page, "Questions that are kept and not asked")
        self.assertNotContains(page, "Asks whoever applies")

    def test_moderators_read_them_before_they_approve(self):
        listing = ListingFactory(
            in_review=True,
            apply_route="email",
            apply_email="jobs@example.org",
            reply_within_days=5,
        )
        listing.screening_questions.create(position=1, text="Can you work Saturdays?")
        self.client.force_login(ModeratorFactory())

        page = self.client.get(reverse("listings:moderation_detail", args=[listing.pk]))

        for words in ("jobs@example.org", "within 5 days", "Can you work Saturdays?"):
            self.assertContains(page, words)


class SectionTests(SimpleTestCase):
    """The two sections by themselves."""

    def test_half_a_question_is_said_beside_its_field(self):
        for typed, field, words in (
            ({"ask_1": "Which?", "ask_kind_1": "choice"}, "ask_choices_1", "Write 2 to 10"),
            (
                {"ask_1": "Which?", "ask_kind_1": "choice", "ask_choices_1": "One"},
                "ask_choices_1",
                "Write 2 to 10",
            ),
            ({"ask_choices_2": "One\nTwo"}, "ask_2", "Write the question"),
            ({"ask_1": "Why?", "ask_4": "WHY?"}, "ask_4", "stands here twice"),
            ({"ask_1": "Why?", "ask_kind_1": "essay"}, "ask_kind_1", "valid choice"),
            ({"ask_1": "x" * 201}, "ask_1", "at most 200"),
        ):
            with self.subTest(typed):
                self.assertIn(words, " ".join(ScreeningQuestions(typed).errors.get(field, [])))

    def test_an_address_belongs_to_its_route(self):
        for typed, field in (
            ({"apply_route": "email"}, "apply_email"),
            ({"apply_route": "email", "apply_email": "no address"}, "apply_email"),
            ({"apply_route": "external"}, "apply_url"),
            ({"reply_within_days": "61"}, "reply_within_days"),
            ({"reply_within_days": "0"}, "reply_within_days"),
        ):
            with self.subTest(typed):
                self.assertIn(field, HowToApply({"apply_route": "on_site"} | typed).errors)
