from pathlib import Path

from django.core.management.base import BaseCommand

from cms.groups import ensure_groups
from cms.loading.pages import PageLoad
from cms.loading.site_address import set_site_address

CONTENT = Path(__file__).resolve().parents[2] / "content"


class Command(BaseCommand):
    help = (
        "Make the pages of the site and the groups of editors and moderators. "
        "May be repeated: a page is made once, and what editors changed or deleted stays so."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--content", type=Path, default=CONTENT, metavar="DIR", help="folder of the files"
        )

    def handle(self, *, content, verbosity, **options):
        tally = PageLoad(content).run()
        set_site_address()
        ensure_groups()
        if verbosity:
            self.stdout.write(f"Pages: {tally['created']} created, {tally['kept']} kept")
