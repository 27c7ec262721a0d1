"""The checker is tried against markup written by hand: it must not agree with whatever we happen to make."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listings.structured_data.check import CHECKS, Finding, check_posting

ON_SITE = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Customer service representative",
    "description": "<p>You answer policyholders.</p><ul><li>phone</li></ul>",
    "datePosted": "2026-11-19T09:00:00-05:00",
    "validThrough": "2026-12-11T17:00:00-05:00",
    "employmentType": "FULL_TIME",
    "hiringOrganization": {
        "@type": "Organization",
        "name": "Corvane Mutual",
        "sameAs": "https://corvane.example",
    },
    "identifier": {"@type": "PropertyValue", "name": "Corvane Mutual", "value": "17"},
    "jobLocation": {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Columbus",
            "addressRegion": "OH",
            "addressCountry": "US",
        },
    },
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "USD",
        "value": {
            "@type": "QuantitativeValue",
            "minValue": 21.5,
            "maxValue": 24,
            "unitText": "HOUR",
        },
    },
    "directApply": False,
    "educationRequirements": {
        "@type": "EducationalOccupationalCredential",
        "credentialCategory": "high school",
    },
    "experienceRequirements": {
        "@type": "OccupationalExperienceRequirements",
        "monthsOfExperience": 6,
    },
    "occupationalCategory": "43-4051.00",
    "url": "https://rungs.example/jobs/17-representative/",
}
REMOTE = {name: value for name, value in ON_SITE.items() if name != "jobLocation"} | {
    "description": "<p>This job is remote. You may live in Ohio or Canada.</p>",
    "jobLocationType": "TELECOMMUTE",
    "applicantLocationRequirements": [
        {"@type": "State", "name": "Ohio, United States"},
        {"@type": "Country", "name": "Canada"},
    ],
}
GONE = object()


def changed(posting: dict, path: str, value) -> dict:
    posting = copy.deepcopy(posting)
    *parents, last = path.split(".")
    inner = posting
    for name in parents:
        inner = inner[name]
    if value is GONE:
        del inner[last]
    else:
        inner[last] = value
    return posting


def test_right_markup_has_no_findings():
    assert check_posting(ON_SITE) == []
    assert check_posting(REMOTE) == []


def test_right_variants_have_no_findings():
    variants = [
        changed(ON_SITE, "datePosted", "2026-11-19"),
        changed(ON_SITE, "validThrough", "2026-12-11T22:00:00Z"),
        changed(ON_SITE, "employmentType", ["FULL_TIME", "CONTRACTOR"]),
        changed(ON_SITE, "hiringOrganization", "confidential"),
        changed(ON_SITE, "jobLocation", [ON_SITE["jobLocation"]] * 2),
        changed(ON_SITE, "baseSalary", GONE),
        changed(
            ON_SITE,
            "baseSalary.value",
            {"@type": "QuantitativeValue", "value": 45000, "unitText": "YEAR"},
        ),
        changed(ON_SITE, "educationRequirements", "no requirements"),
        changed(ON_SITE, "experienceRequirements", "no requirements"),
        changed(ON_SITE, "experienceInPlaceOfEducation", True),
        changed(ON_SITE, "title", "Help desk analyst, C# tools (nights)"),
        changed(REMOTE, "applicantLocationRequirements", {"@type": "Country", "name": "Canada"}),
    ]
    for variant in variants:
        assert check_posting(variant) == []


WRONG = [
    # (markup, path, value, property of the finding)
    (ON_SITE, "@context", "http://example.org", "@context"),
    (ON_SITE, "@type", "Job", "@type"),
    (ON_SITE, "salary", "20", "salary"),
    (ON_SITE, "skills", "", "skills"),
    (ON_SITE, "skills", ["a"], "skills"),
    (ON_SITE, "title", GONE, "title"),
    (ON_SITE, "title", 7, "title"),
    (ON_SITE, "title", " Agent", "title"),
    (ON_SITE, "title", "Agent!", "title"),
    (ON_SITE, "title", "** Agent **", "title"),
    (ON_SITE, "title", "★ Agent", "title"),
    (ON_SITE, "title", "<b>Agent</b>", "title"),
    (ON_SITE, "title", "Sales &amp; service agent", "title"),
    (ON_SITE, "title", "Agent $21.50", "title"),
    (ON_SITE, "title", "Agent, 45k", "title"),
    (ON_SITE, "title", "Agent 20/hour", "title"),
    (ON_SITE, "title", "Agent 2026", "title"),
    (ON_SITE, "title", "Agent from 11/12/26", "title"),
    (ON_SITE, "title", "Agent #4711", "title"),
    (ON_SITE, "title", "Agent REQ-123", "title"),
    (ON_SITE, "title", "CUSTOMER SERVICE AGENT", "title"),
    (ON_SITE, "title", "Agent - Corvane Mutual", "title"),
    (ON_SITE, "title", "Agent, Columbus", "title"),
    (ON_SITE, "title", "Agent (remote)", "title"),
    (ON_SITE, "title", "Agent - hybrid", "title"),
    (ON_SITE, "description", GONE, "description"),
    (ON_SITE, "description", "One line without marks", "description"),
    (ON_SITE, "description", "<p>Customer service representative</p>", "description"),
    (ON_SITE, "description", "<p> </p>", "description"),
    (ON_SITE, "description", "<p>a</p><script>b</script>", "description"),
    (ON_SITE, "description", '<p onclick="x">a</p>', "description"),
    (ON_SITE, "description", "<br>&lt;p&gt;escaped&lt;/p&gt;", "description"),
    (ON_SITE, "datePosted", GONE, "datePosted"),
    (ON_SITE, "datePosted", "19 Nov 2026", "datePosted"),
    (ON_SITE, "datePosted", "2026-02-30", "datePosted"),
    (ON_SITE, "validThrough", GONE, "validThrough"),
    (ON_SITE, "validThrough", "2026-12-11", "validThrough"),
    (ON_SITE, "validThrough", "2026-12-11T17:00:00", "validThrough"),
    (ON_SITE, "validThrough", "2026-11-01T17:00:00Z", "validThrough"),
    (ON_SITE, "employmentType", "PERMANENT", "employmentType"),
    (ON_SITE, "employmentType", "full_time", "employmentType"),
    (ON_SITE, "employmentType", "FULL_TIME, PART_TIME", "employmentType"),
    (ON_SITE, "employmentType", ["FULL_TIME", "FULL_TIME"], "employmentType"),
    (ON_SITE, "hiringOrganization", GONE, "hiringOrganization"),
    (ON_SITE, "hiringOrganization", "Corvane Mutual", "hiringOrganization"),
    (ON_SITE, "hiringOrganization.@type", "Thing", "hiringOrganization"),
    (ON_SITE, "hiringOrganization.name", "", "hiringOrganization.name"),
    (ON_SITE, "hiringOrganization.sameAs", "corvane", "hiringOrganization.sameAs"),
    (ON_SITE, "hiringOrganization.logo", "/logo.png", "hiringOrganization.logo"),
    (ON_SITE, "identifier", "17", "identifier"),
    (ON_SITE, "identifier.value", "", "identifier"),
    (ON_SITE, "jobLocation", GONE, "jobLocation"),
    (ON_SITE, "jobLocation", "Columbus, OH", "jobLocation"),
    (ON_SITE, "jobLocation.address", "Columbus", "jobLocation.address"),
    (ON_SITE, "jobLocation.address.addressCountry", GONE, "jobLocation.address.addressCountry"),
    (ON_SITE, "jobLocation.address.addressCountry", "us", "jobLocation.address.addressCountry"),
    (ON_SITE, "jobLocation.address.addressRegion", "", "jobLocation.address"),
    (ON_SITE, "jobLocationType", "TELECOMMUTE", "applicantLocationRequirements"),
    (ON_SITE, "jobLocationType", "HYBRID", "jobLocationType"),
    (
        ON_SITE,
        "applicantLocationRequirements",
        {"@type": "Country", "name": "Canada"},
        "applicantLocationRequirements",
    ),
    (REMOTE, "jobLocationType", GONE, "applicantLocationRequirements"),
    (REMOTE, "jobLocationType", GONE, "jobLocation"),
    (REMOTE, "applicantLocationRequirements", GONE, "applicantLocationRequirements"),
    (REMOTE, "applicantLocationRequirements", "Canada", "applicantLocationRequirements"),
    (
        REMOTE,
        "applicantLocationRequirements",
        {"@type": "Continent", "name": "Canada"},
        "applicantLocationRequirements",
    ),
    (
        REMOTE,
        "applicantLocationRequirements",
        {"@type": "Country"},
        "applicantLocationRequirements.name",
    ),
    (
        REMOTE,
        "applicantLocationRequirements",
        {"@type": "State", "name": "Ohio"},
        "applicantLocationRequirements.name",
    ),
    (
        REMOTE,
        "applicantLocationRequirements",
        {"@type": "Country", "name": "Ireland"},
        "description",
    ),
    (REMOTE, "description", "<p>You may live in Ohio or Canada.</p>", "description"),
    (
        REMOTE,
        "description",
        "<p>Hybrid in Columbus, two days remote. Ohio or Canada.</p>",
        "jobLocationType",
    ),
    (ON_SITE, "baseSalary", "20", "baseSalary"),
    (ON_SITE, "baseSalary.currency", "$", "baseSalary.currency"),
    (ON_SITE, "baseSalary.value", 20, "baseSalary.value"),
    (ON_SITE, "baseSalary.value.unitText", "HOURLY", "baseSalary.value.unitText"),
    (ON_SITE, "baseSalary.value.unitText", GONE, "baseSalary.value.unitText"),
    (ON_SITE, "baseSalary.value.maxValue", GONE, "baseSalary.value"),
    (ON_SITE, "baseSalary.value.value", 22, "baseSalary.value"),
    (ON_SITE, "baseSalary.value.minValue", "21.50", "baseSalary.value"),
    (ON_SITE, "baseSalary.value.minValue", 0, "baseSalary.value"),
    (ON_SITE, "baseSalary.value.minValue", 30, "baseSalary.value"),
    (ON_SITE, "baseSalary.value.minValue", float("nan"), "JobPosting"),
    (ON_SITE, "directApply", "false", "directApply"),
    (ON_SITE, "educationRequirements", "none", "educationRequirements"),
    (ON_SITE, "educationRequirements.@type", "Thing", "educationRequirements"),
    (
        ON_SITE,
        "educationRequirements.credentialCategory",
        "diploma",
        "educationRequirements.credentialCategory",
    ),
    (ON_SITE, "experienceRequirements", "2 years", "experienceRequirements"),
    (ON_SITE, "experienceRequirements.@type", "Thing", "experienceRequirements"),
    (
        ON_SITE,
        "experienceRequirements.monthsOfExperience",
        0,
        "experienceRequirements.monthsOfExperience",
    ),
    (ON_SITE, "experienceInPlaceOfEducation", "yes", "experienceInPlaceOfEducation"),
    (ON_SITE, "occupationalCategory", "CSR", "occupationalCategory"),
    (ON_SITE, "totalJobOpenings", 0, "totalJobOpenings"),
    (ON_SITE, "url", "/jobs/17/", "url"),
]


@pytest.mark.parametrize(
    ("posting", "path", "value", "name"),
    WRONG,
    ids=[f"{path}={'gone' if value is GONE else value}"[:60] for _p, path, value, _n in WRONG],
)
def test_a_broken_rule_is_found(posting, path, value, name):
    assert name in {finding.property for finding in check_posting(changed(posting, path, value))}


def test_one_value_under_several_names_of_an_address_is_found():
    address = {
        "@type": "PostalAddress",
        "streetAddress": "Leeds",
        "addressLocality": "Leeds",
        "addressRegion": "Leeds",
        "addressCountry": "GB",
    }
    found = check_posting(changed(ON_SITE, "jobLocation.address", address))

    assert [finding.property for finding in found] == ["jobLocation.address"]


def test_experience_in_place_of_education_needs_both():
    posting = changed(ON_SITE, "experienceInPlaceOfEducation", True)

    assert check_posting(changed(posting, "educationRequirements", GONE)) == [
        Finding("experienceInPlaceOfEducation", "needs both education and experience")
    ]


def test_a_finding_reads_as_a_sentence():
    (finding,) = check_posting(changed(ON_SITE, "directApply", "no"))

    assert str(finding) == "directApply: must be true or false"


def test_every_rule_is_part_of_a_check_that_runs():
    assert len(CHECKS) == len({check.__name__ for check in CHECKS})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "name", "value", "address", "x"]), inner, max_size=3
        )
    ),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(REMOTE.keys() | ON_SITE.keys())), json_values)
def test_no_markup_however_wrong_breaks_the_check(name, value):
    for posting in (ON_SITE, REMOTE):
        check_posting(posting | {name: value})
