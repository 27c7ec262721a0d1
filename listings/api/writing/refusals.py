"""What the API says when it writes nothing: always JSON, in the form that the reading API has."""

from django.conf import settings
from django.http import UnreadablePostError
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, ValidationError
from pydantic import Field

from listings import services
from listings.api.errors import Problem, add_handlers, fault


class InTheWay(Problem):
    """Why there is no answer, and which post is in the way, if one is."""

    id: int | None = Field(None, description="The post that has this reference already")


class Unacceptable(Exception):
    """The request can be read, but not taken as it is. `faults` says by field what would do."""

    def __init__(self, faults: list[dict]):
        super().__init__(faults)
        self.faults = faults


class ReferenceTaken(Exception):
    """Another post of the employer has this reference."""

    def __init__(self, pk: int):
        super().__init__(pk)
        self.pk = pk


class WrongState(Exception):
    """The post is not in a state in which this can be done. `message` says so."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class KeyReused(Exception):
    """The Idempotency-Key came with another request before."""


class InProgress(Exception):
    """A request with the same Idempotency-Key is being answered."""


def not_acceptable(field: str, message: str) -> Unacceptable:
    return Unacceptable([fault(field, None, message)])


def refused_words(refusal: services.Refused) -> tuple[int, str]:
    """Status and sentence for a service that refused. Anything else is a conflict with what is."""
    words = {
        services.EmployerSuspended: (
            403,
            _("The employer is suspended: nothing of it is published for the time being."),
        ),
        services.Conflict: (
            409,
            _("The post is not as it was a moment ago, or in no state for this. Read it again."),
        ),
        services.ClosingTimePassed: (422, _("Choose a time after the present closing time.")),
        services.ClosingTimeTooFar: (422, _("Choose a time at most 90 days from now.")),
    }
    return next(
        (words[kind] for kind in type(refusal).__mro__ if kind in words),
        (409, _("This cannot be done as things stand.")),
    )


def add_writing_handlers(api) -> None:
    add_handlers(api)

    def answer(request, status: int, message: str, faults=(), **more):
        content = {"message": message, "errors": list(faults), **more}
        return api.create_response(request, content, status=status)

    @api.exception_handler(AuthenticationError)
    def no_key(request, error):
        response = answer(
            request, 401, _("Send a key that works: “Authorization: Bearer rungs_…”.")
        )
        response["WWW-Authenticate"] = f'Bearer realm="{settings.WAGTAIL_SITE_NAME}"'
        return response

    @api.exception_handler(ValidationError)
    def malformed(request, error):
        faults = [fault(_path(each["loc"]), None, each["msg"]) for each in error.errors]
        return answer(request, 400, _("The request cannot be read."), faults)

    @api.exception_handler(UnreadablePostError)
    def cut_off(request, error):
        return answer(request, 400, _("The body did not arrive as a whole."))

    @api.exception_handler(Unacceptable)
    def unacceptable(request, error):
        return answer(
            request, 422, _("Nothing was written. Some fields need a change."), error.faults
        )

    @api.exception_handler(ReferenceTaken)
    def taken(request, error):
        message = _("You have a post with this reference already. Change that one.")
        return answer(request, 409, message, id=error.pk)

    @api.exception_handler(WrongState)
    def wrong_state(request, error):
        return answer(request, 409, error.message)

    @api.exception_handler(KeyReused)
    def reused(request, error):
        message = _("This Idempotency-Key came with another request before. What that did stands.")
        return answer(request, 422, message, [fault("Idempotency-Key", None, message)])

    @api.exception_handler(InProgress)
    def in_progress(request, error):
        message = _("A request with this Idempotency-Key is being answered. Try again in a moment.")
        return answer(request, 409, message)

    @api.exception_handler(services.Refused)
    def refused(request, error):
        status, message = refused_words(error)
        return answer(request, status, message)


def _path(loc: tuple) -> str:
    """“skills[0].name” for ("body", "post", "skills", 0, "name"): from the name of the argument on."""
    source, *names = loc
    if source == "body":
        names = names[1:]
    path = ""
    for name in names:
        path += f"[{name}]" if isinstance(name, int) else f".{name}" if path else str(name)
    return path
