"""The team of an employer. Members see it; only owners change it."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from profiles import invites, teams
from profiles.forms.team import ROLES_EXPLAINED, InviteForm, RoleForm
from profiles.models import Employer, EmployerInvite
from profiles.teams import Role
from profiles.verification import checks_of, refusal_of


class EmployerMixin(LoginRequiredMixin):
    """The employer of the address, as far as this person works for it: to all others it is not found."""

    @cached_property
    def employer(self) -> Employer:
        """With `my_role`. One query."""
        own = Employer.objects.for_user(self.request.user).with_role()
        return get_object_or_404(own, pk=self.kwargs["pk"])

    @property
    def is_owner(self) -> bool:
        return self.employer.my_role == Role.OWNER


class OwnerOnlyMixin(EmployerMixin):
    """A recruiter knows that the employer is there, and may not do this: forbidden, not hidden."""

    def dispatch(self, request, *args, **kwargs):
        is_answered = request.method.lower() in self.http_method_names
        if is_answered and request.user.is_authenticated and not self.is_owner:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class TeamPageMixin:
    """What the page of a team shows: six queries of its own at most, however many people are in it."""

    template_name = "profiles/employer_team.html"

    def get_context_data(self, **kwargs):
        employer = self.employer
        kwargs.setdefault("form", InviteForm())
        waiting = EmployerInvite.objects.unanswered().select_related("invited_by")
        return super().get_context_data(
            employer=employer,
            is_owner=self.is_owner,
            members=list(teams.team_of(employer)),
            # Addresses of people who have not said yes concern nobody but who may take them back.
            invited=list(waiting.filter(employer=employer)) if self.is_owner else [],
            roles=Role.choices,
            roles_explained=ROLES_EXPLAINED,
            checks=checks_of(employer, self.request.user),
            refusal=refusal_of(employer),
            **kwargs,
        )


class EmployerTeamView(EmployerMixin, TeamPageMixin, TemplateView):
    pass


class InviteCreateView(OwnerOnlyMixin, TeamPageMixin, TemplateView):
    """Send a link to an address. What is wrong with it is said on the page of the team."""

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        form = InviteForm(request.POST)
        if form.is_valid() and self.was_sent(form):
            return redirect("profiles:employer_team", self.employer.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def was_sent(self, form: InviteForm) -> bool:
        address = form.cleaned_data["email"]
        try:
            invites.invite(self.employer, by=self.request.user, **form.cleaned_data)
        except invites.AlreadyMember:
            form.add_error("email", _("Somebody with this address is on the team already."))
        except invites.TooManyInvites:
            form.add_error("email", _("No more invites for today. Try again tomorrow."))
        except invites.Suspended:
            form.add_error(None, _("The employer is suspended, so nobody can join it for now."))
        except teams.NotAllowed as error:
            raise PermissionDenied from error
        else:
            messages.success(self.request, _("Sent to %(address)s.") % {"address": address})
        return form.is_valid()


class TeamActView(OwnerOnlyMixin, View):
    """One act of an owner on one row of the team, and back to its page."""

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        try:
            self.act(request.user)
        except teams.LastOwner:
            messages.error(
                request, _("An employer needs an owner. Make somebody else an owner first.")
            )
        except invites.InviteOver:
            messages.error(request, _("That invite is no longer open: look at the team below."))
        except teams.NotAllowed:
            messages.error(
                request, _("Nothing was changed: the team is no longer as your page showed it.")
            )
        # Who is off the team now, by their own act or another's, goes where they are at home.
        if not Employer.objects.for_user(request.user).filter(pk=self.employer.pk).exists():
            return redirect("profiles:account")
        return redirect("profiles:employer_team", self.employer.pk)


class MemberUpdateView(TeamActView):
    def act(self, user):
        form = RoleForm(self.request.POST)
        if not form.is_valid():
            raise teams.NotAllowed
        role = form.cleaned_data["role"]
        teams.change_role(self.employer, by=user, member=self.kwargs["member"], role=role)
        messages.success(self.request, _("The role is changed."))


class MemberRemoveView(TeamActView):
    def act(self, user):
        teams.remove_member(self.employer, by=user, member=self.kwargs["member"])
        messages.success(self.request, _("They are off the team. We told them by email."))


class InviteRevokeView(TeamActView):
    def act(self, user):
        invites.revoke(self.employer, by=user, invite=self.kwargs["invite"])
        messages.success(self.request, _("The invite is taken back. Its link leads nowhere now."))
