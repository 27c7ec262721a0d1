"""A snapshot as people read it: each thing with its label and its words."""

from datetime import time
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.models import GlossaryTerm, Place, Role, Skill
from cms.models.places import country_name
from cms.vocabulary import (
    Cefr,
    Channel,
    ContactStyle,
    Education,
    EmploymentType,
    PayPeriod,
    ShiftPattern,
    WorkMode,
)
from cms.weeks import week_of_spans
from listings.models import Listing, ScreeningQuestion
from listings.money import pay_text
from listings.pay import Pay
from listings.weeks import Shift
from listings.wording import (
    contacts_at_once_in_words,
    experience_in_words,
    listed,
    plain_number,
    states_in_words,
)

Told = dict[str, tuple[str, str]]


def told(*snapshots: dict) -> list[Told]:
    """Each snapshot as {field: (label, words)}, in the order of the post. At most four queries for all."""
    names = _names(snapshots)
    return [_Telling(one, names).all() for one in snapshots]


def _names(snapshots) -> dict[str, dict[int, str]]:
    def of(model, label: str, keys) -> dict[int, str]:
        keys = {key for key in keys if key}
        found = model.objects.in_bulk(keys) if keys else {}
        return {key: str(getattr(row, label)) for key, row in found.items()}

    columns = [one["columns"] for one in snapshots]
    asked = [row[0] for one in snapshots for row in one["skills"] + one["languages"]]
    return {
        "skills": of(Skill, "preferred_label", asked),
        "terms": of(GlossaryTerm, "title", [row[0] for one in snapshots for row in one["targets"]]),
        "roles": of(Role, "title", [one["role"] for one in columns]),
        "places": of(Place, "label", [one["place"] for one in columns]),
    }


def _choice(choices, value) -> str:
    return str(choices(value).label) if value else ""


