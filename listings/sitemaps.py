"""Open jobs, and the employers who have some, for search engines."""

from django.db.models import Exists, Max, OuterRef, Subquery
from django.urls import reverse
from django.utils.functional import cached_property

from cms.sitemaps import SiteSection
from listings.landing import landing_addresses
from listings.models import Listing
from profiles.models import Employer


class JobSection(SiteSection):
    """Open jobs alone: a closed one leaves at once. Two statements a file: number and rows."""

    def items(self):
        return Listing.objects.open().order_by("pk").only("pk", "slug", "updated_at")

    def lastmod(self, listing):
        return listing.updated_at

    def get_latest_lastmod(self):
        return Listing.objects.open().aggregate(latest=Max("updated_at"))["latest"]


class EmployerSection(SiteSection):
    """Employers who hire now. Their page changes with their jobs. Two statements a file."""

    def items(self):
        jobs = Listing.objects.open().filter(employer=OuterRef("pk")).order_by("-updated_at")
        return (
            Employer.objects.public()
            .filter(Exists(jobs))
            .annotate(changed=Subquery(jobs.values("updated_at")[:1]))
            .order_by("pk")
        )

    def lastmod(self, employer):
        return employer.changed

    def get_latest_lastmod(self):
        return Listing.objects.open().aggregate(latest=Max("updated_at"))["latest"]


class LandingSection(SiteSection):
    """Roles, places and remote work with enough open jobs for a page of their own. Two statements."""

    @cached_property
    def addresses(self):
        return landing_addresses()

    def items(self):
        return self.addresses

    def location(self, address):
        return address.path

    def lastmod(self, address):
        return address.lastmod

    def get_latest_lastmod(self):
        return max((address.lastmod for address in self.addresses), default=None)


class ListSection(SiteSection):
    """Pages that are made of data and belong to no section of their own. No statement."""

    def items(self):
        return ["listings:listing_list", "listings:api_docs"]

    def location(self, name):
        return reverse(name)
