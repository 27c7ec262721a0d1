import time
from unittest import mock

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from tests.profiles.test_accounts import PASSWORD, AccountPages

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret=SECRET, steps_ago=0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 - steps_ago))


def set_up_app(user) -> list[str]:
    """An app with codes for this user. Returns the recovery codes."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).generate_codes()


def committed():
    """Do at once what waits for the end of the transaction: a test's never ends."""
    return mock.patch.object(transaction, "on_commit", lambda act: act())


class SecondFactorCase(AccountPages):
    """Dana has a password; `set_up_app` gives her an app, too."""

    def setUp(self):
        cache.clear()  # allauth notes used codes there, by the number of the user

    def type_code(self, code, client=None):
        return (client or self.client).post(reverse("mfa_authenticate"), {"code": code})

    def sign_in_with_code(self, **more):
        self.sign_in(**more)
        return self.type_code(code_of())

    def prove(self, client=None):
        """Type the password once more, as sensitive acts ask."""
        return (client or self.client).post(
            reverse("account_reauthenticate"), {"password": PASSWORD}
        )

    def another_device(self, secret=SECRET):
        """A second browser that is signed in."""
        client = self.client_class()
        client.post(reverse("account_login"), {"login": "dana@example.org", "password": PASSWORD})
        if Authenticator.objects.filter(user=self.user).exists():
            self.type_code(code_of(secret, steps_ago=1), client)
        assert "_auth_user_id" in client.session
        return client

    def assert_signed_out(self, client):
        self.assertNotIn("_auth_user_id", client.session)

    def is_signed_in(self, client=None):
        return (client or self.client).get("/healthz").wsgi_request.user.is_authenticated
