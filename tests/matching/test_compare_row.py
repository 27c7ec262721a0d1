from listings.models import Listing
from tests.matching.indexed import MatchTestCase


class CompareRowTests(MatchTestCase):
    """How jobs that stand side by side fit whoever reads."""

    def setUp(self):
        super().setUp()
        self.best = self.listing(self.chat, self.zendesk, self.orders)
        self.other = self.listing(self.coaching, self.empathy, self.orders)
        self.some_listings()
        self.build()

    def url(self, *listings):
        return "/jobs/compare/?" + "&".join(f"job={listing.pk}" for listing in listings)

    def test_says_in_words_what_is_covered_of_each(self):
        self.as_guest(skills=[(self.chat, 4), (self.zendesk, 4)], current=self.csr)

        response = self.client.get(self.url(self.best, self.other))

        self.assertContains(response, "You cover <strong>2 of the 3 skills</strong> asked.")
        self.assertContains(response, "You cover <strong>0 of the 3 skills</strong> asked.")
        self.assertContains(response, "of 100</span>", count=2)

    def test_an_empty_profile_is_invited(self):
        response = self.client.get(self.url(self.best, self.other))

        self.assertContains(response, 'href="/me/start/">Add skills</a>')
        self.assertNotContains(response, "You cover")

    def test_a_job_that_the_index_does_not_know_is_said(self):
        self.as_guest(**self.profile())
        Listing.objects.filter(pk=self.other.pk).update(state="closed", outcome="hired")
        self.build()

        response = self.client.get(self.url(self.best, self.other))

        self.assertContains(response, "Not compared with profiles: it is closed, or very new.")

    def test_costs_the_same_for_two_and_for_four(self):
        more = [self.listing(self.chat, self.coaching, self.orders) for _n in range(2)]
        self.build()
        self.as_guest(**self.profile())
        self.client.get(self.url(self.best, self.other))
        for listings in ([self.best, self.other], [self.best, self.other, *more]):
            # jobs with what their pages read (6); session; the guest's skills, role and language; labels
            # of skills, and names of what is asked
            with self.subTest(len(listings)), self.assertNumQueries(12):
                self.client.get(self.url(*listings))
