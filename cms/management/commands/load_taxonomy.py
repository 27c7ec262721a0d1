import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from tqdm import tqdm

from cms.loading.facts import fact_loads
from cms.loading.taxonomy import taxonomy_loads

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = (
        "Load skills, tools, roles, steps, places and wages from data files. "
        "May be repeated: what editors changed or deleted stays as they left it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--data", type=Path, default=DATA, metavar="DIR", help="folder of the files"
        )

    def handle(self, *, data, verbosity, **options):
        loads = taxonomy_loads(data) | fact_loads(data)
        bar = tqdm(
            loads.items(),
            desc="Loading",
            unit=" files",
            file=sys.stderr,  # not self.stderr: it paints the bar red and breaks it into lines
            leave=False,
            disable=verbosity == 0 or not sys.stderr.isatty(),
        )
        for name, load in bar:
            tally = load()
            if verbosity:
                with tqdm.external_write_mode():
                    self.stdout.write(f"{name}: {tally}")
