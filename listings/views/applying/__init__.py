"""Applying for a listing: by people with an account, by guests, and what is kept meanwhile."""

from django.http import HttpRequest, HttpResponse

from .drafts import ApplicationDraftView
from .guest import GuestApplicationView, HeldApplicationSentView
from .held import HeldApplicationConfirmView
from .member import MemberApplicationView

__all__ = [
    "ApplicationDraftView",
    "HeldApplicationConfirmView",
    "HeldApplicationSentView",
    "application_create",
]

_member = MemberApplicationView.as_view()
_guest = GuestApplicationView.as_view()


def application_create(request: HttpRequest, pk: int) -> HttpResponse:
    """One address: members and guests get different views."""
    view = _member if request.user.is_authenticated else _guest
    return view(request, pk=pk)
