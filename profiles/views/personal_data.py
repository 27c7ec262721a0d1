"""A person's own data: take it along, or have it erased. Both ask for the password once more."""

from datetime import timedelta

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from profiles.forms.fields import text_input
from profiles.limits import may
from profiles.personal_data.erasure import (
    NotErasable,
    closing_employers,
    erase,
    obstacles_for,
)
from profiles.personal_data.export import build_export, contents

EXPORTS_AN_HOUR = 3


class ProvedMixin(LoginRequiredMixin):
    """Reading the page needs a visit that is signed in; acting, the password of a few minutes ago."""

    @method_decorator(reauthentication_required(allow_get=True))
    def _proved(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        return self._proved(request, *args, **kwargs)


class DataExportView(ProvedMixin, TemplateView):
    """What an export holds, and the export."""

    template_name = "profiles/data_export.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            contents=list(contents()), exports_an_hour=EXPORTS_AN_HOUR, **kwargs
        )

    def post(self, request):
        if not may(request, "export", times=EXPORTS_AN_HOUR, window=timedelta(hours=1)):
            return render(request, "429.html", status=429)
        response = FileResponse(
            build_export(request.user),
            as_attachment=True,
            filename=f"rungs-data-{timezone.now():%Y-%m-%d}.zip",
            content_type="application/zip",
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, no-store"
        return response


class RemovalForm(forms.Form):
    """The address of the account, typed: nobody does that by a slip."""

    email = forms.CharField(
        label=gettext_lazy("Type the email address of this account"),
        max_length=254,
        widget=text_input(autocomplete="off", autocapitalize="none", spellcheck="false"),
        error_messages={"required": gettext_lazy("Type the address, so that it is no slip.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self):
        if self.cleaned_data["email"].strip().lower() != self.user.email.lower():
            raise ValidationError(_("This is not the address of this account."))
        return self.cleaned_data["email"]


class AccountDeleteView(ProvedMixin, FormView):
    """What goes with an account, what stays and why; and the end of it."""

    template_name = "profiles/account_delete.html"
    form_class = RemovalForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        user = self.request.user
        kwargs.setdefault("obstacles", obstacles_for(user))
        if not kwargs["obstacles"]:
            kwargs["closing"] = closing_employers(user)
        return super().get_context_data(**kwargs)

    def form_valid(self, form):
        try:
            erase(self.request.user)
        except NotErasable as refusal:
            context = self.get_context_data(form=form, obstacles=refusal.obstacles)
            return self.render_to_response(context, status=409)
        logout(self.request)
        messages.success(
            self.request,
            _("Your account and what belonged to it are removed. A last mail confirms it."),
        )
        return redirect("/")
