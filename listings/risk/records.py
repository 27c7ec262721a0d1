"""What other rows say of a post: copies, its employer's other posts and ties, published pay. Each states its queries."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from cms.pay import PublishedPay
from listings.fingerprints import fingerprint, plain_words, words_of
from listings.models import Listing
from listings.money import money
from profiles.models import Employer, EmployerMember

from .addresses import SHARED_HOSTS, host_of, is_free_mail

US_DOLLARS = "USD"
FAR_ABOVE = 2  # times what nine tenths earn at most
MANY_POSTS = 10
POSTS_COUNTED_FOR = timedelta(hours=24)
NEW_FOR = timedelta(days=14)

COMPARED_WITH = 200  # the newest posts of the same role
SHINGLE = 5  # words
# Shorter texts share their phrases by chance, or by law.
FEWEST_SHINGLES = 40
SHARE_OF_THIS = 0.6
SHARE_OF_THAT = 0.8


def pay_far_above(listing: Listing) -> Iterator[tuple[str, str]]:
    """One query, for pay in dollars and a role with an occupation; none without."""
    pay = listing.pay
    if pay is None or pay.minimum is None or pay.currency != US_DOLLARS or listing.role is None:
        return
    wage = PublishedPay(listing.role).wage
    if wage is None or wage.hourly_p90 is None:
        return
    hourly = pay.hourly.minimum
    if hourly > FAR_ABOVE * wage.hourly_p90:
        stated, published = (
            money(hourly, US_DOLLARS, "hour"),
            money(wage.hourly_p90, US_DOLLARS, "hour"),
        )
        yield "pay_far_above", f"{stated} guaranteed an hour; nine tenths earn up to {published}"


def copied(listing: Listing) -> Iterator[tuple[str, str]]:
    """Two queries by index: the same fingerprint, and the newest posts of the same role."""
    others = Listing.objects.exclude(employer=listing.employer_id).exclude(pk=listing.pk)
    found = (
        others.filter(fingerprint=fingerprint(listing))
        .exclude(state=Listing.State.DRAFT)
        .values_list("pk", "title", "employer__name")
        .order_by("pk")
        .first()
    )
    if found is None:
        found = _near_copy(listing, others)
    if found is not None:
        yield "copied", "#{} {}, {}".format(*found)


def _near_copy(listing: Listing, others):
    mine = shingles(words_of(listing.description))
    if len(mine) < FEWEST_SHINGLES or listing.role_id is None:
        return None
    newest = (
        others.filter(role=listing.role_id, state=Listing.State.APPROVED)
        .order_by("-pk")
        .values_list("pk", "title", "employer__name", "description")[:COMPARED_WITH]
    )
    for pk, title, employer, description in newest:
        theirs = shingles(plain_words(description))
        shared = len(mine & theirs)
        is_most_of_this = shared >= SHARE_OF_THIS * len(mine)
        is_most_of_that = len(theirs) >= FEWEST_SHINGLES and shared >= SHARE_OF_THAT * len(theirs)
        if is_most_of_this or is_most_of_that:
            return pk, title, employer
    return None


def shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}


def many_at_once(listing: Listing) -> Iterator[tuple[str, str]]:
    """One query, for an employer that is new or not verified and did not come by an import."""
    employer, now = listing.employer, timezone.now()
    is_new = employer.created_at > now - NEW_FOR
    if listing.is_imported or (employer.is_verified and not is_new):
        return
    posts = (
        Listing.objects.filter(
            employer=employer, source="", submitted_at__gt=now - POSTS_COUNTED_FOR
        )
        .exclude(pk=listing.pk)
        .count()
        + 1
    )
    if posts > MANY_POSTS:
        yield "many_at_once", f"{posts} posts in 24 hours"


def tied_to_suspended(listing: Listing) -> Iterator[tuple[str, str]]:
    """Two queries: the suspended employers, who are few, and those that a member of this one belongs to."""
    employer = listing.employer
    suspended = Employer.objects.filter(suspended_at__isnull=False).exclude(pk=employer.pk)
    members = EmployerMember.objects.filter(employer=employer).values("user")
    shared_people = (
        EmployerMember.objects.filter(user__in=members, employer__suspended_at__isnull=False)
        .exclude(employer=employer)
        .values_list("employer__name", flat=True)
        .order_by("employer__name")
    )
    for name in shared_people[:1]:
        yield "tied_to_suspended", f"Somebody works for both: {name}"
    rows = suspended.filter(
        ~Q(website="") | ~Q(email_domain="") | ~Q(register_number="")
    ).values_list("name", "website", "email_domain", "register_number")
    mine = _marks(employer.website, employer.email_domain, employer.register_number)
    if not mine:
        return
    for name, *facts in rows:
        if shared := sorted(mine & _marks(*facts)):
            yield "tied_to_suspended", f"{shared[0]}: {name}"
            return


def _marks(website: str, email_domain: str, register_number: str) -> set[str]:
    host = host_of(website).removeprefix("www.")
    domain = email_domain.lower()
    marks = {"".join(register_number.lower().split())}
    if host not in SHARED_HOSTS:
        marks.add(host)
    if not is_free_mail(domain):
        marks.add(domain)
    return marks - {""}
