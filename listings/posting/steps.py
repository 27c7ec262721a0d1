"""The steps of writing a post, in their order, and what each of them still needs."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Step:
    """`needs` are the fields of `missing_essentials` that this step takes."""

    slug: str
    title: str
    needs: frozenset[str] = frozenset()

    def missing(self, missing: Mapping[str, str]) -> dict[str, str]:
        """Of everything that is missing, what belongs here: words by field."""
        return {field: words for field, words in missing.items() if field in self.needs}


JOB = Step("job", gettext_lazy("The job"), frozenset({"role", "title", "description"}))
PAY = Step(
    "pay",
    gettext_lazy("Pay and hours"),
    frozenset({
        "work_mode", "place", "countries", "salary_min", "salary_max", "employment_type",
        "weekly_hours", "shift_pattern",
    }),
)  # fmt: skip
CUSTOMERS = Step("customers", gettext_lazy("How you support customers"), frozenset({"channels"}))
ASKED = Step(
    "asked", gettext_lazy("What you ask"), frozenset({"essential_skills", "education_min"})
)
APPLY = Step("apply", gettext_lazy("How to apply"), frozenset({"closes_on"}))
CHECK = Step("check", gettext_lazy("Check and send"))

STEPS = [JOB, PAY, CUSTOMERS, ASKED, APPLY, CHECK]
WRITTEN = STEPS[:-1]  # those with a form


def step_named(slug: str) -> Step | None:
    return next((step for step in STEPS if step.slug == slug), None)


def step_of(field: str) -> Step:
    """Where a missing field is filled in; the first step for one that none of them knows."""
    return next((step for step in STEPS if field in step.needs), JOB)


def after(step: Step) -> Step:
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def before(step: Step) -> Step | None:
    position = STEPS.index(step)
    return STEPS[position - 1] if position else None


def first_unfinished(missing: Mapping[str, str]) -> Step:
    return next((step for step in WRITTEN if step.missing(missing)), CHECK)
