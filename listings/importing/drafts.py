"""A record as the listing that it would become, with what a person has to look at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import slugify

from cms.clocks import zone
from cms.models import Place, Role, Skill
from cms.skill_finder import skill_finder
from cms.vocabulary import EmploymentType, WorkMode
from listings.importing.asked import Asked, read_asked, without_asides
from listings.importing.channels import support_channels
from listings.importing.education import read_requirements
from listings.importing.employment import employment_type
from listings.importing.pay import Pay, PayRefused, read_pay
from listings.importing.places import PlaceMatch, PlaceResolver
from listings.importing.records import LONGEST_TITLE, Record
from listings.importing.roles import RoleMapper, RoleMatch
from listings.importing.service import Verdict, judge
from listings.importing.states import states_to_live_in
from listings.importing.text import MAX_LENGTH, tidy_text
from listings.importing.workplace import (
    Workplace,
    country_code,
    place_candidates,
    read_workplace,
)
from listings.models import Listing

# The columns hold amounts below this.
_TOO_LARGE = Decimal(10) ** 8
_LONGEST_NOTE = 200
_LONGEST_URL = 500
_MOST_COUNTRIES = 40  # codes of two letters with spaces between, in 120 characters
_LAST_SECOND = time(23, 59, 59)
_is_https_address = URLValidator(schemes=["https"])


@dataclass
class Draft:
    """What a record says, as columns and rows of a listing.

    `holds` are the reasons why a person has to decide on it; `notes` are worth knowing, and keep
    nothing from being published.
    """

    record: Record
    role_match: RoleMatch
    place_match: PlaceMatch
    pay: Pay | PayRefused | None
    columns: dict[str, object] = field(default_factory=dict)
    skills: dict[Skill, bool] = field(default_factory=dict)
    languages: dict[Skill, tuple[str, bool]] = field(default_factory=dict)
    channels: dict[str, None] = field(default_factory=dict)
    holds: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Reader:
    """Reads records against the taxonomy as it stands when the reader is made.

    Five queries and about a second to make, most of it for the places; none afterwards.
    """

    def __init__(self) -> None:
        roles = Role.objects.all()
        self.role_keys = {role.slug: role.pk for role in roles}
        self.roles = RoleMapper(
            (role.slug, role.title, role.other_titles, role.family) for role in roles
        )
        self.skills = {skill.slug: skill for skill in Skill.objects.matchable()}
        self.kinds = {slug: skill.kind for slug, skill in self.skills.items()}
        self.finder = skill_finder()
        self.zones: dict[int, str] = {}
        self.places = PlaceResolver(self._place_rows())

    def _place_rows(self) -> Iterable[tuple]:
        columns = ("pk", "name", "alt_names", "country_code", "admin1_code", "population")
        rows = Place.objects.order_by("pk").values_list(*columns, "time_zone")
        for pk, name, alt_names, *rest, time_zone in rows.iterator(chunk_size=5_000):
            self.zones[pk] = time_zone
            yield pk, name, filter(None, alt_names.split("|")), *rest

    def judge(self, record: Record) -> tuple[RoleMatch, Verdict]:
        """Which role it is, and whether it is customer service at all."""
        match = self.roles.map(record.title, record.department, record.text)
        return match, judge(record.title, record.department, match, record.text)

    def draft(
        self, record: Record, role_match: RoleMatch, verdict: Verdict, now: datetime
    ) -> Draft:
        country = country_code(record.country)
        draft = Draft(
            record=record,
            role_match=role_match,
            place_match=self.places.resolve(record.location, country),
            pay=_pay(record),
        )
        self._add_text(draft, verdict)
        self._add_where(draft)
        self._add_what_is_asked(draft)
        _add_pay(draft)
        _add_application(draft)
        _add_dates(draft, now)
        return draft

    def _add_text(self, draft: Draft, verdict: Verdict) -> None:
        record = draft.record
        role = self.role_keys.get(draft.role_match.slug)
        title = _cut(record.title, LONGEST_TITLE)
        text = tidy_text(record.text)
        kind = employment_type(record.employment_type)
        if verdict.borderline or not verdict.keep:
            draft.holds.append(verdict.reason)
        elif role is None:
            draft.holds.append("No role fits the title.")
        if record.language.partition("-")[0] not in {"", "en"}:
            draft.holds.append(f"The text is in another language ({record.language[:20]}).")
        if not text:
            draft.holds.append("The text holds no words.")
        if title != record.title:
            draft.notes.append("The title was too long and is cut.")
        if len(record.text) > MAX_LENGTH:
            draft.notes.append("The text was too long and may lack its end.")
        if kind is None:
            draft.notes.append("The type of employment is not stated.")
        draft.columns |= {
            "role_id": role,
            "title": title,
            "slug": slugify(record.title)[:80].strip("-") or "job",
            "description": text,
            "employment_type": kind or EmploymentType.OTHER,
        }

    def _add_where(self, draft: Draft) -> None:
        record, match = draft.record, draft.place_match
        workplace = read_workplace(
            record.is_remote, record.location, record.country, record.title, record.text
        )
        workplace, states = _limited_to_states(workplace, record)
        if workplace.mode is None:
            draft.notes.append(workplace.reason)
        if match.pk is None:
            draft.holds += _place_wanting(workplace, match)
        draft.columns |= {
            "work_mode": workplace.mode or WorkMode.ON_SITE,
            "place_id": match.pk,
            "applicant_countries": " ".join(workplace.countries[:_MOST_COUNTRIES]),
            "applicant_states": " ".join(states),
            "location_note": _location_note(record, workplace, match),
            "time_zone": self.zones.get(match.pk, "UTC"),
        }

    def _add_what_is_asked(self, draft: Draft) -> None:
        record, text = draft.record, draft.columns["description"]
        asked: Asked = read_asked(record.title, text, self.finder, self.kinds)
        requirements = read_requirements(record.text)
        draft.skills = {self.skills[slug]: essential for slug, essential in asked.skills.items()}
        draft.languages = {self.skills[slug]: how for slug, how in asked.languages.items()}
        draft.channels = dict.fromkeys(support_channels(without_asides(text)))
        draft.columns |= {
            "education_min": requirements.education or "",
            "experience_months": requirements.experience_months,
        }


def _limited_to_states(workplace: Workplace, record: Record) -> tuple[Workplace, tuple[str, ...]]:
    """The workplace, in the US if states of it are named, and the states where one has to live."""
    states: tuple[str, ...] = ()
    if workplace.mode == WorkMode.REMOTE:
        states = states_to_live_in(record.location, record.text)
    if states and not workplace.countries:
        workplace = replace(workplace, countries=("US",))
    return workplace, states if "US" in workplace.countries else ()


def _place_wanting(workplace: Workplace, match: PlaceMatch) -> list[str]:
    """Why nobody could tell from the listing where the work is done; nothing if one can."""
    if workplace.mode == WorkMode.REMOTE:
        if workplace.countries:
            return []
        said = f", only “{workplace.region[:60]}”" if workplace.region else ""
        return [f"It is remote, and no country is named{said}."]
    return [match.reason]


def _location_note(record: Record, workplace: Workplace, match: PlaceMatch) -> str:
    """The posting's own words, where the place alone does not say it all."""
    words = record.location or record.country or "Not stated"
    if workplace.mode == WorkMode.REMOTE:
        note = "" if workplace.countries else workplace.region
    elif match.pk is None or len(place_candidates(record.location)) > 1:
        note = words
    else:
        note = ""
    return _cut(note, _LONGEST_NOTE)


