"""The sitemap: an index, and a file for each section."""

from django.contrib.sitemaps.views import SitemapIndexItem, sitemap, x_robots_tag
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.addresses import absolute_address
from cms.sitemaps import (
    GuideSection,
    IndustrySection,
    OtherPageSection,
    RoleSection,
    SkillSection,
)
from listings.sitemaps import EmployerSection, JobSection, LandingSection, ListSection

SECTIONS = {
    "jobs": JobSection,
    "roles": RoleSection,
    "guides": GuideSection,
    "industries": IndustrySection,
    "skills": SkillSection,
    "pages": OtherPageSection,
    "lists": ListSection,
    "landing": LandingSection,
    "employers": EmployerSection,
}
fresh = cache_control(public=True, max_age=600)


@require_safe
@fresh
@x_robots_tag
def index(request):
    """Every file of every section. Django's own view takes the host from the request, ours from SITE_URL.

    Two statements a section, and one more for each of pages.
    """
    files = []
    for name, section_class in SECTIONS.items():
        section = section_class()
        changed = section.get_latest_lastmod()
        address = absolute_address(reverse("sitemap_section", args=[name]))
        for page in range(1, section.paginator.num_pages + 1):
            location = address if page == 1 else f"{address}?p={page}"
            files.append(SitemapIndexItem(location, changed))
    return render(request, "sitemap_index.xml", {"sitemaps": files}, "application/xml")


@require_safe
@fresh
def section(request, section):
    return sitemap(request, SECTIONS, section)
