from urllib.parse import urljoin

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from profiles import carry_over
from profiles.limits import forget_tries, may_sign_in
from profiles.models import Candidate, EmployerMember


class AccountAdapter(DefaultAccountAdapter):
    """Where accounts meet profiles: picks are carried over, and people land where their work is."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "This email address and password do not belong together. Check both, or reset your password."
        ),
        "incorrect_password": gettext_lazy("This is not your password. Type it again."),
        "enter_current_password": gettext_lazy("This is not the password you have now."),
        "too_many_login_attempts": gettext_lazy(
            "Too many tries. Wait five minutes, then sign in again or reset your password."
        ),
        "duplicate_email": gettext_lazy("This address belongs to your account already."),
    }

    def clean_email(self, email):
        return super().clean_email(email).lower()

    @transaction.atomic
    def save_user(self, request, user, form, commit=True):
        user = super().save_user(request, user, form, commit)
        if commit:
            carry_over.copy_to_new_user(request, user)
        return user

    def pre_authenticate(self, request, **credentials):
        # Before the hash, which costs a quarter of a second: a flood of tries must stay cheap.
        if not may_sign_in(self.get_client_ip(request), credentials.get("email", "").lower()):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def set_password(self, user, password):
        super().set_password(user, password)
        # Whoever guesses at a password cannot keep its owner out: a link in the mail opens the door.
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
        """To the employer's desk who only hires, to the matches everybody else. Two queries."""
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
        # Whoever confirmed an address a second ago needs no letter about it.
        if template_prefix != "account/email/email_confirm":
            super().send_notification_mail(template_prefix, user, context, email)


def _absolute(path: str) -> str:
    return urljoin(settings.SITE_URL, path)
