"""Changes of listings that are approved: the old text stays up until a moderator approves the new one.

A change is a text on paper, `ListingRevision.snapshot`. Only `approve_change` touches the listing.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from listings import notices
from listings.models import Listing, ListingRevision, Review
from listings.risk import assess
from listings.snapshots import COLUMNS, Parts, differences, parts_of, restore, snapshot
from profiles.models import User

from .events import By, Kind, record_event
from .life import put_on, refuse_incomplete, refuse_suspended
from .listings import assessed, replace_parts
from .refusals import Conflict, NothingChanged, RoleMissing
from .reviews import refuse_own, refuse_unfit, refuse_unread_findings

State = ListingRevision.State
# The text of a change may be written in these. One of them stands for a listing at a time.
OPEN_STATES = (State.DRAFT, State.IN_REVIEW)


def as_seen(revision: ListingRevision, version: int, *states: str):
    """The change's row, as long as it has the version that somebody saw and is in one of `states`."""
    return ListingRevision.objects.filter(pk=revision.pk, version=version, state__in=states)


def to_be_changed(listing: Listing, version: int):
    """The listing's row, as long as it is live or scheduled, in the version that a change started from."""
    return Listing.objects.filter(
        pk=listing.pk,
        version=version,
        state=Listing.State.APPROVED,
        valid_through__gt=timezone.now(),
    )


def open_change(listing: Listing, user: User | None) -> ListingRevision:
    """The change that stands for a listing; a new one, equal to what is public, if there is none.

    Of two people who begin at once both get the same. Raises EmployerSuspended, or Conflict if the
    listing is neither live nor scheduled.
    """
    refuse_suspended(listing)
    try:
        with transaction.atomic():
            standing = _standing(listing)
            if standing is None:
                standing = _begin(listing, user)
    except IntegrityError:
        # Somebody began meanwhile, or the database refused for another reason: then there is none.
        standing = _standing(listing)
        if standing is None:
            raise
    return standing


def _standing(listing: Listing) -> ListingRevision | None:
    return ListingRevision.objects.filter(listing=listing, state__in=OPEN_STATES).first()


def _begin(listing: Listing, user: User | None) -> ListingRevision:
    row = Listing.objects.get(pk=listing.pk)
    text = snapshot(row, parts_of(row))
    # Columns and rows were read one after the other: they are of one version if it is still that one.
    if not to_be_changed(row, row.version).exists():
        raise Conflict
    return ListingRevision.objects.create(
        listing=row, base_version=row.version, snapshot=text, author=user
    )


def written_out(revision: ListingRevision) -> tuple[Listing, Parts]:
    """The listing as it would be, in hand only, and its parts. Three queries. Never save that listing."""
    listing = Listing.objects.select_related("employer").get(pk=revision.listing_id)
    return listing, restore(listing, revision.snapshot)


@transaction.atomic
def save_change(
    *,
    revision: ListingRevision,
    listing: Listing,
    parts: Parts,
    seen_version: int,
    user: User | None = None,
    by: str = By.EMPLOYER,
) -> None:
    """Keep a text as one new version of the change. `listing` is one in hand, as from `written_out`.

    Raises Conflict if the change is not in the version that the person edited, or decided on.
    """
    written = {
        "version": seen_version + 1,
        "snapshot": snapshot(listing, parts),
        "author": user,
        "updated_at": timezone.now(),
    }
    judged = _assessed(listing, parts)
    if as_seen(revision, seen_version, State.IN_REVIEW).update(**written, **judged):
        put_on(revision, judged)
        before, revision.snapshot = revision.snapshot, written["snapshot"]
        changes = [one.as_json() for one in differences(before, revision.snapshot)]
        if changes:
            record_event(
                revision.listing,
                Kind.CHANGE_SUBMITTED,
                by=by,
                user=user,
                version=written["version"],
                changes=changes,
            )
    elif not as_seen(revision, seen_version, State.DRAFT).update(**written):
        raise Conflict
    put_on(revision, written)


@transaction.atomic
def submit_change(
    *,
    revision: ListingRevision,
    seen_version: int,
    user: User | None = None,
    by: str = By.EMPLOYER,
) -> None:
    """Send a change to the moderators. What is public stays as it is.

    Raises EmployerSuspended, ListingIncomplete, NothingChanged, or Conflict if it changed since it was
    seen, or the listing is over or has another text by now.
    """
    refuse_suspended(revision.listing)
    if revision.version != seen_version:
        raise Conflict
    listing, parts = written_out(revision)
    if not to_be_changed(listing, revision.base_version).exists():
        raise Conflict
    refuse_incomplete(listing, has_channels=bool(parts.channels), has_skills=bool(parts.skills))
    changes = changes_of(revision)
    if not changes:
        raise NothingChanged
    now = timezone.now()
    written = {
        "state": State.IN_REVIEW,
        "submitted_at": now,
        "updated_at": now,
        **_assessed(listing, parts),
    }
    if not as_seen(revision, seen_version, State.DRAFT).update(**written):
        raise Conflict
    put_on(revision, written)
    record_event(
        listing,
        Kind.CHANGE_SUBMITTED,
        by=by,
        user=user,
        version=revision.version,
        changes=[one.as_json() for one in changes],
    )


