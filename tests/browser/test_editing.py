"""Editors and reviewers at work in a browser: from a draft that keeps itself to a page that moved."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as StillWaiting

from cms.groups import EDITORS, READ_TWICE, REVIEWERS, ensure_groups
from cms.models import GuideIndexPage, GuidePage
from matching.duties import publish_scheduled_pages
from tests.cms.desk_case import make_person
from tests.cms.factories import PageTree
from tests.conftest import make_roots
from tests.factories import RoleFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EDIT = re.compile(r"/admin/pages/\d+/edit/")
# What the editor does by itself a second after a button has sent the form: it would approve once more.
KEEP_WHILE_SENDING = """() => addEventListener("submit", ({ target }) => {
  const detail = { formData: new FormData() };
  const kept = new CustomEvent("w-autosave:save", { bubbles: true, cancelable: true, detail });
  sessionStorage.setItem("kept", target.dispatchEvent(kept));
})"""


@pytest.fixture
def desk(live_server, new_context, settings):
    """The page tree, and a browser for somebody of a group."""
    make_roots()
    tree = PageTree()
    ensure_groups()
    settings.SITE_URL = live_server.url
    settings.WAGTAIL_EDITING_SESSION_PING_INTERVAL = 600_000  # one request at a time

    def sit_down(group: str, name: str) -> Page:
        client = Client()
        client.force_login(make_person(group, first_name=name))
        context = new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        return context.new_page()

    return tree, sit_down


def type_until_kept(page: Page, field, words: str) -> None:
    """Type at a person's speed until a save has taken it all; a save under way may have taken the first half."""
    field.press_sequentially(words, delay=60)
    for _ in range(4):
        try:
            with page.expect_response(lambda answer: keeps(answer, words), timeout=6000):
                field.press_sequentially(" ")
            return
        except StillWaiting:
            continue
    raise AssertionError(f"never kept: {words}")


def keeps(answer, words: str) -> bool:
    return answer.ok and words.encode() in (answer.request.post_data_buffer or b"")


def choose_action(page: Page, name: str) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name=name, exact=True).click()


def insert_block(page: Page, kind: str) -> None:
    """Choose `kind` from the list of blocks, which a click made while the page still moves shuts again."""
    choice = page.get_by_role("option", name=kind, exact=True)
    for _ in range(6):
        page.get_by_role("button", name="Insert a block").last.click()
        try:
            choice.wait_for(timeout=5000)
            break
        except StillWaiting:
            continue
    choice.click()


