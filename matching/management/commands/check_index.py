from django.core.management.base import BaseCommand, CommandError

from matching.adapters import index_store
from matching.store import IndexDamaged


class Command(BaseCommand):
    help = "Read every file of the match index and compare it with its hash. Ends with 1 if one differs."

    def handle(self, *, verbosity, **options):
        try:
            name = index_store().check()
        except (IndexDamaged, OSError) as error:
            raise CommandError(
                f"The match index is damaged: {error}. `rebuild_index` makes a new one."
            ) from error
        if name is None:
            raise CommandError("There is no match index yet: `rebuild_index` makes one.")
        if verbosity:
            self.stdout.write(f"{name}: every file is as it was written.")
