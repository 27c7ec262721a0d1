"""Allauth's forms of two-step sign-in, in our look, with our limits before theirs."""

import struct

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.forms.account import LookMixin
from profiles.limits import forget_codes, may_try_code, use_code_once
from profiles.second_factor import only_letters_and_digits


class CodeMixin(LookMixin):
    """Five codes in five minutes, and none twice."""

    labels = {"code": _("Code")}
    help_texts = {"code": _("Six digits from your app, or one of your recovery codes.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self):
        if not may_try_code(self.user):
            raise get_adapter().validation_error("too_many_codes")
        self.cleaned_data["code"] = only_letters_and_digits(self.cleaned_data["code"])
        code = super().clean_code()
        # Recovery codes are struck off by allauth, in a transaction. A code of an app is good for a
        # minute and a half, and whoever looks over a shoulder must be too late.
        if self.kind_of_code() == Authenticator.Type.TOTP and not use_code_once(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        forget_codes(self.user)
        return code

    def kind_of_code(self) -> str:
        return self.authenticator.type


class AuthenticateForm(CodeMixin, base.AuthenticateForm):
    pass


class ReauthenticateForm(CodeMixin, base.ReauthenticateForm):
    pass


class ActivateTOTPForm(CodeMixin, totp.ActivateTOTPForm):
    labels = {"code": _("Code that the app shows now")}
    help_texts = {"code": _("Six digits.")}

    def kind_of_code(self):
        return Authenticator.Type.TOTP


# A library deep below takes an answer apart; each wrong shape fails in its own way there.
WRONG_SHAPE = (AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error)


class CredentialMixin(LookMixin):
    """What a browser sends of a passkey. Allauth answers what it foresees; the rest is not understood."""

    labels = {"name": _("Name of this passkey")}
    help_texts = {"name": _("So that you know it again: My phone, for example.")}

    def _clean_fields(self):
        try:
            super()._clean_fields()
        except WRONG_SHAPE:
            self.refuse()

    def _clean_form(self):
        try:
            super()._clean_form()
        except WRONG_SHAPE:
            self.refuse()

    def refuse(self):
        self.add_error("credential", _("The passkey was not accepted. Try again."))


class AuthenticateWebAuthnForm(CredentialMixin, webauthn.AuthenticateWebAuthnForm):
    pass


class ReauthenticateWebAuthnForm(CredentialMixin, webauthn.ReauthenticateWebAuthnForm):
    pass


class LoginWebAuthnForm(CredentialMixin, webauthn.LoginWebAuthnForm):
    pass


class AddWebAuthnForm(CredentialMixin, webauthn.AddWebAuthnForm):
    name = forms.CharField(required=False, max_length=60)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].label = _("Let me sign in with it alone")
        self.fields["passwordless"].help_text = ""
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].widget.attrs.pop("class", None)


class EditWebAuthnForm(LookMixin, webauthn.EditWebAuthnForm):
    labels = CredentialMixin.labels
    help_texts = CredentialMixin.help_texts
    name = forms.CharField(max_length=60)
