"""How much of what a careful reader takes from the résumés `profiles.reading` finds, and how much else.

Every file is built, its text taken out by the functions of `profiles.extraction`, and that text read.
What a sample calls optional counts neither for nor against.
"""

import io
import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from cms.vocabulary import SkillKind
from profiles.extraction.child import LEAST_LETTERS, attempt
from profiles.extraction.from_docx import read_docx
from profiles.extraction.from_pdf import read_pdf
from profiles.extraction.from_text import read_text as read_plain_text
from profiles.models import Resume
from profiles.reading import read_text

from .building import build
from .samples import Job, Labels, Sample, School
from .scores import Facet

FACETS = (
    "skills",
    "tools",
    "languages",
    "certificates",
    "roles",
    "jobs",
    "periods",
    "education",
    "metrics",
    "spoken levels",
    "tool years",
)
READERS = {
    Resume.Kind.PDF: read_pdf,
    Resume.Kind.DOCX: read_docx,
    Resume.Kind.TEXT: read_plain_text,
}
NO_LANGUAGE = "multilingual"  # stands among the languages, but says none
ALIKE = 85  # of 100: names of schools, employers and titles as a layout may cut them


def text_of(sample: Sample) -> str:
    """What comes out of the sample's file.

    As `extract` gives it, without the child process: these files are ours, and starting one for
    each takes most of the time.
    """
    content, kind = build(sample)
    _reading, text = attempt(READERS[kind], io.BytesIO(content), LEAST_LETTERS[kind])
    return text


def measure(samples: Iterable[Sample]) -> dict[str, Facet]:
    """Facets over all samples by name. Needs the committed vocabulary in the database."""
    totals = {name: Facet() for name in FACETS}
    for sample in samples:
        for name, facet in _compared(sample, read_text(text_of(sample))).items():
            totals[name] += facet
    return totals | {"skills and tools": totals["skills"] + totals["tools"]}


def _compared(sample: Sample, found) -> dict[str, Facet]:
    labels = sample.labels
    by_kind: dict[str, dict] = {"tools": {}, "certificates": {}, "skills": {}}
    for suggestion in found.skills:
        kind = suggestion.item.kind
        group = {SkillKind.TOOL: "tools", SkillKind.CERTIFICATION: "certificates"}.get(kind)
        by_kind[group or "skills"][suggestion.item.slug] = suggestion
    languages = {s.item.slug: s for s in found.languages if s.item.slug != NO_LANGUAGE}

    def sets(held: dict, wanted: Iterable[str], optional: Iterable[str]) -> Facet:
        wanted, optional = set(wanted), set(optional)
        return Facet(
            len(held.keys() & wanted),
            _named(
                sample,
                (f"{slug} <- {held[slug].phrase!r}" for slug in held.keys() - wanted - optional),
            ),
            _named(sample, wanted - held.keys()),
        )

    roles = {job.role for job in labels.jobs if job.role}
    return {
        "skills": sets(by_kind["skills"], labels.skills, labels.optional),
        "tools": sets(by_kind["tools"], labels.tools, labels.optional),
        "languages": sets(languages, labels.languages, labels.optional),
        "roles": sets({s.item.slug: s for s in found.roles}, roles, labels.optional_roles),
        "certificates": _certificates(sample, found, by_kind["certificates"]),
        "jobs": _paired(sample, found.jobs, labels.jobs, _same_job),
        "periods": _paired(sample, found.jobs, labels.jobs, _same_period),
        "education": _paired(sample, found.education, labels.education, _same_school),
        "metrics": _paired(sample, found.metrics, labels.metrics, _same_metric),
        "spoken levels": _levels(sample, languages, labels),
        "tool years": _years(sample, by_kind["tools"], labels),
    }


def _named(sample: Sample, things: Iterable) -> list[str]:
    return [f"{sample.name}: {thing}" for thing in sorted(map(str, things))]


