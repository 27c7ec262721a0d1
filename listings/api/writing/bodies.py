"""Bodies of requests: how large, of which type, and what of JSON is taken."""

import json

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.parser import Parser

LARGEST = 256 * 1024  # bytes; the longest post is a tenth of it
WITH_BODY = {"POST", "PUT", "PATCH"}


class StrictParser(Parser):
    """JSON as its standard has it. Whatever is raised here is answered with 400.

    Names that come twice, numbers that are none, and texts that no database stores are not guessed at.
    """

    def parse_body(self, request: HttpRequest):
        data = json.loads(
            request.body.decode("utf-8"),
            object_pairs_hook=_without_repeats,
            parse_constant=_no_number,
        )
        _check_texts(data)
        return data


def _without_repeats(pairs: list[tuple]) -> dict:
    names = [name for name, _value in pairs]
    if len(names) != len(set(names)):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _no_number(name: str):
    raise ValueError(f"{name} is no number")


def _check_texts(data) -> None:
    if isinstance(data, str):
        data.encode()  # half a surrogate pair cannot be
        if "\x00" in data:
            raise ValueError("a text with a NUL")
    elif isinstance(data, list):
        for each in data:
            _check_texts(each)
    elif isinstance(data, dict):
        for name, each in data.items():
            _check_texts(name)
            _check_texts(each)


def check_body(request: HttpRequest) -> None:
    """Raises HttpError 400, 413 or 415 before a byte is read."""
    if request.method not in WITH_BODY:
        return
    stated = request.META.get("CONTENT_LENGTH") or "0"
    if not (stated.isascii() and stated.isdecimal()):
        raise HttpError(400, _("Content-Length is no number."))
    length = int(stated[:12])  # so many digits are too large in any case
    if length > LARGEST:
        raise HttpError(413, _("A body may have %(n)d KB at most.") % {"n": LARGEST // 1024})
    if length and request.content_type != "application/json":
        raise HttpError(415, _("Send JSON, with “Content-Type: application/json”."))
