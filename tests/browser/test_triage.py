"""Going through those who applied by keys alone; and their list on a phone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from listings.models import Application, Listing
from profiles.models import Outbox, User
from tests import factories as make
from tests.browser.test_main_job import sign_in

pytestmark = pytest.mark.browser


def test_three_applicants_by_keys_and_their_list_on_a_phone(page: Page, demo_site, console):
    listing = Listing.objects.get(
        employer__slug="corvane-mutual", role__slug="csr", state="approved"
    )
    listing.applications.all().delete()
    for days, name in ((9, "Ana Torres"), (8, "Ben Ito"), (7, "Cem Aydin")):
        make.ApplicationFactory(
            listing=listing, name=name, submitted_at=timezone.now() - timedelta(days=days)
        )
    Outbox.objects.all().delete()
    member = User.objects.get(email="employer@rungs.example")
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, demo_site, member.email, "climb-the-ladder")
    heading = page.get_by_role("heading", level=1)

    page.goto(f"{demo_site}/employer/listings/{listing.pk}/applications/")
    page.get_by_role("link", name=re.compile("one by one")).click()
    expect(heading).to_have_text("Ana Torres")

    page.wait_for_load_state()  # the keys come with the script

    # There and back, and not while the keys are off or somebody writes.
    page.keyboard.press("j")
    expect(heading).to_have_text("Ben Ito")
    page.keyboard.press("k")
    expect(heading).to_have_text("Ana Torres")
    page.keyboard.press("?")
    page.get_by_label("Keys are on").uncheck()
    page.get_by_label("Keys are on").blur()
    page.keyboard.press("s")
    page.reload()
    expect(heading).to_have_text("Ana Torres")
    page.locator("summary", has_text="Keys").click()
    page.get_by_label("Keys are on").check()
    page.get_by_label("Keys are on").blur()

    # Unsure of the first, the second declined with a reason, the third on the shortlist.
    page.keyboard.press("u")
    expect(heading).to_have_text("Ben Ito")
    page.keyboard.press("d")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("s")  # in a field it is no command
    expect(heading).to_have_text("Ben Ito")
    page.keyboard.press("Enter")
    expect(heading).to_have_text("Cem Aydin")
    expect(page.get_by_role("status").first).to_contain_text("Ben Ito: Declined")
    page.keyboard.press("s")
    expect(heading).to_have_text("Ana Torres")
    page.keyboard.press("s")
    expect(heading).to_have_text("Everybody has an answer")

    states = dict(listing.applications.values_list("name", "state"))
    assert states == {
        "Ana Torres": "shortlisted",
        "Ben Ito": "declined",
        "Cem Aydin": "shortlisted",
    }
    declined = Application.objects.get(name="Ben Ito").events.get()
    assert declined.reason == Application.DeclineReason.EXPERIENCE
    assert Outbox.objects.count() == 3

    # The list as cards: the names as headings, and one act on those chosen.
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{demo_site}/employer/listings/{listing.pk}/applications/")
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_have_count(3)
    page.get_by_label("Choose all on this page").check()
    page.get_by_label("Choose Ben Ito").uncheck()
    page.get_by_role("button", name="Tag them").click()
    page.get_by_label("Add a tag").fill("Second Call")
    page.get_by_role("button", name="Tag them").click()
    expect(page.locator("li.chip", has_text="second call")).to_have_count(2)
    assert console == []
