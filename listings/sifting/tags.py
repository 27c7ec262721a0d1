"""Words by which an employer sorts its applications: written alike, few, and its own."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from listings.models import ApplicationTag
from profiles.models import Employer

TAGS_AN_APPLICATION = 12
MAX_LENGTH = ApplicationTag._meta.get_field("name").max_length
SUGGESTED = 60


def normalized(text: str) -> str:
    """One spelling for one word: small letters, single blanks, no sign before it. Raises ValidationError."""
    name = " ".join(unicodedata.normalize("NFKC", text).split()).strip("#,;").strip().lower()
    if not name or not name.isprintable():
        raise ValidationError(_("Write a word, like “evenings” or “second call”."))
    if len(name) > MAX_LENGTH:
        raise ValidationError(
            _("A tag has at most %(n)d characters; this one has %(has)d.")
            % {"n": MAX_LENGTH, "has": len(name)}
        )
    return name


def tags_of_employer(employer: Employer) -> list[str]:
    """What the employer has used, by the alphabet. One query."""
    rows = ApplicationTag.objects.filter(application__listing__employer=employer)
    return list(rows.order_by("name").values_list("name", flat=True).distinct()[:SUGGESTED])
