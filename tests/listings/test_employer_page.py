"""What the public page of an employer says beside its jobs, and for whom one works."""

from datetime import timedelta

from django.template.loader import render_to_string
from django.test import SimpleTestCase, TestCase
from django.urls import reverse
from django.utils import timezone

from listings.answer_record import AnswerRecord
from listings.clients import client_explained, client_in_words
from listings.employer_page import answers_in_words
from listings.models import Application, Listing
from profiles.models import Employer
from tests.factories import (
    ApplicationFactory,
    EmployerFactory,
    EmployerMemberFactory,
    ListingFactory,
)


class AnswersInWordsTests(SimpleTestCase):
    def test_share_and_middle_are_said_in_counts_and_whole_days(self):
        for record, words in [
            (
                AnswerRecord(16, 14 / 16, 2.4),
                "Answered 14 of 16 applicants in the last 12 months, half of them within 3 days.",
            ),
            (
                AnswerRecord(7, 1.0, 0.2),
                "Answered 7 of 7 applicants in the last 12 months, half of them within a day.",
            ),
            (AnswerRecord(9, 0.0, None), "Answered none of 9 applicants in the last 12 months."),
            (AnswerRecord(4), "Too few people have applied here in the last 12 months"),
            (AnswerRecord(0), "Too few people have applied here in the last 12 months"),
        ]:
            with self.subTest(words):
                self.assertTrue(answers_in_words(record).startswith(words))


class EmployerPageTests(TestCase):
    def get(self, employer):
        return self.client.get(reverse("listings:employer_detail", args=[employer.slug]))

    def test_what_it_says_stands_under_its_own_name_and_unchecked(self):
        employer = EmployerFactory(
            name="Marlow Mutual",
            growth="Seven of nine leads **began here**.",
            training="Five weeks.",
            support="<script>alert(1)</script>Ten minutes.",
        )

        page = self.get(employer)

        for words in (
            "In its own words",
            "Written by Marlow Mutual. We have not checked it.",
            "How people move up here",
            "<strong>began here</strong>",
            "How people are trained",
            "How people are supported",
        ):
            self.assertContains(page, words)
        self.assertNotContains(page, "<script>alert")

    def test_what_it_does_not_say_has_no_heading(self):
        page = self.get(EmployerFactory(growth="Two of ten."))
        self.assertContains(page, "How people move up here")
        self.assertNotContains(page, "How people are trained")

        page = self.get(EmployerFactory())
        self.assertNotContains(page, "In its own words")

    def test_what_only_moderators_go_by_is_not_shown(self):
        employer = EmployerFactory(register_number="Ohio 4512345", email_domain="secret.example")
        EmployerMemberFactory(employer=employer, user__email="nadia@secret.example")

        page = self.get(employer)

        for words in ("4512345", "secret.example"):
            self.assertNotContains(page, words)

    def test_how_it_answers_is_counted_over_all_its_posts(self):
        employer = EmployerFactory()
        now = timezone.now()
        for n in range(6):
            application = ApplicationFactory(listing__employer=employer)
            Application.objects.filter(pk=application.pk).update(
                submitted_at=now - timedelta(days=20),
                answered_at=now - timedelta(days=17) if n < 4 else None,
            )

        page = self.get(employer)

        self.assertContains(page, "Answered 4 of 6 applicants in the last 12 months")
        self.assertContains(page, "half of them within 3 days")
        self.assertContains(self.get(EmployerFactory()), "Too few people have applied here")

    def test_it_says_how_many_jobs_are_fresh(self):
        employer = EmployerFactory()
        long_ago = timezone.now() - timedelta(days=40)
        self.assertNotContains(self.get(employer), "in the last two weeks.")

        first = ListingFactory(employer=employer)
        self.assertContains(self.get(employer), "Its open job was posted or confirmed")
        ListingFactory(employer=employer, date_posted=long_ago)
        self.assertContains(self.get(employer), "1 of 2 open jobs was posted or confirmed")
        Listing.objects.filter(pk=first.pk).update(date_posted=long_ago)
        self.assertContains(self.get(employer), "0 of 2 open jobs were")
        Listing.objects.update(confirmed_at=timezone.now())
        self.assertContains(self.get(employer), "All 2 open jobs were posted or confirmed")

    def test_agencies_and_outsourcers_are_explained(self):
        self.assertContains(self.get(EmployerFactory(kind="agency")), "A staffing agency: it finds")
        self.assertContains(self.get(EmployerFactory(kind="outsourcer")), "An outsourcer: people")
        self.assertNotContains(self.get(EmployerFactory()), "its clients.")

    def test_a_checked_employer_that_changes_its_website_is_not_checked_on_its_page(self):
        owner = EmployerMemberFactory(role="owner")
        self.client.force_login(owner.user)
        self.client.post(
            reverse("profiles:employer_update", args=[owner.employer_id]),
            {"name": owner.employer.name, "kind": "direct", "website": "https://new.example"},
        )

        self.assertContains(self.get(Employer.objects.get()), "not checked by us")


class ClientTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.outsourcer = EmployerFactory(name="Larkbridge", kind="outsourcer")
        cls.agency = EmployerFactory(name="Ocotillo", kind="agency")
        cls.named = ListingFactory(employer=cls.outsourcer, client_name="Northgate <Bank>")
        cls.hidden = ListingFactory(employer=cls.agency, is_client_hidden=True)
        cls.plain = ListingFactory()

    def test_it_is_said_in_words(self):
        self.assertEqual(client_in_words(self.named), "for Northgate <Bank>")
        self.assertEqual(client_in_words(self.hidden), "for a client that is not named")
        self.assertEqual(client_in_words(self.plain), "")

    def test_what_it_means_depends_on_who_sends_people_where(self):
        self.assertEqual(
            client_explained(self.named),
            "You would answer the customers of Northgate <Bank>. Your employer is Larkbridge.",
        )
        self.assertEqual(
            client_explained(self.hidden),
            "You would work at a client that Ocotillo does not name here. Ask who it is before you"
            " say yes.",
        )
        self.assertEqual(client_explained(self.plain), "")

    def test_the_card_says_it_and_costs_no_query_for_it(self):
        rows = list(Listing.objects.for_cards().order_by("pk"))
        with self.assertNumQueries(0):
            cards = [
                render_to_string("listings/partials/listing_card.html", {"listing": row})
                for row in rows
            ]

        self.assertIn("(outsourcer)</span> for Northgate &lt;Bank&gt;", cards[0])
        self.assertIn("(staffing agency)</span> for a client that is not named", cards[1])
        self.assertNotIn("client", cards[2])

    def test_the_jobs_own_page_and_the_workspace_say_it(self):
        page = self.client.get(self.named.get_absolute_url())
        self.assertContains(page, "for Northgate &lt;Bank&gt;")
        self.assertContains(page, "Your employer is Larkbridge.")

        self.client.force_login(EmployerMemberFactory(employer=self.agency).user)
        desk = self.client.get(reverse("listings:employer_home"))
        self.assertContains(desk, "for a client that is not named")
        self.assertContains(desk, reverse("profiles:employer_team", args=[self.agency.pk]))
