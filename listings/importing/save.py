"""A draft as rows: the employer, the listing and what it asks. Who has been at it since is not overwritten.

`Listing.source_digest` says which record a listing was made from, and as which version of the
listing ("2-5f0c…"): a later version is somebody's own work on Rungs.
"""

import unicodedata
from datetime import datetime
from itertools import count

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from listings.importing.drafts import Draft
from listings.importing.records import Record
from listings.models import Listing
from listings.services import Conflict, save_listing
from profiles.models import Employer

State = Listing.State
_SLUG_LENGTH = 70
_KEY_LENGTH = 120
_DIGEST_LENGTH = 48  # hex digits; leaves room for the version in the column's 64


class Left(Exception):
    """The listing stays as it stands here, though its record changed; says why."""


def imported_keys() -> set[tuple[str, str]]:
    """(source, id) of all that was ever imported, in one query. About 300 bytes each."""
    return set(Listing.objects.imported().values_list("source", "source_id"))


def imported_listing(record: Record) -> Listing | None:
    return Listing.objects.filter(source=record.source, source_id=record.source_id).first()


def is_unchanged(listing: Listing, record: Record) -> bool:
    """Whether the record is the one that the listing was made from."""
    return _stamped(listing)[1] == record.digest[:_DIGEST_LENGTH]


def is_waiting(listing: Listing) -> bool:
    """Whether it waits in review as the import wrote it."""
    return listing.state == State.IN_REVIEW and _is_untouched(listing)


@transaction.atomic
def create_listing(draft: Draft, *, publish: bool, now: datetime) -> Listing:
    """At most nine queries, savepoints included; three more where the employer is new."""
    record = draft.record
    employer = _employer(record.company)
    listing = Listing(
        **draft.columns,
        **_standing(draft, employer, version=1, publish=publish, now=now),
        employer=employer,
        source=record.source,
        source_id=record.source_id,
    )
    return _save(listing, draft, seen_version=None)


@transaction.atomic
def update_listing(listing: Listing, draft: Draft, *, publish: bool, now: datetime) -> Listing:
    """Write a changed record over what an earlier run wrote, as a new version. Raises Left.

    A published one goes back to review, unless this run publishes and nothing is to be looked at:
    what people see has been approved in the version that they see.
    """
    _check_untouched(listing)
    seen = Listing.objects.filter(pk=listing.pk, version=listing.version, state=listing.state)
    if not seen.update(state=State.IN_REVIEW, approved_version=None, updated_at=timezone.now()):
        raise Left("It was changed here during the import.")
    was_published = listing.state == State.APPROVED
    if was_published and not publish:
        draft.holds.append("The posting changed after it was published.")
    if draft.columns["date_posted"] == now:  # the record says no date, or none that can be
        draft.columns["date_posted"] = listing.date_posted
    for name, value in draft.columns.items():
        setattr(listing, name, value)
    try:
        _save(listing, draft, seen_version=listing.version)
    except Conflict:
        raise Left("It was changed here during the import.") from None
    employer = _employer(draft.record.company)
    standing = _standing(draft, employer, version=listing.version, publish=publish, now=now)
    return _decide(listing, standing | {"employer": employer})


@transaction.atomic
def publish_listing(listing: Listing, draft: Draft, *, now: datetime) -> bool:
    """Publish what an earlier run left in review, if there is nothing to look at. Raises Left."""
    employer = Employer.objects.get(pk=listing.employer_id)
    standing = _standing(draft, employer, version=listing.version, publish=True, now=now)
    if standing["state"] != State.APPROVED or listing.reviews.exists():
        return False
    _decide(listing, standing | {"valid_through": draft.columns["valid_through"]})
    return True


def _check_untouched(listing: Listing) -> None:
    if not _is_untouched(listing):
        raise Left("It was edited here.")
    if listing.state not in {State.IN_REVIEW, State.APPROVED}:
        raise Left(f"Here it is {listing.get_state_display().lower()}.")
    if listing.reviews.exists():
        raise Left("A moderator has decided on it.")


def _standing(
    draft: Draft, employer: Employer, *, version: int, publish: bool, now: datetime
) -> dict[str, object]:
    """The columns that say how a listing stands after the import."""
    holds = list(draft.holds)
    if employer.suspended_at is not None:
        holds.append("The employer is suspended.")
    approved = publish and not holds
    return {
        "state": State.APPROVED if approved else State.IN_REVIEW,
        "approved_version": version if approved else None,
        "submitted_at": now,
        "review_reasons": list(dict.fromkeys(holds + draft.notes)),
        "source_digest": f"{version}-{draft.record.digest[:_DIGEST_LENGTH]}",
    }


def _save(listing: Listing, draft: Draft, seen_version: int | None) -> Listing:
    return save_listing(
        listing=listing,
        seen_version=seen_version,
        skills=draft.skills,
        languages=draft.languages,
        channels=draft.channels,
    )


def _decide(listing: Listing, standing: dict[str, object]) -> Listing:
    """Write how a listing in review stands now, unless somebody was faster.

    A run takes its time: what reads all that changed since its last look goes by the hour of the write.
    """
    standing = standing | {"updated_at": timezone.now()}
    waiting = Listing.objects.filter(pk=listing.pk, version=listing.version, state=State.IN_REVIEW)
    if not waiting.update(**standing):
        raise Left("It was changed here during the import.")
    for name, value in standing.items():
        setattr(listing, name, value)
    return listing


def _stamped(listing: Listing) -> tuple[str, str]:
    version, _, digest = listing.source_digest.partition("-")
    return version, digest


def _is_untouched(listing: Listing) -> bool:
    return _stamped(listing)[0] == str(listing.version)


def _employer(company: str) -> Employer:
    """The unverified employer that stands for a company of the feeds.

    Never one who came by themselves, whatever the name: a feed must not speak for them.
    """
    folded = unicodedata.normalize("NFKC", company).casefold()
    key = " ".join(folded.split())[:_KEY_LENGTH]
    known = Employer.objects.filter(import_key=key)
    return known.first() or _new_employer(company, key)


def _new_employer(company: str, key: str) -> Employer:
    stem = slugify(company)[:_SLUG_LENGTH].strip("-") or "employer"
    for number in count(1):
        slug = stem if number == 1 else f"{stem}-{number}"
        try:
            with transaction.atomic():
                return Employer.objects.create(name=company, slug=slug, import_key=key)
        except IntegrityError:
            # The slug stands for another company, or another import was faster with this one.
            employer = Employer.objects.filter(import_key=key).first()
            if employer is not None:
                return employer
            if not Employer.objects.filter(slug=slug).exists():
                raise
