from django.core.management.base import BaseCommand

from listings import demo


class Command(BaseCommand):
    help = "Load invented employers, listings and people; move the dates of untouched ones forward."

    def handle(self, *, verbosity, **options):
        counts = demo.load()
        moved = demo.move_dates()
        if verbosity:
            self.stdout.write(
                f"{counts['employers']} employers, {counts['listings']} listings and "
                f"{counts['people']} people loaded; {moved} listings moved to new dates."
            )
