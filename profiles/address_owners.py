"""The account of a mail address, for somebody who has just shown that the address is theirs."""

from allauth.account.models import EmailAddress
from django.db import transaction

from profiles.models import EmployerMember, User
from profiles.personal_data.erasure import holds_rights


class AccountNotFree(Exception):
    """The address has an account that must not be used: blocked, or never confirmed but in use."""


@transaction.atomic
def owner_of(email: str) -> tuple[User, bool]:
    """The user whose address was confirmed by a link in a mail, and whether the account was made now.

    An account with this address that was never confirmed may be a stranger's, who knows its password.
    If nobody ever signed in to it, it is deleted and a new one is made; otherwise AccountNotFree is
    raised. About five queries.
    """
    email = email.lower()
    proved = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    if proved is None:
        _clear_the_unproven(email)
        user, is_new = User.objects.get_or_create(
            email=email, defaults={"password": _no_password()}
        )
        if is_new:
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
            return user, True
        # Another link of the same address was pressed at the same moment.
        proved = EmailAddress.objects.filter(user=user, email=email, verified=True).first()
        if proved is None:
            raise AccountNotFree
    if not proved.user.is_active:
        raise AccountNotFree
    return proved.user, False


def _clear_the_unproven(email: str) -> None:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        return
    if (
        user.last_login is not None
        or holds_rights(user)
        or not user.is_active
        or user.emailaddress_set.filter(verified=True).exists()
        or EmployerMember.objects.filter(user=user).exists()
    ):
        raise AccountNotFree
    user.delete()


def _no_password() -> str:
    user = User()
    user.set_unusable_password()
    return user.password
