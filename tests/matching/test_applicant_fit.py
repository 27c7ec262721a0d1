"""How an applicant stands to a post, for its employer: the numbers of the job's page, of those who show them."""

import re

from django.urls import reverse

from listings.models import Listing
from matching.templatetags.applicant_tags import applicant_fit, fits_of
from profiles.models.candidates import Visibility
from tests.factories import ApplicationFactory
from tests.matching.people_case import PeopleTestCase


class ApplicantFitTests(PeopleTestCase):
    def applied(self, visibility=Visibility.APPLIED, **told):
        told = told or {"skills": [(self.chat, 4), (self.zendesk, 3), (self.coaching, 3)]}
        candidate = self.person(visibility=visibility, **told)
        return ApplicationFactory(listing=self.post, candidate=candidate)

    def page(self, application):
        return self.client.get(
            reverse("listings:employer_application_detail", args=[application.pk])
        )

    def test_the_points_are_those_that_the_person_sees(self):
        application = self.applied()
        self.build()
        ours = self.page(application).content.decode()
        self.client.force_login(application.candidate.user)
        theirs = self.client.get(self.post.get_absolute_url()).content.decode()

        points = re.search(r"How it fits you: ([\d.]+) of 100", theirs)[1]
        self.assertIn(f"How it fits: {points} of 100", ours)
        covered = re.search(r"You cover <strong>(\d+ of the \d+ skills)", theirs)[1]
        self.assertIn(f"Covers <strong>{covered}", ours)

    def test_a_private_profile_shows_that_it_is_and_costs_nothing(self):
        application = self.applied(Visibility.PRIVATE)
        self.build()

        with self.assertNumQueries(0):
            found = applicant_fit(application)
        self.assertEqual(set(found), {"application", "is_private"})
        page = self.page(application)
        self.assertContains(page, "Sam Rivera keeps the profile private.")
        self.assertNotContains(page, "of 100")
        fits = fits_of(self.post, [application])
        self.assertEqual(list(fits.values()), ["keeps the profile private"])

    def test_wishes_and_the_words_of_jobs_stay_with_the_person(self):
        application = self.applied(
            skills=[(self.chat, 4), (self.zendesk, 4), (self.empathy, 4)],
            pay_floor=9797,
            commute_miles=83,
        )
        application.candidate.experiences.create(title="CANARY-job", summary="order processing")
        application.candidate.candidate_skills.update(evidence="CANARY-evidence")
        self.build()

        page = self.page(application)

        self.assertNotContains(page, "CANARY")
        for wish in ("9797", "9,797", "83 miles"):
            self.assertNotContains(page, wish)

    def test_a_post_that_closed_is_still_compared(self):
        application = self.applied()
        self.build()
        before = applicant_fit(application)["person"].report.share
        Listing.objects.filter(pk=self.post.pk).update(state="closed", outcome="hired")
        like = self.listing(self.chat, self.zendesk, self.empathy, self.orders, role=self.post.role)
        self.build()

        application.refresh_from_db()
        self.assertAlmostEqual(applicant_fit(application)["person"].report.share, before, delta=90)
        self.assertEqual(list(fits_of(self.post, [application]).values()), ["covers 2 of 4"])

        # An index that does not know all that was asked for would count wrongly: it is not used.
        Listing.objects.filter(pk=like.pk).update(state="closed", outcome="hired")
        self.listing(self.chat)
        self.build()
        self.assertEqual(applicant_fit(application)["covered"], [self.chat, self.zendesk])
        self.assertEqual(fits_of(self.post, [application]), {})

    def test_the_list_says_the_same_in_words_at_one_cost(self):
        self.build()
        for n in (3, 17):
            for _each in range(n):
                self.applied()
            rows = list(self.post.applications.all())
            with self.subTest(n), self.assertNumQueries(11):
                # the listing, its skills, the skills themselves, its languages; people, their skills,
                # the skills themselves, languages and jobs; tools of a family; names of what is asked
                fits = fits_of(self.post, rows)
            self.assertEqual(set(fits.values()), {"covers 2 of 4"})

    def test_without_an_index_the_asked_skills_stand_alone(self):
        page = self.page(self.applied())

        self.assertContains(page, '<li class="chip">Live chat</li>')
        self.assertNotContains(page, "Coaching")
