"""An alert from a search, as somebody without an account makes, confirms and ends it; and jobs side by side."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from listings.alerts.tokens import sign_end
from listings.models import JobAlert, Listing
from tests.browser.test_main_job import button, sign_in
from tests.conftest import make_roots
from tests.factories import CandidateFactory, ListingFactory, PlaceFactory

pytestmark = pytest.mark.browser

PASSWORD = "a-long-enough-secret"


@pytest.fixture
def small_site(live_server, transactional_db, settings, tmp_path):
    """Three open jobs, and nothing that these pages do not need."""
    settings.MATCH_INDEX_DIR = tmp_path / "index"
    settings.SITE_URL = live_server.url
    settings.EMAIL_BACKEND = "profiles.mail.OutboxBackend"  # the test runner puts its own in
    make_roots()
    for title, shift in [("Claims agent", "day"), ("Night agent", "night"), ("Lead", "day")]:
        ListingFactory(title=title, shift_pattern=shift, place=PlaceFactory())
    return live_server.url


def link_of_a_mail(page, site, subject, path):
    """Go where a link of the newest mail with that subject leads."""
    page.goto(f"{site}/mail/")
    page.get_by_role("main").get_by_role("link", name=re.compile(subject)).first.click()
    page.get_by_role("main").get_by_role("link", name=re.compile(path)).last.click()


def faults(page) -> list[str]:
    wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    found = [violation["id"] for violation in Axe().run(page).response["violations"]]
    return found + (["wider than the screen"] if wide else [])


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_an_alert_without_an_account(new_context, small_site, javascript):
    context = new_context(viewport={"width": 360, "height": 800}, java_script_enabled=javascript)
    page = context.new_page()

    # From a search to a mail.
    page.goto(f"{small_site}/jobs/alert/?location=Columbus,+OH&shift=night")
    expect(page.get_by_role("main")).to_contain_text("would have sent you 1 job")
    page.get_by_label("Your email address").fill("reader@example.org")
    page.get_by_label("Every week").check()
    page.get_by_label("At what time").select_option("18")
    button(page, "Send me the mail to confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    assert JobAlert.objects.get().confirmed_at is None

    # The link of the mail, and its button.
    link_of_a_mail(page, small_site, "Confirm your job alert", "confirmation")
    assert JobAlert.objects.get().confirmed_at is None
    button(page, "Start this alert").click()
    expect(page.get_by_role("main")).to_contain_text("at 6 p.m., Eastern time")
    assert JobAlert.objects.get().frequency == "weekly"

    # Paused, resumed and, by the other link of every mail, ended without ever signing in.
    button(page, "Pause it").click()
    expect(page.get_by_role("main")).to_contain_text("It is paused")
    button(page, "Let it run again").click()
    expect(page.get_by_role("main")).to_contain_text("Next:")
    page.goto(f"{small_site}/alerts/jobs/{sign_end(JobAlert.objects.get())}/unsubscribe/")
    button(page, "End this alert").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This alert has ended")
    assert not JobAlert.objects.exists()


def test_the_pages_of_an_alert_have_no_faults(new_context, small_site):
    context = new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    found = {}
    for name in ("/jobs/alert/", "/jobs/alert/sent/", "/jobs/compare/"):
        page.goto(small_site + name)
        found[name] = faults(page)
    page.goto(f"{small_site}/jobs/alert/?shift=night")
    page.get_by_label("Your email address").fill("reader@example.org")
    button(page, "Send me the mail to confirm").click()
    link_of_a_mail(page, small_site, "Confirm your job alert", "confirmation")
    found["confirm"] = faults(page)
    button(page, "Start this alert").click()
    found["manage"] = faults(page)
    keys = "&".join(f"job={key}" for key in Listing.objects.values_list("pk", flat=True))
    page.goto(f"{small_site}/jobs/compare/?{keys}")
    found["compare"] = faults(page)

    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_saved_jobs_side_by_side(new_context, small_site, javascript):
    candidate = CandidateFactory()
    candidate.user.set_password(PASSWORD)
    candidate.user.save()
    for listing in Listing.objects.all():
        candidate.saved_jobs.create(listing=listing)
    context = new_context(viewport={"width": 360, "height": 800}, java_script_enabled=javascript)
    page = context.new_page()
    sign_in(page, small_site, candidate.user.email, PASSWORD)

    page.goto(f"{small_site}/me/saved/")
    page.get_by_label("Compare Claims agent").check()
    page.get_by_label("Compare Night agent").check()
    button(page, "Compare").first.click()

    table = page.get_by_role("region", name="Jobs side by side").get_by_role("table")
    shifts = table.get_by_role("row", name=re.compile("^Shifts"))
    expect(shifts).to_contain_text("Days")
    expect(shifts).to_contain_text("Nights")
    expect(table.get_by_role("row", name=re.compile("^Weekends|^A year")).first).to_contain_text(
        "the same for all"
    )
    page.get_by_role("region", name="Jobs side by side").focus()
    expect(page.get_by_role("region", name="Jobs side by side")).to_be_focused()
