import sys

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from matching.alerts.running import due, run_due


class Command(BaseCommand):
    help = "Send the match alerts that are due now. `work` does it by itself, every minute."

    def handle(self, *, verbosity, **options):
        now = timezone.now()
        people = mails = 0
        bar = tqdm(
            total=due(now).count(),
            desc="Match alerts",
            unit="person",
            file=sys.stderr,  # not self.stderr: it paints the bar red and breaks it into lines
            disable=verbosity == 0 or not sys.stderr.isatty(),
        )
        with bar:
            for done in run_due(now):
                people += done.people
                mails += done.mails
                bar.update(done.people)
        if verbosity:
            self.stdout.write(f"{people} people, {mails} mails.")
