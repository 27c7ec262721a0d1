"""Where a post sends applicants: free mail, hidden links, addresses that look like an employer's."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from listings.folding import Folded
from listings.models import Listing
from profiles.models import Employer

from .addresses import (
    MESSENGER_HOSTS,
    borrows_name,
    hides,
    host_of,
    hosts_in,
    is_free_mail,
    is_look_alike,
    is_number,
    mail_domains_in,
    registrable,
)

Route = Listing.ApplyRoute


class Address(NamedTuple):
    host: str
    quote: str


def suspicious_routes(listing: Listing, texts: Iterable[Folded]) -> Iterator[tuple[str, str]]:
    """At most one query: the names of verified employers, where some address is not the employer's own."""
    mails, links = [], []
    if listing.apply_route == Route.EMAIL:
        mails.append(Address(listing.apply_email.rpartition("@")[2].lower(), listing.apply_email))
    if listing.apply_route == Route.EXTERNAL:
        host = host_of(listing.apply_url)
        links.append(Address(host, listing.apply_url))
        if host.removeprefix("www.") in MESSENGER_HOSTS:
            yield "messenger_only", listing.apply_url
        if hides(listing.apply_url):
            yield "hidden_link", listing.apply_url
    for folded in texts:
        for start, end, domain in mail_domains_in(folded.text):
            mails.append(Address(domain, folded.quote(start, end)))
        for start, end, host in hosts_in(folded.text):
            links.append(Address(host, folded.quote(start, end)))
            if is_number(host):
                yield "hidden_link", folded.quote(start, end)
    yield from (("free_mail", mail.quote) for mail in mails if is_free_mail(mail.host))
    yield from _look_alikes(listing.employer, [*mails, *links])


def _look_alikes(employer: Employer, addresses: list[Address]) -> Iterator[tuple[str, str]]:
    own = domains_of(employer.website, employer.email_domain)
    foreign = [
        address
        for address in addresses
        if address.host and not is_free_mail(address.host) and registrable(address.host) not in own
    ]
    if not employer.is_verified:
        # Nobody has checked its own addresses yet: they may be the disguise.
        foreign += [Address(domain, domain) for domain in sorted(own)]
    if not foreign:
        return
    others = None
    for address in foreign:
        domain = registrable(address.host)
        if any(is_look_alike(domain, mine) for mine in own):
            yield "look_alike_address", address.quote
            continue
        others = _verified_domains(employer) if others is None else others
        if domain in others:
            continue
        if any(is_look_alike(domain, other) or borrows_name(domain, other) for other in others):
            yield "look_alike_address", address.quote


def _verified_domains(employer: Employer) -> set[str]:
    rows = (
        Employer.objects.filter(verified_at__isnull=False)
        .exclude(pk=employer.pk)
        .exclude(website="", email_domain="")
        .values_list("website", "email_domain")
    )
    return {domain for row in rows for domain in domains_of(*row)}


def domains_of(website: str, email_domain: str) -> set[str]:
    """What an employer registered, as far as it says so."""
    hosts = {host_of(website), email_domain.strip().lower()} - {""}
    return {registrable(host) for host in hosts if not is_free_mail(host)}
