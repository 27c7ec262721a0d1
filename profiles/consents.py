"""Consents: the words that people agree to, by version, and who agreed.

Words that change what is agreed to are a new version: add it, never edit an old one. A consent to an
older version does not count; people are asked again.
"""

from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.models import Consent

Purpose = Consent.Purpose

WORDS = {
    Purpose.VISIBILITY: {
        1: _(
            "I agree that employers that a moderator has checked may see my skills, languages and"
            " roles and the state or country where I live, and may invite me to apply. They do not"
            " see my name, my email address, where I worked or a file of mine. I can take this back"
            " at any time."
        ),
    },
}


def present_version(purpose: str) -> int:
    return max(WORDS[purpose])


def words(purpose: str) -> str:
    """What is agreed to now."""
    return WORDS[purpose][present_version(purpose)]


def in_force(user, purpose: str) -> bool:
    """Whether the user agreed to the present words and did not withdraw that. One query."""
    return covering(purpose).filter(user=user).exists()


def covering(purpose: str) -> models.QuerySet[Consent]:
    """Consents that count now: to the present words, and not taken back."""
    return Consent.objects.filter(
        purpose=purpose, version=present_version(purpose), withdrawn_at__isnull=True
    )


@transaction.atomic
def give(user, purpose: str, at: datetime | None = None) -> None:
    """Record a consent to the present words and end one to older words. Two or three statements.

    Recorded twice, even at the same instant, it is one consent.
    """
    at = at or timezone.now()
    version = present_version(purpose)
    mine = Consent.objects.filter(user=user, purpose=purpose, withdrawn_at__isnull=True)
    mine.exclude(version=version).update(withdrawn_at=at)
    if mine.exists():
        return
    try:
        with transaction.atomic():
            Consent.objects.create(user=user, purpose=purpose, version=version, given_at=at)
    except IntegrityError:
        if not mine.exists():
            raise


def withdraw(user, purpose: str) -> None:
    """End the consent, whatever its version. The row stays as the record. One statement."""
    Consent.objects.filter(user=user, purpose=purpose, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now()
    )
