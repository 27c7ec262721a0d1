"""What the site knows about people: where it lies, what an export gives, what an erasure takes.

Each app declares its models in a module `personal_data.py` of its own (this package holds those of
profiles and of the installed apps), loaded when Django starts. A test walks all models and fails on
one that is declared neither personal nor impersonal, and on a column that nobody decided about.
"""

from .registry import (
    Personal,
    impersonal,
    on_erasure,
    personal,
    registry,
)
from .subject import Subject

__all__ = [
    "Personal",
    "Subject",
    "impersonal",
    "on_erasure",
    "personal",
    "registry",
]
