"""Whose address an alert writes to."""

from allauth.account.models import EmailAddress
from django.db.models import F, QuerySet


def verified_addresses(user) -> QuerySet[EmailAddress]:
    """The address of a user, or of an OuterRef to one, if it is theirs for certain."""
    return EmailAddress.objects.filter(user=user, email=F("user__email"), verified=True)
