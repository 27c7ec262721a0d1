"""Two-step sign-in: allauth's, with its secrets encrypted and its codes counted."""

import base64
import hashlib
import re
from functools import cache

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.visits import end_other_visits

SEALED_FIELDS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is wrong, too old, or was used already."),
        "too_many_codes": gettext_lazy("Too many tries. Wait five minutes, then type a new code."),
        "unreadable": gettext_lazy(
            "Your two-step sign-in cannot be read any more. Write to us, and we set it up anew."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises ValidationError when the key it was encrypted with is gone from the settings."""
        try:
            return _sealer().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise self.validation_error("unreadable") from None

    def build_totp_svg(self, url: str) -> str:
        import qrcode  # at the first use: nobody else's process needs it
        from qrcode.image.svg import SvgPathFillImage

        # Filled: a camera reads no black on a dark page.
        image = qrcode.make(url, image_factory=SvgPathFillImage, box_size=14)
        return image.to_string(encoding="unicode")

    def generate_authenticator_name(self, user, type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME


def only_letters_and_digits(code: str) -> str:
    """A code without the blanks and dashes that apps show it with."""
    return re.sub(r"[\W_]", "", code)


def lacks_second_factor(request) -> bool:
    """Whether a staff page has to refuse: no second factor was used in this session. No query."""
    records = get_authentication_records(request, request.user)
    was_used = any(record.get("method") == "mfa" for record in records)
    return settings.STAFF_MFA_REQUIRED and not was_used


def to_second_factor(request):
    """A redirect to the page where the second factor is used, or set up. One query or two."""
    if is_mfa_enabled(request.user):
        methods = get_adapter().get_reauthentication_methods(request.user)
        url = next(method["url"] for method in methods if method["id"].startswith("mfa_"))
    else:
        url = reverse("mfa_index")
    return redirect(f"{url}?{urlencode({'next': request.get_full_path()})}")


@transaction.atomic
def take_off(factors: QuerySet[Authenticator], *, request) -> None:
    """Delete second factors of people who lost theirs. Mails them and ends their sessions.

    Recovery codes are deleted with the last factor.
    """
    owners = {factor.user for factor in factors.select_related("user")}
    factors.delete()
    for owner in owners:
        delete_dangling_recovery_codes(owner)
        end_other_visits(request=request, user=owner)
        get_adapter(request).send_notification_mail("mfa/email/taken_off_by_staff", owner)


def reseal() -> int:
    """Encrypt all secrets with the newest key, so that an older one can go. Returns how many."""
    rows = Authenticator.objects.filter(type__in=SEALED_FIELDS)
    count = 0
    for row in rows.iterator():
        field = SEALED_FIELDS[row.type]
        old = row.data[field]
        row.data[field] = _sealer().rotate(old.encode()).decode()
        # Only where nobody used or replaced it in the meantime.
        unchanged = Authenticator.objects.filter(pk=row.pk, last_used_at=row.last_used_at)
        count += unchanged.update(data=row.data)
    return count


def _sealer() -> MultiFernet:
    return _sealer_for((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@cache
def _sealer_for(keys: tuple[str, ...]) -> MultiFernet:
    """The first key encrypts, all of them decrypt. Keys of their own purpose, made from the site's."""
    digests = [hashlib.sha256(b"second factor:" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
