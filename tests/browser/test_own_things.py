"""What is a person's own, from an empty profile to its end: built, sent, taken back, taken along, erased."""

import io
import re
import zipfile

import pytest
from playwright.sync_api import Page, expect

from listings.models import Application, Listing
from profiles.models import Resume, User
from profiles.resumes import process_due
from tests import factories as make
from tests.browser.test_main_job import RESUME, button, sign_in

pytestmark = pytest.mark.browser

PASSWORD = "plum-lantern-otter-nine"


def prove(page: Page):
    """Type the password again, where a page asks for it."""
    if page.get_by_label("Password").count():
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button").first.click()


def test_a_person_builds_applies_withdraws_takes_along_and_erases(
    page: Page, demo_site, console, tmp_path
):
    page.set_viewport_size({"width": 390, "height": 844})
    person = make.UserFactory(email="robin@example.org", first_name="Robin", last_name="Asante")
    person.set_password(PASSWORD)
    person.save()
    sign_in(page, demo_site, person.email, PASSWORD)

    # From a file to skills that say where they come from.
    resume = tmp_path / "robin.txt"
    resume.write_text(RESUME, encoding="utf-8")
    page.goto(f"{demo_site}/me/start/")
    page.locator("input[type=file]").set_input_files(resume)
    button(page, "Read my file").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("reading", re.I))
    process_due()  # what the worker does
    page.goto(page.url)
    expect(page.get_by_role("checkbox", name=re.compile("Zendesk")).first).to_be_checked()
    button(page, "Use these").first.click()
    page.goto(f"{demo_site}/me/profile/")
    expect(page.get_by_role("main")).to_contain_text("Read from your résumé")

    # A slip is taken back.
    zendesk = page.locator("#skill-zendesk")
    if not zendesk.is_visible():  # more than six skills are folded on a phone
        page.locator("details:has(#skill-zendesk) > summary").first.click()
    zendesk.get_by_role("button", name=re.compile("Remove")).click()
    expect(zendesk).to_have_count(0)
    page.get_by_role("button", name=re.compile("Undo")).first.click()
    expect(page.locator("#skill-zendesk")).to_have_count(1)

    # Sent, and taken back.
    listing = Listing.objects.open().get(employer__slug="corvane-mutual", role__slug="csr")
    page.goto(f"{demo_site}/jobs/{listing.pk}/apply/")
    page.get_by_label("note", exact=False).first.fill("I take over calls that went wrong.")
    page.get_by_role("radio", name="Yes").first.check()
    page.get_by_role("radio", name="Within a month").check()
    button(page, "Check what you send").click()
    button(page, "Send the application").click()
    page.get_by_role("main").get_by_role("link", name="Withdraw").first.click()
    button(page, "Withdraw").first.click()
    expect(page.get_by_role("main")).to_contain_text("Withdrawn by you")

    # Everything in one file, after the password.
    page.goto(f"{demo_site}/me/account/data/")
    with page.expect_download() as download:
        button(page, "Make and download it").click()
        prove(page)
        if page.get_by_role("button", name="Make and download it").count():
            button(page, "Make and download it").click()
    archive = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    told = "".join(archive.read(name).decode() for name in archive.namelist() if "json" in name)
    assert "I take over calls that went wrong." in told
    assert RESUME.encode() in [archive.read(name) for name in archive.namelist()]

    # And gone.
    page.goto(f"{demo_site}/me/account/removal/")
    page.get_by_label("Type the email address").fill(person.email)
    button(page, "Remove my account").click()
    prove(page)
    if page.get_by_label("Type the email address").count():
        page.get_by_label("Type the email address").fill(person.email)
        button(page, "Remove my account").click()
    expect(page.locator("body")).to_contain_text("removed")
    assert not User.objects.filter(email=person.email).exists()
    assert not Resume.objects.filter(original_name="robin.txt").exists()
    left = Application.objects.get(listing=listing, state=Application.State.ERASED)
    assert (left.candidate, left.name, left.note) == (None, "", "")
    assert console == []
