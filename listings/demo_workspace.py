"""What the demo's employer and moderator find at their desks: colleagues, answers, a change, a held post, figures."""

import hashlib
import secrets
import tomllib
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.text import slugify

from cms.models import Role
from listings.fingerprints import fingerprint
from listings.models import (
    Application,
    ApplicationEvent,
    ApplicationNote,
    ApplicationTag,
    Listing,
    ListingDay,
    ListingEvent,
    ListingRevision,
    MessageTemplate,
    Report,
    ReviewComment,
)
from listings.risk import assess
from listings.services.events import record_event
from listings.snapshots import parts_of, snapshot
from profiles.models import Candidate, Employer, EmployerInvite, EmployerMember, User

WORKSPACE_FILE = Path(__file__).parent / "demo" / "workspace.toml"
INVITE_OPEN = timedelta(days=6)
LONGEST_COUNTED = 40  # days of a post's figures


def load_workspace() -> None:
    """Needs the demo's employers and people. Everything here is written once."""
    data = tomllib.loads(WORKSPACE_FILE.read_text(encoding="utf-8"))
    employer = Employer.objects.get(slug=data["employer"])
    owner = employer.members.get(role=EmployerMember.Role.OWNER).user
    colleague = add_member(employer, data["colleague"])
    for entry in data["invites"]:
        EmployerInvite.objects.create(
            employer=employer,
            email=entry["email"],
            role=entry["role"],
            token_hash=hashlib.sha256(secrets.token_bytes(32)).hexdigest(),
            invited_by=owner,
            created_at=timezone.now(),
            expires_at=timezone.now() + INVITE_OPEN,
        )
    MessageTemplate.objects.bulk_create(
        MessageTemplate(employer=employer, **entry) for entry in data["templates"]
    )
    load_past(employer, data["past"])
    for entry in data["notes"]:
        load_note(employer, colleague, entry)
    load_change(employer, owner, data["change"])
    load_held(data["held"])
    for entry in data["comments"]:
        load_comment(entry)
    for entry in data["reports"]:
        load_report(entry)
    load_days()


def add_member(employer: Employer, entry: dict) -> User:
    """Somebody whose account nobody signs in to: it has no password."""
    user = User.objects.create(
        email=entry["email"],
        first_name=entry.get("first_name", ""),
        last_name=entry.get("last_name", ""),
        password=make_password(None),
    )
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    EmployerMember.objects.create(employer=employer, user=user, role=entry.get("role", "owner"))
    return user


def load_past(employer: Employer, entry: dict) -> None:
    """A post that ended with a hire, with the answers that people got."""
    now = timezone.now()
    listing = Listing.objects.filter(employer=employer, role__slug=entry["role"]).first()
    listing.pk, listing._state.adding = None, True
    listing.title = entry["title"]
    listing.slug = slugify(entry["title"])[:80]
    listing.state, listing.outcome = Listing.State.CLOSED, Listing.Outcome.HIRED
    listing.date_posted = now - timedelta(days=entry["posted_days_ago"])
    listing.closed_at = now - timedelta(days=entry["closed_days_ago"])
    listing.valid_through = listing.closed_at + timedelta(days=3)
    listing.confirmed_at = listing.closed_at - timedelta(days=10)
    listing.save()
    for sent in entry["applications"]:
        candidate = Candidate.objects.get(user__email=sent["email"])
        at = now - timedelta(days=sent["days_ago"])
        answered = None
        if "answered_after_hours" in sent:
            answered = at + timedelta(hours=sent["answered_after_hours"])
        application = Application.objects.create(
            candidate=candidate,
            listing=listing,
            name=candidate.user.get_full_name(),
            state=sent["state"],
            submitted_at=at,
            read_at=answered,
            answered_at=answered,
        )
        record(application, Application.State.SUBMITTED, at)
        if answered:
            record(application, sent["state"], answered, reason=sent.get("reason", ""))


def record(application: Application, state: str, at: datetime, reason: str = "") -> None:
    ApplicationEvent.objects.create(application=application, state=state, at=at, reason=reason)


