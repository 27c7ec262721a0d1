"""An employer's own file of postings: read, kept for a while, and made drafts of. Nothing else.

Who the drafts belong to is what the member chose on the page; a name in the file decides nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from cms.models import Place, Role, Skill
from cms.models.keeping import rows_by_slug
from listings import services
from listings.completeness import missing_essentials
from listings.duplicates import StandingPosts
from listings.importing.drafts import Reader
from listings.importing.formats import Reading
from listings.importing.proposals import Proposal, propose
from listings.importing.records import Unusable
from listings.models import Listing, PostingImport
from profiles.models import Employer

KEPT = timedelta(days=30)
# Longer than 500 drafts take: a batch without an end by then has broken off.
AT_WORK = timedelta(minutes=5)
_AT_ONCE = 100


class AlreadyTaken(services.Refused):
    """Drafts were made of this file before, or are being made now."""


class Outcome(StrEnum):
    MADE = "made"
    LEFT_OUT = "left_out"
    HERE_ALREADY = "here_already"
    REFUSED = "refused"  # by the database: something in it cannot be kept


@dataclass
class Batch:
    """What one file holds. `is_done` once every draft that was asked for was made or refused."""

    proposals: list[Proposal]
    unread: list[Unusable]
    is_done: bool = False

    @classmethod
    def of(cls, posting_import: PostingImport) -> "Batch":
        stored = posting_import.records
        return cls(
            [Proposal(**row) for row in stored["postings"]],
            [Unusable(**row) for row in stored["unread"]],
            stored["is_done"],
        )

    def as_json(self) -> dict:
        return {
            "postings": [proposal.as_json() for proposal in self.proposals],
            "unread": [asdict(unusable) for unusable in self.unread],
            "is_done": self.is_done,
        }

    def other_companies(self, employer: Employer) -> list[str]:
        """The companies that the file names, other than the employer as the site knows it."""
        own = employer.name.casefold().strip()
        named = dict.fromkeys(proposal.company for proposal in self.proposals)
        return [name for name in named if name.casefold().strip() != own]


@dataclass
class Preview:
    """One posting as the page shows it. `listing` is not saved; for one made, it is the row."""

    number: int
    proposal: Proposal
    listing: Listing
    role: Role | None
    missing: list[str]
    known: Listing | None  # the employer's post with the same number
    double: Listing | None  # the employer's post that is the same job

    @property
    def can_be_taken(self) -> bool:
        return self.known is None

    @property
    def is_proposed(self) -> bool:
        """Whether its tick is set from the start: a service job that is not here yet."""
        return self.can_be_taken and self.double is None and not self.proposal.not_service


def keep(reading: Reading, *, employer: Employer, user, file_name: str) -> PostingImport:
    """Understand what was read, and keep it. Seven queries and about a second, and 15 ms a posting."""
    now = timezone.now()
    reader = Reader()
    batch = Batch([propose(record, reader, now) for record in reading.records], reading.unread)
    return PostingImport.objects.create(
        employer=employer,
        created_by=user,
        file_name=file_name,
        format=reading.format,
        records=batch.as_json(),
    )


def previews(posting_import: PostingImport, batch: Batch, roles: Iterable[Role]) -> list[Preview]:
    """Each posting with what is missing and what is here already. Three queries, however many."""
    employer = posting_import.employer
    by_slug = {role.slug: role for role in roles}
    places = Place.objects.in_bulk({one.place_id for one in batch.proposals if one.place_id})
    known = known_posts(employer, batch)
    standing = StandingPosts(employer.pk)
    shown = []
    for number, proposal in enumerate(batch.proposals, start=1):
        listing = proposal.as_listing(employer, places.get(proposal.place_id))
        role = listing.role = by_slug.get(proposal.role)
        missing = missing_essentials(
            listing,
            has_channels=bool(proposal.channels),
            has_skills=bool(proposal.skills),
        )
        shown.append(
            Preview(
                number=number,
                proposal=proposal,
                listing=listing,
                role=role,
                missing=list(missing.values()),
                known=known.get(proposal.reference),
                double=standing.like(listing),
            )
        )
    return shown


def known_posts(employer: Employer, batch: Batch) -> dict[str, Listing]:
    """The employer's posts by the numbers that stand in the file. One query."""
    numbers = [proposal.reference for proposal in batch.proposals]
    found = Listing.objects.filter(employer=employer, reference__in=numbers)
    return {listing.reference: listing for listing in found}


def take(posting_import: PostingImport, chosen: Mapping[int, Role | None], *, user) -> Batch:
    """Make drafts of the chosen postings, by their number on the page. Each in a transaction of its own.

    Whatever breaks off in between, the rows that are there stay; the same file again makes the rest
    and nothing twice. About ten statements a draft. Raises AlreadyTaken, or EmployerSuspended.
    """
    employer = Employer.objects.get(pk=posting_import.employer_id)
    if employer.suspended_at is not None:
        raise services.EmployerSuspended
    untaken = PostingImport.objects.filter(pk=posting_import.pk, taken_at__isnull=True)
    if not untaken.update(taken_at=timezone.now()):
        raise AlreadyTaken
    batch = Batch.of(posting_import)
    wanted = {
        number: proposal
        for number, proposal in enumerate(batch.proposals, start=1)
        if number in chosen
    }
    places = Place.objects.in_bulk({one.place_id for one in wanted.values() if one.place_id})
    slugs = {slug for one in wanted.values() for slug in (*one.skills, *one.languages)}
    skills = rows_by_slug(Skill.objects.all(), slugs)
    for number, proposal in enumerate(batch.proposals, start=1):
        if number not in wanted:
            proposal.outcome = Outcome.LEFT_OUT
            continue
        listing = proposal.as_listing(employer, places.get(proposal.place_id))
        listing.role = chosen[number]
        proposal.outcome, proposal.listing = _make(listing, proposal, skills, user)
    batch.is_done = True
    PostingImport.objects.filter(pk=posting_import.pk).update(records=batch.as_json())
    return batch


def _make(
    listing: Listing, proposal: Proposal, skills: Mapping[str, Skill], user
) -> tuple[Outcome, int | None]:
    """Save one draft, unless the employer has a post with its number: that one is left as it is."""
    try:
        with transaction.atomic():
            services.save_listing(
                listing=listing,
                seen_version=None,
                skills=_by_skill(proposal.skills, skills),
                languages={
                    skill: tuple(how)
                    for skill, how in _by_skill(proposal.languages, skills).items()
                },
                channels=dict.fromkeys(proposal.channels),
                user=user,
            )
    except (IntegrityError, DataError):
        known = Listing.objects.filter(employer=listing.employer, reference=listing.reference)
        here = known.values_list("pk", flat=True).first()
        return (Outcome.HERE_ALREADY, here) if here else (Outcome.REFUSED, None)
    return Outcome.MADE, listing.pk


def _by_skill(values: Mapping[str, object], skills: Mapping[str, Skill]) -> dict:
    """Keyed by the skills themselves; one that is gone from the list since is left out."""
    return {skills[slug]: value for slug, value in values.items() if slug in skills}


def remove_old(now: datetime) -> int:
    """Files brought more than 30 days ago, some at a time. One statement if there are none."""
    old = PostingImport.objects.filter(created_at__lte=now - KEPT).order_by("pk")
    keys = list(old.values_list("pk", flat=True)[:_AT_ONCE])
    return PostingImport.objects.filter(pk__in=keys).delete()[0] if keys else 0
