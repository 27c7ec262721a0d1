import argparse
import sys
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from listings.importing.formats import FileUnreadable, open_postings
from listings.importing.records import PostingsUnreadable
from listings.importing.run import Import
from listings.importing.tally import FateFile, Tally


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


class Command(BaseCommand):
    help = (
        "Read customer-service jobs from a file of postings: one JSON object a line, plain or gzip; or a "
        "saved page with JobPosting data, or Indeed-style XML, of at most 5 MB. "
        "They wait in review. May be repeated: a posting is known by its source and id, updated when "
        "it changed, and left alone once somebody has edited or decided on it here."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="the postings")
        parser.add_argument(
            "--publish",
            action="store_true",
            help="publish those with nothing to look at, marked as not confirmed by the employer",
        )
        parser.add_argument(
            "--limit", type=positive, metavar="N", help="read the first N lines only"
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write each line's fate as CSV"
        )
        parser.add_argument("--no-progress", action="store_true", help="print no progress bar")

    def handle(self, *, file, publish, limit, report, no_progress, verbosity, **options):
        if report and report.exists() and file.exists() and report.samefile(file):
            raise CommandError("--report would overwrite the postings.")
        tally = Tally()
        with ExitStack() as opened:
            try:
                postings = opened.enter_context(open_postings(file))
                fates = opened.enter_context(FateFile(report)) if report else None
            except OSError as error:
                raise CommandError(f"{error.filename}: {error.strerror}.") from error
            except FileUnreadable as error:
                raise CommandError(f"{file}: {error}") from error
            bar = opened.enter_context(
                tqdm(
                    total=postings.size or None,
                    desc="Importing",
                    unit="B",
                    unit_scale=True,
                    file=sys.stderr,  # not self.stderr: it paints the bar red and breaks it into lines
                    leave=False,
                    disable=no_progress or verbosity == 0 or not sys.stderr.isatty(),
                )
            )
            unreadable = self.read(postings, publish, limit, tally, fates, bar)
        if tally.total != postings.lines_read:
            raise CommandError(f"{postings.lines_read:,} lines read, {tally.total:,} told of.")
        if verbosity:
            for line in tally.lines():
                self.stdout.write(line)
            self.stdout.write(f"Every line is accounted for: {tally.sum_in_words()}.")
        if unreadable:
            raise CommandError(f"{file} breaks off after line {tally.total:,}: {unreadable}")
        if tally.total and not tally.usable:
            raise CommandError(f"{file} holds no postings: one JSON object a line is expected.")

    def read(self, postings, publish, limit, tally, fates, bar) -> str:
        """Import line by line; returns why the file could not be read to its end, or nothing."""
        run = Import(publish=publish)
        if not run.reader.role_keys:
            raise CommandError("There are no roles to map titles to. Run load_taxonomy first.")
        try:
            for outcome in run.outcomes(islice(postings, limit)):
                tally.add(outcome)
                if fates:
                    fates.add(outcome)
                bar.update(postings.position - bar.n)
        except PostingsUnreadable as error:
            return str(error)
        return ""
