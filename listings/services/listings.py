"""What an employer does with a listing. Reviewing it is in `reviews`."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.models import GlossaryTerm, Skill
from listings.completeness import missing_essentials
from listings.models import (
    Listing,
    ListingChannel,
    ListingLanguage,
    ListingShift,
    ListingSkill,
    ListingTarget,
    ScreeningQuestion,
)
from listings.screening import Question
from listings.weeks import Shift
from profiles.models import Employer

from .refusals import Conflict, EmployerSuspended, ListingIncomplete

State = Listing.State

# Where the text may still change. What stands in review is approved by version, so a change there
# cannot slip past the moderator; what is approved may not change at all.
EDITABLE_STATES = (State.DRAFT, State.REJECTED, State.IN_REVIEW)

# Everything that the form writes. The states, the dates of the review and the import's own columns
# are not among it: a save must not carry an old value of theirs back.
ADVERTISED_FIELDS = [
    "role",
    "title",
    "slug",
    "description",
    "qualifications",
    "training",
    "benefits",
    "work_mode",
    "place",
    "applicant_countries",
    "applicant_states",
    "location_note",
    "time_zone",
    "employment_type",
    "weekly_hours",
    "shift_pattern",
    "works_weekends",
    "schedule_note",
    "contact_style",
    "concurrent_contacts",
    "salary_currency",
    "salary_min",
    "salary_max",
    "salary_period",
    "variable_pay",
    "education_min",
    "experience_months",
    "apply_route",
    "apply_url",
    "apply_email",
    "reply_within_days",
    "date_posted",
    "valid_through",
]


def as_seen(listing: Listing, version: int, states: Iterable[str]):
    """The listing's row, as long as it has the version that somebody saw and is in one of `states`."""
    return Listing.objects.filter(pk=listing.pk, version=version, state__in=states)


@transaction.atomic
def save_listing(
    *,
    listing: Listing,
    seen_version: int | None,
    skills: Mapping[Skill, bool],
    languages: Mapping[Skill, tuple[str, bool]],
    channels: Mapping[str, int | None],
    shifts: Iterable[Shift] = (),
    targets: Mapping[GlossaryTerm, str] = MappingProxyType({}),
    questions: Iterable[Question] = (),
) -> Listing:
    """Write the text of a listing with all that it states in rows of their own, as one new version.

    `skills` gives for each skill whether it is essential, `languages` the level and the same,
    `channels` the share in percent, `targets` the figure in words for each metric, `questions` what whoever applies
    is asked. Rows that are not given are gone afterwards. `seen_version` is None for a new listing. Raises Conflict if
    it is not in the version that the person edited, or not open to editing any more.
    """
    if listing.pk is None:
        listing.save()
    else:
        now = timezone.now()
        if not as_seen(listing, seen_version, EDITABLE_STATES).update(
            version=seen_version + 1, updated_at=now
        ):
            raise Conflict
        listing.version = seen_version + 1
        listing.save(update_fields=[*ADVERTISED_FIELDS, "updated_at"])
        for rows in (
            listing.listing_skills,
            listing.languages,
            listing.channels,
            listing.shifts,
            listing.targets,
            listing.screening_questions,
        ):
            rows.all().delete()
    ListingSkill.objects.bulk_create(
        ListingSkill(listing=listing, skill=skill, is_essential=essential)
        for skill, essential in skills.items()
    )
    ListingLanguage.objects.bulk_create(
        ListingLanguage(listing=listing, language=language, level=level, is_essential=essential)
        for language, (level, essential) in languages.items()
    )
    ListingChannel.objects.bulk_create(
        ListingChannel(listing=listing, channel=channel, share=share)
        for channel, share in channels.items()
    )
    ListingShift.objects.bulk_create(
        ListingShift(listing=listing, weekday=shift.weekday, starts=shift.starts, ends=shift.ends)
        for shift in shifts
    )
    ListingTarget.objects.bulk_create(
        ListingTarget(listing=listing, metric=metric, target=target)
        for metric, target in targets.items()
    )
    add_questions(listing, questions)
    return listing


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


@transaction.atomic
def submit_listing(*, listing: Listing, seen_version: int) -> None:
    """Send a draft, or one that was not approved, to the moderators.

    Raises EmployerSuspended, ListingIncomplete, or Conflict if it changed since it was seen.
    """
    if not Employer.objects.public().filter(pk=listing.employer_id).exists():
        raise EmployerSuspended
    missing = missing_essentials(
        listing,
        has_channels=listing.channels.exists(),
        has_skills=listing.listing_skills.exists(),
    )
    if missing:
        raise ListingIncomplete(missing)
    now = timezone.now()
    if not as_seen(listing, seen_version, [State.DRAFT, State.REJECTED]).update(
        state=State.IN_REVIEW, submitted_at=now, updated_at=now
    ):
        raise Conflict
    listing.state, listing.submitted_at = State.IN_REVIEW, now


@transaction.atomic
def confirm_listing(*, listing: Listing) -> None:
    """Note that the employer still hires for a live listing. Raises EmployerSuspended or Conflict.

    Neither text nor version changes, and `updated_at` stays: there is nothing to index or review.
    """
    if not Employer.objects.public().filter(pk=listing.employer_id).exists():
        raise EmployerSuspended
    now = timezone.now()
    if not Listing.objects.open_rows(now).filter(pk=listing.pk).update(confirmed_at=now):
        raise Conflict
    listing.confirmed_at = now


@transaction.atomic
def close_listing(*, listing: Listing, outcome: str) -> None:
    """Close a listing that was public, and say what came of it. Raises Conflict if it is not."""
    now = timezone.now()
    was_public = Listing.objects.filter(pk=listing.pk, state=State.APPROVED, date_posted__lte=now)
    if not was_public.update(state=State.CLOSED, outcome=outcome, closed_at=now, updated_at=now):
        raise Conflict
    listing.state, listing.outcome, listing.closed_at = State.CLOSED, outcome, now


@transaction.atomic
def withdraw_listing(*, listing: Listing) -> None:
    """Give up a listing that was never public: its page never existed. Raises Conflict if it was."""
    now = timezone.now()
    never_public = Listing.objects.filter(
        Q(state__in=EDITABLE_STATES) | Q(state=State.APPROVED, date_posted__gt=now), pk=listing.pk
    )
    if not never_public.update(state=State.WITHDRAWN, updated_at=now):
        raise Conflict
    listing.state = State.WITHDRAWN
