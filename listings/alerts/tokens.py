"""Signed links of an alert's mails. Each kind is signed for its own use and opens nothing else.

They hold the key of the alert, never an address. Keys are not given twice, so the link of an alert
that is gone leads to no other.
"""

from datetime import timedelta
from typing import NamedTuple

from django.core import signing

from listings.models import JobAlert

CONFIRMED_WITHIN = timedelta(hours=48)
_manage = signing.Signer(salt="listings.alerts.manage")
_end = signing.Signer(salt="listings.alerts.end")
_CONFIRM = "listings.alerts.confirm"


class Confirmation(NamedTuple):
    """What the link of a first mail says. The query leads back to the search when it came too late."""

    alert_pk: int
    query: str
    is_late: bool


def sign_management(alert: JobAlert) -> str:
    return _manage.sign(alert.pk)


def read_management(token: str) -> int:
    """The alert's key. Raises signing.BadSignature."""
    return int(_manage.unsign(token))


def sign_end(alert: JobAlert) -> str:
    """For mail programs and whoever forwards a mail: it ends the alert, and shows nothing of it."""
    return _end.sign(alert.pk)


def read_end(token: str) -> int:
    """The alert's key. Raises signing.BadSignature."""
    return int(_end.unsign(token))


def sign_confirmation(alert: JobAlert) -> str:
    return signing.dumps([alert.pk, alert.query], salt=_CONFIRM, compress=True)


def read_confirmation(token: str) -> Confirmation:
    """Raises signing.BadSignature."""
    try:
        pk, query = signing.loads(token, salt=_CONFIRM, max_age=CONFIRMED_WITHIN)
    except signing.SignatureExpired:
        pk, query = signing.loads(token, salt=_CONFIRM)
        return Confirmation(pk, query, is_late=True)
    return Confirmation(pk, query, is_late=False)
