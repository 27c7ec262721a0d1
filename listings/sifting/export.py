"""Applications as a table for a spreadsheet (CSV), of which no cell can be a formula."""

from collections.abc import Iterator

from django.db.models import QuerySet

from cms import spreadsheet
from listings.application_states import EMPLOYER_WORDS
from listings.models import Application
from listings.moments import zone
from listings.sifting.anonymity import shown_name, shown_text

CHUNK = 200
COLUMNS = [
    "number",
    "name",
    "email",
    "applied",
    "state",
    "answered",
    "tags",
    "note",
    "answers",
    "has_resume",
]


def rows_of(applications: QuerySet[Application]) -> Iterator[list[str]]:
    """A row of words each, oldest first. Four queries for each `CHUNK`; numbered by the database."""
    found = (
        applications.order_by("pk")
        .with_receipt_number()
        .select_related("candidate__user")
        .prefetch_related("tags", "answers")
    )
    for application in found.iterator(chunk_size=CHUNK):
        yield row_of(application)


def row_of(application: Application) -> list[str]:
    clock = zone(application.listing.time_zone)
    is_gone, is_hidden = application.is_gone, application.is_hidden
    answers = [] if is_gone else application.answers.all()
    told = "\n".join(f"{answer.question} {answer.answer}" for answer in answers)
    answered = application.answered_at
    has_file = application.resume_id is not None and not is_gone
    return [
        str(application.receipt_number),
        shown_name(application),
        "" if is_gone or is_hidden else application.candidate.user.email,
        f"{application.submitted_at.astimezone(clock):%Y-%m-%d}",
        str(EMPLOYER_WORDS[application.state]),
        f"{answered.astimezone(clock):%Y-%m-%d}" if answered else "",
        ", ".join(tag.name for tag in application.tags.all()),
        "" if is_gone else shown_text(application, application.note),
        shown_text(application, told),
        "yes" if has_file else "no",
    ]


def csv_lines(applications: QuerySet[Application]) -> Iterator[str]:
    """The whole file, line by line. Every cell is quoted."""
    return spreadsheet.csv_lines(COLUMNS, rows_of(applications))
