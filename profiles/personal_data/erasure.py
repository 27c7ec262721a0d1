"""Taking a person out: everything that is theirs, once and for all."""

import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.employers import sole_ownerships
from profiles.letters import send_letter
from profiles.models import Employer, Erasure, User
from profiles.teams import one_at_a_time

from .installed import other_sessions
from .registry import registry
from .subject import Subject

logger = logging.getLogger(__name__)


class NotErasable(Exception):
    """The account cannot go yet; `obstacles` say why, in words for its owner."""

    def __init__(self, obstacles: list[str]):
        super().__init__()
        self.obstacles = obstacles


def obstacles_for(user: User) -> list[str]:
    """What stands in the way of removing this account. Four queries."""
    if holds_rights(user):
        return [
            _(
                "You look after this site: your account holds rights of its staff. Have an"
                " administrator take them back first."
            )
        ]
    return [
        _(
            "%(employer)s has other members and no other owner. Make one of them an owner first,"
            " or take them off."
        )
        % {"employer": employer.name}
        for employer in sole_ownerships(user).filter(other_members__gt=0).order_by("name", "pk")
    ]


def holds_rights(user: User) -> bool:
    """Whether somebody gave this account a right over the site. Two queries at most."""
    return (
        user.is_staff or user.is_superuser or user.groups.exists() or user.user_permissions.exists()
    )


def closing_employers(user: User) -> list[str]:
    """Names of the employers that nobody looks after once this account is gone."""
    return list(
        sole_ownerships(user)
        .filter(other_members=0)
        .order_by("name")
        .values_list("name", flat=True)
    )


def erase(user: User, *, says_goodbye: bool = True) -> bool:
    """Erase an account and all that is its person's. False if it was gone already. Raises NotErasable.

    One transaction for all rows: killed half-way, nothing has happened. Bytes of files go once it is
    certain; what a kill leaves of them the sweep of files without a row takes. Asked twice, the second
    finds nothing to do. Some 120 statements for one row of every kind; every session is read.
    """
    key = user.pk
    with transaction.atomic():
        # Whoever is second waits here for the first, and finds the account gone.
        Erasure.objects.get_or_create(user_key=key, defaults={"erased_at": timezone.now()})
        user = User.objects.filter(pk=key).first()
        if user is None:
            return False
        # Of two owners who go in one instant the second sees that it is the last.
        for employer in Employer.objects.for_user(user).order_by("pk"):
            one_at_a_time(employer)
        if obstacles := obstacles_for(user):
            raise NotErasable(obstacles)
        subject = Subject.of(user)
        for step in registry.steps:
            step(subject)
        for declared in registry.personal.values():
            if declared.erase:
                declared.erase(subject)
        user.delete()
        if says_goodbye:
            _say_goodbye(subject.user.email)
        transaction.on_commit(lambda: _write_down(key, timezone.now()), robust=True)
    # Not in the transaction: reading them all takes a while, and writers would wait for it.
    Session.objects.filter(session_key__in=other_sessions(key, subject.emails)).delete()
    logger.info("account %d erased", key)
    return True


def _say_goodbye(email: str) -> None:
    """The last mail. Its row is the only one with the address, and goes a week after it was sent."""
    send_letter(email, "profiles/mail/goodbye.txt", _("Your account is removed"), {})


# --- Once more, after a backup was restored ----------------------------------------------------


def ledger_file() -> Path:
    """Beside the database, so that a restored one does not take the list back with it."""
    return settings.VAR_DIR / "erasures.txt"


def _write_down(key: int, at: datetime) -> None:
    ledger_file().parent.mkdir(parents=True, exist_ok=True)
    with ledger_file().open("a", encoding="ascii") as ledger:
        ledger.write(f"{key} {at.isoformat()}\n")


def read_ledger(path: Path) -> dict[int, datetime]:
    """Numbers of erased accounts and when, from the file and from the table."""
    erased = dict(Erasure.objects.values_list("user_key", "erased_at"))
    if path.exists():
        for line in path.read_text(encoding="ascii").splitlines():
            key, _space, at = line.partition(" ")
            if key.isdecimal() and at:  # a kill may have cut the last line
                erased.setdefault(int(key), datetime.fromisoformat(at))
    return erased


def come_back(path: Path) -> list[User]:
    """Accounts that were erased and exist again.

    After a restore a database gives the numbers that it forgot to new people: who joined after the
    erasure is somebody else.
    """
    erased = read_ledger(path)
    users = User.objects.in_bulk(list(erased)).values()
    return [user for user in users if user.date_joined < erased[user.pk]]
