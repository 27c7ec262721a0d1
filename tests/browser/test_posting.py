"""Writing a post in a browser, on a phone: step by step, saved by itself, resumed, and sent."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cms.models import PostAdvice
from listings.models import Listing
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def workspace(client, page, live_server, settings):
    """Somebody signed in who may post, a phone, and what a post names."""
    member = make.EmployerMemberFactory(employer__name="Marlow Mutual")
    make.PlaceFactory()
    make.SkillFactory(slug="zendesk", preferred_label="Zendesk", tool=True)
    make.RoleFactory(title="Chat support agent")
    PostAdvice.objects.create(
        slug="costume",
        title="A title that is a costume",
        phrases="rockstar*",
        reason="Nobody searches for it.",
        suggestion="Name the work.",
    )
    client.force_login(member.user)
    page.set_viewport_size({"width": 360, "height": 740})
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": live_server.url,
            }
        ]
    )
    return live_server.url


def go_on(page, heading):
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_a_post_is_written_on_a_phone_saved_by_itself_resumed_and_sent(page, workspace, console):
    status = page.locator("#post-status")
    page.goto(workspace + reverse("listings:employer_listing_create"))
    page.get_by_role("textbox", name="Title").fill("Chat agent")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The job")

    page.get_by_label("Role on the ladder").select_option(label="Chat support agent")
    page.get_by_label("What the job is").fill("You chat in Zendesk. You are a Rockstar.")
    expect(page.get_by_text("A title that is a costume: “Rockstar”")).to_be_visible()
    expect(status).to_contain_text("Saved at")
    assert Listing.objects.get().description == "You chat in Zendesk. You are a Rockstar."
    page.reload()
    expect(page.get_by_label("What the job is")).to_have_value(
        "You chat in Zendesk. You are a Rockstar."
    )
    page.get_by_label("What the job is").fill("You chat in Zendesk with patient people.")
    expect(page.get_by_text("A title that is a costume")).to_have_count(0)
    go_on(page, "Pay and hours")

    expect(page.get_by_label("countries where people may live")).to_be_hidden()
    page.get_by_label("Hybrid").check()
    page.get_by_label("Town or city").fill("Columbus, OH")
    page.get_by_label("Guaranteed pay, from").fill("21.50")
    page.get_by_label("Guaranteed pay, to").fill("20")
    page.get_by_label("Hours a week").fill("40")
    expect(status).to_contain_text("Guaranteed pay, to: Enter $21.50 or more")
    page.get_by_label("Guaranteed pay, to").fill("24")
    expect(page.get_by_text("$44,720–$49,920 a year at 40 hours")).to_be_visible()
    page.get_by_label("Type of employment").select_option("FULL_TIME")
    page.get_by_label("When people work").select_option("day")
    page.get_by_role("button", name="Mon: free").press("Enter")
    tuesday = page.get_by_role("button", name="Tue: free").bounding_box()
    middle = tuesday["y"] + tuesday["height"] / 2
    page.mouse.move(tuesday["x"] + tuesday["width"] * 0.5, middle)
    page.mouse.down()
    page.mouse.move(tuesday["x"] + tuesday["width"] * 0.75, middle, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Mon: 09:00–17:00").press("ArrowRight")
    go_on(page, "How you support customers")

    page.get_by_label("Chat, percent").fill("60")
    expect(page.get_by_text("Together 60 percent.")).to_be_visible()
    page.get_by_label("Email, percent").fill("40")
    expect(page.get_by_text("Together 100 percent.")).to_be_visible()
    go_on(page, "What you ask")

    page.get_by_role("button", name="Zendesk").click()
    expect(page.get_by_label("Skills and tools they must have")).to_have_value("Zendesk")
    page.get_by_label("Education that the work").select_option("none")
    page.get_by_text("All steps").click()
    page.get_by_role("link", name="How to apply").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How to apply")

    go_on(page, "Check and send")
    expect(page.get_by_text("It states what every post must state.")).to_be_visible()
    page.get_by_role("button", name="Send to review").click()
    expect(page.get_by_text("Sent. A person reads it")).to_be_visible()

    listing = Listing.objects.get()
    assert listing.state == "in_review"
    assert [(row.weekday, row.starts.hour, row.ends.hour) for row in listing.shifts.all()] == [
        (0, 9, 17),
        (1, 12, 18),
    ]
    assert listing.listing_skills.get().skill.slug == "zendesk"
    # Not even of the autosave of two amounts in the wrong order.
    assert console == []
