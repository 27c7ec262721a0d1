"""Invented employers, listings and people, so that a fresh machine has something true to try."""

import tomllib
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from cms.models import GlossaryTerm, Industry, Place, Role, SeedRecord, Skill
from listings.demo_workspace import load_workspace
from listings.models import (
    Application,
    ApplicationEvent,
    Listing,
    ListingChannel,
    ListingLanguage,
    ListingShift,
    ListingSkill,
    ListingTarget,
    Message,
    SavedJob,
)
from listings.screening import Question
from listings.services.listings import add_questions
from listings.still_hiring import ASKED_AFTER
from profiles import consents
from profiles.models import (
    Candidate,
    CandidateLanguage,
    CandidateSkill,
    Employer,
    EmployerMember,
    Experience,
    User,
)
from profiles.models.candidates import Visibility

EMPLOYER_FILES = Path(__file__).parent / "demo" / "employers"
PEOPLE_FILE = Path(__file__).parent / "demo" / "people.toml"
DEMO_PASSWORD = "climb-the-ladder"
SIGN_INS = [
    ("Job seeker", "seeker@rungs.example", DEMO_PASSWORD),
    ("Employer", "employer@rungs.example", DEMO_PASSWORD),
    ("Moderator", "moderator@rungs.example", DEMO_PASSWORD),
    ("Editor", "editor@rungs.example", DEMO_PASSWORD),
    ("Reviewer", "reviewer@rungs.example", DEMO_PASSWORD),
    ("Taxonomist", "taxonomist@rungs.example", DEMO_PASSWORD),
]
SEED_KIND = "demo"
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


@transaction.atomic
def load() -> dict[str, int]:
    """Load what is not there yet. Employers and people that were loaded once are left as they are."""
    vocabulary = Vocabulary()
    counts = {"employers": 0, "listings": 0, "people": 0}
    for path in sorted(EMPLOYER_FILES.glob("*.toml")):
        _record, is_new = SeedRecord.objects.get_or_create(kind=SEED_KIND, key=path.stem)
        if not is_new or Employer.objects.filter(slug=path.stem).exists():
            continue
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        load_employer(path.stem, data, vocabulary)
        counts["employers"] += 1
        counts["listings"] += len(data["listings"])
    if SeedRecord.objects.get_or_create(kind=SEED_KIND, key="people")[1]:
        counts["people"] = load_people(vocabulary)
        load_workspace()
    # Apart from the others: a demo of before they were there gets them too.
    if SeedRecord.objects.get_or_create(kind=SEED_KIND, key="desk")[1]:
        counts["people"] += load_desk()
    return counts


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


