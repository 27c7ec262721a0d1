"""The text of a listing: written as one new version. What becomes of it is in `life` and `reviews`."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from cms.models import GlossaryTerm, Skill
from listings.fingerprints import fingerprint
from listings.models import (
    Listing,
    ListingChannel,
    ListingLanguage,
    ListingShift,
    ListingSkill,
    ListingTarget,
    ScreeningQuestion,
)
from listings.risk import assess
from listings.screening import Question
from listings.snapshots import COLUMNS, differences, parts_of, snapshot
from listings.weeks import Shift
from profiles.models import User

from .events import By, Kind, record_event
from .refusals import Conflict

State = Listing.State

# Where the text may still change. What stands in review is approved by version, so a change there
# cannot slip past the moderator; what is approved changes by a revision, which is reviewed too.
EDITABLE_STATES = (State.DRAFT, State.IN_REVIEW)

# Everything that the form writes. The states, the dates of the review and the import's own columns
# are not among it: a save must not carry an old value of theirs back.
ADVERTISED_FIELDS = [*COLUMNS, "date_posted", "valid_through"]


# Where the rows of each part hang.
ROWS = {
    "skills": "listing_skills",
    "languages": "languages",
    "channels": "channels",
    "shifts": "shifts",
    "targets": "targets",
    "questions": "screening_questions",
}


def as_seen(listing: Listing, version: int, states: Iterable[str]):
    """The listing's row, as long as it has the version that somebody saw and is in one of `states`."""
    return Listing.objects.filter(pk=listing.pk, version=version, state__in=states)


@transaction.atomic
def save_listing(
    *,
    listing: Listing,
    seen_version: int | None,
    skills: Mapping[Skill, bool] | None = None,
    languages: Mapping[Skill, tuple[str, bool]] | None = None,
    channels: Mapping[str, int | None] | None = None,
    shifts: Iterable[Shift] | None = None,
    targets: Mapping[GlossaryTerm, str] | None = None,
    questions: Iterable[Question] | None = None,
    user: User | None = None,
    by: str = By.EMPLOYER,
    begun_as: str = Kind.CREATED,
) -> Listing:
    """Write the text of a listing with all that it states in rows of their own, as one new version.

    `skills` gives for each skill whether it is essential, `languages` the level and the same, `channels`
    the share in percent, `targets` the figure in words for each metric, `questions` what whoever applies
    is asked. A part that is None stays as it is; of one that is given, rows not in it are gone
    afterwards. `seen_version` is None for a new listing, `begun_as` then says whether it is a copy. What
    stands in review is assessed again, and its history tells what changed. Raises Conflict if it is not
    in the version that the person edited, or not open to editing any more.
    """
    parts = {
        "skills": skills,
        "languages": languages,
        "channels": channels,
        "shifts": shifts,
        "targets": targets,
        "questions": questions,
    }
    if listing.pk is None:
        listing.save()
        write_parts(listing, **parts)
        if not listing.is_imported:
            record_event(listing, begun_as, by=by, user=user)
        return listing
    if not as_seen(listing, seen_version, EDITABLE_STATES).update(
        version=seen_version + 1, updated_at=timezone.now()
    ):
        raise Conflict
    listing.version = seen_version + 1
    waiting = _waiting_row(listing)
    before = snapshot(waiting, parts_of(waiting)) if waiting else None
    listing.save(update_fields=[*ADVERTISED_FIELDS, "updated_at"])
    replace_parts(listing, **parts)
    if before:
        _tell_moderators(listing, before, by=by, user=user)
    return listing


def _waiting_row(listing: Listing) -> Listing | None:
    """The row as it waits for a moderator, before it is written. None if it does not wait.

    An import writes what it published over with its own words for the moderators.
    """
    if listing.is_imported:
        return None
    return Listing.objects.filter(pk=listing.pk, state=State.IN_REVIEW).first()


def _tell_moderators(listing: Listing, before: dict, *, by: str, user: User | None) -> None:
    """Assess what waits for them again, and note what changed. The row is this transaction's by now."""
    stored = Listing.objects.get(pk=listing.pk)
    changes = differences(before, snapshot(stored, parts_of(stored)))
    if not changes:
        return
    judged = assessed(stored)
    Listing.objects.filter(pk=listing.pk).update(**judged)
    for name, value in judged.items():
        setattr(listing, name, value)
    record_event(
        stored, Kind.SUBMITTED, by=by, user=user, changes=[one.as_json() for one in changes]
    )


def assessed(listing: Listing, questions: Iterable[str] | None = None) -> dict:
    """What is stored of an assessment: columns of a listing. `questions` as `listings.risk.assess` takes them."""
    found = assess(listing, questions=questions)
    return {
        "findings": found.findings,
        "risk": found.risk,
        "fingerprint": fingerprint(listing),
    }


def replace_parts(listing: Listing, **parts) -> None:
    """Exchange the rows of the parts that are given. Two statements for each."""
    for name, part in parts.items():
        if part is not None:
            getattr(listing, ROWS[name]).all().delete()
    write_parts(listing, **parts)


def write_parts(
    listing: Listing,
    *,
    skills: Mapping[Skill, bool] | None = None,
    languages: Mapping[Skill, tuple[str, bool]] | None = None,
    channels: Mapping[str, int | None] | None = None,
    shifts: Iterable[Shift] | None = None,
    targets: Mapping[GlossaryTerm, str] | None = None,
    questions: Iterable[Question] | None = None,
) -> None:
    """Add the rows of the parts that are given. One statement for each."""
    if skills is not None:
        ListingSkill.objects.bulk_create(
            (
                ListingSkill(listing=listing, skill=skill, is_essential=essential)
                for skill, essential in skills.items()
            ),
        )
    if languages is not None:
        ListingLanguage.objects.bulk_create(
            (
                ListingLanguage(
                    listing=listing, language=language, level=level, is_essential=essential
                )
                for language, (level, essential) in languages.items()
            ),
        )
    if channels is not None:
        ListingChannel.objects.bulk_create(
            (
                ListingChannel(listing=listing, channel=channel, share=share)
                for channel, share in channels.items()
            ),
        )
    if shifts is not None:
        ListingShift.objects.bulk_create(
            (
                ListingShift(
                    listing=listing, weekday=shift.weekday, starts=shift.starts, ends=shift.ends
                )
                for shift in shifts
            ),
        )
    if targets is not None:
        ListingTarget.objects.bulk_create(
            (
                ListingTarget(listing=listing, metric=metric, target=target)
                for metric, target in targets.items()
            ),
        )
    if questions is not None:
        add_questions(listing, questions)


def add_questions(listing: Listing, questions: Iterable[Question]) -> None:
    """What whoever applies is asked, in the order given. One statement."""
    ScreeningQuestion.objects.bulk_create(
        ScreeningQuestion(
            listing=listing,
            position=position,
            text=question.text,
            kind=question.kind,
            choices="\n".join(question.choices),
            is_required=question.is_required,
        )
        for position, question in enumerate(questions, start=1)
    )
