"""Where the site stores personal data, what an export gives of it and what an erasure deletes.

Each app declares its models in its own `personal_data.py`, loaded when Django starts; this package
declares those of profiles (`own`) and of the installed apps (`installed`, `not_personal`). A test fails
on a model that is not declared, and on a column that is neither exported nor left out with a reason.
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