def test_a_guide_is_written_kept_previewed_sent_back_and_approved(desk):
    tree, sit_down = desk
    RoleFactory(title="Account Manager", alt_titles="Key Client Lead")
    RoleFactory(title="Team Lead")
    editor, reviewer = sit_down(EDITORS, "Tomas"), sit_down(REVIEWERS, "Ines")

    # What is typed keeps itself, blocks included: a reload shows it.
    editor.goto(f"/admin/pages/add/cms/guidepage/{tree.guides.pk}/")
    editor.locator("#id_title").fill("Your first week on chat")
    # At a person's speed: changes of the first two seconds count as what the form came with.
    words = "What to expect, and what to ask."
    editor.locator("#id_introduction").press_sequentially(words, delay=100)
    expect(editor).to_have_url(EDIT)
    # Of many roles the one that another name finds; the search itself is neither sent nor kept.
    editor.locator("#id_roles").fill("key client")
    expect(editor.get_by_text("Chosen: 0. Found: 1.")).to_be_visible()
    editor.locator("#id_roles").press("Enter")
    editor.locator("#id_roles").fill("")
    expect(editor.get_by_role("checkbox", name="Account Manager")).to_be_checked()
    expect(editor.get_by_role("checkbox", name="Team Lead")).to_be_hidden()
    insert_block(editor, "Heading")
    editor.locator("input[name='body-0-value']").fill("The first day")
    insert_block(editor, "Tips")
    editor.locator("input[name='body-1-value-heading']").fill("Tips for the first chat")
    editor.locator("[name='body-1-value-tips-0-value-title']").fill("Read first")
    type_until_kept(
        editor, editor.locator("[name='body-1-value-tips-0-value-text']"), "Then greet by name."
    )
    expect(editor.locator(".w-autosave-indicator__state--saved")).to_be_visible()
    editor.reload()
    expect(editor.locator("#id_title")).to_have_value("Your first week on chat")
    expect(editor.locator("input[name='body-0-value']")).to_have_value("The first day")
    expect(editor.get_by_role("checkbox", name="Account Manager")).to_be_checked()
    guide = GuidePage.objects.get()
    assert not guide.live

    # As readers will see it.
    editor.get_by_role("button", name="Toggle preview").click()
    preview = editor.frame_locator("iframe[title='Preview']").first
    expect(preview.get_by_role("heading", name="Tips for the first chat")).to_be_visible()

    # To the second person, who sends it back with a word.
    choose_action(editor, f"Submit to {READ_TWICE}")
    expect(editor.locator("body")).to_contain_text("submitted for moderation")
    reviewer.goto("/admin/")
    expect(reviewer.locator("body")).to_contain_text("Awaiting your review")
    reviewer.get_by_role("link", name=guide.title).first.click()
    choose_action(reviewer, "Request changes")
    dialog = reviewer.get_by_role("dialog")
    dialog.get_by_label("Comment").fill("Say how long it takes.")
    dialog.get_by_role("button", name="Request changes").click()
    expect(reviewer).to_have_url(re.compile(rf"/admin/pages/{tree.guides.pk}/$"))

    # The writer adds it and sends it again; it is approved, and stands on the site.
    editor.goto(f"/admin/pages/{guide.pk}/edit/")
    expect(editor.locator("body")).to_contain_text("Say how long it takes.")
    editor.locator("#id_introduction").fill("What to expect in the first five days.")
    choose_action(editor, f"Resubmit to {READ_TWICE}")
    expect(editor.locator("body")).to_contain_text("submitted for moderation")
    reviewer.goto(f"/admin/pages/{guide.pk}/edit/")
    reviewer.evaluate(KEEP_WHILE_SENDING)
    choose_action(reviewer, "Approve and Publish")
    expect(reviewer).to_have_url(re.compile(rf"/admin/pages/{tree.guides.pk}/$"))
    assert reviewer.evaluate("sessionStorage.getItem('kept')") == "false"
    reviewer.goto(f"/guides/{guide.slug}/")
    expect(reviewer.get_by_role("main")).to_contain_text("in the first five days")


def test_a_page_moves_with_its_old_address_and_the_worker_publishes_what_is_scheduled(desk):
    tree, sit_down = desk
    reviewer = sit_down(REVIEWERS, "Ines")
    heading = {"type": "heading", "value": "Before the call", "id": "1"}
    guide = tree.guide("hand-over", body=[heading])
    # A draft of somebody else: nobody publishes what they alone changed.
    guide.save_revision(user=UserFactory())
    advice = tree.home.add_child(
        instance=GuideIndexPage(title="Advice", slug="advice", introduction="More to read.")
    )

    reviewer.goto(f"/admin/pages/{guide.pk}/move/{advice.pk}/confirm/")
    reviewer.get_by_role("button", name="Yes, move this page").click()
    reviewer.goto("/guides/hand-over/")
    expect(reviewer).to_have_url(re.compile("/advice/hand-over/$"))

    # What is changed now goes live in an hour, by the worker alone.
    reviewer.goto(f"/admin/pages/{guide.pk}/edit/")
    reviewer.get_by_role("button", name="Toggle status").click()
    reviewer.get_by_role("button", name="Set schedule").click()
    soon = timezone.now() + timedelta(hours=1)
    dialog = reviewer.get_by_role("dialog", name="Set publishing schedule")
    dialog.get_by_label("Go live date/time").fill(soon.strftime("%Y-%m-%d %H:%M"))
    # By key: the calendar of the field lies over the button.
    dialog.get_by_role("button", name="Save schedule").press("Enter")
    expect(reviewer.locator("body")).to_contain_text("Go-live:")
    reviewer.locator("#id_introduction").fill("Three facts to hand over.")
    choose_action(reviewer, "Schedule to publish")
    expect(reviewer.locator("body")).to_contain_text("scheduled for publishing")
    reviewer.goto("/advice/hand-over/")
    expect(reviewer.get_by_role("main")).not_to_contain_text("Three facts")
    with time_machine.travel(soon + timedelta(minutes=1), tick=False):
        assert publish_scheduled_pages() == "1 published, 0 ended"
    reviewer.reload()
    expect(reviewer.get_by_role("main")).to_contain_text("Three facts to hand over.")
