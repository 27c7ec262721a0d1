from django.test import TestCase
from django.urls import reverse

from listings import services
from listings.consents import APPLICATION_VERSION
from listings.models import Application
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerMemberFactory,
    ListingFactory,
)


class QuestionsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.listing = ListingFactory()
        ask = cls.listing.screening_questions.create
        cls.weekends = ask(position=1, text="Can you work Saturdays?", kind="yes_no")
        cls.start = ask(
            position=2, text="When could you start?", kind="choice", choices="At once\nIn a month"
        )
        cls.years = ask(position=3, text="Years on the phone?", kind="number", is_required=False)
        cls.why = ask(position=4, text="Why chat?", kind="text", is_required=False)
        cls.candidate = CandidateFactory()
        cls.url = reverse("listings:application_create", args=[cls.listing.pk])

    def setUp(self):
        self.client.force_login(self.candidate.user)

    def answers(self, **changes):
        given = {
            "name": "Sam",
            f"question_{self.weekends.pk}": "no",
            f"question_{self.start.pk}": "In a month",
            f"question_{self.years.pk}": "1,002.50",
            f"question_{self.why.pk}": "",
            "consent": APPLICATION_VERSION,
        }
        return given | {f"question_{getattr(self, name).pk}": v for name, v in changes.items()}

    def post(self, step="send", **changes):
        return self.client.post(self.url, self.answers(**changes) | {"step": step})

    def test_answers_are_kept_with_the_words_of_the_question(self):
        self.post()

        rows = Application.objects.get().answers.values_list("question", "answer")
        self.assertEqual(
            list(rows),
            [
                ("Can you work Saturdays?", "No"),
                ("When could you start?", "In a month"),
                ("Years on the phone?", "1002.50"),
            ],
        )

    def test_check_page_shows_and_carries_them(self):
        page = self.post("check", why="Because <b>x</b>")

        self.assertContains(page, "Because &lt;b&gt;x&lt;/b&gt;")
        self.assertContains(page, f'name="question_{self.weekends.pk}" value="no"')
        self.assertContains(page, "<dd><p>No</p></dd>", html=True)

    def test_a_required_one_that_is_open_is_said_beside_it(self):
        response = self.post(weekends="", start="Never")

        errors = response.context["form"].errors
        self.assertEqual(
            errors[f"question_{self.weekends.pk}"],
            ["Answer this question: Can you work Saturdays?"],
        )
        self.assertIn(f"question_{self.start.pk}", errors)
        self.assertFalse(Application.objects.exists())

    def test_a_number_is_written_in_digits(self):
        for wrong in ("three", "NaN", "1e999", "1e-99999999999999", "∞", "1" * 15):
            with self.subTest(wrong):
                response = self.post(years=wrong)
                self.assertContains(response, "Write a number in digits, like 3 or 2.5.")

    def test_both_sides_see_them_and_the_employer_no_longer_after_a_withdrawal(self):
        member = EmployerMemberFactory(employer=self.listing.employer).user
        self.post(why="Many at once")
        application = Application.objects.get()
        theirs = reverse("listings:employer_application_detail", args=[application.pk])

        self.assertContains(self.client.get(application.get_absolute_url()), "Many at once")
        self.client.force_login(member)
        self.assertContains(self.client.get(theirs), "Many at once")
        services.withdraw_application(application=application)
        self.assertNotContains(self.client.get(theirs), "Many at once")

    def test_reapplying_begins_with_the_old_answers_and_replaces_them(self):
        application = ApplicationFactory(
            candidate=self.candidate, listing=self.listing, state="withdrawn"
        )
        application.answers.create(position=1, question="Can you work Saturdays?", answer="Yes")
        application.answers.create(position=2, question="No longer asked?", answer="Old")

        page = self.client.get(self.url)
        self.post()

        self.assertEqual(page.context["form"].initial[f"question_{self.weekends.pk}"], "yes")
        self.assertEqual(
            list(application.answers.values_list("answer", flat=True)),
            ["No", "In a month", "1002.50"],
        )

    def test_query_count_does_not_grow_with_the_questions(self):
        def count():
            # session, user, listing, membership, earlier application, its questions, draft,
            # candidate, résumés, the last application; the user's and the group's permissions
            with self.assertNumQueries(12):
                self.client.get(self.url)

        count()
        for position in range(5, 9):
            self.listing.screening_questions.create(position=position, text=f"Number {position}?")
        count()
