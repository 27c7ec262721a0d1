from datetime import timedelta

from django.test import TestCase
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from listings.models import ListingChannel, SavedJob
from tests.factories import CandidateFactory, EmployerFactory, ListingFactory, UserFactory
from tests.pages import said


class SaveTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.listing = ListingFactory()
        cls.user = UserFactory()

    def post(self, listing=None, **data):
        return self.client.post(
            reverse("listings:saved_job", args=[(listing or self.listing).pk]), data
        )

    def saved_by(self, user):
        return [saved.listing for saved in SavedJob.objects.filter(candidate__user=user)]

    def test_saving_twice_saves_once(self):
        self.client.force_login(self.user)

        for _n in range(2):
            response = self.post(action="save", next=self.listing.get_absolute_url())

        self.assertRedirects(response, self.listing.get_absolute_url())
        self.assertEqual(self.saved_by(self.user), [self.listing])

    def test_removing_twice_is_as_good_as_once(self):
        self.client.force_login(self.user)
        self.post(action="save")

        for _n in range(2):
            response = self.post(action="remove")

        self.assertRedirects(response, reverse("listings:saved_job_list"))
        self.assertEqual(self.saved_by(self.user), [])

    def test_one_removes_from_one_s_own_list_alone(self):
        other = CandidateFactory()
        other.saved_jobs.create(listing=self.listing)
        self.client.force_login(self.user)

        self.post(action="remove")

        self.assertEqual(self.saved_by(other.user), [self.listing])

    def test_signed_out_one_signs_in_first_and_comes_back_to_the_job(self):
        path = self.listing.get_absolute_url()

        response = self.post(action="save", next=path)

        self.assertRedirects(
            response, f"{reverse('account_login')}?next={path}", fetch_redirect_response=False
        )
        self.assertEqual(SavedJob.objects.count(), 0)

    def test_reading_the_address_saves_nothing(self):
        self.client.force_login(self.user)

        response = self.client.get(reverse("listings:saved_job", args=[self.listing.pk]))

        self.assertEqual(response.status_code, 405)
        self.assertEqual(SavedJob.objects.count(), 0)

    def test_what_is_not_public_cannot_be_saved_but_can_be_let_go(self):
        self.client.force_login(self.user)
        hidden = [
            ListingFactory(draft=True),
            ListingFactory(employer=EmployerFactory(suspended=True)),
        ]
        candidate = CandidateFactory(user=self.user)
        candidate.saved_jobs.create(listing=hidden[1])

        self.assertEqual(
            [self.post(listing, action="save").status_code for listing in hidden], [404, 404]
        )

        self.post(hidden[1], action="remove")
        self.assertEqual(self.saved_by(self.user), [])

    def test_it_leads_nowhere_but_to_our_own_pages(self):
        self.client.force_login(self.user)

        for path in (
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "javascript:x",
            "me",
        ):
            with self.subTest(path):
                response = self.post(action="save", next=path)

                self.assertEqual(response["Location"], reverse("listings:saved_job_list"))

    def test_line_breaks_in_the_way_back_break_nothing(self):
        self.client.force_login(self.user)

        response = self.post(action="save", next="/jobs/\r\nSet-Cookie: a=b")

        self.assertEqual(response.status_code, 302)
        self.assertNotIn("\n", response["Location"])

    def test_an_act_that_is_none_is_refused(self):
        self.client.force_login(self.user)

        for action in ("", "delete"):
            self.assertEqual(self.post(action=action).status_code, 400)


class SavedListTests(TestCase):
    url = reverse_lazy("listings:saved_job_list")

    @classmethod
    def setUpTestData(cls):
        cls.candidate = CandidateFactory()

    def save(self, *listings):
        for listing in listings:
            ListingChannel.objects.create(listing=listing, channel="phone")
            self.candidate.saved_jobs.create(listing=listing)

    def setUp(self):
        self.client.force_login(self.candidate.user)

    def titles(self, response):
        return [job.title for job in response.context["page_obj"]]

    def test_what_closes_first_stands_first_and_the_closed_last_and_marked(self):
        now = timezone.now()
        self.save(
            ListingFactory(title="Shut", closed=True, valid_through=now + timedelta(days=1)),
            ListingFactory(title="Expired", expired=True),
            ListingFactory(title="Later", valid_through=now + timedelta(days=9)),
            ListingFactory(title="Sooner", valid_through=now + timedelta(days=2)),
        )

        response = self.client.get(self.url)

        self.assertEqual(self.titles(response), ["Sooner", "Later", "Expired", "Shut"])
        self.assertContains(response, "<strong>closed", count=2)

    def test_closed_ones_go_at_once_and_only_one_s_own(self):
        shut, open_one = ListingFactory(closed=True), ListingFactory(title="Open")
        hidden = ListingFactory(employer=EmployerFactory(suspended=True))
        self.save(shut, open_one, ListingFactory(expired=True), hidden)
        other = CandidateFactory()
        other.saved_jobs.create(listing=shut)
        self.assertContains(self.client.get(self.url), "Take closed ones off")

        response = self.client.post(reverse("listings:saved_job_clear"))

        self.assertRedirects(response, self.url)
        self.assertIn("2 closed jobs are off your list.", said(response))
        self.assertEqual(
            {saved.listing for saved in self.candidate.saved_jobs.all()}, {open_one, hidden}
        )
        self.assertEqual(other.saved_jobs.count(), 1)
        self.assertNotContains(self.client.get(self.url), "Take closed ones off")

    def test_two_or_more_can_be_ticked_to_compare(self):
        first, second = ListingFactory.create_batch(2)
        self.save(first)
        self.assertNotContains(self.client.get(self.url), 'id="compare"')
        self.save(second)

        response = self.client.get(self.url)

        self.assertContains(response, 'id="compare" action="/jobs/compare/"')
        for listing in (first, second):
            box = f'<input type="checkbox" name="job" value="{listing.pk}" form="compare">'
            self.assertContains(response, box, html=True)

    def test_another_person_s_list_is_theirs(self):
        theirs = ListingFactory(title="Theirs")
        both = ListingFactory(title="Both")
        self.save(both)
        other = CandidateFactory()
        other.saved_jobs.create(listing=theirs)
        other.saved_jobs.create(listing=both)

        response = self.client.get(self.url)

        self.assertEqual([job.title for job in response.context["page_obj"]], ["Both"])

    def test_signed_out_there_is_no_list(self):
        self.client.logout()

        response = self.client.get(self.url)

        self.assertRedirects(
            response, f"{reverse('account_login')}?next={self.url}", fetch_redirect_response=False
        )

    def test_an_empty_list_says_how_to_fill_it(self):
        self.assertContains(self.client.get(self.url), "Nothing saved yet")

    def test_the_number_of_statements_does_not_grow(self):
        self.save(*ListingFactory.create_batch(3))
        # session, user, count, listings, their channels, closed ones, the switch of the reminders, two
        # for what the footer may show
        with self.assertNumQueries(9):
            self.client.get(self.url)

        self.save(*ListingFactory.create_batch(17))
        with self.assertNumQueries(9):
            self.client.get(self.url)
