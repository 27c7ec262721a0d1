"""From a résumé's text to what may be offered to its owner."""

from bisect import bisect_left

from cms.models import GlossaryTerm, Role, RoleSkill, Skill
from cms.phrases import PhraseHit
from cms.vocabulary import SkillKind
from profiles.models.candidates import Level

from .certificates import certificates
from .document import SILENT, Document
from .finders import role_finder
from .guards import is_claimed
from .jobs import JobFound, jobs_held
from .languages import languages_spoken
from .metrics import MetricFound, figures
from .phrases import around
from .skills import claimed, names_in, skill_hits
from .studies import schools
from .suggestions import (
    CertificateRead,
    EducationRead,
    JobRead,
    MetricRead,
    Suggestion,
    Suggestions,
    offered_level,
)
from .years import years_told

CORE_SKILL = "customer-support"
# Whoever did two of these served customers, under whatever title.
OF_SERVICE = (
    "phone-support", "email-support", "live-chat-support", "social-media-support", "face-to-face-service",
    "complaint-handling", "order-returns-processing", "billing-account-support", "reservations-check-in",
)  # fmt: skip
MENTIONS_MOST = 20  # of one tool that are looked at for years
TEXT_LIMIT = 60_000  # characters; a long résumé has about 10,000


def read_text(text: str) -> Suggestions:
    """What a résumé speaks of, each thing once, in the order of the text. At most five queries."""
    document = Document(text[:TEXT_LIMIT])
    hits = skill_hits(document)
    slugs = {hit.key for hit in hits}
    skills = Skill.objects.matchable().in_bulk(slugs, field_name="slug") if slugs else {}
    by_kind: dict[str, list[PhraseHit]] = {}
    for hit in hits:
        if skill := skills.get(hit.key):
            by_kind.setdefault(skill.kind, []).append(hit)
    spoken = by_kind.pop(SkillKind.LANGUAGE, [])
    certified = by_kind.pop(SkillKind.CERTIFICATION, [])
    plain = sorted((hit for part in by_kind.values() for hit in part), key=lambda hit: hit.start)

    titles = role_finder()
    jobs = jobs_held(document, titles)
    studies = schools(document)
    tools = {slug for slug, skill in skills.items() if skill.kind == SkillKind.TOOL}
    names = names_in(document.text, [job.employer for job in jobs])
    names += [study.name_at for study in studies]
    measured = figures(document)
    # "CSAT 97%" is a figure; that somebody works with figures is another thing.
    taken = names + [figure.at for figure in measured]
    found = claimed(document, plain, tools=tools, taken=taken)
    roles, slugs_of_roles = _roles(document, titles, jobs, names)
    named = [hit for hit in plain if hit.key in tools]
    suggested = [_skill(document, skills[slug], hit, named, jobs) for slug, hit in found.items()]
    service = [around(document.text, hit) for slug, hit in found.items() if slug in OF_SERVICE]
    phrase = _phrase_of_service(jobs, roles, slugs_of_roles) or (service[1:] and service[0])
    if CORE_SKILL not in found and phrase:
        suggested += [
            Suggestion(skill, phrase) for skill in Skill.objects.matchable().filter(slug=CORE_SKILL)
        ]
    return Suggestions(
        skills=tuple(suggested),
        languages=tuple(
            Suggestion(
                skills[language.slug],
                around(document.text, language.hit),
                language.spoken or offered_level(language.slug),
                written=language.written,
            )
            for language in languages_spoken(document, spoken)
        ),
        roles=tuple(
            Suggestion(roles[slug], phrase)
            for slug, phrase in slugs_of_roles.items()
            if slug in roles
        ),
        jobs=tuple(
            JobRead(
                job.title,
                job.employer,
                roles.get(job.role),
                job.start,
                job.end,
                job.summary,
                job.phrase,
            )
            for job in jobs
        ),
        education=tuple(
            EducationRead(s.school, s.subject, s.level, s.start_year, s.end_year, s.phrase)
            for s in studies
        ),
        certificates=tuple(
            CertificateRead(c.name, skills.get(c.slug), c.issuer, c.year, c.phrase)
            for c in certificates(document, certified, {hit.key for hit in certified})
        ),
        metrics=_metrics(measured),
    )


def skills_of_role(role: Role) -> Suggestions:
    """What a role asks, the essential first. One query."""
    asked = [row.skill for row in RoleSkill.objects.filter(role=role).select_related("skill")]
    return Suggestions(
        skills=tuple(Suggestion(s) for s in asked if s.kind != SkillKind.LANGUAGE),
        languages=tuple(
            Suggestion(s, level=offered_level(s.slug))
            for s in asked
            if s.kind == SkillKind.LANGUAGE
        ),
        roles=(Suggestion(role),),
    )


def _skill(document, skill, hit, named, jobs) -> Suggestion:
    """`named` are all mentions of tools: the years may be told beside another one than the first."""
    if skill.kind != SkillKind.TOOL:
        return Suggestion(skill, around(document.text, hit), Level.ALONE)
    mentions = [mention for mention in named if mention.key == skill.slug][:MENTIONS_MOST]
    for mention in mentions or [hit]:
        at = bisect_left(named, mention.end, key=lambda other: other.start)
        following = named[at].start if at < len(named) else len(document.text)
        years = years_told(document, mention, following)
        if years is not None:
            break
    if years is not None:
        return Suggestion(skill, around(document.text, hit), Level.ALONE, years)
    job = next((job for job in jobs if job.told_from <= hit.start < job.told_to), None)
    return Suggestion(
        skill,
        around(document.text, hit),
        Level.ALONE,
        job.years if job else None,
        years_of_job=job is not None,
    )


def _phrase_of_service(
    jobs: list[JobFound], roles: dict[str, Role], phrases: dict[str, str]
) -> str:
    """The words that name a job in service: whoever held one has served customers."""
    held = [job.role for job in jobs if job.role] or list(phrases)
    return next((phrases[slug] for slug in held if slug in roles and not roles[slug].is_exit), "")


def _roles(
    document: Document, titles, jobs: list[JobFound], names: list[tuple[int, int]]
) -> tuple[dict[str, Role], dict[str, str]]:
    """The roles of the jobs held, that of today first, then what else the text calls the person."""
    phrases: dict[str, str] = {}
    for job in sorted(jobs, key=lambda job: job.end is not None):
        if job.role:
            phrases.setdefault(job.role, job.phrase)
    for hit in titles.find(document.text):
        taken = any(start <= hit.start < end for start, end in names)
        if taken or document.section_at(hit.start) in SILENT or not is_claimed(document, hit):
            continue
        phrases.setdefault(hit.key, around(document.text, hit))
    return Role.objects.in_bulk(phrases, field_name="slug") if phrases else {}, phrases


def _metrics(found: list[MetricFound]) -> tuple[MetricRead, ...]:
    if not found:
        return ()
    terms = GlossaryTerm.objects.filter(is_metric=True).in_bulk(
        [figure.slug for figure in found], field_name="slug"
    )
    return tuple(
        MetricRead(terms[figure.slug], figure.value, figure.period, figure.phrase)
        for figure in found
        if figure.slug in terms
    )
