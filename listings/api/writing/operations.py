"""The addresses by which an employer's program reads and writes its posts. A key opens them, nothing else."""

from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponseNotAllowed, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from ninja import Header, Query, Schema, Status
from ninja.errors import HttpError
from pydantic import Field

from cms.addresses import absolute_address
from listings.api.cursors import read_cursor, write_cursor
from listings.api.description import DescribedOnce
from listings.api.errors import Problem
from listings.api.parameters import DEFAULT_LIMIT, MAX_LIMIT
from listings.models import Listing

from . import acts
from .bodies import StrictParser
from .fields import (
    Closure,
    Confirmation,
    OwnPostDetail,
    OwnPostPage,
    PostToWrite,
    Renewal,
)
from .keys import READS, WRITES, EmployerKey, KeyThrottle, tell_limit
from .once import once
from .reading import detail, for_detail, posts_of, row
from .refusals import InTheWay, add_writing_handlers

KEY_PATTERN = r"^[!-~]{1,80}$"


class EmployerApi(DescribedOnce):
    """Every answer is JSON, whatever refuses, and none is kept on the way."""

    def _get_urls(self):
        patterns = super()._get_urls()
        for pattern in patterns:
            pattern.callback = self.mannered(pattern.callback)
        return patterns

    def mannered(self, view):
        @wraps(view)
        def answered(request, *args, **kwargs):
            response = self.answer(view, request, *args, **kwargs)
            patch_cache_control(response, no_store=True)
            tell_limit(request, response)
            return response

        # No cookie opens anything here, so there is nothing that another site could misuse.
        answered.csrf_exempt = True
        return answered

    def answer(self, view, request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Http404 as error:  # of the bare address
            return self.on_exception(request, error)
        if isinstance(response, HttpResponseNotAllowed):
            allowed = response["Allow"]
            response = self.on_exception(
                request, HttpError(405, _("This address does not take %s.") % request.method)
            )
            response["Allow"] = allowed
        return response


employer_api = EmployerApi(
    title=f"{settings.WAGTAIL_SITE_NAME} API for employers",
    version="1.0.0",
    description=(
        "Posts of one employer, for its own programs: read them in every state, write them, send them to"
        " review, change, renew, confirm and close them. Nothing appears before a person has read it."
        f" A key answers for {WRITES} writes and {READS} reads a minute."
    ),
    urls_namespace="employer_api",
    docs_url=None,
    servers=[{"url": absolute_address("")}],
    auth=EmployerKey(),
    throttle=KeyThrottle(),
    parser=StrictParser(),
)
add_writing_handlers(employer_api)

READ_REFUSALS = dict.fromkeys((400, 401, 403, 404, 405, 429), Problem)
WRITE_REFUSALS = READ_REFUSALS | dict.fromkeys((413, 415, 422), Problem) | {409: InTheWay}


class PostQuery(Schema):
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="Rows in a page")
    cursor: str = Field("", description="Where the page starts: from “next” of the page before")
    reference: str = Field(
        "", max_length=120, description="The post with this number of yours: one, or none"
    )


def idempotency_key():
    return Header(
        alias="Idempotency-Key",
        pattern=KEY_PATTERN,
        description="Chosen by you, new for each act: the same key and body have one effect",
    )


def readable(path: str, **options):
    """An address that answers GET, and HEAD with the same headers. The description names GET alone."""

    def register(view):
        employer_api.get(path, **options)(view)
        options_of_head = options | {"include_in_schema": False, "operation_id": None}
        return employer_api.api_operation(["HEAD"], path, **options_of_head)(view)

    return register


def found(request, listing_id: int) -> Listing:
    """The key's employer's own; another's is no post at all. One query."""
    posts = posts_of(request.auth.employer).select_related("role", "place")
    return get_object_or_404(posts, pk=listing_id)


def told(request, listing_id: int) -> dict:
    """As it is now, after an act too."""
    posts = for_detail(posts_of(request.auth.employer))
    return detail(get_object_or_404(posts, pk=listing_id))


