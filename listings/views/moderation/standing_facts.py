"""What a moderator goes by when asking who stands behind an employer."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from listings.models import Listing
from listings.risk.addresses import host_of, registrable
from profiles.employers import checked_facts
from profiles.mail_domains import domain_of, is_at, is_free_mail
from profiles.models import Employer, EmployerReview


@dataclass(frozen=True)
class Address:
    """A member's confirmed address: whether it is at the employer's own domain, or where anybody has one."""

    email: str
    is_at_domain: bool
    is_free: bool


@dataclass(frozen=True)
class EmployerFacts:
    employer: Employer
    addresses: list[Address]
    reviews: list[EmployerReview]
    posts: int

    @classmethod
    def of(cls, employer: Employer) -> "EmployerFacts":
        """Three queries: members' addresses, earlier decisions with who took them, how many posts."""
        confirmed = EmailAddress.objects.filter(
            user__employer_memberships__employer=employer, verified=True
        ).order_by("email")
        domain = employer.email_domain
        return cls(
            employer=employer,
            addresses=[
                Address(
                    row.email,
                    bool(domain) and is_at(domain_of(row.email), domain),
                    is_free_mail(domain_of(row.email)),
                )
                for row in confirmed
            ],
            reviews=[
                _with_checks(review) for review in employer.reviews.select_related("moderator")
            ],
            posts=Listing.objects.filter(employer=employer).count(),
        )

    @property
    def seen(self) -> str:
        """Goes with a decision that stands on them."""
        return checked_facts(self.employer)

    @property
    def has_address_at_domain(self) -> bool:
        return any(address.is_at_domain for address in self.addresses)

    @property
    def domain_is_websites(self) -> bool | None:
        """Whether mail and website stand at one registered name; None where one is not stated."""
        host, domain = host_of(self.employer.website), self.employer.email_domain
        if not host or not domain:
            return None
        return registrable(host) == registrable(domain.lower())


def _with_checks(review: EmployerReview) -> EmployerReview:
    """`checked`: what was looked at, in words."""
    words = dict(EmployerReview.Check.choices)
    review.checked = [words[check] for check in review.checks.split() if check in words]
    return review
