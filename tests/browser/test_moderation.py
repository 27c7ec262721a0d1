"""A moderator sends a held post back with a ready answer, and the page says why it was held."""

import pytest
from playwright.sync_api import Page, expect

from cms.models import CannedAnswer
from listings.models import Listing
from listings.services.listings import assessed
from profiles.models import Outbox
from tests import factories as make
from tests.browser.test_main_job import sign_in

pytestmark = pytest.mark.browser


def test_a_held_post_is_sent_back_with_a_ready_answer(page: Page, demo_site, console):
    known = Listing.objects.get(employer__slug="corvane-mutual", role__slug="csr", state="approved")
    listing = make.ListingFactory(
        in_review=True,
        employer=known.employer,
        role=known.role,
        place=known.place,
        title="Chat agent from home",
        description="You answer **calls**.\n\nPay the $30 tra\u200bining fee first.",
    )
    Listing.objects.filter(pk=listing.pk).update(**assessed(listing))
    Outbox.objects.all().delete()
    answer = CannedAnswer.objects.get(slug="contact-in-text")
    page.set_viewport_size({"width": 360, "height": 800})
    sign_in(page, demo_site, "moderator@rungs.example", "climb-the-ladder")

    # It is marked as held in the queue, and its words on its page.
    page.goto(f"{demo_site}/moderation/")
    row = page.locator("tbody tr", has_text=listing.title)
    expect(row).to_contain_text("Held")
    expect(row).to_contain_text("Money is asked of applicants")
    row.get_by_role("link", name=listing.title).click()
    expect(page.locator("mark")).to_contain_text("ining fee first")

    # Approving asks for the tick first, and nothing typed is lost.
    page.get_by_label("Reason, if it is not approved").fill("My own words.")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("alert")).to_contain_text("Look at each finding first")
    reason = page.get_by_label("Reason, if it is not approved")
    expect(reason).to_have_value("My own words.")
    page.get_by_label("I looked at each finding").check()

    # A ready answer is added below what is typed; then it goes back.
    page.get_by_label("A ready answer").select_option(answer.slug)
    page.get_by_role("button", name="Take its words").click()
    expect(reason).to_have_value(f"My own words.\n\n{answer.body}")
    page.get_by_role("button", name="Send back with the reason").click()
    expect(page.get_by_role("status").first).to_contain_text(f"Sent back: {listing.title}")

    listing.refresh_from_db()
    assert listing.state == "draft"
    assert answer.body in Outbox.objects.filter(subject__contains=listing.title).first().body
    assert console == []
