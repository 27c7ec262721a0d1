import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.importing.roles import RoleMapper, title_parts

ROLES = [
    ("csr", "Customer Service Representative", ["CSR", "Customer Support Agent"], "front-line"),
    ("senior", "Senior Customer Support Agent", ["Senior CSR"], "front-line"),
    ("specialist", "Customer Service Specialist", ["Support Specialist"], "front-line"),
    ("hostess", "Hostess", ["Restaurant Host"], "front-line"),
    ("help-desk", "Help Desk Technician", ["Service Desk Analyst"], "technical"),
    ("engineer", "Support Engineer", ["Technical Support Engineer"], "technical"),
    ("tech", "Technical Support Specialist", ["Technical Support"], "technical"),
    ("quality", "Quality Analyst", ["QA Analyst"], "quality-and-training"),
    ("team-lead", "Customer Service Team Lead", ["Team Lead", "Team Leader"], "leadership"),
    ("supervisor", "Call Center Supervisor", [], "leadership"),
    ("manager", "Customer Service Manager", ["Client Services Manager"], "leadership"),
    ("director", "Director of Customer Support", ["Head of Customer Experience"], "leadership"),
    ("csm", "Customer Success Manager", ["Client Success Manager", "CSM"], "success"),
    ("onboarding", "Customer Onboarding Specialist", ["Onboarding Specialist"], "success"),
    ("implementation", "Implementation Manager", [], "success"),
    ("operations", "Operations Manager", ["Manager, Contact Center Operations"], "operations"),
    ("sales", "Sales Representative", ["Sales Associate"], "exit"),
    ("accounts", "Account Manager", ["Customer Account Manager"], "exit"),
    ("marketing", "Marketing Manager", ["Customer Marketing Manager"], "exit"),
]
SERVICE_TEXT = "You lead our customer support team, know call centers and love customer service."


@pytest.fixture(scope="module")
def roles():
    return RoleMapper(ROLES)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Customer Service Representative", "csr"),
        ("customer service representative", "csr"),
        ("Customer Service Representatives - 10 openings", "csr"),
        ("Customer Service Rep", "csr"),
        ("CSR II", "csr"),
        ("Customer Support Agent (Remote)", "csr"),
        ("Bilingual Customer Support Agent, Spanish", "csr"),
        ("Customer Support Agent (m/f/d)", "csr"),
        ("Customer Support Agent - Woman / Man / Non Binary", "csr"),
        ("Customer Support Agent: Tuesday to Saturday", "csr"),
        ("Senior Customer Support Agent", "senior"),
        ("Sr. CSR", "senior"),
        ("IT Helpdesk Technician", "help-desk"),
        ("Service Desk Analyst L2", "help-desk"),
        ("Lead Support Engineer I", "engineer"),
        ("Desktop Support Specialist", "specialist"),
        ("Support Engineer (APAC)", "engineer"),
        ("Call Centre Supervisor", "supervisor"),
        ("Supervisor, Call Center", "supervisor"),
        ("Enterprise Customer Success Manager- Nordics", "csm"),
        ("Senior Manager, Client Services", "manager"),
        ("Senior Manager, Contact Center Operations", "operations"),
        ("Director, Customer Support", "director"),
        ("VP Customer Experience", "director"),
        ("Head of CX", "director"),
        ("Head of Customer Support & Operations", "director"),
        ("Host/Hostess", "hostess"),
    ],
)
def test_a_service_title_gives_its_role(roles, title, slug):
    match = roles.map(title)

    assert (match.slug, match.confidence) == (slug, "exact"), match.reason


@pytest.mark.parametrize(
    ("title", "department", "slug"),
    [
        ("Team Lead, Customer Support", "", "team-lead"),
        ("Team Leader - Contact Centre", "", "team-lead"),
        ("Operations Manager (Call Center)", "", "operations"),
        ("QA Analyst", "Customer Support", "quality"),
        ("Implementation Manager", "Sales / Customer Success", "implementation"),
        ("Senior Implementation Manager - EMEA", "Implementation", "implementation"),
    ],
)
def test_a_general_title_counts_where_title_or_department_speaks_of_service(
    roles, title, department, slug
):
    assert roles.map(title, department).confidence == "exact"
    assert roles.map(title, department).slug == slug


@pytest.mark.parametrize(
    ("title", "department"),
    [
        ("Team Lead", "Kitchen"),
        ("Team Lead", ""),
        ("QA Analyst", "Engineering"),
        ("Operations Manager", "Logistics"),
        ("Operations Manager", "People who work with our clients all day"),
        ("Implementation Manager", "Sales Support"),
    ],
)
def test_a_general_title_alone_gives_no_role(roles, title, department):
    assert roles.map(title, department).confidence == "none"
    assert roles.map(title, department).slug is None


def test_a_general_title_with_service_in_the_text_only_is_close(roles):
    match = roles.map("Team Lead", "Operations", SERVICE_TEXT)

    assert (match.slug, match.confidence) == ("team-lead", "close")


@pytest.mark.parametrize(
    ("title", "department"),
    [
        ("Sales Operations Manager", ""),
        ("Revenue Operations Manager", "Customer Success"),
        ("Warehouse Operations Manager", "Customer Support"),
    ],
)
def test_a_general_title_after_a_word_of_another_trade_gives_no_role(roles, title, department):
    assert roles.map(title, department, SERVICE_TEXT).confidence == "none"


