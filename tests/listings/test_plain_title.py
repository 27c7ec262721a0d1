import pytest

from cms.models import Place, Role
from listings.models import Listing
from listings.structured_data.title import plain_title
from profiles.models import Employer

TITLES = {
    # The job's own words stay.
    "Customer service representative, claims line": "Customer service representative, claims line",
    "Help desk analyst, C# tools": "Help desk analyst, C# tools",
    "24/7 support agent": "24/7 support agent",
    "Manager, IT": "Manager, IT",
    "Bilingual (Spanish) agent": "Bilingual (Spanish) agent",
    "Senior agent (Cards & Banking, Live Chat)": "Senior agent (Cards & Banking, Live Chat)",
    "(Senior) Customer Value Manager": "Senior Customer Value Manager",
    # What other properties say goes.
    "Agent (Remote) Nights": "Agent Nights",
    "Remote - Customer Support": "Customer Support",
    "Support Agent - Remote US": "Support Agent",
    "Technical Support - USA, East Coast": "Technical Support, East Coast",
    "Agent – Columbus, OH": "Agent",
    "Agent [Marlow Mutual] | Columbus": "Agent",
    "Agent - Req #12345": "Agent",
    "Agent, $20/hr": "Agent",
    "Agent – starting January 2027": "Agent",
    "Customer Support Manager (m/f/d)": "Customer Support Manager",
    # So does decoration.
    "★ Customer Service Rep!!! ★": "Customer Service Rep",
    "CUSTOMER SERVICE AGENT": "Customer service agent",
    "Remote": "Customer Service Representative",
    "!!!": "Customer Service Representative",
}


@pytest.mark.parametrize(("typed", "plain"), TITLES.items())
def test_a_title_is_the_jobs_own_words(typed, plain):
    columbus = Place(
        name="Columbus", country_code="US", admin1_code="OH", latitude=0, longitude=0, population=1
    )
    listing = Listing(
        title=typed,
        place=columbus,
        employer=Employer(name="Marlow Mutual"),
        role=Role(title="Customer Service Representative"),
    )

    assert plain_title(listing) == plain
