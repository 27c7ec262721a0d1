"""Skills, languages, roles and a person's history read from their own words. Nothing here is stored."""

from .finders import role_finder
from .names import NamedSkills, skills_named, split_names
from .phrases import around
from .reader import TEXT_LIMIT, read_text, skills_of_role
from .suggestions import (
    CertificateRead,
    EducationRead,
    JobRead,
    MetricRead,
    Suggestion,
    Suggestions,
)

__all__ = [
    "TEXT_LIMIT",
    "CertificateRead",
    "EducationRead",
    "JobRead",
    "MetricRead",
    "NamedSkills",
    "Suggestion",
    "Suggestions",
    "around",
    "read_text",
    "role_finder",
    "skills_named",
    "skills_of_role",
    "split_names",
]
