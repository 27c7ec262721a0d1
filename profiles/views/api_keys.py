"""An employer's API keys. Owners alone make, see and revoke them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View

from profiles import api_keys, teams
from profiles.forms.fields import text_input
from profiles.models import EmployerApiKey

from .personal_data import ProvedMixin
from .team import OwnerOnlyMixin


class KeyNameForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What will use it"),
        max_length=EmployerApiKey._meta.get_field("name").max_length,
        widget=text_input(autocomplete="off"),
        help_text=gettext_lazy(
            "The name of the program, so that you know later which key is whose."
        ),
        error_messages={"required": gettext_lazy("Write the name of the program.")},
    )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class ApiKeyListView(OwnerOnlyMixin, ProvedMixin, FormView):
    """All keys, and a form for another. One query for the employer, one for all keys.

    The text of a new key stands in the answer to the form and nowhere else.
    """

    template_name = "profiles/api_key_list.html"
    form_class = KeyNameForm

    def form_valid(self, form):
        try:
            key, text = api_keys.make_key(
                self.employer, name=form.cleaned_data["name"], user=self.request.user
            )
        except api_keys.NameTaken:
            form.add_error("name", _("A key that works has this name. Choose another."))
        except api_keys.TooManyKeys:
            form.add_error(
                None,
                _("There are %(n)d keys that work, and there can be no more. Revoke one first.")
                % {"n": api_keys.MOST_LIVE_KEYS},
            )
        except teams.NotAllowed:
            raise PermissionDenied from None
        else:
            context = {"employer": self.employer, "key": key, "text": text}
            return render(self.request, "profiles/api_key_made.html", context)
        return self.form_invalid(form)

    def get_context_data(self, **kwargs):
        keys = list(api_keys.keys_for_page(self.employer))
        return super().get_context_data(
            employer=self.employer,
            live=[key for key in keys if not key.is_revoked],
            revoked=[key for key in keys if key.is_revoked],
            most=api_keys.MOST_LIVE_KEYS,
            **kwargs,
        )


class ApiKeyRevokeView(OwnerOnlyMixin, View):
    """Asks for no password: taking a key back may be urgent, and does no harm that cannot be mended."""

    http_method_names = ["post", "options"]

    def post(self, request, pk, key):
        row = get_object_or_404(EmployerApiKey, employer=self.employer, pk=key)
        if api_keys.revoke_key(row):
            messages.success(
                request, _("Revoked: “%(name)s” opens nothing any more.") % {"name": row.name}
            )
        else:
            messages.info(request, _("“%(name)s” was revoked before.") % {"name": row.name})
        return redirect("profiles:api_key_list", self.employer.pk)
