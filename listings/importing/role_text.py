"""What a posting's text tells about a title that could mean several jobs."""

import re

from listings.importing.service_words import SERVICE_PHRASE

_READ = 20_000  # characters of a text; what stands later is seldom about the work
_MENTIONS_ENOUGH = 3
_TELLS_ENOUGH = 600  # characters from which on it means something that a text leaves a thing out
# Whoever sets up customers serves them; whoever sets up employees, patients or machines does not.
_CUSTOMER = re.compile(r"\b(?:customers?|clients?|merchants?|sellers?)\b", re.IGNORECASE)
_PATIENT = re.compile(r"\bpatients?\b", re.IGNORECASE)
_LEADING = re.compile(
    r"\b(?:lead|manag|coach|mentor|supervis|oversee|build|hir|recruit|train|direct|develop|grow|"
    r"inspir|motivat|schedul|guid)(?:e|es|s|ing|ment)?\b[^.\n]{0,80}?\b(?:teams?|agents|advisors|"
    r"representatives|reps|specialists|associates|staff|people|managers|supervisors|leads|leaders|"
    r"reports|colleagues|engineers|employees|organi[sz]ation)\b"
    r"|\bdirect reports?\b|\bpeople (?:leader|manager|management|leadership)|\bteam leadership\b"
    r"|\b(?:leadership|management|managerial) (?:role|experience|skills|position)",
    re.IGNORECASE,
)


def speaks_of_service(text: str) -> bool:
    """Whether phrases of service come often enough to make a general title one of service."""
    return len(SERVICE_PHRASE.findall(text[:_READ])) >= _MENTIONS_ENOUGH


def sets_up_people(text: str) -> bool:
    """Whether those who are set up may be customers or patients."""
    return any(
        len(whom.findall(text[:_READ])) >= _MENTIONS_ENOUGH for whom in (_CUSTOMER, _PATIENT)
    )


def sets_up_customers(text: str) -> bool:
    """Whether those who are set up, onboarded or implemented for are customers above all."""
    customers = len(_CUSTOMER.findall(text[:_READ]))
    return customers >= _MENTIONS_ENOUGH and customers > len(_PATIENT.findall(text[:_READ]))


def leads_nobody(text: str) -> bool:
    """Whether a text says enough about a job to tell that nobody is led in it."""
    return len(text) >= _TELLS_ENOUGH and _LEADING.search(text[:_READ]) is None