@pytest.mark.parametrize(
    ("title", "department"),
    [
        ("Credit Support Specialist", ""),
        ("Support Specialist", "Finance"),
        ("Wind Farm Support Specialist", ""),
        ("Acme - Customer Support Agent", ""),
        ("Learning Team Lead", "Customer Success"),
    ],
)
def test_a_doubtful_fit_is_close(roles, title, department):
    assert roles.map(title, department).confidence == "close"


@pytest.mark.parametrize(
    "title",
    [
        "Customer Support Agent Recruiter",
        "Technical Support Software Developer",
        "Director of Customer Support Engineering",
        "Manager of Technical Support",
    ],
)
def test_a_title_that_goes_on_is_another_job(roles, title):
    assert roles.map(title).slug is None


@pytest.mark.parametrize(
    "title",
    [
        "Account Manager",
        "Customer Account Manager",
        "Customer Marketing Manager",
        "Senior Sales Representative",
        "Sales Associate, Customer Service",
    ],
)
def test_a_role_beyond_service_is_never_mapped_to(roles, title):
    match = roles.map(title, "Customer Success", SERVICE_TEXT)

    assert (match.slug, match.confidence) == (None, "none")


@pytest.mark.parametrize(
    ("title", "department"),
    [
        ("Credit Support Specialist", "Finance"),
        ("Data Quality Support Specialist", "Data Services"),
    ],
)
def test_title_and_department_together_make_it_another_trade(roles, title, department):
    assert roles.map(title, department, SERVICE_TEXT).slug is None


@pytest.mark.parametrize("rank", ["Manager", "Senior Manager", "Director", "VP"])
def test_who_stands_before_client_success_leads_its_managers_and_is_none_of_them(roles, rank):
    assert roles.map(f"{rank}, Client Success", "Client Success").slug is None


def test_setting_up_is_service_where_customers_are_set_up(roles):
    customers = "You bring each new customer live. Customers ask you; a client calls you first."
    patients = customers + " Patients wait. A patient calls, patients write, a patient asks."

    match = roles.map("Agritech Implementation Manager", "Operations", customers)
    assert (match.slug, match.confidence) == ("implementation", "close")
    assert (
        roles.map("Agritech Implementation Manager", "Operations", "You install pumps.").slug
        is None
    )
    assert roles.map("Onboarding Specialist", "Clinic", customers).slug == "onboarding"
    assert roles.map("Onboarding Specialist", "Clinic", patients).slug is None


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Founding Customer Success - Orchard App", "csm"),
        ("Client Success, part-time", "csm"),
        ("Customer Success Team", "csm"),
        ("Customer Success Wizardry", None),
        ("Customer Care", None),  # nobody is called a Customer Care Representative here
    ],
)
def test_a_title_without_a_rank_is_of_the_plainest_and_close(roles, title, slug):
    match = roles.map(title)

    assert (match.slug, match.confidence) == (slug, "close" if slug else "none")


ALONE = "You answer what our readers ask by email and chat, and keep the help pages true. " * 10


def test_a_manager_who_leads_nobody_is_close_and_called_a_specialist(roles):
    match = roles.map("Customer Service Manager", "Support", ALONE)

    assert (match.slug, match.confidence) == ("specialist", "close")
    assert "nobody" in match.reason


def test_a_manager_without_a_specialist_of_the_name_keeps_the_role_and_is_close(roles):
    match = roles.map("Client Services Manager", "Support", ALONE)

    assert (match.slug, match.confidence) == ("manager", "close")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Answer what our readers ask.",  # too short to tell
        ALONE + "You lead a team of six.",
        ALONE + "You have direct reports.",
        ALONE + "You coach and schedule twelve agents.",
    ],
)
def test_a_manager_stays_one_where_somebody_is_led_or_the_text_is_too_short_to_tell(roles, text):
    match = roles.map("Customer Service Manager", "Support", text)

    assert (match.slug, match.confidence) == ("manager", "exact")


def test_the_reason_names_the_title_that_was_found(roles):
    assert '"Customer Support Agent"' in roles.map("Customer Support Agent II").reason


def test_parts_of_a_title_come_without_brackets_and_genders():
    parts, asides = title_parts("Agent \u2013 Cards (Live Chat) (m/w/d), Night shift | Leeds")

    assert parts == ["Agent", "Cards", "Night shift", "Leeds"]
    assert "Live Chat" in asides


TITLE_WORDS = (
    *("Customer Support", "Agent", "Team Lead", "Manager", "Head of", "Director", "II", "Sales"),
    *("CSR", "s", ",", "-", "(", ")", "/"),
)
TITLELIKE = st.lists(st.sampled_from(TITLE_WORDS)).map(" ".join)


@given(title=st.text() | TITLELIKE, department=st.text(), text=st.text())
def test_any_title_gives_a_role_of_service_or_none(title, department, text):
    match = RoleMapper(ROLES).map(title, department, text)

    service = {slug for slug, _, _, family in ROLES if family != "exit"}
    assert match.confidence in {"exact", "close", "none"}
    assert (match.slug in service) == (match.confidence != "none")
    assert match.reason.endswith(".")
