from .candidates import Candidate, CandidateLanguage, CandidateSkill, Experience, Resume
from .employers import Employer, EmployerMember
from .limits import RateLimit
from .outbox import Outbox
from .users import User

__all__ = [
    "Candidate",
    "CandidateLanguage",
    "CandidateSkill",
    "Employer",
    "EmployerMember",
    "Experience",
    "Outbox",
    "RateLimit",
    "Resume",
    "User",
]
