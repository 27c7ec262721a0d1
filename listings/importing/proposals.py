"""What a posting of an employer's file would become: the draft that is shown, and made if it is ticked.

Read once, when the file comes, and kept as JSON: what is made is what was shown.
"""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

from django.utils.text import slugify

from cms.addresses import site_host
from cms.clocks import zone
from cms.models import Place
from cms.vocabulary import EmploymentType, WorkMode
from listings.fingerprints import fingerprint
from listings.importing.drafts import Draft, Reader
from listings.importing.formats import Posting
from listings.importing.pay import PayRefused
from listings.importing.records import Record
from listings.models import Listing

# A draft needs something in one of the columns that say where; a blank says nothing to a reader.
UNPLACED = " "
LONGEST_AHEAD = timedelta(days=366)  # as for a post that is written here
_LAST_SECOND = time(23, 59, 59)
_LONGEST_NOTE = 200
# Told elsewhere on the page, or of no weight for a draft that its employer reads.
_TOLD_OTHERWISE = ("Pay not taken over", "The type of employment is not stated")


@dataclass
class Proposal:
    """One posting, as it was understood. All values are fit for JSON."""

    line: int
    reference: str
    company: str
    title: str
    columns: dict[str, object]
    role: str = ""  # slug
    role_is_sure: bool = False
    not_service: str = ""  # why it may not be customer service at all
    pay_line: str = ""
    pay_refused: str = ""
    place_line: str = ""
    place_refused: str = ""
    skills: dict[str, bool] = field(default_factory=dict)
    languages: dict[str, list] = field(default_factory=dict)
    channels: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fingerprint: str = ""
    outcome: str = ""  # Outcome, once drafts were made
    listing: int | None = None

    def as_json(self) -> dict:
        return asdict(self)

    @property
    def place_id(self) -> int | None:
        return self.columns["place_id"]

    def as_listing(self, employer, place: Place | None) -> Listing:
        """The draft, not saved. A place that is gone since leaves its words. No query."""
        columns = {
            name: Listing._meta.get_field(name).to_python(value)
            for name, value in self.columns.items()
            if name != "place_id"
        }
        if place is None and columns["work_mode"] != WorkMode.REMOTE:
            columns["location_note"] = columns["location_note"] or self.place_line or UNPLACED
        listing = Listing(**columns, employer=employer, place=place)
        listing.reference, listing.fingerprint = self.reference, self.fingerprint
        return listing


def propose(record: Record, reader: Reader, now: datetime) -> Proposal:
    """Read one record as a draft of the employer who brought it. About 15 ms, most of it for the text."""
    match, verdict = reader.judge(record)
    draft = reader.draft(record, match, verdict, now)
    proposal = Proposal(
        line=record.line,
        reference=record.source_id,
        company=record.company,
        title=draft.columns["title"],
        columns={},
        role=match.slug or "",
        role_is_sure=match.confidence == "exact",
        not_service="" if verdict.keep else verdict.reason,
        pay_line=record.salary[:_LONGEST_NOTE],
        pay_refused=draft.pay.reason if isinstance(draft.pay, PayRefused) else "",
        place_line=record.location[:_LONGEST_NOTE] or record.country[:_LONGEST_NOTE],
        skills={skill.slug: essential for skill, essential in draft.skills.items()},
        languages={skill.slug: list(how) for skill, how in draft.languages.items()},
        channels=list(draft.channels),
        notes=[note for note in draft.notes if not note.startswith(_TOLD_OTHERWISE)],
    )
    columns = _columns(draft, now, proposal)
    listing = Listing(**columns)
    proposal.fingerprint = fingerprint(listing)
    proposal.columns = {name: _plain(value) for name, value in columns.items()}
    return proposal


def _columns(draft: Draft, now: datetime, proposal: Proposal) -> dict[str, object]:
    """The draft's columns, as an employer's own post has them: no role, state or date of posting yet."""
    record = draft.record
    columns = dict(draft.columns)
    del columns["role_id"], columns["date_posted"]
    if columns["employment_type"] == EmploymentType.OTHER and not record.employment_type:
        columns["employment_type"] = ""
    if isinstance(record, Posting):
        columns |= _stated(record)
    _place(columns, draft, proposal)
    columns["valid_through"], late = _closing(record, columns["time_zone"], now)
    if late:
        proposal.notes.append(late)
    columns |= _application(record.url, columns)
    columns["slug"] = slugify(columns["title"])[:80].strip("-") or "job"
    return columns


def _stated(record: Posting) -> dict[str, object]:
    """What the file states in fields goes before what was read out of its text."""
    stated = {
        "work_mode": record.work_mode,
        "applicant_countries": " ".join(record.countries[:40]),
        "applicant_states": " ".join(record.states),
        "education_min": record.education,
        "experience_months": record.experience_months,
        "weekly_hours": record.weekly_hours,
        "variable_pay": record.variable_pay[:_LONGEST_NOTE],
    }
    said = {name: value for name, value in stated.items() if value not in ("", None)}
    if record.countries:  # then also that it is the whole of them
        said["applicant_states"] = stated["applicant_states"]
    return said


def _place(columns: dict, draft: Draft, proposal: Proposal) -> None:
    if columns["work_mode"] == WorkMode.REMOTE:
        columns["place_id"] = None
        columns["location_note"] = (
            "" if columns["applicant_countries"] else columns["location_note"]
        )
    elif columns["place_id"] is None:
        proposal.place_refused = draft.place_match.reason
        columns["location_note"] = proposal.place_line or UNPLACED
    if columns["work_mode"] != WorkMode.REMOTE:
        columns["applicant_countries"] = columns["applicant_states"] = ""


def _closing(record: Record, time_zone: str, now: datetime) -> tuple[datetime | None, str]:
    """Until when people can apply, or why that was not taken over. Nothing where nothing is said."""
    said = record.closes if isinstance(record, Posting) else ""
    if not said:
        return None, ""
    clock = zone(time_zone)
    try:
        if len(said) == len("2026-12-31"):
            closes = datetime.combine(date.fromisoformat(said), _LAST_SECOND, tzinfo=clock)
        else:
            closes = datetime.fromisoformat(said)
            closes = closes.replace(tzinfo=closes.tzinfo or clock)
        is_over, is_far = closes <= now, closes > now + LONGEST_AHEAD
    except (ValueError, OverflowError):
        return None, "The closing date could not be read."
    if is_over:
        return None, "The closing date of the file has passed."
    return (None, "The closing date of the file is over a year ahead.") if is_far else (closes, "")


def _application(url: str, columns: dict) -> dict[str, str]:
    """The employer's own site where the file gives a safe address; else, and for ours, this one."""
    is_theirs = (
        columns["apply_url"].startswith("https://") and urlsplit(url).hostname != site_host()
    )
    if columns["apply_route"] == Listing.ApplyRoute.EXTERNAL and is_theirs:
        return {"apply_route": Listing.ApplyRoute.EXTERNAL, "apply_url": columns["apply_url"]}
    return {"apply_route": Listing.ApplyRoute.ON_SITE, "apply_url": ""}


def _plain(value):
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else value
