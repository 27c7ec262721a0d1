"""Posts to judge, one a file: what a scam says, and what an honest post says that sounds like one.

Each file is a listing with what stands around it. `rules` names what a scam is expected to be held for.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from cms.models import Wage, WageArea
from listings.fingerprints import fingerprint
from listings.models import Listing
from profiles.models import Employer
from tests.factories import EmployerFactory, EmployerMemberFactory, ListingFactory, RoleFactory

HERE = Path(__file__).parent

# What nine tenths earn at most in the United States, in dollars an hour: occupation, p90.
PUBLISHED = {
    "customer-service-representative": ("43-4051", "30.24"),
    "it-support-specialist": ("15-1232", "47.60"),
    "customer-service-manager": ("11-9199", "108.52"),
}


@dataclass(frozen=True)
class Post:
    """One file. `number` decides its half: the odd ones were tuned on, the even ones were not looked at."""

    kind: str
    name: str
    number: int
    data: dict = field(repr=False)

    @property
    def rules(self) -> set[str]:
        return set(self.data.get("rules", []))


def posts(kind: str) -> list[Post]:
    return [
        Post(kind, path.stem, int(path.stem[:2]), tomllib.loads(path.read_text("utf-8")))
        for path in sorted((HERE / kind).glob("*.toml"))
    ]


def publish_wages() -> None:
    nation = WageArea.objects.create(kind="national", code="0000000", title="National")
    for slug, (occupation, highest) in PUBLISHED.items():
        RoleFactory(slug=slug, soc_code=occupation)
        Wage.objects.create(
            area=nation,
            soc_code=occupation,
            industry="All industries",
            year=2025,
            hourly_median=Decimal("20.00"),
            hourly_p90=Decimal(highest),
        )


def listing_of(post: Post) -> Listing:
    """The listing as it waits for assessment, with the rows around it."""
    data = post.data
    employer = _employer(data.get("employer", {}))
    for known in data.get("known", []):
        EmployerFactory(**known)
    role = RoleFactory(slug=data.get("role", "call-center-agent"))
    listing = ListingFactory(
        in_review=True,
        employer=employer,
        role=role,
        title=data["title"],
        description=data["description"],
        **_pay(data.get("pay")),
        **_route(data.get("apply")),
    )
    for position, text in enumerate(data.get("questions", [])):
        listing.screening_questions.create(position=position, text=text, kind="text")
    _surround(listing, data)
    return listing


def _employer(facts: dict) -> Employer:
    days, is_verified = facts.get("days", 100), facts.get("verified", True)
    columns = {name: value for name, value in facts.items() if name not in {"days", "verified"}}
    employer = EmployerFactory(**columns, **({} if is_verified else {"verified_at": None}))
    employer.created_at = timezone.now() - timedelta(days=days)
    employer.save(update_fields=["created_at"])
    return employer


def _pay(stated: dict | None) -> dict:
    if stated is None:
        return {"salary_min": Decimal("18.00"), "salary_max": Decimal("21.00")}
    return {
        "salary_min": Decimal(stated["minimum"]),
        "salary_max": Decimal(stated["maximum"]),
        "salary_period": stated["period"],
        "salary_currency": stated["currency"],
    }


def _route(stated: dict | None) -> dict:
    if stated is None:
        return {}
    column = "apply_url" if stated["route"] == "external" else "apply_email"
    return {"apply_route": stated["route"], column: stated["address"]}


def _surround(listing: Listing, data: dict) -> None:
    if copied := data.get("copies"):
        other = ListingFactory(
            role=listing.role,
            title=listing.title if copied == "same" else "Another title",
            description=data["description"] if copied == "same" else copied,
            salary_min=listing.salary_min,
            salary_max=listing.salary_max,
        )
        Listing.objects.filter(pk=other.pk).update(fingerprint=fingerprint(other))
    for _n in range(data.get("posts_today", 0) - 1):
        ListingFactory(in_review=True, employer=listing.employer, role=listing.role)
    if shared := data.get("suspended"):
        suspended = EmployerFactory(suspended=True)
        if shared == "member":
            member = EmployerMemberFactory(employer=suspended)
            EmployerMemberFactory(employer=listing.employer, user=member.user)
        else:
            setattr(suspended, shared, getattr(listing.employer, shared))
            suspended.save(update_fields=[shared])
