"""Allauth's forms in our look and words. Their rules stay allauth's."""

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core import context
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from profiles import carry_over
from profiles.limits import may_ask_for_reset, may_prove_password, may_sign_up

PASSWORD_RULES = _(
    "At least 12 characters, not like your email address, and not one that many people use."
    " Three or four words in a row are easy to remember."
)


class LookMixin:
    """Our input class, our labels, and no placeholder that vanishes while one types."""

    labels = {
        "login": _("Email address"),
        "email": _("Email address"),
        "password": _("Password"),
        "password1": _("Password"),
        "password2": _("The same password again"),
        "oldpassword": _("The password you have now"),
        "remember": _("Keep me signed in on this device"),
    }
    help_texts = {"password1": PASSWORD_RULES}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)
            if name != "remember":
                field.widget.attrs["class"] = "input"


def network_address() -> str:
    return get_adapter().get_client_ip(context.request)


class LoginForm(LookMixin, allauth.LoginForm):
    help_texts = {"password": ""}  # the way to a new password stands below the button


class SignupForm(LookMixin, allauth.SignupForm):
    def validate_unique_email(self, value):
        # What somebody else noted down and never confirmed keeps nobody from their own address.
        EmailAddress.objects.filter(email=value, verified=False, primary=False).delete()
        return super().validate_unique_email(value)

    def clean(self):
        cleaned_data = super().clean()
        if not self.errors and not may_sign_up(network_address()):
            raise get_adapter().validation_error("too_many_sign_ups")
        return cleaned_data

    def try_save(self, request):
        """User, address and carried-over profile in one transaction, or nothing of them."""
        email = self.cleaned_data["email"]
        if self.account_already_exists:
            # A hash takes a quarter of a second: without it the clock would tell who has an account.
            get_user_model()().set_password(self.cleaned_data["password1"])
        try:
            with transaction.atomic():
                user, response = super().try_save(request)
        except IntegrityError:
            # Somebody made the account between our look and our insert: answer as if it had been there.
            self.account_already_exists = True
            user, response = super().try_save(request)
        carry_over.set_aside(request, email)
        return user, response


class AddEmailForm(LookMixin, allauth.AddEmailForm):
    labels = {"email": _("Another email address")}


class ChangePasswordForm(LookMixin, allauth.ChangePasswordForm):
    labels = LookMixin.labels | {"password1": _("New password")}
    help_texts = LookMixin.help_texts | {"oldpassword": ""}

    def clean_oldpassword(self):
        if not may_prove_password(self.user):
            raise get_adapter().validation_error("too_many_passwords")
        return super().clean_oldpassword()


class SetPasswordForm(LookMixin, allauth.SetPasswordForm):
    pass


class ResetPasswordForm(LookMixin, allauth.ResetPasswordForm):
    def clean_email(self):
        if not may_ask_for_reset(network_address(), self.cleaned_data["email"].lower()):
            raise get_adapter().validation_error("too_many_resets")
        return super().clean_email()

    def save(self, request, **kwargs):
        # A mail takes milliseconds, which would tell of an account. Beside a hash they do not show.
        get_user_model()().set_password(self.cleaned_data["email"])
        return super().save(request, **kwargs)


class ResetPasswordKeyForm(LookMixin, allauth.ResetPasswordKeyForm):
    labels = LookMixin.labels | {"password1": _("New password")}


class ReauthenticateForm(LookMixin, allauth.ReauthenticateForm):
    help_texts = {"password": ""}  # its tries are counted with those of signing in