def changes_of(revision: ListingRevision):
    """What a change says otherwise than the listing does, in words. Eleven queries at most."""
    return differences(snapshot(revision.listing, parts_of(revision.listing)), revision.snapshot)


def _assessed(listing: Listing, parts: Parts) -> dict:
    found = assess(listing, questions=[question.text for question in parts.questions])
    return {"findings": found.findings, "risk": found.risk}


@transaction.atomic
def withdraw_change(
    *, revision: ListingRevision, user: User | None = None, by: str = By.EMPLOYER
) -> None:
    """Take a change back: what is public stays. Raises Conflict if it was decided on or taken back."""
    now = timezone.now()
    still_open = ListingRevision.objects.filter(pk=revision.pk, state__in=OPEN_STATES)
    if not still_open.update(state=State.WITHDRAWN, updated_at=now, decided_at=now):
        raise Conflict
    was_sent = revision.submitted_at is not None
    put_on(revision, {"state": State.WITHDRAWN, "decided_at": now})
    if was_sent:  # what nobody else has seen is no part of the history
        record_event(
            revision.listing,
            Kind.CHANGE_WITHDRAWN,
            by=by,
            user=user,
            version=revision.version,
        )


@transaction.atomic
def approve_change(
    *, revision: ListingRevision, moderator: User, version: int, looked_at: bool = False
) -> Review:
    """Put the text of a change in the place of the listing's, and tell the members.

    Both rows are guarded: the change by the version that the moderator read, the listing by the version
    that the change started from, and by being live or scheduled. Rows of parts that are the same stay:
    what an applicant has begun to answer refers to them. Raises OwnListing, EmployerSuspended,
    EmployerNotVerified, FindingsNotLookedAt, RoleMissing, ListingIncomplete, or Conflict if either
    changed, or something that the text names is gone.
    """
    old = Listing.objects.get(pk=revision.listing_id)
    refuse_own(old.employer_id, moderator)
    refuse_unfit(old.employer_id)
    refuse_unread_findings(revision, looked_at)
    # Said again in the writes below; here it is the better answer than what else would be wrong.
    if revision.version != version or not to_be_changed(old, revision.base_version).exists():
        raise Conflict
    before = snapshot(old, parts_of(old))
    listing, parts = written_out(revision)
    if listing.role_id is None:
        raise RoleMissing
    refuse_incomplete(listing, has_channels=bool(parts.channels), has_skills=bool(parts.skills))
    if snapshot(listing, parts) != revision.snapshot:
        raise Conflict
    now = timezone.now()
    if not as_seen(revision, version, State.IN_REVIEW).update(
        state=State.APPROVED, decided_at=now, updated_at=now
    ):
        raise Conflict
    columns = [Listing._meta.get_field(name).attname for name in COLUMNS]
    written = {name: getattr(listing, name) for name in columns} | {
        "version": revision.base_version + 1,
        "approved_version": revision.base_version + 1,
        "updated_at": now,
        **assessed(listing, [question.text for question in parts.questions]),
    }
    if not to_be_changed(listing, revision.base_version).update(**written):
        raise Conflict
    replace_parts(listing, **_changed_parts(before, revision.snapshot, parts))
    put_on(revision, {"state": State.APPROVED, "decided_at": now})
    return _record(
        revision,
        moderator,
        Review.Decision.APPROVED,
        changes=[one.as_json() for one in differences(before, revision.snapshot)],
    )


def _changed_parts(before: dict, after: dict, parts: Parts) -> dict:
    keywords = parts.as_keywords()
    return {name: keywords[name] for name in keywords if before[name] != after[name]}


@transaction.atomic
def return_change(
    *, revision: ListingRevision, moderator: User, version: int, reason: str
) -> Review:
    """Make a draft of a change again, with what has to be put right, and tell the members.

    What is public stays. Raises OwnListing or Conflict.
    """
    if not reason.strip():
        raise ValueError("a change is not sent back without a reason")
    refuse_own(revision.listing.employer_id, moderator)
    written = {
        "state": State.DRAFT,
        "returned_reason": reason,
        "decided_at": timezone.now(),
        "updated_at": timezone.now(),
    }
    if not as_seen(revision, version, State.IN_REVIEW).update(**written):
        raise Conflict
    put_on(revision, written)
    return _record(revision, moderator, Review.Decision.RETURNED, reason)


def _record(revision, moderator, decision, reason="", changes=()) -> Review:
    is_approved = decision == Review.Decision.APPROVED
    revision.listing.refresh_from_db()
    review = Review.objects.create(
        listing=revision.listing,
        revision=revision,
        moderator=moderator,
        version=revision.version,
        decision=decision,
        reason=reason,
    )
    record_event(
        revision.listing,
        Kind.CHANGE_APPROVED if is_approved else Kind.CHANGE_RETURNED,
        by=By.MODERATOR,
        user=moderator,
        # An approved one is a version of the listing from now on.
        version=revision.listing.version if is_approved else revision.version,
        note=reason,
        changes=changes,
    )
    notices.change_reviewed(review)
    return review
