"""How somebody's account is reached, and what hangs on it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.views.generic import TemplateView

from profiles.forms.account import ResetPasswordForm
from profiles.models import EmployerMember
from profiles.visits import open_visits


class AccountView(LoginRequiredMixin, TemplateView):
    """Everything about the account in one place; each thing is changed on a page of its own.

    Four queries of its own, one more for members: address, second factors, devices, employers.
    """

    template_name = "profiles/account.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        return super().get_context_data(
            address=EmailAddress.objects.filter(user=user, primary=True).first(),
            has_app=Authenticator.Type.TOTP in kinds,
            passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
            devices=open_visits(user).count(),
            memberships=self.memberships(),
            **kwargs,
        )

    def memberships(self) -> list[EmployerMember]:
        """Where this person works on Rungs, each with `successors`: who could own it in their place."""
        others = EmployerMember.objects.exclude(user=self.request.user).select_related("user")
        memberships = list(
            EmployerMember.objects.filter(user=self.request.user)
            .select_related("employer")
            .prefetch_related(Prefetch("employer__members", queryset=others, to_attr="others"))
        )
        for membership in memberships:
            is_owner = membership.role == EmployerMember.Role.OWNER
            membership.successors = membership.employer.others if is_owner else []
        return memberships


class PasswordByMailView(LoginRequiredMixin, TemplateView):
    """For who has no password yet: a first one is chosen where only the owner of the address gets to.

    Where a session stands open, whoever sits down at it could choose one otherwise.
    """

    template_name = "account/password_set.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and request.user.has_usable_password():
            return redirect("account_change_password")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        form = ResetPasswordForm({"email": request.user.email})
        if form.is_valid():
            form.save(request)
            return redirect("account_reset_password_done")
        for error in form.errors["email"]:
            messages.error(request, error)
        return redirect("account_set_password")
