from dataclasses import dataclass

from profiles.models import Candidate, User


@dataclass(frozen=True)
class Subject:
    """Whose data: the account, its profile if there is one, and the addresses that are theirs for certain.

    An address that nobody confirmed may be somebody else's: it opens and erases nothing.
    """

    user: User
    candidate_pk: int | None
    emails: tuple[str, ...]

    @classmethod
    def of(cls, user: User) -> "Subject":
        """Two queries."""
        confirmed = user.emailaddress_set.filter(verified=True).values_list("email", flat=True)
        candidate_pk = Candidate.objects.filter(user=user).values_list("pk", flat=True).first()
        emails = {user.email.lower(), *(email.lower() for email in confirmed)}
        return cls(user, candidate_pk, tuple(sorted(emails)))
