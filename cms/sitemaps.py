"""The editors' pages for search engines."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from wagtail.models import Page

from cms.models import CareerPathPage, GuidePage, IndustryPage, RolePage, SkillPage


class SiteSection(Sitemap):
    """A part of the sitemap, at most 10,000 addresses a file. Host and scheme are those of SITE_URL."""

    limit = 10_000

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def get_latest_lastmod(self):
        """When anything in the section last changed. One aggregate: Django would read every row."""
        return None


class PageSection(SiteSection):
    """Live pages of the site that everybody may read. Four statements: root, restrictions, number, rows."""

    def pages(self):
        raise NotImplementedError

    @cached_property
    def root(self) -> Page:
        return Page.objects.get(sites_rooted_here__is_default_site=True)

    def items(self):
        changed = Coalesce("last_published_at", "latest_revision_created_at")
        # A page beside the site's own tree, as a fresh Wagtail brings one, has no address.
        pages = self.pages().live().public().descendant_of(self.root, inclusive=True)
        return pages.annotate(changed=changed).order_by("path")

    def location(self, page):
        return page.get_url()

    def lastmod(self, page):
        return page.changed

    def get_latest_lastmod(self):
        return self.items().aggregate(latest=Max("changed"))["latest"]


class RoleSection(PageSection):
    def pages(self):
        return RolePage.objects.all()


class GuideSection(PageSection):
    """Guides and career paths."""

    def pages(self):
        return Page.objects.type(GuidePage, CareerPathPage)


class IndustrySection(PageSection):
    def pages(self):
        return IndustryPage.objects.all()


class SkillSection(PageSection):
    def pages(self):
        return SkillPage.objects.all()


class OtherPageSection(PageSection):
    """Front door, indexes, pay, glossary, questions and standard pages."""

    def pages(self):
        return Page.objects.not_type(RolePage, GuidePage, CareerPathPage, IndustryPage, SkillPage)
