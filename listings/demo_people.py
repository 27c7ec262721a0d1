"""The demo's people: who can sign in, and who shows a profile or has applied."""

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from listings.demo_posts import Vocabulary, decimal
from listings.models import (
    Application,
    ApplicationEvent,
    Listing,
    Message,
    SavedJob,
)
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
