"""What the page of the API tells of writing, from the description that programs read. No query."""

from django.utils import timezone
from django.utils.translation import gettext as _

from listings.api.described import fields
from listings.retention import API_WRITES_KEPT
from profiles.api_keys import MOST_LIVE_KEYS

from .bodies import LARGEST
from .examples import examples
from .keys import READS, WRITES
from .operations import employer_api


def told_of_writing() -> dict:
    schema = employer_api.get_openapi_schema()
    parts = schema["components"]["schemas"]
    read_only = dict(parts["OwnPostDetail"])
    read_only["properties"] = {
        name: each
        for name, each in read_only["properties"].items()
        if name not in {"post", "change"}
    }
    return {
        "operations": [
            {
                "method": method.upper(),
                "path": path,
                "summary": each["summary"],
                "text": " ".join(each["description"].split()),
            }
            for path, methods in schema["paths"].items()
            for method, each in methods.items()
        ],
        "fields": list(fields(parts["PostToWrite"], parts)),
        "answer": list(fields(read_only, parts)),
        "examples": examples(timezone.now()),
        "refusals": list(refusals().items()),
        "reads": READS,
        "writes": WRITES,
        "hours_kept": int(API_WRITES_KEPT.total_seconds() // 3600),
        "largest": LARGEST // 1024,
        "most_keys": MOST_LIVE_KEYS,
    }


def refusals() -> dict[int, str]:
    return {
        400: _("The request cannot be read: no JSON, a name that is not known, a wrong type."),
        401: _("There is no key, or it does not work any more."),
        403: _("The employer is suspended."),
        404: _("You have no such post."),
        405: _("The address does not take this method. “Allow” names those it takes."),
        409: _(
            "The post is in no state for this, or another of yours has this reference: its number is “id”."
        ),
        413: _("The body is too large."),
        415: _("The body is not declared as JSON."),
        422: _(
            "A field needs another value, in the words of the form on the site; or an Idempotency-Key came again with another request."
        ),
        429: _("Too many requests. Retry-After says in how many seconds to try again."),
    }