class _Telling:
    def __init__(self, snapshot: dict, names: dict):
        self.data, self.columns, self.names = snapshot, snapshot["columns"], names

    def all(self) -> Told:
        get = self.columns.get
        return {
            "role": (_("Role"), self.names["roles"].get(get("role"), "")),
            "title": (_("Title"), get("title")),
            "client": (_("For a client"), self.client()),
            "description": (_("Description"), get("description")),
            "pay": (_("Pay"), self.pay()),
            "variable_pay": (_("Pay beside it"), get("variable_pay")),
            "benefits": (_("Benefits"), get("benefits")),
            "training": (_("Training"), get("training")),
            "work_mode": (_("Where the work is done"), _choice(WorkMode, get("work_mode"))),
            "place": (_("Place"), self.names["places"].get(get("place"), "")),
            "applicants": (_("Where people may live"), self.applicants()),
            "location_note": (_("Note on the place"), get("location_note")),
            "employment_type": (
                _("Type of employment"),
                _choice(EmploymentType, get("employment_type")),
            ),
            "weekly_hours": (_("Hours a week"), self.hours()),
            "shift_pattern": (_("Shifts"), _choice(ShiftPattern, get("shift_pattern"))),
            "works_weekends": (_("Weekends"), self.yes_or_no("works_weekends")),
            "shifts": (_("Usual week"), self.week()),
            "time_zone": (_("Time zone"), get("time_zone").replace("_", " ")),
            "schedule_note": (_("Note on the hours"), get("schedule_note")),
            "channels": (_("How customers come"), self.channels()),
            "contact_style": (_("How contacts go"), _choice(ContactStyle, get("contact_style"))),
            "concurrent_contacts": (_("Conversations at a time"), self.at_once()),
            "targets": (_("Targets"), self.targets()),
            "essential_skills": (_("Skills that are needed"), self.skills(True)),
            "desirable_skills": (_("Skills that help"), self.skills(False)),
            "languages": (_("Languages"), self.languages()),
            "education_min": (_("Education"), _choice(Education, get("education_min"))),
            "experience": (_("Experience"), self.experience()),
            "qualifications": (_("What else you ask"), get("qualifications")),
            "apply": (_("How people apply"), self.how_to_apply()),
            "reply_within_days": (_("Promised answer"), self.promise()),
            "is_sift_anonymous": (
                _("Names hidden at first"),
                self.yes_or_no("is_sift_anonymous"),
            ),
            "questions": (_("Questions to applicants"), self.questions()),
        }

    def client(self) -> str:
        if self.columns["is_client_hidden"]:
            return _("A client that is not named")
        return self.columns["client_name"]

    def pay(self) -> str:
        columns = self.columns
        low, high = (
            None if columns[name] is None else Decimal(columns[name])
            for name in ("salary_min", "salary_max")
        )
        if low is None and high is None:
            return ""
        period = columns["salary_period"]
        pay = Pay(columns["salary_currency"], low, high, period)
        return _("%(amount)s %(unit)s") % {
            "amount": pay_text(pay),
            "unit": PayPeriod(period).label,
        }

    def applicants(self) -> str:
        countries = [country_name(code) for code in self.columns["applicant_countries"].split()]
        states = states_in_words(self.columns["applicant_states"].split())
        if not states:
            return listed([str(country) for country in countries])
        return _("%(countries)s; in the US: %(states)s") % {
            "countries": listed([str(country) for country in countries]),
            "states": states,
        }

    def hours(self) -> str:
        hours = self.columns["weekly_hours"]
        return plain_number(Decimal(hours)) if hours else ""

    def yes_or_no(self, name: str) -> str:
        value = self.columns[name]
        return "" if value is None else _("Yes") if value else _("No")

    def week(self) -> str:
        shifts = [
            Shift(weekday, time.fromisoformat(starts), time.fromisoformat(ends))
            for weekday, starts, ends in self.data["shifts"]
        ]
        week = week_of_spans(shifts, self.columns["time_zone"])
        return week.in_words if week else ""

    def channels(self) -> str:
        largest_first = sorted(self.data["channels"], key=lambda row: -(row[1] or 0))
        return ", ".join(
            f"{_choice(Channel, channel)} {share}%" if share else _choice(Channel, channel)
            for channel, share in largest_first
        )

    def at_once(self) -> str:
        number = self.columns["concurrent_contacts"]
        return contacts_at_once_in_words(number) if number else ""

    def skills(self, essential: bool) -> str:
        names = self.names["skills"]
        return ", ".join(
            sorted(names.get(key, "") for key, is_it in self.data["skills"] if is_it == essential)
        )

    def languages(self) -> str:
        words = {True: _("%(language)s, %(level)s, needed"), False: _("%(language)s, %(level)s")}
        return "; ".join(
            words[essential]
            % {"language": self.names["skills"].get(key, ""), "level": Cefr(level).label}
            for key, level, essential in self.data["languages"]
        )

    def targets(self) -> str:
        names = self.names["terms"]
        return "\n".join(
            f"{names.get(key, '')}: {words}" if words else names.get(key, "")
            for key, words in self.data["targets"]
        )

    def experience(self) -> str:
        months = self.columns["experience_months"]
        return "" if months is None else experience_in_words(months)

    def how_to_apply(self) -> str:
        columns, route = self.columns, Listing.ApplyRoute(self.columns["apply_route"])
        address = {
            Listing.ApplyRoute.EXTERNAL: columns["apply_url"],
            Listing.ApplyRoute.EMAIL: columns["apply_email"],
        }.get(route, "")
        if not address:
            return str(route.label)
        return _("%(route)s: %(address)s") % {"route": route.label, "address": address}

    def promise(self) -> str:
        days = self.columns["reply_within_days"]
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days} if days else ""

    def questions(self) -> str:
        questions = "\n".join(self.question(*row) for row in self.data["questions"])
        if questions and self.columns["apply_route"] == Listing.ApplyRoute.EXTERNAL:
            kept = _("Kept, and not asked while people apply on the employer’s site:")
            return f"{kept}\n{questions}"
        return questions

    def question(self, text: str, kind: str, choices: list[str], is_required: bool) -> str:
        kinds = [str(ScreeningQuestion.Kind(kind).label), *choices]
        if not is_required:
            kinds.append(_("may be left open"))
        return _("%(question)s (%(kind)s)") % {"question": text, "kind": ", ".join(kinds)}
