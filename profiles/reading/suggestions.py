"""What a reader offers. Nothing of it is stored and nothing counts before the person accepts it."""

from dataclasses import dataclass, replace
from datetime import date

from cms.models import GlossaryTerm, Role, Skill
from cms.vocabulary import Cefr, SkillKind
from profiles.contents import KIND_ORDER, UNCHANGED, ProfileContents
from profiles.models import Candidate
from profiles.models.candidates import Level


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may be a person's, with the words it was read from and the level offered first."""

    item: Skill | Role
    phrase: str = ""
    level: int | str = Level.ALONE  # a language's is its spoken level, CEFR
    years: int | None = None  # of use
    years_of_job: bool = False  # nobody wrote the years: they are those of the job that names it
    written: str = ""  # a language's, CEFR


@dataclass(frozen=True, slots=True)
class JobRead:
    """A job held. `end` None with a `start` is a job of today."""

    title: str
    employer: str = ""
    role: Role | None = None
    start: date | None = None
    end: date | None = None
    summary: str = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class EducationRead:
    school: str
    subject: str = ""
    level: str = ""  # cms.vocabulary.Education
    start_year: int | None = None
    end_year: int | None = None
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class CertificateRead:
    """`skill` where the vocabulary knows it: then it counts in matching."""

    name: str
    skill: Skill | None = None
    issuer: str = ""
    year: int | None = None
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class MetricRead:
    metric: GlossaryTerm
    value: str
    period: str = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    skills: tuple[Suggestion, ...] = ()  # tools too; certificates stand apart
    languages: tuple[Suggestion, ...] = ()
    roles: tuple[Suggestion, ...] = ()
    jobs: tuple[JobRead, ...] = ()
    education: tuple[EducationRead, ...] = ()
    certificates: tuple[CertificateRead, ...] = ()
    metrics: tuple[MetricRead, ...] = ()
    held_count: int = 0  # found, and in the profile already

    @classmethod
    def of(cls, contents: ProfileContents) -> "Suggestions":
        """What somebody ticked, to offer again on a form that came back."""
        return cls(
            skills=tuple(
                Suggestion(
                    held.skill,
                    held.source_phrase,
                    held.level,
                    None if held.years is UNCHANGED else held.years,
                )
                for held in contents.skills
            ),
            languages=tuple(
                Suggestion(held.language, held.source_phrase, held.spoken, written=held.written)
                for held in contents.languages
            ),
            roles=(Suggestion(contents.current_role),) if contents.current_role else (),
        )

    def __bool__(self) -> bool:
        return bool(self.skills or self.languages or self.roles or self.has_rows)

    @property
    def has_rows(self) -> bool:
        """Whether there is anything that only an account can hold."""
        return bool(self.jobs or self.education or self.certificates or self.metrics)

    @property
    def row_count(self) -> int:
        return len(self.jobs) + len(self.education) + len(self.certificates) + len(self.metrics)

    def for_guest(self) -> "Suggestions":
        """Without what only an account can hold; a certificate that the vocabulary knows is a skill."""
        known = [c for c in self.certificates if c.skill is not None]
        certified = tuple(Suggestion(c.skill, c.phrase) for c in known if c.skill)
        return replace(
            self,
            skills=self.skills + certified,
            jobs=(),
            education=(),
            certificates=(),
            metrics=(),
        )

    def without_rows(self, candidate: Candidate | None) -> "Suggestions":
        """Leave out rows that the profile holds, by the name that each goes under. Four queries."""
        if candidate is None:
            return self
        jobs = {
            (title.casefold(), start)
            for title, start in candidate.experiences.values_list("title", "start")
        }
        schools = {
            (school.casefold(), subject.casefold())
            for school, subject in candidate.education.values_list("school", "subject")
        }
        certificates = {
            name.casefold() for name in candidate.certificates.values_list("name", flat=True)
        }
        figures = set(candidate.metrics.values_list("metric", "period"))
        return replace(
            self,
            jobs=tuple(j for j in self.jobs if (j.title.casefold(), j.start) not in jobs),
            education=tuple(
                e
                for e in self.education
                if (e.school.casefold(), e.subject.casefold()) not in schools
            ),
            certificates=tuple(
                c for c in self.certificates if c.name.casefold() not in certificates
            ),
            metrics=tuple(m for m in self.metrics if (m.metric.pk, m.period) not in figures),
        )

    @property
    def by_kind(self) -> list[tuple[SkillKind, list[Suggestion]]]:
        groups: dict[SkillKind, list[Suggestion]] = {}
        for suggestion in sorted(self.skills, key=lambda s: KIND_ORDER[s.item.kind]):
            groups.setdefault(SkillKind(suggestion.item.kind), []).append(suggestion)
        return list(groups.items())

    def without(self, profile: ProfileContents) -> "Suggestions":
        """Leave out what the profile holds: its level there is the person's own word."""
        held = {held.skill.pk for held in profile.skills}
        held |= {held.language.pk for held in profile.languages}
        skills = tuple(s for s in self.skills if s.item.pk not in held)
        languages = tuple(s for s in self.languages if s.item.pk not in held)
        left_out = len(self.skills) + len(self.languages) - len(skills) - len(languages)
        return replace(self, skills=skills, languages=languages, held_count=left_out)


def offered_level(slug: str) -> str:
    """The spoken level of a language that a text names without one."""
    # Whoever writes a résumé in English is at ease in it; the person may say otherwise.
    return Cefr.C1 if slug == "english" else Cefr.B2
