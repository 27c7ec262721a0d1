"""What an applicant tells beside skills, for the employer: what the person allows, and no more."""

from datetime import time

from django.test import TestCase
from django.urls import reverse

from profiles.models.candidates import Visibility
from tests import factories as make


class ToldBesideTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.application = make.ApplicationFactory()
        cls.candidate = cls.application.candidate
        employer = cls.application.listing.employer
        cls.member = make.EmployerMemberFactory(employer=employer).user
        cls.candidate.metrics.create(metric=make.MetricFactory(title="CSAT"), value="94.5%")
        cls.candidate.education.create(school="Tri-C College", end_year=2018)
        cls.candidate.certificates.create(name="Forklift license")
        cls.candidate.available_times.create(weekday=0, starts=time(9), ends=time(17))

    TOLD = ("94.5%", "Tri-C College", "2018", "Forklift license", "Mon, 9 a.m.–5 p.m.")

    def page(self, visibility):
        self.candidate.visibility = visibility
        self.candidate.save()
        self.client.force_login(self.member)
        url = reverse("listings:employer_application_detail", args=[self.application.pk])
        return self.client.get(url)

    def test_whoever_shows_the_profile_to_employers_applied_to_shows_these(self):
        page = self.page(Visibility.APPLIED)
        for words in self.TOLD:
            self.assertContains(page, words)

    def test_a_private_profile_shows_none_of_them(self):
        page = self.page(Visibility.PRIVATE)
        for words in self.TOLD:
            self.assertNotContains(page, words)
