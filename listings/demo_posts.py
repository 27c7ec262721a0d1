"""The demo's employers and their posts, read from a file each."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import slugify

from cms.models import GlossaryTerm, Industry, Place, Role, Skill
from listings.models import (
    Listing,
    ListingChannel,
    ListingLanguage,
    ListingShift,
    ListingSkill,
    ListingTarget,
)
from listings.screening import Question
from listings.services.listings import add_questions
from listings.still_hiring import ASKED_AFTER
from profiles.models import (
    Employer,
)

EMPLOYER_FILES = Path(__file__).parent / "demo" / "employers"
STALE_AFTER = timedelta(days=7)
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Vocabulary:
    """The taxonomy by slug, read once: five queries and one a place."""

    def __init__(self):
        self.roles = {role.slug: role for role in Role.objects.all()}
        self.skills = {skill.slug: skill for skill in Skill.objects.all()}
        self.industries = {industry.slug: industry for industry in Industry.objects.all()}
        self.metrics = {term.slug: term for term in GlossaryTerm.objects.filter(is_metric=True)}
        self.places = {}

    def role(self, slug: str | None) -> Role | None:
        return self.roles[slug] if slug else None

    def place(self, text: str | None) -> Place | None:
        if text and text not in self.places:
            self.places[text] = Place.objects.named(text).first()
        return self.places.get(text)


def load_employer(slug: str, data: dict, vocabulary: Vocabulary) -> Employer:
    employer = Employer.objects.create(
        name=data["name"],
        slug=slug,
        kind=data["kind"],
        industry=vocabulary.industries[data["industry"]],
        website=data["website"],
        place=vocabulary.place(data["place"]),
        description=data["description"].strip(),
        **{name: data.get(name, "").strip() for name in ("growth", "training", "support")},
        verified_at=timezone.now() if data.get("is_verified", True) else None,
    )
    for entry in data["listings"]:
        load_listing(employer, entry, vocabulary)
    return employer


def load_listing(employer: Employer, entry: dict, vocabulary: Vocabulary) -> Listing:
    salary = entry.get("salary", {})
    state = entry.get("state", Listing.State.APPROVED)
    posted, closes = dates(entry)
    listing = Listing.objects.create(
        employer=employer,
        role=vocabulary.roles[entry["role"]],
        title=entry["title"],
        client_name=entry.get("client_name", ""),
        is_client_hidden=entry.get("is_client_hidden", False),
        slug=slugify(entry["title"])[:80],
        description=entry["description"].strip(),
        qualifications=entry.get("qualifications", "").strip(),
        training=entry.get("training", "").strip(),
        benefits=entry.get("benefits", "").strip(),
        work_mode=entry["work_mode"],
        place=vocabulary.place(entry.get("place")),
        applicant_countries=" ".join(entry.get("applicant_countries", [])),
        applicant_states=" ".join(entry.get("applicant_states", [])),
        location_note=entry.get("location_note", ""),
        time_zone=entry["time_zone"],
        employment_type=entry["employment_type"],
        weekly_hours=decimal(entry.get("weekly_hours")),
        shift_pattern=entry.get("shift_pattern", ""),
        works_weekends=entry.get("works_weekends"),
        schedule_note=entry.get("schedule_note", ""),
        contact_style=entry.get("contact_style", ""),
        concurrent_contacts=entry.get("concurrent_contacts"),
        salary_currency=salary.get("currency", ""),
        salary_period=salary.get("period", ""),
        salary_min=decimal(salary.get("min")),
        salary_max=decimal(salary.get("max")),
        variable_pay=entry.get("variable_pay", ""),
        education_min=entry.get("education_min", ""),
        experience_months=entry.get("experience_months"),
        apply_route=Listing.ApplyRoute.EMAIL
        if "apply_email" in entry
        else Listing.ApplyRoute.ON_SITE,
        apply_email=entry.get("apply_email", ""),
        reply_within_days=entry.get("reply_within_days"),
        state=state,
        approved_version=1 if state == Listing.State.APPROVED else None,
        date_posted=posted if state == Listing.State.APPROVED else None,
        submitted_at=posted,
        confirmed_at=confirmed(entry, posted),
        valid_through=closes,
        review_reasons=entry.get("review_reasons", []),
    )
    ListingSkill.objects.bulk_create(
        ListingSkill(listing=listing, skill=vocabulary.skills[slug], is_essential=is_essential)
        for key, is_essential in [("essential", True), ("desirable", False)]
        for slug in entry.get(key, [])
    )
    ListingLanguage.objects.bulk_create(
        ListingLanguage(listing=listing, language=vocabulary.skills[slug], level=level)
        for slug, level in entry.get("languages", {}).items()
    )
    ListingChannel.objects.bulk_create(
        ListingChannel(listing=listing, channel=channel, share=share)
        for channel, share in entry["channels"].items()
    )
    ListingShift.objects.bulk_create(
        ListingShift(
            listing=listing,
            weekday=weekday,
            starts=time.fromisoformat(shift["from"]),
            ends=time.fromisoformat(shift["to"]),
        )
        for shift in entry.get("shifts", [])
        for weekday in weekdays(shift["days"])
    )
    ListingTarget.objects.bulk_create(
        ListingTarget(listing=listing, metric=vocabulary.metrics[slug], target=target)
        for slug, target in entry.get("targets", {}).items()
    )
    add_questions(
        listing,
        [
            Question(**question | {"choices": tuple(question.get("choices", []))})
            for question in entry.get("questions", [])
        ],
    )
    return listing


def weekdays(text: str) -> list[int]:
    """ "mon-fri", "sat" or "tue, thu-sat" as numbers, Monday being 0."""
    found = []
    for part in text.split(","):
        first, _dash, last = part.strip().partition("-")
        found += range(DAYS.index(first), DAYS.index(last or first) + 1)
    return found


def confirmed(entry: dict, posted: datetime) -> datetime | None:
    """When its employer last said that it still hires, where the file has that.

    What is so old that its employer would be asked was confirmed some days ago: nobody stands behind
    most of these employers who could answer. Spread over a week, so that not all are asked at once.
    """
    now = timezone.now()
    days_ago = entry.get("confirmed_days_ago")
    if days_ago is None and now - posted > ASKED_AFTER - STALE_AFTER:
        days_ago = sum(map(ord, entry["title"])) % STALE_AFTER.days
    return None if days_ago is None else max(posted, now - timedelta(days=days_ago))


def decimal(value) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def dates(entry: dict) -> tuple[datetime, datetime]:
    """When it was posted and when it closes, counted from today in the listing's own zone."""
    zone = ZoneInfo(entry["time_zone"])
    today = timezone.now().astimezone(zone)
    # Spread over the morning, so that no two lie on the same instant.
    minute = sum(map(ord, entry["title"])) % 240
    posted = datetime.combine(
        today.date() - timedelta(days=entry["posted_days_ago"]), time(6), zone
    ) + timedelta(minutes=minute)
    closes = datetime.combine(
        today.date() + timedelta(days=entry["closes_in_days"]),
        time.fromisoformat(entry["closes_at"]),
        zone,
    )
    return min(posted, today - timedelta(minutes=minute + 1)), closes
