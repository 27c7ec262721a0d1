"""What a moderator looks at before an employer counts as checked, as its own people see it."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from profiles.mail_domains import domain_of, is_at, is_free_mail
from profiles.models import Employer, EmployerReview, User


@dataclass(frozen=True)
class Check:
    """One thing that a moderator checks: its name, whether it is there, and its value or what to do."""

    name: str
    is_there: bool
    words: str
    # Whether a confirmed address of the reader's own would settle it.
    asks_for_address: bool = False


def checks_of(employer: Employer, user: User) -> list[Check]:
    """One query."""
    return [_address(employer, user), _website(employer), _register(employer)]


def refusal_of(employer: Employer) -> EmployerReview | None:
    """What a moderator last found missing; None once it is checked. One query at most."""
    if employer.is_verified:
        return None
    return employer.reviews.filter(decision=EmployerReview.Decision.NOT_VERIFIED).first()


def confirmed_addresses(employer: Employer) -> QuerySet[EmailAddress]:
    """Confirmed addresses of all members."""
    return EmailAddress.objects.filter(user__employer_memberships__employer=employer, verified=True)


def _address(employer: Employer, user: User) -> Check:
    name = _("A confirmed address at the company’s domain")
    domain = employer.email_domain
    if not domain:
        return Check(name, False, _("Say at which domain your people have their mail."))
    at_it = [row for row in confirmed_addresses(employer) if is_at(domain_of(row.email), domain)]
    own = next((row.email for row in at_it if row.user_id == user.pk), "")
    if own:
        return Check(name, True, _("Yours is %(address)s.") % {"address": own})
    if at_it:
        return Check(
            name, True, _("A colleague of yours has one at %(domain)s.") % {"domain": domain}
        )
    return Check(
        name,
        False,
        _(
            "A confirmed address at %(domain)s helps: yours is %(address)s. Add one to your account"
            " and confirm it."
        )
        % {"domain": domain, "address": user.email},
        asks_for_address=True,
    )


def _website(employer: Employer) -> Check:
    name = _("A website of its own that names it")
    if employer.website:
        return Check(name, True, employer.website)
    return Check(name, False, _("Add its address. We compare the name there with the one here."))


def _register(employer: Employer) -> Check:
    name = _("An entry in a register of companies")
    if employer.register_number:
        return Check(name, True, employer.register_number)
    return Check(
        name,
        False,
        _("Add the number if there is one. Without it we look elsewhere, which takes longer."),
    )


def employers_at_address_of(user: User) -> list[Employer]:
    """Checked employers at whose domain the user has a confirmed address. Two queries at most.

    Only exactly that domain: addresses at a subdomain may be customers'.
    """
    emails = user.emailaddress_set.filter(verified=True).values_list("email", flat=True)
    domains = {domain_of(email) for email in emails}
    domains = {domain for domain in domains if domain and not is_free_mail(domain)}
    if not domains:
        return []
    rows = Employer.objects.public().filter(verified_at__isnull=False, email_domain__in=domains)
    return list(rows.order_by("name", "pk")[:5])