@readable(
    "/listings",
    response={200: OwnPostPage} | READ_REFUSALS,
    operation_id="listPosts",
    summary="List your posts",
    url_name="listing_list",
)
def list_posts(request, query: Query[PostQuery]):
    """In every state, newest first. Follow “next” until it is empty."""
    posts = posts_of(request.auth.employer).order_by("-pk")
    if query.reference:
        posts = posts.filter(reference=query.reference)
    if query.cursor:
        posts = posts.filter(pk__lt=read_cursor(query.cursor, "own")[0])
    rows = list(posts[: query.limit + 1])
    page, rest = rows[: query.limit], rows[query.limit :]
    following = None
    if rest:
        parameters = QueryDict(mutable=True)
        if query.limit != DEFAULT_LIMIT:
            parameters["limit"] = query.limit
        parameters["cursor"] = write_cursor("own", page[-1].pk)
        following = absolute_address(request.path, parameters.urlencode())
    return {"results": [row(listing) for listing in page], "next": following}


@employer_api.post(
    "/listings",
    response={201: OwnPostDetail} | WRITE_REFUSALS,
    operation_id="createPost",
    summary="Write a post",
    url_name="listing_list",
)
@once
def create_post(request, post: PostToWrite, idempotency_key: str = idempotency_key()):
    """A draft, or with “send” a post that waits for review. A draft needs a title and where; what is to be
    reviewed needs all that a post must state, which “missing” of a draft names."""
    listing = acts.create(request.auth.employer, post)
    return Status(201, told(request, listing.pk))


@readable(
    "/listings/{int:listing_id}",
    response={200: OwnPostDetail} | READ_REFUSALS,
    operation_id="getPost",
    summary="Read a post of yours",
    url_name="listing_detail",
)
def get_post(request, listing_id: int):
    """With all of its text. What stands in “post” can be sent back with PUT."""
    return told(request, listing_id)


@employer_api.put(
    "/listings/{int:listing_id}",
    response={200: OwnPostDetail} | WRITE_REFUSALS,
    operation_id="replacePost",
    summary="Write a post anew",
    url_name="listing_detail",
)
def replace_post(request, listing_id: int, post: PostToWrite):
    """All fields; one that is left out is emptied. A draft changes at once, as does what waits for review.
    Of a live or scheduled post this makes a change, or rewrites the one that waits; with “send” it goes to
    review, and until it is approved the old text stays up. What says nothing new writes nothing."""
    acts.update(found(request, listing_id), post, only_given=False)
    return Status(200, told(request, listing_id))


@employer_api.patch(
    "/listings/{int:listing_id}",
    response={200: OwnPostDetail} | WRITE_REFUSALS,
    operation_id="changePost",
    summary="Change some fields of a post",
    url_name="listing_detail",
)
def change_post(request, listing_id: int, post: PostToWrite):
    """As PUT, but fields that are left out stay as they are. Lists are replaced as a whole."""
    acts.update(found(request, listing_id), post, only_given=True)
    return Status(200, told(request, listing_id))


@employer_api.post(
    "/listings/{int:listing_id}/renewal",
    response={200: OwnPostDetail} | WRITE_REFUSALS,
    operation_id="renewPost",
    summary="Keep a post open for longer",
    url_name="listing_renew",
)
@once
def renew_post(
    request, listing_id: int, renewal: Renewal, idempotency_key: str = idempotency_key()
):
    """A later closing time, at most 90 days ahead, without a review; also for one that expired up to 30
    days ago. It says that you still hire, too."""
    acts.renew(found(request, listing_id), renewal.until, renewal.reason)
    return Status(200, told(request, listing_id))


@employer_api.post(
    "/listings/{int:listing_id}/confirmation",
    response={200: OwnPostDetail} | WRITE_REFUSALS,
    operation_id="confirmPost",
    summary="Say that you still hire",
    url_name="listing_confirm",
)
@once
def confirm_post(
    request,
    listing_id: int,
    confirmation: Confirmation | None = None,
    idempotency_key: str = idempotency_key(),
):
    """For a live post. Without this every 14 days it drops below others, and then closes. Needs no body."""
    acts.confirm(found(request, listing_id))
    return Status(200, told(request, listing_id))


@employer_api.post(
    "/listings/{int:listing_id}/closure",
    response={200: OwnPostDetail} | WRITE_REFUSALS,
    operation_id="closePost",
    summary="Close a post",
    url_name="listing_close",
)
@once
def close_post(
    request, listing_id: int, closure: Closure, idempotency_key: str = idempotency_key()
):
    """With what came of it. A post that nobody could see yet is given up, whatever “outcome” says."""
    acts.close(found(request, listing_id), closure.outcome)
    return Status(200, told(request, listing_id))
