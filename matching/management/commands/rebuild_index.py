from django.core.management.base import BaseCommand

from matching.adapters import build_index, index_store


class Command(BaseCommand):
    help = (
        "Build the match index from all approved listings now. `work` does it when enough of them "
        "changed, or skills did; what is new is in the matches before."
    )

    def handle(self, *, verbosity, **options):
        name = build_index()
        if verbosity:
            manifest = index_store().manifest()
            self.stdout.write(
                f"{name}: {manifest['n_listings']} listings, {manifest['n_terms']} terms."
            )
