"""The profile page in a browser: with script a choice saves itself, without it a button does."""

import pytest
from playwright.sync_api import expect

from profiles.models import CandidateSkill
from profiles.my_profile import CandidateProfile
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person():
    user = make.UserFactory(email="dana@example.org")
    user.set_password("plum-lantern-otter")
    user.save()
    CandidateProfile(user).set_skill(make.SkillFactory(slug="zendesk", tool=True), 2)
    return user


def open_profile(page, live_server):
    page.goto(f"{live_server.url}/accounts/login/?next=/me/profile/")
    page.get_by_label("Email address").fill("dana@example.org")
    page.get_by_label("Password").fill("plum-lantern-otter")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    return page.locator("#skill-zendesk")


def level_stored():
    return CandidateSkill.objects.get().level


def test_with_script_a_level_saves_itself_and_says_so(page, live_server, person):
    skill = open_profile(page, live_server)
    expect(skill.get_by_role("button", name="Save")).to_be_hidden()
    skill.get_by_text("I teach it").click()

    expect(skill.get_by_role("status")).to_have_text("Saved.")
    assert level_stored() == 4
    page.get_by_label("Remote", exact=True).check()
    expect(page.locator("#seen")).to_contain_text("Remote")  # what the matcher sees follows


def test_of_two_quick_choices_the_last_one_stays(page, live_server, person):
    skill = open_profile(page, live_server)
    skill.get_by_label("With help").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    expect(skill.get_by_label("I teach it")).to_be_checked()
    # The words "Saved" stand there from the first one on: only the row tells that the second arrived.
    for _look in range(100):
        if level_stored() == 4:
            break
        page.wait_for_timeout(50)
    assert level_stored() == 4


def test_what_cannot_be_saved_brings_the_button_back(page, live_server, person):
    skill = open_profile(page, live_server)
    expect(skill.get_by_role("button", name="Save")).to_be_hidden()
    page.context.clear_cookies(name="session")  # signed out meanwhile, in another tab
    skill.get_by_text("I teach it").click()

    expect(skill.get_by_role("status")).to_contain_text("Not saved")
    expect(skill.get_by_role("status")).to_contain_text("You are signed out.")
    expect(skill.get_by_role("button", name="Save")).to_be_visible()
    assert level_stored() == 2


def test_a_level_that_saved_itself_can_be_taken_back(page, live_server, person):
    skill = open_profile(page, live_server)
    expect(skill.get_by_role("button", name="Undo")).to_be_hidden()
    skill.get_by_text("I teach it").click()
    skill.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("Undone. It is as it was.")).to_be_visible()
    assert level_stored() == 2


def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(page, live_server, person):
    printed = []
    page.on("console", lambda message: printed.append(message.text))
    skill = open_profile(page, live_server)
    years = skill.get_by_label("Years of use")
    years.fill("many")
    years.press("Tab")

    expect(skill.get_by_role("alert")).to_contain_text("as a whole number, 0 to 60.")
    expect(skill.get_by_role("status")).to_have_text("Not saved.")
    expect(years).to_have_attribute("aria-invalid", "true")
    expect(years).to_have_value("many")
    years.fill("7")
    years.press("Tab")
    expect(skill.get_by_role("status")).to_have_text("Saved.")
    expect(skill.get_by_role("alert")).to_have_count(0)
    assert CandidateSkill.objects.get().years == 7
    assert not printed


def test_on_a_phone_a_link_opens_the_part_that_it_leads_to(page, live_server, person):
    page.set_viewport_size({"width": 360, "height": 800})
    open_profile(page, live_server)
    spoken = page.locator("#languages").get_by_label("Spoken")
    expect(spoken).to_be_hidden()
    page.get_by_role("link", name="Languages", exact=True).click()

    expect(spoken).to_be_visible()


def test_without_script_the_button_saves(browser, live_server, person):
    context = browser.new_context(java_script_enabled=False)
    skill = open_profile(context.new_page(), live_server)
    skill.get_by_text("I teach it").click()
    skill.get_by_role("button", name="Save").click()

    expect(skill.get_by_label("I teach it")).to_be_checked()
    context.close()
    assert level_stored() == 4