def _cut(text: str, longest: int) -> str:
    """Counts as the columns do; Django's Truncator leaves combining marks out."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "\u2026"


def _pay(record: Record) -> Pay | PayRefused | None:
    pay = read_pay(record.salary)
    if isinstance(pay, Pay) and max(filter(None, (pay.minimum, pay.maximum))) >= _TOO_LARGE:
        return PayRefused("The amount is larger than can be kept.")
    return pay


def _add_pay(draft: Draft) -> None:
    pay = draft.pay
    columns: Mapping[str, object] = {
        "salary_currency": "",
        "salary_min": None,
        "salary_max": None,
        "salary_period": "",
        "variable_pay": "",
    }
    if isinstance(pay, Pay):
        columns = {
            "salary_currency": pay.currency,
            "salary_min": pay.minimum,
            "salary_max": pay.maximum,
            "salary_period": pay.period,
            "variable_pay": _cut(pay.variable, _LONGEST_NOTE),
        }
    elif isinstance(pay, PayRefused):
        line = _cut(draft.record.salary, _LONGEST_NOTE)
        draft.notes.append(f"Pay not taken over from “{line}”. {pay.reason}")
    draft.columns |= columns


def _add_application(draft: Draft) -> None:
    """Applications go to the employer's own address, and to no other than a safe one.

    An address that a browser does not even open as a page is not kept.
    """
    url = draft.record.url
    if _is_safe(url):
        route = Listing.ApplyRoute.EXTERNAL
    else:
        said = f"“{_cut(url, 100)}” is no safe address (https)" if url else "None is given"
        draft.holds.append(f"Where to apply: {said}.")
        is_page = url.startswith("http://") and len(url) <= _LONGEST_URL
        route = Listing.ApplyRoute.EXTERNAL if is_page else Listing.ApplyRoute.ON_SITE
        url = url if is_page else ""
    draft.columns |= {"apply_route": route, "apply_url": url}


def _is_safe(url: str) -> bool:
    """Whether it is https, and no name before an @ poses as its host."""
    try:
        _is_https_address(url)
        return len(url) <= _LONGEST_URL and "@" not in urlsplit(url).netloc
    except (ValidationError, ValueError):
        return False


def _add_dates(draft: Draft, now: datetime) -> None:
    """Posted when the record says, if it has been; open to the end of the last day where the job is."""
    published = draft.record.published
    clock = zone(draft.columns["time_zone"])
    last_day = now.astimezone(clock).date() + timedelta(days=settings.IMPORTED_LISTING_DAYS_OPEN)
    draft.columns |= {
        "date_posted": published if published and published <= now else now,
        "valid_through": datetime.combine(last_day, _LAST_SECOND, tzinfo=clock),
    }
