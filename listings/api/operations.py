"""The addresses of version 1. Open to everybody, for reading: no personal data, no cookie, no key."""

from django.conf import settings
from django.db.models import Count
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from ninja import Query

from cms.addresses import absolute_address
from cms.models import Role
from listings.facets import facets
from listings.filters import ListingFilterSet
from listings.models import Listing
from listings.structured_data import for_markup

from .answers import (
    FacetAnswer,
    JobDetail,
    JobPage,
    RolePage,
    facet_answer,
    job,
    job_detail,
    role_answer,
)
from .cursors import jobs_after, position, read_cursor, write_cursor
from .description import DescribedOnce
from .errors import Problem, add_handlers
from .limits import TIMES, AddressThrottle
from .parameters import DEFAULT_LIMIT, Filters, JobQuery, Paging, asked, check

FRESH_SECONDS = 60


class Api(DescribedOnce):
    def create_response(self, request, data, **kwargs):
        """Answers may be kept for a minute; refusals may not."""
        response = super().create_response(request, data, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
        else:
            patch_cache_control(response, no_store=True)
        return response


api = Api(
    title=f"{settings.WAGTAIL_SITE_NAME} API",
    version="1.0.0",
    description=(
        "Open customer-service jobs and the roles behind them, as JSON. No key is needed; "
        f"{TIMES} requests a minute from one network address are answered."
    ),
    urls_namespace="api",
    docs_url=None,  # the documentation is a page of our own: ready-made ones need foreign scripts
    servers=[{"url": absolute_address("")}],
    throttle=AddressThrottle(),
)
add_handlers(api)


def readable(path: str, **options):
    """An address that answers GET, and HEAD with the same headers. The description names GET alone."""

    def register(view):
        options_of_head = options | {"include_in_schema": False, "operation_id": None}
        api.get(path, **options)(view)
        return api.api_operation(["HEAD"], path, **options_of_head)(view)

    return register


def next_page(request, query: QueryDict, limit: int, cursor: str) -> str:
    """The same request from the cursor on."""
    if limit != DEFAULT_LIMIT:
        query["limit"] = limit
    query["cursor"] = cursor
    return absolute_address(request.path, query.urlencode())


@readable(
    "/jobs",
    response={200: JobPage, 400: Problem, 429: Problem},
    operation_id="listJobs",
    summary="List open jobs",
    url_name="job_list",
)
def list_jobs(request, query: Query[JobQuery]):
    """Newest first. The filters are those of the job list on the site, by the same names; a filter with
    several values is repeated. A value that cannot be read is answered with 400; names that are no
    parameters are ignored. Follow “next” until it is empty: jobs posted meanwhile shift nothing."""
    given = asked(request.GET)
    search = ListingFilterSet(given, Listing.objects.open())
    check(search, given)
    listings = search.matching()
    if query.cursor:
        listings = jobs_after(listings, query.cursor)
    found = list(listings.newest_by_date(query.limit + 1).for_cards())
    page, rest = found[: query.limit], found[query.limit :]
    following = rest and next_page(
        request, search.query_dict(), query.limit, write_cursor("job", *position(page[-1]))
    )
    return {"results": [job(listing) for listing in page], "next": following or None}


@readable(
    "/jobs/{int:job_id}",
    response={200: JobDetail, 400: Problem, 404: Problem, 429: Problem},
    operation_id="getJob",
    summary="Read one open job",
    url_name="job_detail",
)
def get_job(request, job_id: int):
    """With all of its text, skills and languages. A job that has closed is gone: 404."""
    listings = for_markup(Listing.objects.open()).prefetch_related("channels")
    return job_detail(get_object_or_404(listings, pk=job_id))


@readable(
    "/facets",
    response={200: FacetAnswer, 400: Problem, 429: Problem},
    operation_id="countJobs",
    summary="Count open jobs",
    url_name="facet_list",
)
def count_jobs(request, query: Query[Filters]):
    """How many open jobs a search finds, and how many it would find with each value of each filter: the
    number beside a value leaves out what the search itself asks of that filter. Takes the filters of the
    list of jobs; values that would find nothing are left out."""
    given = asked(request.GET)
    search = ListingFilterSet(given, Listing.objects.open())
    check(search, given)
    return facet_answer(facets(search))


@readable(
    "/roles",
    response={200: RolePage, 400: Problem, 429: Problem},
    operation_id="listRoles",
    summary="List roles",
    url_name="role_list",
)
def list_roles(request, query: Query[Paging]):
    """Kinds of customer-service jobs by slug, each with its line and rung on the ladder and the number
    of its open jobs."""
    roles = Role.objects.order_by("slug")
    if query.cursor:
        roles = roles.filter(slug__gt=read_cursor(query.cursor, "role")[0])
    found = list(roles[: query.limit + 1])
    page, rest = found[: query.limit], found[query.limit :]
    open_jobs = dict(
        Listing.objects.open()
        .filter(role__in=page)
        .order_by()
        .values_list("role")
        .annotate(Count("pk"))
    )
    following = rest and next_page(
        request, QueryDict(mutable=True), query.limit, write_cursor("role", page[-1].slug)
    )
    results = [role_answer(role, open_jobs.get(role.pk, 0)) for role in page]
    return {"results": results, "next": following or None}
