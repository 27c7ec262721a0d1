"""The link of an invite to a team."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from profiles import invites
from profiles.models import EmployerInvite

OVER, FOR_SOMEBODY_ELSE, MEMBER = ("over", 410), ("mailbox", 403), ("member", 409)
READY = ("", 200)


@method_decorator(never_cache, name="dispatch")
class InviteAcceptView(View):
    """Who invites, and one button. Reading it changes nothing; the link alone lets nobody in."""

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"  # the address is half a key
        return response

    @cached_property
    def invite(self) -> EmployerInvite | None:
        return invites.find(self.kwargs["token"])

    def get(self, request, token):
        return self.answer(*self.standing())

    def post(self, request, token):
        standing = self.standing()
        if standing != READY:
            return self.answer(*standing)
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        try:
            invites.accept(self.invite, request.user)
        except invites.InviteOver:
            return self.answer(*OVER)
        except invites.AlreadyMember:
            return self.answer(*MEMBER)
        except invites.WrongMailbox:
            return self.answer(*FOR_SOMEBODY_ELSE)
        employer = self.invite.employer
        messages.success(request, _("You act for %(employer)s now.") % {"employer": employer})
        return redirect("listings:employer_home")

    def standing(self) -> tuple[str, int]:
        """What stands against joining, and the status that says so. Two queries at most."""
        user, invite = self.request.user, self.invite
        if invite and user.is_authenticated and invite.employer.members.filter(user=user).exists():
            return MEMBER
        if invite is None or not invites.is_open(invite):
            return OVER
        if user.is_authenticated and not invites.is_for(invite, user):
            return FOR_SOMEBODY_ELSE
        return READY

    def answer(self, why: str, status: int):
        context = {"why": why}
        if self.invite and why != OVER[0]:
            context |= {
                "invite": self.invite,
                "employer": self.invite.employer,
                "mailbox": invites.masked(self.invite.email),
                "path": self.request.path,
            }
        return render(self.request, "profiles/employer_join.html", context, status=status)
