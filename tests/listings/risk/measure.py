"""How many real postings the rules hold, and why: `python -m tests.listings.risk.measure POSTINGS.jsonl.gz`.

Reads every record as the importer reads it, those without a role too, and assesses each beside all
others in a database of its own that is gone afterwards. Prints counts with Wilson's interval (95 %).
With `--held` each held posting with its findings, to be looked at by hand.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from math import sqrt
from pathlib import Path


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    if not of:
        return 0.0, 1.0
    share, spread = hits / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--held", action="store_true", help="show each held posting")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/db.sqlite3"
        os.environ["VAR_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobboard.settings.test")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_taxonomy", verbosity=0)
        _measure(options.path, show=options.held)


def _measure(path: Path, *, show: bool) -> None:
    from listings.models import Listing
    from listings.risk import assess

    count = _import_all(path)
    began = time.perf_counter()
    rules, held, slowest = Counter(), [], 0.0
    for listing in Listing.objects.select_related("employer", "role").order_by("pk").iterator():
        at = time.perf_counter()
        assessment = assess(listing)
        slowest = max(slowest, time.perf_counter() - at)
        if assessment.is_held:
            held.append((listing, assessment))
        rules.update({finding["rule"] for finding in assessment.findings})
    seconds = time.perf_counter() - began
    low, high = wilson(len(held), count)
    sys.stdout.write(
        f"{count} postings, {len(held)} held: {len(held) / count:.1%} ({low:.1%} to {high:.1%})"
        + "\n"
    )
    sys.stdout.write(
        f"{seconds / count * 1000:.1f} ms a posting, slowest {slowest * 1000:.0f} ms" + "\n"
    )
    for rule, hits in rules.most_common():
        sys.stdout.write(f"  {rule}: {hits}" + "\n")
    if show:
        for listing, assessment in held:
            sys.stdout.write(
                f"\n{listing.source_id} · {listing.title} · {listing.employer.name}" + "\n"
            )
            for finding in assessment.findings:
                sys.stdout.write(f"  {finding['rule']}: {finding['quote']!r}" + "\n")


def _import_all(path: Path) -> int:
    """Every record as a public listing, whatever the importer would make of it. How many there are."""
    from django.utils import timezone

    from listings.fingerprints import fingerprint
    from listings.importing import save
    from listings.importing.drafts import Reader
    from listings.importing.records import PostingsFile, Unusable
    from listings.models import Listing

    reader, now, count = Reader(), timezone.now(), 0
    with PostingsFile(path) as lines:
        for record in lines:
            if isinstance(record, Unusable):
                continue
            match, verdict = reader.judge(record)
            draft = reader.draft(record, match, verdict, now)
            listing = save.create_listing(draft, publish=False, now=now)
            Listing.objects.filter(pk=listing.pk).update(fingerprint=fingerprint(listing))
            count += 1
    Listing.objects.filter(
        role__isnull=False, date_posted__isnull=False, valid_through__isnull=False
    ).update(state="approved")
    return count


if __name__ == "__main__":
    main()
