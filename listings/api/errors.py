"""What the API says when it gives no answer: always JSON, always with a sentence."""

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError, Throttled, ValidationError
from pydantic import Field


class Fault(Schema):
    """One thing that is wrong with a request."""

    parameter: str = Field(description="Name of the parameter")
    value: str | None = Field(description="What was given for it")
    message: str = Field(description="What is wrong with it")


class Problem(Schema):
    """Why there is no answer."""

    message: str = Field(description="A sentence")
    errors: list[Fault] = Field([], description="What is wrong with which parameter")


class Refused(Exception):
    """Some parameters cannot be read. `faults` says which and why."""

    def __init__(self, faults: list[dict]):
        super().__init__(faults)
        self.faults = faults


def fault(parameter: str, value: str | None, message: str) -> dict:
    return {"parameter": parameter, "value": value, "message": message}


def add_handlers(api) -> None:
    """Answer each kind of error in the form of `Problem`."""

    def answer(request, status: int, message: str, faults: list[dict] = ()):
        content = {"message": message, "errors": list(faults)}
        return api.create_response(request, content, status=status)

    @api.exception_handler(Refused)
    def refused(request, error):
        return answer(request, 400, _("The request cannot be read."), error.faults)

    @api.exception_handler(ValidationError)
    def malformed(request, error):
        faults = [
            fault(str(each["loc"][-1]), request.GET.get(str(each["loc"][-1])), each["msg"])
            for each in error.errors
        ]
        return answer(request, 400, _("The request cannot be read."), faults)

    @api.exception_handler(Http404)
    def missing(request, error):
        return answer(request, 404, _("There is nothing at this address."))

    @api.exception_handler(Throttled)
    def throttled(request, error):
        return answer(request, 429, _("Too many requests. Retry-After says when to try again."))

    @api.exception_handler(HttpError)
    def other(request, error):
        return answer(request, error.status_code, str(error))