@transaction.atomic
def move_dates() -> int:
    """Move untouched demo listings forward when they were loaded more than a week ago. Returns how many."""
    marker, _created = SeedRecord.objects.get_or_create(
        kind=SEED_KIND, key="dates", defaults={"digest": timezone.now().isoformat()}
    )
    if timezone.now() - datetime.fromisoformat(marker.digest) < STALE_AFTER:
        return 0
    moved = 0
    for path in sorted(EMPLOYER_FILES.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["listings"]:
            posted, closes = dates(entry)
            moved += Listing.objects.filter(
                employer__slug=path.stem,
                slug=slugify(entry["title"])[:80],
                state=Listing.State.APPROVED,
                version=1,
            ).update(
                date_posted=posted,
                valid_through=closes,
                confirmed_at=confirmed(entry, posted),
                confirm_asked_at=None,
                is_unconfirmed=False,
                updated_at=timezone.now(),
            )
    marker.digest = timezone.now().isoformat()
    marker.save(update_fields=["digest"])
    return moved


def load_people(vocabulary: Vocabulary) -> int:
    """The four sign-ins, two who applied, six who show their profile, and what they have done so far."""
    data = tomllib.loads(PEOPLE_FILE.read_text(encoding="utf-8"))
    for entry in data["candidates"]:
        load_candidate(entry, vocabulary)
    member = make_user("employer@rungs.example", "Nadia", "Osei")
    for slug in data["employer_member_of"]:
        EmployerMember.objects.create(
            employer=Employer.objects.get(slug=slug), user=member, role=EmployerMember.Role.OWNER
        )
    for email, first_name, last_name, group in [
        ("moderator@rungs.example", "Maya", "Lindqvist", "Listing moderators"),
        ("editor@rungs.example", "Tomas", "Ferreira", "Editors"),
    ]:
        make_user(email, first_name, last_name).groups.add(Group.objects.get(name=group))
    return User.objects.filter(email__endswith="@rungs.example").count()


def load_desk() -> int:
    """Who reads what the editor wrote, and who keeps the vocabulary."""
    for email, first_name, last_name, group in [
        ("reviewer@rungs.example", "Ines", "Halloran", "Reviewers"),
        ("taxonomist@rungs.example", "Kofi", "Brandt", "Taxonomists"),
    ]:
        make_user(email, first_name, last_name).groups.add(Group.objects.get(name=group))
    return 2


@cache
def demo_password_hash() -> str:
    """One hash for all of them: each takes a third of a second, by design."""
    return make_password(DEMO_PASSWORD)


def make_user(email: str, first_name: str, last_name: str) -> User:
    user = User.objects.create(
        email=email, password=demo_password_hash(), first_name=first_name, last_name=last_name
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def load_candidate(entry: dict, vocabulary: Vocabulary) -> Candidate:
    user = make_user(entry["email"], entry["first_name"], entry["last_name"])
    place = vocabulary.place(entry["place"])
    candidate = Candidate.objects.create(
        user=user,
        headline=entry.get("headline", ""),
        current_role=vocabulary.role(entry.get("current_role")),
        target_role=vocabulary.role(entry.get("target_role")),
        visibility=entry.get("visibility", Visibility.PRIVATE),
        place=place,
        time_zone=place.time_zone,
        work_modes=entry.get("work_modes", []),
        channels_avoided=entry.get("channels_avoided", []),
        pay_floor=decimal(entry.get("pay_floor")),
    )
    if candidate.visibility == Visibility.EMPLOYERS:
        consents.give(user, consents.Purpose.VISIBILITY)
    CandidateSkill.objects.bulk_create(
        CandidateSkill(candidate=candidate, skill=vocabulary.skills[slug], level=level)
        for slug, level in entry["skills"].items()
    )
    CandidateLanguage.objects.bulk_create(
        CandidateLanguage(candidate=candidate, language=vocabulary.skills[slug], spoken=level)
        for slug, level in entry["languages"].items()
    )
    for experience in entry.get("experiences", []):
        role = vocabulary.roles.get(experience.pop("role", None))
        Experience.objects.create(candidate=candidate, role=role, **experience)
    for application in entry.get("applications", []):
        listing = Listing.objects.filter(
            employer__slug=application["employer"], role__slug=application["role"]
        ).first()
        at = timezone.now() - timedelta(days=application["days_ago"])
        opened = application.get("opened_hours_ago")
        answers = [
            message["hours_ago"]
            for message in application.get("messages", [])
            if message["from"] == "employer"
        ]
        row = Application.objects.create(
            candidate=candidate,
            listing=listing,
            name=user.get_full_name(),
            note=application["note"].strip(),
            submitted_at=at,
            read_at=None if opened is None else timezone.now() - timedelta(hours=opened),
            answered_at=timezone.now() - timedelta(hours=max(answers)) if answers else None,
        )
        ApplicationEvent.objects.create(application=row, state=row.state, at=at)
        Message.objects.bulk_create(
            Message(
                application=row,
                sender=None if message["from"] == "employer" else user,
                is_from_employer=message["from"] == "employer",
                body=message["text"],
                sent_at=timezone.now() - timedelta(hours=message["hours_ago"]),
            )
            for message in application.get("messages", [])
        )
    for saved in entry.get("saved", []):
        listing = Listing.objects.filter(
            employer__slug=saved["employer"], role__slug=saved["role"]
        ).first()
        SavedJob.objects.get_or_create(candidate=candidate, listing=listing)
    return candidate
