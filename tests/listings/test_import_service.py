import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.importing.roles import RoleMatch
from listings.importing.service import judge

NO_ROLE = RoleMatch(None, "none", "No known title is in it.")


def test_an_exact_role_is_kept():
    verdict = judge("Any title", "Any", RoleMatch("csr", "exact", "It fits."))

    assert (verdict.keep, verdict.borderline, verdict.reason) == (True, False, "It fits.")


def test_a_close_role_waits_in_review_with_its_reason():
    verdict = judge("Any title", "Any", RoleMatch("csr", "close", "Only in the text."))

    assert (verdict.keep, verdict.borderline, verdict.reason) == (True, True, "Only in the text.")


@pytest.mark.parametrize(
    ("title", "department"),
    [
        ("Customer Happiness Intern", ""),
        ("Renewal Manager, Nordics", "Customer Success"),
        ("Patient Enrollment Specialist", "Operations"),
        ("Director, CX Learning", "Operations"),
        ("Junior Customer Care & Community Manager", "Operations"),
        ("Customer Service/Sales Associate", "Store"),
        ("Onboarding Partner", "Implementation"),
        ("Director of Support Engineering", "Product"),
    ],
)
def test_a_title_that_sounds_like_service_without_a_role_waits_in_review(title, department):
    verdict = judge(title, department, NO_ROLE)

    assert verdict.keep and verdict.borderline
    assert verdict.reason


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Senior Backend Engineer", "It is an engineering role."),
        ("Customer Solutions Architect", "It is an engineering role."),
        ("Research Scientist", "It is a research role."),
        ("Enterprise Account Executive", "It is a sales role."),
        ("Account Manager", "It is a sales role."),
        ("Customer Marketing Manager", "It is a marketing or media role."),
        ("Product Manager", "It is a product role."),
        ("Accounts Payable Clerk, Finance", "It is a finance role."),
        ("Technical Recruiter", "It is a people role."),
        ("Legal Counsel", "It is a legal or compliance role."),
        ("Registered Nurse", "It is a clinical role."),
        ("Trim Carpenter", "It is a manual trade."),
        ("Program Manager", "It is project management."),
        ("Chief Dreamer", "Nothing in the title speaks of service."),
        ("", "Nothing in the title speaks of service."),
    ],
)
def test_other_jobs_are_skipped_with_the_reason(title, reason):
    verdict = judge(title, "Operations", NO_ROLE)

    assert (verdict.keep, verdict.borderline, verdict.reason) == (False, False, reason)


def test_onboarding_of_customers_is_service_and_of_employees_is_not():
    customers = "You set up each new customer. Customers call you; the customer comes first."
    patients = "You welcome new patients, call each patient, and plan what a patient needs."
    employees = "You welcome new colleagues and order their laptops."

    assert judge("Onboarding Partner", "Operations", NO_ROLE, customers).borderline
    assert judge("Onboarding Partner", "Operations", NO_ROLE, patients).borderline
    assert not judge("Onboarding Partner", "Operations", NO_ROLE, employees).keep


@given(title=st.text(), department=st.text(), text=st.text())
def test_any_title_is_judged_with_a_reason(title, department, text):
    verdict = judge(title, department, NO_ROLE, text)

    assert verdict.reason.endswith(".")
    assert verdict.keep or not verdict.borderline
