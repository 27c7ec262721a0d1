"""axe finds nothing on any kind of page, in both schemes, on a phone and on a desk; nothing overflows."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from listings import reminders
from listings.models import Application, Listing, ListingRevision
from listings.posting.starting import start_copy
from tests.browser.test_main_job import sign_in

pytestmark = pytest.mark.browser

PUBLIC = [
    "/",
    "/jobs/",
    "/jobs/?q=chat&mode=remote&pay=20",
    "/jobs/?q=nothing-like-this",
    "/jobs/role/csr/",
    "/jobs/in/columbus-oh/",
    "/jobs/role/chief-customer-officer/remote/",
    "/jobs/alert/?q=chat&mode=remote",
    "/jobs/compare/?job={listing_pk}&job={other_pk}",
    "/api/",
    "/glossary/",
    "{listing}",
    "{expired}",
    "/employers/corvane-mutual/",
    "/jobs/{listing_pk}/apply/",
    "/jobs/{listing_pk}/apply/sent/",
    "/jobs/{by_email_pk}/leave/",
    "/jobs/{listing_pk}/report/",
    "/applications/no-such-link/confirmation/",
    "/ladder/",
    "/ladder/?from=csr&to=customer-service-manager",
    "/roles/",
    "/roles/csr/",
    "/roles/technical-support-specialist/?near=Columbus,+OH",
    "/search/",
    "/search/?q=customer+care+worker",
    "/guides/",
    "/guides/?kind=wellbeing",
    "/guides/handle-time-read-properly/",
    "/industries/",
    "/industries/retail/",
    "/skills/",
    "/skills/?q=list&kind=interpersonal",
    "/skills/zendesk/",
    "/skills/active-listening/",
    "/faq/",
    "/guides/help-desk-to-support-engineer/",
    "/pay/",
    "/pay/?line=csr.us&line=43-1011.oh&line=csr.sector-42&role=csr&place=Columbus,+OH&show=rungs",
    "/where-pay-figures-come-from/",
    "/me/start/",
    "/me/start/?role=csr",
    "/me/matches/",
    "/me/profile/",
    "/accounts/login/",
    "/accounts/signup/",
    "/employer/",
    "/employer/join/no-such-link/",
    "{reminders_end}",
    "/no-such-page/",
]
SIGNED_IN = {
    "seeker@rungs.example": [
        "/me/matches/",
        "/me/alerts/",
        "/me/alerts/matches/",
        "/me/profile/",
        "/me/profile/availability/",
        "/me/profile/metrics/new/",
        "/me/profile/certificates/new/",
        "/me/profile/hidden-from/?q=a",
        "/me/account/data/",
        "/me/account/removal/",
        "/me/saved/",
        "/me/applications/",
        "{application}",
        "{listing}",
        "{apply}",
        "/ladder/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/sessions/",
        "/accounts/reauthenticate/",
        "/me/account/",
    ],
    "employer@rungs.example": [
        "/employer/",
        "/employer/listings/new/",
        "/employer/listings/new/?copy={listing_pk}",
        "/employer/listings/{draft_pk}/job/",
        "/employer/listings/{draft_pk}/pay/",
        "/employer/listings/{draft_pk}/customers/",
        "/employer/listings/{draft_pk}/asked/",
        "/employer/listings/{draft_pk}/apply/",
        "/employer/listings/{draft_pk}/check/",
        "/employer/profile/{employer_pk}/",
        "/employer/profile/{employer_pk}/team/",
        "/employer/figures/",
        "/employer/import/",
        "/employer/profile/{employer_pk}/keys/",
        "/employer/listings/{listing_pk}/figures/",
        "/employer/listings/{listing_pk}/history/",
        "/employer/listings/{listing_pk}/review/",
        "/employer/listings/{listing_pk}/extension/",
        "/employer/listings/{listing_pk}/applications/",
        "/employer/listings/{listing_pk}/applications/triage/",
        "/employer/applications/",
        "/employer/applications/{application_pk}/",
        "/employer/templates/",
        "/employer/templates/new/?start=start-interview-1",
    ],
    "moderator@rungs.example": [
        "/moderation/",
        "/moderation/{in_review_pk}/",
        "/moderation/{held_pk}/",
        "/moderation/changes/{change_pk}/",
        "/moderation/reports/",
        "/moderation/employers/",
        "/moderation/employers/{employer_pk}/",
    ],
}


# A scheme changes colors alone: all rules look at the light pages, those about colors at the dark ones too.
ALL_RULES = {"resultTypes": ["violations"]}
RULES = {
    "light": ALL_RULES,
    "dark": ALL_RULES | {"runOnly": {"type": "tag", "values": ["cat.color"]}},
}


def look(page, address, complaints, rules):
    response = page.goto(address)
    wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    found = [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in Axe().run(page, options=rules).response["violations"]
        for node in violation["nodes"]
    ]
    problems = found + (["wider than the screen"] if wide else [])
    if response.status not in {404, 410}:
        problems += complaints
    complaints.clear()
    return problems


# Dark on a phone alone: no color depends on the width.
@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("light", 1280), ("dark", 360)])
def test_axe_finds_nothing(browser, demo_site, scheme, width):
    listing = Listing.objects.open().get(employer__slug="corvane-mutual", role__slug="csr")
    other = Listing.objects.get(employer__slug="tallowbrook-bank", role__slug="async-support-agent")
    expired = Listing.objects.filter(employer__slug="wadebird-clinics").first()
    Listing.objects.filter(pk=expired.pk).update(
        date_posted=expired.date_posted.replace(year=2020), valid_through=listing.date_posted
    )
    application = Application.objects.filter(candidate__user__email="seeker@rungs.example").get()
    names = {
        "listing": listing.get_absolute_url(),
        "listing_pk": listing.pk,
        "employer_pk": listing.employer_id,
        "draft_pk": start_copy(source=listing, user=None).pk,
        "other_pk": other.pk,
        "expired": expired.get_absolute_url(),
        "apply": f"/jobs/{other.pk}/apply/",
        "application": f"/me/applications/{application.pk}/",
        "application_pk": application.pk,
        "reminders_end": f"/saved/reminders/{reminders.sign(application.candidate_id)}/end/",
        "by_email_pk": Listing.objects.get(apply_route="email").pk,
        "in_review_pk": Listing.objects.filter(state="in_review", risk=0).first().pk,
        "held_pk": Listing.objects.get(employer__slug="brightpath-remote-hiring").pk,
        "change_pk": ListingRevision.objects.get(state="in_review").pk,
    }
    problems, rules = {}, RULES[scheme]
    for person, addresses in [(None, PUBLIC), *SIGNED_IN.items()]:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        complaints = []
        page.on("console", lambda m, c=complaints: m.type == "error" and c.append(m.text))
        if person:
            sign_in(page, demo_site, person)
        for address in addresses:
            if found := look(page, demo_site + address.format(**names), complaints, rules):
                problems[f"{person} {address}"] = found
        context.close()

    assert problems == {}
