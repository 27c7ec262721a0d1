"""Published wages ($20 an hour in the middle) and the page tree."""

import json
from datetime import timedelta
from decimal import Decimal

import factory
from django.utils import timezone
from wagtail.models import Page, Site

from cms.models import (
    CareerPathPage,
    GuideIndexPage,
    GuidePage,
    HomePage,
    PathRung,
    RoleIndexPage,
    RolePage,
    StandardPage,
    WageArea,
)


class WageAreaFactory(factory.django.DjangoModelFactory):
    """The nation. Traits make a state and a metropolitan area."""

    class Meta:
        model = "cms.WageArea"
        django_get_or_create = ["kind", "code"]
        skip_postgeneration_save = True

    class Params:
        ohio = factory.Trait(kind=WageArea.Kind.STATE, code="3900000", title="Ohio", state="OH")
        columbus = factory.Trait(kind=WageArea.Kind.METRO, code="0018140", title="Columbus, OH")

    kind = WageArea.Kind.NATION
    code = "0000000"
    title = "United States"

    @factory.post_generation
    def cities(area, create, extracted, **kwargs):
        if create and extracted:
            area.title_cities.set(extracted)


class WageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "cms.Wage"

    soc_code = "43-4051"
    occupation = "Customer Service Representatives"
    area = factory.SubFactory(WageAreaFactory)
    industry = "All industries"
    year = 2025
    source = "US Bureau of Labor Statistics, Occupational Employment and Wage Statistics, May 2025"
    employment = 1000
    hourly_p10 = Decimal("10.00")
    hourly_p25 = Decimal("15.00")
    hourly_median = Decimal("20.00")
    hourly_p75 = Decimal("25.00")
    hourly_p90 = Decimal("30.00")
    annual_median = 41600


class PageTree:
    """Home, role index, guide index; methods add pages below them. All live."""

    def __init__(self):
        root = Page.get_first_root_node()
        self.home = root.add_child(
            instance=HomePage(
                title="Front",
                slug="front-page",
                headline="Jobs, and the way up.",
                hiring_heading="Hiring?",
                hiring_text="Say what the work is like.",
            )
        )
        site = Site.objects.get(is_default_site=True)
        site.root_page = self.home
        site.save()
        self.roles = self.home.add_child(
            instance=RoleIndexPage(title="Roles", slug="roles", introduction="By line.")
        )
        self.guides = self.home.add_child(
            instance=GuideIndexPage(title="Guides", slug="guides", introduction="To read.")
        )

    def role_page(self, role, **kwargs) -> RolePage:
        return self.roles.add_child(
            instance=RolePage(title=role.title, slug=role.slug, role=role, **kwargs)
        )

    def guide(self, slug="a-guide", roles=(), body=(), **kwargs) -> GuidePage:
        today = timezone.localdate()
        guide = GuidePage(
            title=slug.replace("-", " ").capitalize(),
            slug=slug,
            introduction="What it is about.",
            reviewed_on=today,
            review_due=today + timedelta(days=180),
            body=json.dumps(list(body)),
            first_published_at=timezone.now(),
            **kwargs,
        )
        guide.roles = list(roles)
        return self.guides.add_child(instance=guide)

    def path(self, roles, slug="a-path", body=(), **kwargs) -> CareerPathPage:
        path = CareerPathPage(
            title=slug.replace("-", " ").capitalize(),
            slug=slug,
            introduction="One way up.",
            body=json.dumps(list(body)),
            first_published_at=timezone.now(),
            **kwargs,
        )
        path.rungs = [PathRung(role=role) for role in roles]
        return self.guides.add_child(instance=path)

    def standard_page(self, slug="privacy", body=(), **kwargs) -> StandardPage:
        page = StandardPage(
            title=slug.capitalize(), slug=slug, body=json.dumps(list(body)), **kwargs
        )
        return self.home.add_child(instance=page)
