from .candidates import Candidate, CandidateLanguage, CandidateSkill, Experience
from .consents import Consent, Erasure
from .employers import (
    Employer,
    EmployerApiKey,
    EmployerInvite,
    EmployerMember,
    EmployerReview,
)
from .limits import RateLimit
from .outbox import Outbox
from .resumes import Resume
from .told import AvailableTime, CandidateMetric, Certificate, Education
from .users import User

__all__ = [
    "AvailableTime",
    "Candidate",
    "CandidateLanguage",
    "CandidateMetric",
    "CandidateSkill",
    "Certificate",
    "Consent",
    "Education",
    "Employer",
    "EmployerApiKey",
    "EmployerInvite",
    "EmployerMember",
    "EmployerReview",
    "Erasure",
    "Experience",
    "Outbox",
    "RateLimit",
    "Resume",
    "User",
]
