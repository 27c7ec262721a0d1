"""The job list in a browser: places are offered while one types, and all of it works without script."""

import pytest
from playwright.sync_api import expect

from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def jobs(db):
    make.ListingFactory(title="Columbus desk", place=make.PlaceFactory())
    make.ListingFactory(title="Leeds desk", place=make.PlaceFactory(leeds=True))
    make.ListingFactory(title="Far support", remote=True)


@pytest.fixture
def asked(page):
    """What the suggestions asked the server."""
    addresses = []
    page.on("request", lambda request: "/places/" in request.url and addresses.append(request.url))
    return addresses


def open_list(page, live_server):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/jobs/")
    return page.get_by_label("Where")


def test_a_place_is_chosen_with_the_keyboard(page, live_server, jobs, asked, console):
    where = open_list(page, live_server)
    where.press_sequentially("c")
    page.wait_for_timeout(400)
    assert asked == []

    where.press_sequentially("olum")
    option = page.get_by_role("option", name="Columbus, OH")
    expect(option).to_be_visible()
    where.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert where.get_attribute("aria-activedescendant") == option.get_attribute("id")
    where.press("Enter")

    expect(where).to_have_value("Columbus, OH")
    expect(where).to_have_attribute("aria-expanded", "false")
    assert len(asked) == 1
    where.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("within 25 miles of Columbus, OH")
    assert console == []


def test_a_place_is_chosen_with_the_pointer_and_escape_closes(page, live_server, jobs):
    where = open_list(page, live_server)
    where.press_sequentially("lee")
    page.get_by_role("option", name="Leeds, United Kingdom").click()
    expect(where).to_have_value("Leeds, United Kingdom")

    where.fill("col")
    offered = page.get_by_role("listbox", name="Places")
    expect(offered.get_by_role("option")).to_have_text(["Columbus, OH"])
    where.press("Escape")
    expect(offered).to_be_hidden()
    expect(where).to_have_value("col")


def test_without_script_search_filters_chips_and_words_work(new_context, live_server, jobs):
    page = new_context(java_script_enabled=False).new_page()
    where = open_list(page, live_server)
    where.fill("Leeds")
    where.press("Enter")
    expect(page.get_by_role("link", name="Leeds desk")).to_be_visible()

    page.get_by_role("link", name="Remove: Within 25 miles of Leeds, United Kingdom").click()
    page.get_by_role("checkbox", name="Remote").check()
    page.get_by_role("button", name="Show jobs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 remote customer-service job")

    page.goto(f"{live_server.url}/jobs/?q=remote+desk")
    page.get_by_role("link", name="Search for these words instead").click()
    expect(page.get_by_label("What")).to_have_value("remote desk")