def load_note(employer: Employer, author: User, entry: dict) -> None:
    application = (
        Application.objects.filter(
            listing__employer=employer,
            listing__state=Listing.State.APPROVED,
            candidate__user__email=entry["email"],
        )
        .order_by("pk")
        .first()
    )
    ApplicationNote.objects.create(
        application=application,
        author=author,
        body=entry["text"],
        at=timezone.now() - timedelta(hours=5),
    )
    ApplicationTag.objects.bulk_create(
        ApplicationTag(application=application, name=name) for name in entry["tags"]
    )


def load_change(employer: Employer, author: User, entry: dict) -> None:
    """A change that waits for a moderator, beside the live post that it changes."""
    listing = Listing.objects.get(
        employer=employer, role__slug=entry["role"], state=Listing.State.APPROVED
    )
    parts = parts_of(listing)
    listing.salary_max += Decimal(str(entry["salary_max_plus"]))
    listing.benefits = f"{listing.benefits} {entry['benefits_plus']}".strip()
    at = timezone.now() - timedelta(hours=9)
    revision = ListingRevision.objects.create(
        listing=listing,
        base_version=listing.version,
        snapshot=snapshot(listing, parts),
        state=ListingRevision.State.IN_REVIEW,
        author=author,
        submitted_at=at,
    )
    record_event(
        listing,
        ListingEvent.Kind.CHANGE_SUBMITTED,
        by=ListingEvent.By.EMPLOYER,
        user=author,
        version=revision.version,
    )


def load_held(entry: dict) -> None:
    """A post as fraud writes it, by an employer whom nobody has checked."""
    now = timezone.now()
    employer = Employer.objects.create(
        name=entry["employer"], slug=entry["slug"], website=entry["website"]
    )
    member = add_member(employer, {"email": entry["member"]})
    salary = entry["salary"]
    listing = Listing.objects.create(
        employer=employer,
        role=Role.objects.get(slug=entry["role"]),
        title=entry["title"],
        slug=slugify(entry["title"])[:80],
        description=entry["description"],
        work_mode="remote",
        applicant_countries="US",
        time_zone="America/New_York",
        employment_type="PART_TIME",
        weekly_hours=20,
        shift_pattern="flexible",
        salary_currency=salary["currency"],
        salary_period=salary["period"],
        salary_min=Decimal(salary["min"]),
        salary_max=Decimal(salary["max"]),
        education_min="none",
        state=Listing.State.IN_REVIEW,
        submitted_at=now - timedelta(hours=3),
        valid_through=now + timedelta(days=30),
    )
    assessment = assess(listing)
    Listing.objects.filter(pk=listing.pk).update(
        findings=assessment.findings, risk=assessment.risk, fingerprint=fingerprint(listing)
    )
    record_event(listing, ListingEvent.Kind.SUBMITTED, by=ListingEvent.By.EMPLOYER, user=member)


def load_comment(entry: dict) -> None:
    listing = Listing.objects.filter(
        employer__slug=entry["employer"], state=Listing.State.IN_REVIEW
    ).first()
    moderator = User.objects.get(email="moderator@rungs.example")
    ReviewComment.objects.create(
        listing=listing,
        author=moderator,
        is_from_moderator=True,
        body=entry["text"],
        at=timezone.now() - timedelta(hours=entry["hours_ago"]),
    )


def load_report(entry: dict) -> None:
    listing = Listing.objects.public().filter(employer__slug=entry["employer"]).first()
    Report.objects.create(
        listing=listing,
        reporter=User.objects.get(email="seeker@rungs.example"),
        reason=entry["reason"],
        words=entry["words"],
        at=timezone.now() - timedelta(hours=entry["hours_ago"]),
    )


def load_days() -> None:
    """How often each public post was opened, as it might be: more at the start of a week, fewer as it ages."""
    now, rows = timezone.now(), []
    for listing in Listing.objects.public(now).only("date_posted", "closed_at"):
        ended = listing.closed_at or now
        for back in range(min((ended - listing.date_posted).days, LONGEST_COUNTED) + 1):
            day = (ended - timedelta(days=back)).date()
            age = (day - listing.date_posted.date()).days
            views = 3 + (listing.pk * 7 + back * 5) % 6 + (5 if day.weekday() < 2 else 0) - age // 8
            rows.append(
                ListingDay(
                    listing=listing,
                    day=day,
                    views=max(views, 1),
                    starts=(listing.pk + back) % 3,
                    leaves=(listing.pk + back) % 2,
                )
            )
    ListingDay.objects.bulk_create(rows, batch_size=500)
