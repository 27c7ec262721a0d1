from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from listings.models import Listing
from listings.structured_data import check_posting, for_markup, job_posting

BATCH = 200


class Command(BaseCommand):
    help = (
        "Check the JobPosting markup of every open listing against the rules of search engines. "
        "Ends with an error if one is broken. Listings of which no country is known have no markup; "
        "they are counted apart."
    )

    def handle(self, *, verbosity, **options):
        modes, without, faulty = Counter(), [], 0
        listings = for_markup(Listing.objects.open()).order_by("pk")
        for listing in listings.iterator(chunk_size=BATCH):
            posting = job_posting(listing)
            if posting is None:
                without.append(listing)
                continue
            modes[listing.work_mode] += 1
            findings = check_posting(posting)
            faulty += bool(findings)
            for finding in findings:
                self.stdout.write(f"{listing.get_absolute_url()} {finding}")
        for listing in without:
            self.stdout.write(f"{listing.get_absolute_url()} has no markup: no country is known")
        told = ", ".join(f"{count} {mode}" for mode, count in sorted(modes.items())) or "none"
        if verbosity:
            self.stdout.write(
                f"{modes.total()} open listings checked ({told}), {len(without)} without markup, "
                f"{faulty} faulty."
            )
        if faulty:
            raise CommandError(f"{faulty} of {modes.total()} listings break a rule.")
