"""Invented employers, listings and people, so that a fresh machine has something true to try."""

import tomllib
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from cms.models import SeedRecord
from listings.demo_people import load_desk, load_people
from listings.demo_posts import (
    EMPLOYER_FILES,
    STALE_AFTER,
    Vocabulary,
    confirmed,
    dates,
    load_employer,
)
from listings.demo_workspace import load_workspace
from listings.models import Listing
from profiles.models import Employer

SEED_KIND = "demo"


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