def _paired(sample: Sample, found: Iterable, labelled: Iterable, same) -> Facet:
    """Each thing found with the first label that it meets and that nothing else has taken."""
    facet, left = Facet(), list(labelled)
    for thing in found:
        match = next((label for label in left if same(thing, label)), None)
        if match is None:
            facet.false += _named(sample, [_short(thing)])
        else:
            left.remove(match)
            facet.right += 1
    facet.missed += _named(sample, left)
    return facet


def _short(thing) -> str:
    told = (
        getattr(thing, name, None)
        for name in ("name", "school", "level", "title", "employer", "start", "end", "end_year")
    )
    if hasattr(thing, "metric"):
        return f"{thing.metric.slug} {thing.value}"
    return ", ".join(str(part) for part in told if part)


def _same_job(found, label: Job) -> bool:
    """The title and the employer; what the text says about the employer may stand with its name."""
    return _alike(found.title, label.title) and (
        not label.employer or _alike(found.employer, label.employer, fuzz.token_set_ratio)
    )


def _same_period(found, label: Job) -> bool:
    """A job known by its title or its employer, with start and end as exact as the text says them."""
    if not (_alike(found.title, label.title) or _alike(found.employer, label.employer)):
        return False
    if not found.start or found.start.isoformat()[: len(label.start)] != label.start:
        return False
    if label.end == "present":
        return found.end is None
    return bool(found.end) and found.end.isoformat()[: len(label.end)] == label.end


def _same_school(found, label: School) -> bool:
    return (
        _alike(found.school, label.school)
        and (not label.level or found.level == label.level)
        and (label.year is None or found.end_year == label.year)
    )


def _same_metric(found, label: tuple[str, str]) -> bool:
    slug, value = label
    return found.metric.slug == slug and _number(found.value) == _number(value)


def _number(value: str) -> str:
    number = re.search(r"\d+(?:[.:,]\d+)?", value)
    return number[0] if number else value


def _alike(one: str, other: str, ratio=fuzz.token_sort_ratio) -> bool:
    if not one or not other:
        return one == other
    return ratio(one.casefold(), other.casefold()) >= ALIKE


def _certificates(sample: Sample, found, among_skills: dict) -> Facet:
    held = [(c.skill.slug if c.skill else "", c.name) for c in found.certificates]
    known = {slug for slug, _name in held}
    held += [(slug, "") for slug in among_skills if slug not in known]
    optional = sample.labels.optional_certificates
    held = [
        (slug, name)
        for slug, name in held
        if slug not in sample.labels.optional
        and not any(_alike(name, other, fuzz.token_set_ratio) for other in optional)
    ]

    def same(certificate: tuple[str, str], label: str) -> bool:
        slug, name = certificate
        return slug == label or (bool(name) and _alike(name, label, fuzz.token_set_ratio))

    return _paired(sample, [_Certificate(*pair) for pair in held], sample.labels.certificates, same)


class _Certificate(tuple):
    def __new__(cls, slug: str, name: str):
        return super().__new__(cls, (slug, name))

    @property
    def name(self) -> str:
        return " ".join(filter(None, self))


def _levels(sample: Sample, languages: dict, labels: Labels) -> Facet:
    """Of the languages found, those whose level the text tells: was it read right?"""
    facet = Facet()
    for slug, told in labels.languages.items():
        if slug in languages and told.get("spoken"):
            level = str(languages[slug].level)
            if level == told["spoken"]:
                facet.right += 1
            else:
                facet.missed += _named(sample, [f"{slug} is {told['spoken']}, read as {level}"])
    return facet


def _years(sample: Sample, tools: dict, labels: Labels) -> Facet:
    """Of the tools found, those whose years the text tells: were they read right?"""
    facet = Facet()
    for slug, years in labels.tool_years.items():
        if slug in tools:
            if tools[slug].years == years:
                facet.right += 1
            else:
                facet.missed += _named(sample, [f"{slug} {years}, read as {tools[slug].years}"])
    return facet
