"""What an address of the pay explorer asks for. A value that says nothing is left out, and a note says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models.places import Place
from cms.models.taxonomy import Role
from cms.pay_explorer.choices import SECTOR_PREFIX, Choices, Job, Spot

PAY_PATH = "/pay/"
MAX_LINES = 4
MAX_PLACE_LENGTH = 100
SHOWN_OF_BAD_VALUE = 40  # characters
FIRST_JOB = "csr"  # what stands there before anybody chose


class Unit(TextChoices):
    HOUR = "hour", gettext_lazy("Hour")
    YEAR = "year", gettext_lazy("Year")

    @property
    def column(self) -> str:
        """How its columns of a Wage begin."""
        return "hourly" if self == Unit.HOUR else "annual"


class By(TextChoices):
    """What a place is chosen by."""

    NATION = "nation", gettext_lazy("The whole US")
    PLACE = "place", gettext_lazy("Near a place")
    AREA = "area", gettext_lazy("State or area")
    SECTOR = "sector", gettext_lazy("One industry")


class Show(TextChoices):
    """What the job is set beside, below the comparison."""

    SECTORS = "sectors", gettext_lazy("Industries")
    STATES = "states", gettext_lazy("States")
    METROS = "metros", gettext_lazy("Metro areas")
    RUNGS = "rungs", gettext_lazy("Next rungs")


@dataclass(frozen=True)
class Line:
    """One job in one area or sector."""

    job: Job
    spot: Spot

    @property
    def token(self) -> str:
        """As it stands in an address; empty abroad, where nothing is published."""
        return f"{self.job.key}.{self.spot.key}" if self.spot.key else ""


@dataclass(frozen=True)
class Asked:
    """Up to three lines that are kept, and the job that the form speaks of, which is the last line.

    `job` is None where no wages are loaded. `spot` is the nation while a place that was typed is not found yet.
    """

    job: Job | None
    spot: Spot | None
    kept: tuple[Line, ...] = ()
    place: str = ""
    unit: Unit = Unit.HOUR
    show: Show = Show.SECTORS
    state: Spot | None = None
    notes: tuple[str, ...] = ()


def read(params: QueryDict, choices: Choices) -> Asked:
    """Any address at all. Costs what `choices` has not loaded yet."""
    return _Reader(params, choices).asked()


def query(
    lines: Iterable[Line],
    unit: Unit = Unit.HOUR,
    show: Show = Show.SECTORS,
    state: Spot | None = None,
    **more: str,
) -> str:
    """The address of a view, after the question mark. The last line is the one that the form speaks of."""
    lines = [line for line in lines if line.token or line.spot.place]
    pairs = [("line", line.token) for line in lines[:-1] if line.token]
    if lines and lines[-1].spot.place:
        pairs += [("role", lines[-1].job.key), ("place", lines[-1].spot.place.label)]
    elif lines:
        pairs.append(("line", lines[-1].token))
    if unit != Unit.HOUR:
        pairs.append(("unit", unit.value))
    if show != Show.SECTORS:
        pairs.append(("show", show.value))
    if state:
        pairs.append(("state", state.key))
    return urlencode([*pairs, *more.items()])


def pay_url(role: Role, place: Place | None = None) -> str:
    """The explorer with a role chosen, around a place where there is one. No query."""
    pairs = {"role": role.slug} | ({"place": place.label} if place else {})
    return f"{PAY_PATH}?{urlencode(pairs)}"


class _Reader:
    def __init__(self, params: QueryDict, choices: Choices):
        self.params = params
        self.choices = choices
        self.notes: list[str] = []

    def asked(self) -> Asked:
        kept = self._lines()
        key = self._text("role")
        job = self.choices.jobs.get(key)
        place = ""
        if key and not job:
            self._leave_out(key, _("“%(value)s” is no job that we know, so it was left out."))
        if job:
            spot, place = self._where()
        elif kept:
            *kept, last = kept
            job, spot = last.job, last.spot
        else:
            job = self._first_job()
            spot, place = self._where()
        current = Line(job, spot) if job and spot else None
        if current in kept and not place:
            kept = [line for line in kept if line != current]
            self.notes.append(
                _("This row is in the comparison already. Choose another job or place to add one.")
            )
        return Asked(
            job=job,
            spot=spot,
            kept=tuple(kept),
            place=place,
            unit=self._choice("unit", Unit, Unit.HOUR),
            show=self._choice("show", Show, Show.SECTORS),
            state=self._state(),
            notes=tuple(self.notes),
        )

    def _lines(self) -> list[Line]:
        lines = []
        for token in filter(None, self.params.getlist("line")):
            job_key, _dot, spot_key = token.rpartition(".")
            job = self.choices.jobs.get(job_key)
            spot = self.choices.spots.get(spot_key)
            if not (job and spot):
                self._leave_out(token, _("“%(value)s” is no row that we know, so it was left out."))
            elif (line := Line(job, spot)) not in lines:
                lines.append(line)
        room = MAX_LINES - 1 if self._text("role") in self.choices.jobs else MAX_LINES
        if len(lines) > room:
            self.notes.append(
                _("Only %(n)d rows can be compared at once: the others were left out.")
                % {"n": MAX_LINES}
            )
        return lines[:room]

    def _where(self) -> tuple[Spot | None, str]:
        """An area or sector, and the typed place that still has to be found."""
        nation = self.choices.nation
        by = self._choice("by", By, self._likely_by())
        key = self._text(by) if by != By.NATION else ""
        is_sector = by == By.SECTOR
        if not key:
            if is_sector:
                self.notes.append(
                    _("No industry was chosen. These are the figures of all of them.")
                )
            elif by != By.NATION:
                self.notes.append(_("No place was chosen. These are the figures of the whole US."))
            return nation, ""
        if by == By.PLACE:
            return nation, key[:MAX_PLACE_LENGTH]
        spot = self.choices.spots.get(f"{SECTOR_PREFIX}{key}" if is_sector else key)
        if spot is None or spot.is_sector != is_sector:
            self._leave_out(
                key,
                _("“%(value)s” is no industry that we know, so it was left out.")
                if is_sector
                else _("“%(value)s” is no area that we know, so it was left out."),
            )
            return nation, ""
        return spot, ""

    def _likely_by(self) -> By:
        """An address without `by`, as other pages link it, says it by what it gives."""
        return next((by for by in (By.PLACE, By.AREA, By.SECTOR) if self._text(by)), By.NATION)

    def _first_job(self) -> Job | None:
        jobs = self.choices.jobs
        first = jobs.get(FIRST_JOB)
        if first and first.soc_code:
            return first
        return next((job for job in jobs.values() if job.soc_code), None)

    def _state(self) -> Spot | None:
        key = self._text("state")
        state = next((state for state in self.choices.states if state.key == key), None)
        if key and not state:
            self._leave_out(key, _("“%(value)s” is no state that we know, so it was left out."))
        return state

    def _choice(self, name: str, kind: type[TextChoices], usual):
        value = self._text(name)
        if not value:
            return usual
        if value not in kind.values:
            self._leave_out(value, _("“%(value)s” is no choice that we know, so it was left out."))
            return usual
        return kind(value)

    def _text(self, name: str) -> str:
        return self.params.get(name, "").replace("\0", "").strip()

    def _leave_out(self, value: str, note: str) -> None:
        shown = value.strip()
        if len(shown) > SHOWN_OF_BAD_VALUE:
            shown = f"{shown[:SHOWN_OF_BAD_VALUE]}…"
        self.notes.append(note % {"value": shown})
