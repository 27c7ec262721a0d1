"""A reader in a browser: finds a guide while typing, opens a word in place, says what was missing."""

import pytest
from playwright.sync_api import expect

from cms.models import PageDay, PageFeedback
from tests import factories as make
from tests.cms.factories import PageTree
from tests.conftest import make_roots

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def guide(db):
    make_roots()
    make.MetricFactory(
        slug="aht",
        title="Average handle time",
        abbreviation="AHT",
        definition="How long one contact takes.",
    )
    body = [{"type": "text", "value": "<p>Nobody is their AHT. The AHT is a figure.</p>"}]
    return PageTree().guide("handle-time-read-properly", body=body)


def test_a_reader_finds_a_guide_opens_a_word_and_says_what_is_missing(
    page, live_server, guide, console
):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(live_server.url)
    page.get_by_role("link", name="Search", exact=True).click()
    field = page.get_by_role("combobox")
    field.press_sequentially("handle")
    option = page.get_by_role("option", name="Handle time read properly")
    expect(option).to_contain_text("Guide")
    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    field.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/guides/handle-time-read-properly/")

    meaning = page.get_by_role("group", name="Average handle time (AHT)")
    expect(meaning).to_be_hidden()
    word = page.get_by_role("button", name="AHT")
    expect(word).to_have_count(1)
    word.focus()
    word.press("Enter")
    expect(meaning).to_contain_text("How long one contact takes.")
    expect(meaning.get_by_role("link")).to_have_attribute("href", "/glossary/#aht")
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(word).to_be_focused()

    with page.expect_response(lambda response: "/read/" in response.url):
        pass  # two seconds in view
    page.get_by_role("button", name="No", exact=True).click()
    page.get_by_label("Something is missing").check()
    page.get_by_label("In your own words").fill("What a good figure is.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You said no.")).to_be_visible()

    said = PageFeedback.objects.get()
    assert (said.is_useful, said.reason) == (False, "missing")
    assert said.comment == "What a good figure is."
    assert PageDay.objects.filter(page=guide, reads=1).exists()
    assert console == []
