"""The main job from end to end, as people do it: visitor, match, sign-up, application, employer, answer."""

import re

import pytest
from playwright.sync_api import Page, expect

from listings.demo_people import DEMO_PASSWORD
from listings.models import Application, Listing

pytestmark = pytest.mark.browser

RESUME = """Customer support, Linnet Home Energy, since 2023.
Answered about sixty calls and chats a day, de-escalation of upset callers, billing questions.
Handled complaints, kept records in Zendesk, and showed active listening and patience.
English and Spanish."""


def button(page: Page, name: str):
    return page.get_by_role("main").get_by_role("button", name=name, exact=False)


def sign_in(page: Page, site: str, email: str, password: str = DEMO_PASSWORD):
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    button(page, "Sign in").click()


def sign_out(page: Page):
    page.get_by_role("button", name="Sign out").click()
    if button(page, "Sign out").count():
        button(page, "Sign out").first.click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_a_visit_to_an_answered_application(new_context, demo_site, javascript, tmp_path):
    context = new_context(viewport={"width": 390, "height": 844}, java_script_enabled=javascript)
    page = context.new_page()
    listing = Listing.objects.open().get(employer__slug="corvane-mutual", role__slug="csr")

    # A visitor searches.
    page.goto(demo_site)
    page.get_by_role("textbox", name="What", exact=True).fill("claims")
    page.get_by_label("Where", exact=True).fill("Columbus, OH")
    button(page, "Search").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("within 25 miles of Columbus, OH")
    page.get_by_role("link", name=listing.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(listing.title)

    # Without an account: a pasted résumé gives suggestions, and those give ranked jobs.
    page.goto(f"{demo_site}/me/start/")
    page.get_by_role("textbox", name="Résumé text", exact=True).fill(RESUME)
    button(page, "Find my skills").click()
    expect(page.get_by_role("checkbox", name=re.compile("Zendesk")).first).to_be_checked()
    button(page, "Use these").first.click()
    expect(page).to_have_url(re.compile("/me/matches/"))
    expect(page.get_by_role("main")).to_contain_text("You cover")
    page.goto(f"{demo_site}{listing.get_absolute_url()}")
    expect(page.get_by_role("main")).to_contain_text("fits you")

    # Applying needs no account; with one the picks come along.
    page.get_by_role("main").get_by_role("link", name="Apply").first.click()
    expect(page.get_by_role("main")).to_contain_text("No account is needed")
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Create one").click()
    expect(page.get_by_role("main")).to_contain_text("Your picks come along")
    page.get_by_label("Email").fill("new.person@example.org")
    page.get_by_label("Password").fill("a-long-enough-secret")
    button(page, "Create the account").click()
    page.goto(f"{demo_site}/mail/")
    page.get_by_role("main").get_by_role("link", name=re.compile("Confirm", re.I)).first.click()
    page.get_by_role("main").get_by_role("link", name=re.compile("confirm-email")).click()
    button(page, "Confirm this address").click()
    page.goto(f"{demo_site}/me/profile/")
    expect(page.get_by_role("main")).to_contain_text("Zendesk")

    # The application: a note and a résumé, checked and sent once.
    resume = tmp_path / "resume.txt"
    resume.write_text(RESUME, encoding="utf-8")
    page.goto(f"{demo_site}/jobs/{listing.pk}/apply/")
    page.get_by_label("name", exact=False).first.fill("Robin Asante")
    page.get_by_label("note", exact=False).first.fill("I take over calls")
    if javascript:
        expect(page.locator("[data-draft-status]")).to_have_text(re.compile(r"Saved \d"))
    else:
        button(page, "Save and go on later").click()
    page.goto(f"{demo_site}/me/applications/")
    page.get_by_role("link", name="Go on").click()
    note = page.get_by_label("note", exact=False).first
    expect(note).to_have_value("I take over calls")
    note.fill("I take over calls that went wrong.")
    page.locator("input[type=file]").set_input_files(resume)
    page.get_by_role("radio", name="Yes").first.check()
    page.get_by_role("radio", name="Within a month").check()
    button(page, "Check what you send").click()
    expect(page.get_by_role("main")).to_contain_text("resume.txt")
    expect(page.get_by_role("main")).to_contain_text("Within a month")
    button(page, "Send the application").click()
    expect(page.get_by_role("main")).to_contain_text(listing.title)
    application = Application.objects.get(candidate__user__email="new.person@example.org")
    assert application.resume.original_name == "resume.txt"
    sign_out(page)

    # The employer reads it and answers.
    sign_in(page, demo_site, "employer@rungs.example")
    page.goto(f"{demo_site}/employer/listings/{listing.pk}/applications/")
    page.get_by_role("link", name=re.compile("Robin Asante")).first.click()
    expect(page.get_by_role("main")).to_contain_text("I take over calls that went wrong.")
    expect(page.get_by_role("main")).to_contain_text("Within a month")
    button(page, "shortlist").first.click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("shortlist", re.I))
    sign_out(page)

    # And the person sees the answer.
    sign_in(page, demo_site, "new.person@example.org", "a-long-enough-secret")
    page.goto(f"{demo_site}/me/applications/")
    expect(page.get_by_role("main")).to_contain_text("On the shortlist")


def test_a_moderator_checks_the_employer_and_approves(page, demo_site, console):
    # One queue; the employer has to be verified before its listing can appear.
    sign_in(page, demo_site, "moderator@rungs.example")
    page.goto(f"{demo_site}/moderation/")
    listing = Listing.objects.get(
        employer__slug="pinecrest-support-collective", role__slug="quality-analyst"
    )
    page.get_by_role("link", name=listing.title).click()
    expect(page.get_by_role("main")).to_contain_text("has not been checked yet")
    button(page, "verif").first.click()
    page.goto(f"{demo_site}/moderation/{listing.pk}/")
    button(page, "Approve").first.click()
    listing.refresh_from_db()
    assert listing.state == Listing.State.APPROVED
    assert console == []
