"""A post as a program reads it."""

from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone

from cms.addresses import absolute_address
from cms.clocks import zone
from cms.vocabulary import Weekday
from listings.completeness import missing_essentials
from listings.forms.shown import shown_clock
from listings.models import Listing, ListingRevision, Review
from listings.services.revisions import OPEN_STATES
from listings.snapshots import Parts, parts_of, restore

from .forming import json_faults

COMING_BACK = [Review.Decision.RETURNED, Review.Decision.REJECTED]


def posts_of(employer):
    """All posts of an employer, as the rows of a list read them. One query."""
    return Listing.objects.filter(employer=employer).select_related("employer")


def for_detail(posts):
    """With what a single answer reads beside the parts: three queries with the row's own."""
    return posts.select_related("role", "place").prefetch_related(
        Prefetch(
            "revisions",
            ListingRevision.objects.filter(state__in=OPEN_STATES),
            to_attr="standing_changes",
        ),
        Prefetch(
            "reviews",
            Review.objects.filter(decision__in=COMING_BACK, revision=None),
            to_attr="comings_back",
        ),
    )


def row(listing: Listing) -> dict:
    """Reads the listing and its employer."""
    return {
        "id": listing.pk,
        "reference": listing.reference,
        "title": listing.title,
        "state": listing.phase,
        "url": absolute_address(listing.get_absolute_url()) if listing.is_public else None,
        "outcome": listing.outcome or None,
        "submitted_at": instant(listing.submitted_at),
        "posted_at": instant(listing.date_posted) if listing.is_public else None,
        "closes_at": closing(listing),
        "confirmed_at": instant(listing.confirmed_at),
        "updated_at": instant(listing.updated_at),
    }


def detail(listing: Listing) -> dict:
    """Reads what `for_detail` loads. Six queries for the parts; up to four more for a change."""
    parts = parts_of(listing)
    came_back = listing.comings_back[0] if listing.comings_back else None
    is_back = listing.state in {Listing.State.DRAFT, Listing.State.REJECTED} and came_back
    missing = {}
    if listing.state == Listing.State.DRAFT:
        missing = missing_essentials(
            listing, has_channels=bool(parts.channels), has_skills=bool(parts.skills)
        )
    return row(listing) | {
        "returned_reason": came_back.reason if is_back else "",
        "missing": json_faults({name: [words] for name, words in missing.items()}),
        "post": post(listing, parts),
        "change": change(listing),
    }


def change(listing: Listing) -> dict | None:
    """The change that waits. The row of the listing that was loaded is not touched."""
    if not listing.standing_changes:
        return None
    standing = listing.standing_changes[0]
    paper = Listing.objects.select_related("employer").get(pk=listing.pk)
    parts = restore(paper, standing.snapshot)
    return {
        "state": standing.state,
        "returned_reason": standing.returned_reason,
        "post": post(paper, parts),
    }


def post(listing: Listing, parts: Parts) -> dict:
    """All that can be written, as it would be written. Reads the listing's role and place."""
    return {
        "reference": listing.reference,
        "title": listing.title,
        "role": listing.role.slug if listing.role else None,
        "description": listing.description,
        "qualifications": listing.qualifications,
        "training": listing.training,
        "benefits": listing.benefits,
        "work_mode": listing.work_mode,
        "place": listing.place.label if listing.place else None,
        "location_note": listing.location_note.strip(),
        "applicant_countries": listing.countries,
        "applicant_states": listing.states,
        "time_zone": shown_clock(listing)["time_zone"] or None,
        "employment_type": listing.employment_type or None,
        "weekly_hours": None if listing.weekly_hours is None else f"{listing.weekly_hours:.1f}",
        "shift": listing.shift_pattern or None,
        "works_weekends": listing.works_weekends,
        "schedule_note": listing.schedule_note,
        "week": [
            {
                "weekday": Weekday(shift.weekday).name.lower(),
                "starts": f"{shift.starts:%H:%M}",
                "ends": f"{shift.ends:%H:%M}",
            }
            for shift in parts.shifts
        ],
        "channels": [
            {"channel": str(channel), "share": share} for channel, share in parts.channels.items()
        ],
        "contact_style": listing.contact_style or None,
        "concurrent_contacts": listing.concurrent_contacts,
        "pay": pay(listing),
        "variable_pay": listing.variable_pay,
        "targets": [
            {"metric": metric.slug, "target": target} for metric, target in parts.targets.items()
        ],
        "skills": [
            {"name": skill.preferred_label, "is_essential": essential}
            for skill, essential in parts.skills.items()
        ],
        "languages": [
            {"name": language.preferred_label, "level": str(level), "is_essential": essential}
            for language, (level, essential) in parts.languages.items()
        ],
        "education": listing.education_min or None,
        "experience_months": listing.experience_months,
        "applies_on": listing.apply_route,
        "apply_url": listing.apply_url,
        "apply_email": listing.apply_email,
        "reply_within_days": listing.reply_within_days,
        "appears_on": appearing(listing),
        "closes_at": closing(listing),
        "questions": [
            {
                "text": question.text,
                "kind": question.kind,
                "choices": list(question.choices),
                "is_required": question.is_required,
            }
            for question in parts.questions
        ],
    }


def pay(listing: Listing) -> dict | None:
    stated = listing.pay
    return stated and {
        "currency": stated.currency,
        "minimum": None if stated.minimum is None else f"{stated.minimum:.2f}",
        "maximum": None if stated.maximum is None else f"{stated.maximum:.2f}",
        "period": stated.period,
    }


def instant(at: datetime | None) -> str | None:
    return at and at.isoformat(timespec="seconds")


def closing(listing: Listing) -> str | None:
    """On the clock of the post's own place."""
    at = listing.valid_through
    return at and instant(at.astimezone(zone(listing.time_zone)))


def appearing(listing: Listing) -> str | None:
    """The day that was chosen, while it is ahead."""
    at = listing.date_posted
    if at is None or at <= timezone.now():
        return None
    return at.astimezone(zone(listing.time_zone)).date().isoformat()
