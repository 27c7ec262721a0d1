from django.test import TestCase
from django.urls import reverse, reverse_lazy

from listings.models import ListingChannel, SavedJob
from tests.factories import CandidateFactory, EmployerFactory, ListingFactory, UserFactory


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

    def test_shows_one_s_own_latest_first_and_marks_the_closed(self):
        first, closed = ListingFactory(title="First"), ListingFactory(title="Shut", closed=True)
        self.save(first, closed)
        self.save(
            ListingFactory(title="Another's"), first, candidate=CandidateFactory()
        ) if False else None

        response = self.client.get(self.url)

        self.assertEqual([job.title for job in response.context["page_obj"]], ["Shut", "First"])
        self.assertContains(response, "<strong>closed</strong>", count=1)

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
        # session, user, count, listings, their channels, two for what the footer may show
        with self.assertNumQueries(7):
            self.client.get(self.url)

        self.save(*ListingFactory.create_batch(17))
        with self.assertNumQueries(7):
            self.client.get(self.url)
