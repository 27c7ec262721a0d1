"""API keys, by which an employer's program writes posts: make, find and revoke them."""

import re
import secrets
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import teams
from profiles.digests import digest
from profiles.letters import send_letter
from profiles.models import Employer, EmployerApiKey, EmployerMember, User

MOST_LIVE_KEYS = 5
# Letters, digits and underscores alone, so that a double click selects all of it. The prefix lets
# secret scanners recognize a key.
KEY = re.compile(r"rungs_[0-9a-f]{8}_[0-9a-f]{48}")


class KeyRefused(Exception):
    """No key was made."""


class TooManyKeys(KeyRefused):
    """The employer has as many keys as it may have at a time."""


class NameTaken(KeyRefused):
    """A live key has this name: the form was sent twice, or two keys could not be told apart."""


def live_keys(employer: Employer) -> QuerySet[EmployerApiKey]:
    return EmployerApiKey.objects.filter(employer=employer, revoked_at__isnull=True)


def keys_for_page(employer: Employer) -> QuerySet[EmployerApiKey]:
    """Live keys first, each with who made it and whether that person still works there. One query."""
    colleagues = EmployerMember.objects.filter(
        employer=OuterRef("employer"), user=OuterRef("created_by")
    )
    return (
        EmployerApiKey.objects.filter(employer=employer)
        .select_related("created_by")
        .annotate(maker_works_there=Exists(colleagues), is_revoked=Q(revoked_at__isnull=False))
        .order_by("is_revoked", "-created_at", "-pk")
    )


@transaction.atomic
def make_key(employer: Employer, *, name: str, user: User) -> tuple[EmployerApiKey, str]:
    """A new key and its text, of which only a digest is kept. Mails all owners.

    Raises TooManyKeys, NameTaken, or teams.NotAllowed if `user` is no longer an owner.
    """
    teams.one_at_a_time(employer)  # the second of two at once waits, and then counts the first
    teams.demand_owner(employer, user)
    names = list(live_keys(employer).values_list("name", flat=True))
    if name.casefold() in {each.casefold() for each in names}:
        raise NameTaken
    if len(names) >= MOST_LIVE_KEYS:
        raise TooManyKeys
    # No slow hash is needed for the text: nobody can guess 192 random bits.
    prefix = secrets.token_hex(4)
    text = f"rungs_{prefix}_{secrets.token_hex(24)}"
    key = EmployerApiKey.objects.create(
        employer=employer, name=name, prefix=prefix, key_hash=digest(text), created_by=user
    )
    _tell_owners(key)
    return key, text


def revoke_key(key: EmployerApiKey) -> bool:
    """Ends the key at once. False if it was revoked before. One statement."""
    now = timezone.now()
    live = EmployerApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True)
    return bool(live.update(revoked_at=now))


def find_key(text: str) -> EmployerApiKey | None:
    """The live key with this text, with its employer. One query; none for what cannot be a key.

    The database looks digests up by an index, so the time that it takes tells nothing about the text.
    """
    if not KEY.fullmatch(text):
        return None
    return (
        EmployerApiKey.objects.select_related("employer")
        .filter(key_hash=digest(text), revoked_at__isnull=True)
        .first()
    )


def note_use(key: EmployerApiKey, today: date) -> None:
    """Store the day of the last use: one statement on the first use of a day, none after it."""
    if key.last_used_on != today:
        not_noted = Q(last_used_on__isnull=True) | Q(last_used_on__lt=today)
        EmployerApiKey.objects.filter(not_noted, pk=key.pk).update(last_used_on=today)


def _tell_owners(key: EmployerApiKey) -> None:
    employer = key.employer
    owners = teams.team_of(employer).filter(role=teams.Role.OWNER, user__is_active=True)
    context = {
        "key": key,
        "employer": employer,
        "url": settings.SITE_URL + reverse("profiles:api_key_list", args=[employer.pk]),
    }
    subject = _("New API key for %(employer)s: %(name)s") % {
        "employer": employer.name,
        "name": key.name,
    }
    for owner in owners:
        send_letter(
            owner.user.email,
            "profiles/mail/api_key_made.txt",
            subject,
            context,
            about=key.created_by,
        )
