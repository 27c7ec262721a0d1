"""What is open in an industry and for a skill: lists on the editors' pages about them."""

from django import template
from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse

from cms.models import Industry, Skill
from cms.vocabulary import SkillKind
from listings import who_hires as hiring
from listings.models import Listing

register = template.Library()

# The kinds of skills by which the job list can be narrowed; others are searched as words.
FILTER_OF_KIND = {SkillKind.TOOL: "tool", SkillKind.LANGUAGE: "language"}


@register.inclusion_tag("listings/partials/industry_rows.html")
def industry_rows(pages, heading="h2"):
    """Pages of industries (with `role_count`), each with the number of its open jobs. One query for all."""
    open_jobs = hiring.open_jobs_by_industry()
    return {
        "rows": [(page, open_jobs.get(page.industry_id, 0)) for page in pages],
        "heading": heading,
    }


@register.inclusion_tag("listings/partials/open_jobs_by_industry.html")
def open_jobs_by_industry():
    """The industries that have open jobs by name, each with their number. One query."""
    counts = Listing.objects.open().filter(employer__industry__isnull=False).order_by()
    rows = counts.values_list("employer__industry__title", "employer__industry__slug")
    return {"rows": sorted(rows.annotate(Count("pk")))}


@register.inclusion_tag("listings/partials/who_hires.html")
def who_hires(limit: int = 6):
    """Employers with open jobs by industry; an industry without any is left out. Three queries."""
    return {"industries": hiring.who_hires(limit)}


@register.inclusion_tag("listings/partials/employers_hiring.html")
def employers_hiring(industry: Industry, limit: int = 8):
    """Employers of an industry with open jobs, those with most first. Two queries."""
    return {"hiring": hiring.hiring_in(industry, limit)}


@register.simple_tag
def industry_job_count(industry: Industry) -> int:
    """How many jobs are open in an industry. One query."""
    return Listing.objects.open().filter(employer__industry=industry).count()


@register.inclusion_tag("listings/partials/industry_jobs.html")
def industry_jobs(industry: Industry, limit: int = 5):
    """The newest open jobs in an industry, with a way to all of them. Two queries."""
    listings = Listing.objects.open().filter(employer__industry=industry)
    return {"listings": _newest(listings, limit), "more": _job_list(industry=industry.slug)}


@register.inclusion_tag("listings/partials/skill_jobs.html")
def skill_jobs(skill: Skill, limit: int = 5):
    """The newest open jobs that ask for a skill or language, with a way to more. Two queries."""
    asking = (
        {"languages__language": skill} if skill.kind == SkillKind.LANGUAGE else {"skills": skill}
    )
    narrowed = FILTER_OF_KIND.get(skill.kind)
    search = {narrowed: skill.slug} if narrowed else {"q": f'"{skill.preferred_label}"'}
    return {
        "listings": _newest(Listing.objects.open().filter(**asking), limit),
        "more": _job_list(**search),
        "is_narrowed": narrowed is not None,
        "skill": skill,
    }


def _newest(listings, limit: int) -> list[Listing]:
    return list(listings.newest_first().for_cards()[:limit])


def _job_list(**search) -> str:
    query = QueryDict(mutable=True)
    query.update(search)
    return f"{reverse('listings:listing_list')}?{query.urlencode()}"
