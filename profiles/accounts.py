from urllib.parse import urljoin

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from profiles import carry_over
from profiles.limits import forget_tries, may_sign_in
from profiles.models import Candidate, EmployerMember

REAUTHENTICATION_WORDS = {
    "reauthenticate": gettext_lazy("Use your password"),
    "mfa_reauthenticate": gettext_lazy("Use a code"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Use a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Allauth's accounts with our words and limits. Sign-up carries a guest's picks over."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "This email address and password do not belong together. Check both, or reset your password."
        ),
        "incorrect_password": gettext_lazy("This is not your password. Type it again."),
        "enter_current_password": gettext_lazy("This is not the password you have now."),
        "too_many_login_attempts": gettext_lazy(
            "Too many tries. Wait five minutes, then sign in again or reset your password."
        ),
        "too_many_passwords": gettext_lazy("Too many tries. Wait five minutes, then try again."),
        "too_many_sign_ups": gettext_lazy(
            "Too many accounts were made from your network. Try again in an hour."
        ),
        "too_many_resets": gettext_lazy(
            "Too many links were asked for. Use the newest one, or try again in an hour."
        ),
        "duplicate_email": gettext_lazy("This address belongs to your account already."),
    }

    def is_reauthentication_required(self, *, app, **kwargs):
        # Allauth asks nothing of a user without password or second factor. We have them set a password.
        if not has_proof(context.request.user):
            raise ReauthenticationRequired
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user):
        methods = super().get_reauthentication_methods(user)
        for method in methods:
            method["description"] = REAUTHENTICATION_WORDS[method["id"]]
        if user.is_authenticated and not methods:
            methods = [{"id": "set_password", "url": reverse("account_set_password")}]
        return methods

    def clean_email(self, email):
        return super().clean_email(email).lower()

    @transaction.atomic
    def save_user(self, request, user, form, commit=True):
        user = super().save_user(request, user, form, commit)
        if commit:
            carry_over.copy_to_new_user(request, user)
        return user

    def pre_authenticate(self, request, **credentials):
        # Counted before the password is hashed, which takes a quarter of a second.
        if not may_sign_in(self.get_client_ip(request), credentials.get("email", "").lower()):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def set_password(self, user, password):
        super().set_password(user, password)
        # Somebody else's wrong guesses must not lock the owner out after a reset by mail.
        forget_tries([user.email, *user.emailaddress_set.values_list("email", flat=True)])

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        offer = carry_over.Offer(request)
        if n := offer.contents.item_count:
            text = ngettext(
                "You picked %(n)d thing before you signed in. Your profile asks whether to keep it.",
                "You picked %(n)d things before you signed in. Your profile asks whether to keep them.",
                n,
            )
            messages.info(request, text % {"n": n})
        elif not offer:
            offer.discard()  # all of it is in the profile
        return response

    def get_login_redirect_url(self, request):
        """The employer's start page for people who only hire, the matches for everybody else. Two queries."""
        hires = EmployerMember.objects.filter(user=request.user).exists()
        if hires and not Candidate.objects.for_user(request.user).exists():
            return reverse("listings:employer_home")
        return reverse("matching:match_list")

    def get_signup_redirect_url(self, request):
        return self.get_login_redirect_url(request)

    # Links in mails name the site's own address, whatever host a request claims to be for.

    def get_email_confirmation_url(self, request, emailconfirmation):
        return _absolute(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_reset_password_from_key_url(self, key):
        uid, _dash, token = key.partition("-")
        return _absolute(reverse("account_reset_password_from_key", args=[uid, token]))

    def send_mail(self, template_prefix, email, context):
        links = {
            "site_name": settings.WAGTAIL_SITE_NAME,
            "login_url": _absolute(reverse("account_login")),
            "signup_url": _absolute(reverse("account_signup")),
        }
        if "password_reset_url" not in context or template_prefix.endswith("already_exists"):
            links["password_reset_url"] = _absolute(reverse("account_reset_password"))
        super().send_mail(template_prefix, email, context | links)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        # The user has just confirmed the address: no mail about it.
        if template_prefix != "account/email/email_confirm":
            super().send_notification_mail(template_prefix, user, context, email)


def has_proof(user) -> bool:
    """Whether the user has a password or a second factor. One query for a user without a password."""
    return user.has_usable_password() or is_mfa_enabled(user)


def _absolute(path: str) -> str:
    return urljoin(settings.SITE_URL, path)
