from pathlib import Path

from django.core.management.base import BaseCommand

from profiles.personal_data.erasure import NotErasable, come_back, erase, ledger_file


class Command(BaseCommand):
    help = "Erase once more whoever a restored backup brought back. Run it before the site opens."

    def add_arguments(self, parser):
        parser.add_argument(
            "--ledger",
            type=Path,
            default=ledger_file(),
            help="The list of erased accounts (default: %(default)s)",
        )

    def handle(self, *, ledger, **options):
        found = come_back(ledger)
        kept = 0
        for user in found:
            try:
                erase(user, says_goodbye=False)
            except NotErasable as refusal:
                kept += 1
                self.stderr.write(f"account {user.pk}: {' '.join(refusal.obstacles)}")
        self.stdout.write(f"{len(found) - kept} erased again, {kept} to look at by hand")
