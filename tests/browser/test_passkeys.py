"""The browser's own passkey dialog, with an authenticator that Chromium plays."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from profiles.models import User
from tests import factories as make
from tests.conftest import make_roots

pytestmark = pytest.mark.browser
PASSWORD = "plum-lantern-otter"


def sign_in(page, site):
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Email address").fill("dana@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def sign_out(page):
    page.context.clear_cookies()


def test_a_passkey_is_made_signs_in_alone_and_is_a_second_step(
    page, console, live_server, transactional_db
):
    make_roots()
    user = make.UserFactory(email="dana@example.org")
    user.set_password(PASSWORD)
    user.save()
    site = live_server.url
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )

    # Made, after the password was shown once more
    sign_in(page, site)
    expect(page).to_have_url(f"{site}/me/matches/")
    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name of this passkey").fill("My phone")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert Authenticator.objects.get(user=user, type="webauthn").wrap().name == "My phone"

    # Alone
    sign_out(page)
    page.goto(f"{site}/accounts/login/?next=/me/profile/")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page).to_have_url(f"{site}/me/profile/")

    # As the second step after a password
    sign_out(page)
    sign_in(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page).to_have_url(f"{site}/me/matches/")

    # And for a sensitive act
    page.goto(f"{site}/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("You have none.")).to_be_visible()
    assert not Authenticator.objects.filter(user=User.objects.get(pk=user.pk)).exists()
    assert console == []
