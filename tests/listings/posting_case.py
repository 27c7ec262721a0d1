"""A draft of a signed-in member, for the tests of its steps."""

from django.urls import reverse

from listings.models import Listing
from tests.factories import (
    ListingFactory,
    PlaceFactory,
    RoleFactory,
    SkillFactory,
)

from .member_case import MemberTestCase

WHERE = {"work_mode": "on_site", "place": "Columbus, OH"}
PAID = {"salary_period": "hour", "salary_currency": "USD"}


class StepCase(MemberTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.role = RoleFactory()
        cls.place = PlaceFactory()
        cls.zendesk = SkillFactory(slug="zendesk", preferred_label="Zendesk", tool=True)
        cls.draft = ListingFactory(
            employer=cls.employer, draft=True, role=cls.role, place=cls.place, title="Chat agent"
        )

    def step_url(self, step, listing=None):
        return reverse("listings:employer_listing_step", args=[(listing or self.draft).pk, step])

    def send(self, step, listing=None, **data):
        listing = listing or self.draft
        version = Listing.objects.get(pk=listing.pk).version
        return self.client.post(self.step_url(step, listing), {"version": version} | data)

    def errors(self, response):
        form = response.context["form"]
        return {name: " ".join(errors) for name, errors in form.errors.items()}
