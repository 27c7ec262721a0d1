"""The ladder as a graph: roles, what they ask, the steps between them, and what is published of their pay."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Self

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from cms.lessons import Lessons
from cms.models import CareerStep, GuidePage, Role, RoleSkill, Wage
from cms.pay import national_medians
from cms.vocabulary import RoleFamily
from listings.models import Listing
from matching.ladder import gaps
from matching.ladder.gaps import Gap, Held
from matching.ladder.priors import Prior


@dataclass(frozen=True)
class RolePay:
    """The nation's middle pay an hour for a role; `wage` is None where none is published."""

    role: Role
    wage: Wage | None

    @property
    def hourly(self) -> Decimal | None:
        return self.wage.hourly_median if self.wage else None

    @property
    def proxy_for(self) -> str:
        """The occupation whose figure stands in, empty where the role has its own."""
        return self.wage.occupation if self.wage and self.role.soc_is_proxy else ""

    def step_to(self, other: "RolePay") -> Decimal | None:
        """The difference in pay an hour. None unless two occupations of their own can be compared."""
        if not (self.wage and other.wage) or self.role.soc_is_proxy or other.role.soc_is_proxy:
            return None
        if self.role.soc_code == other.role.soc_code:
            return None
        return other.hourly - self.hourly


@dataclass(frozen=True)
class Way:
    """A role between two others. It is the usual way where one is promoted to it."""

    role: Role
    is_usual: bool


@dataclass(frozen=True)
class NextStep:
    """A step that can be taken now, with all that its card says."""

    role: Role
    kind: CareerStep.Kind
    condition: str
    gap: Gap
    prior: Prior
    passed: tuple[int, ...]  # the rungs that it passes
    way: Way | None  # in two smaller steps, where it passes rungs
    pay_here: RolePay
    pay: RolePay
    open_jobs: int
    guides: tuple[GuidePage, ...]
    lessons: Lessons

    @property
    def ease(self) -> float:
        """What steps are ordered by: how much is held, more where the move is made often."""
        return self.gap.share * self.prior.factor

    @property
    def pay_step(self) -> Decimal | None:
        return self.pay_here.step_to(self.pay)

    @property
    def is_promotion(self) -> bool:
        return self.kind == CareerStep.Kind.PROMOTION

    @property
    def leads_up(self) -> bool:
        """Whether it is a promotion or a specialization, neither a step sideways nor a way out."""
        return self.kind in {CareerStep.Kind.PROMOTION, CareerStep.Kind.SPECIALISE}


def passed_rungs(start: Role, end: Role) -> tuple[int, ...]:
    if start.ladder_level is None or end.ladder_level is None:
        return ()
    return tuple(range(start.ladder_level + 1, end.ladder_level))


def with_open_jobs(roles: QuerySet[Role]) -> QuerySet[Role]:
    """Count the open jobs of each role as `open_jobs`, in the same query."""
    counts = (
        Listing.objects.open()
        .filter(role=OuterRef("pk"))
        .order_by()
        .values("role")
        .values(n=Count("pk"))
    )
    return roles.annotate(open_jobs=Coalesce(Subquery(counts), 0))


def live_guides(roles: Collection[int] | None = None) -> Iterator[tuple[int, GuidePage]]:
    """Guides by the key of a role that they speak of: of some roles, or of all. One query, when it is read."""
    about = GuidePage.roles.through.objects.filter(guidepage__live=True)
    if roles is not None:
        about = about.filter(role__in=roles)
    for row in about.select_related("guidepage").order_by("guidepage__title", "pk"):
        yield row.role_id, row.guidepage


class Ladder:
    """All roles and steps, or some of them. Three queries: the roles, what they ask, their pay.

    Without `with_asks` two, and every gap is empty.
    """

    def __init__(
        self,
        roles: QuerySet[Role],
        steps: Iterable[CareerStep],
        guides: Iterable[tuple[int, GuidePage]] = (),
        *,
        with_asks: bool = True,
    ):
        self.roles = {role.pk: role for role in with_open_jobs(roles)}
        self.steps: dict[int | None, list[CareerStep]] = {}
        for step in steps:
            self.steps.setdefault(step.from_role_id, []).append(step)
        self.asks: dict[int, list[RoleSkill]] = {pk: [] for pk in self.roles}
        asked_skills = (
            RoleSkill.objects.filter(role__in=list(self.roles))
            .select_related("skill")
            .only("role_id", "importance", "is_essential", "skill__preferred_label")
        )
        for asked in asked_skills if with_asks else ():
            self.asks[asked.role_id].append(asked)
        self.open_jobs = {pk: role.open_jobs for pk, role in self.roles.items()}
        self.medians = national_medians(list(self.roles.values()))
        self.guides: dict[int, list[GuidePage]] = {}
        for role_id, guide in guides:
            self.guides.setdefault(role_id, []).append(guide)
        self.lessons = Lessons()

    @classmethod
    def whole(cls) -> Self:
        """Everything, with the live guides. Five queries: steps and guides besides."""
        return cls(Role.objects.by_line(), CareerStep.objects.all(), live_guides())

    @classmethod
    def around(cls, role: Role) -> Self:
        """A role and where it leads in one step. Four queries: the steps besides."""
        steps = list(CareerStep.objects.leaving(role))
        return cls.of([role.pk, *(step.to_role_id for step in steps)], steps)

    @classmethod
    def of(cls, keys: Collection[int], steps: Iterable[CareerStep]) -> Self:
        """Some roles by their keys, and the steps that matter between them. Three queries."""
        return cls(Role.objects.filter(pk__in=keys), steps)

    def leaving(self, role: Role) -> list[CareerStep]:
        """As `CareerStep.objects.leaving`, out of what is loaded."""
        rules = [
            step
            for step in self.steps.get(None, ())
            if role.ladder_level is not None and step.from_level <= role.ladder_level
        ]
        own = self.steps.get(role.pk, [])
        return [step for step in [*own, *rules] if step.to_role_id != role.pk]

    def pay(self, role: Role) -> RolePay:
        return RolePay(role, self.medians.get(role.pk))

    @property
    def pay_source(self) -> str:
        """Where the figures come from, with their year; empty where there is none."""
        return next((wage.source for wage in self.medians.values()), "")

    def by_line(self) -> list[tuple[RoleFamily, list[RolePay]]]:
        """Every role with its pay, by line and the highest rung first; the exits are the last line."""
        lines: dict[str, list[RolePay]] = {}
        for role in self.roles.values():
            lines.setdefault(role.family, []).append(self.pay(role))
        return [
            (
                RoleFamily(family),
                sorted(
                    lines[family], key=lambda pay: (-(pay.role.ladder_level or 0), pay.role.title)
                ),
            )
            for family in RoleFamily.values
            if family in lines
        ]

    def skills_of(self, role: Role) -> Held:
        """All that a role asks, held in full."""
        return {asked.skill_id: 1.0 for asked in self.asks[role.pk]}

    def gap(self, role: Role, held: Held) -> Gap:
        return Gap.between(self.asks[role.pk], held)

    def missing_weight(self, role: Role, held: Held) -> float:
        return gaps.missing_weight(self.asks[role.pk], held)

    def prior(self, role: Role, step: CareerStep) -> Prior:
        """How often the step is made by those in `role`; of a rule it is not the row's own."""
        end = self.roles[step.to_role_id]
        return Prior.of(step, role, end, self.medians.get(end.pk))

    def next_steps(self, role: Role, held: Held) -> list[NextStep]:
        """Where `role` leads in one step, exits included, the easiest first.

        Of equal ones the move made oftener, then the one that passes fewer rungs, then by title.
        """
        steps = [self._next_step(role, step, held) for step in self.leaving(role)]
        return sorted(
            steps,
            key=lambda step: (
                -step.ease,
                -step.prior.factor,
                len(step.passed),
                step.role.title,
                step.role.pk,
            ),
        )

    def _next_step(self, role: Role, step: CareerStep, held: Held) -> NextStep:
        to_role = self.roles[step.to_role_id]
        passed = passed_rungs(role, to_role)
        return NextStep(
            role=to_role,
            kind=CareerStep.Kind(step.kind),
            condition=step.condition,
            gap=self.gap(to_role, held),
            prior=self.prior(role, step),
            passed=passed,
            way=self.way_between(role, to_role, held) if passed else None,
            pay_here=self.pay(role),
            pay=self.pay(to_role),
            open_jobs=self.open_jobs[to_role.pk],
            guides=tuple(self.guides.get(to_role.pk, ())),
            lessons=self.lessons,
        )

    def way_between(self, start: Role, end: Role, held: Held) -> Way | None:
        """A role from which a step leads on to `end`.

        Promotions are the beaten track, so a role that one is promoted to comes first; then one on a
        rung between rather than on the last; then the one of whose skills most is held.
        """
        between = []
        for step in self.steps.get(start.pk, ()):
            role = self.roles[step.to_role_id]
            leads_on = any(on.to_role_id == end.pk for on in self.steps.get(role.pk, ()))
            level = role.ladder_level
            if leads_on and level and start.ladder_level < level <= end.ladder_level:
                is_usual = step.kind == CareerStep.Kind.PROMOTION
                share = self.gap(role, held).share
                order = (not is_usual, level == end.ladder_level, -share, role.title)
                between.append((order, Way(role, is_usual)))
        return min(between, key=itemgetter(0))[1] if between else None


def branches(steps: Iterable[NextStep], limit: int) -> list[NextStep]:
    """The first steps to name where there is room for few: one a line while lines last.

    A promotion to one of the next two rungs comes before a specialization; a step that passes two
    rungs or more, a step sideways and a way out come last. Otherwise the order of `steps` stays.
    """

    def order(step: NextStep) -> tuple[bool, bool, bool]:
        return step.role.is_exit, not step.leads_up or len(step.passed) > 1, not step.is_promotion

    first, rest, lines = [], [], set()
    for step in sorted(steps, key=order):
        (rest if step.role.family in lines else first).append(step)
        lines.add(step.role.family)
    return sorted([*first, *rest], key=lambda step: order(step)[:2])[:limit]


STEP_GROUPS = [
    (CareerStep.Kind.PROMOTION, gettext_lazy("Promotions")),
    (CareerStep.Kind.SPECIALISE, gettext_lazy("Specializations")),
    (CareerStep.Kind.LATERAL, gettext_lazy("Steps sideways")),
    (CareerStep.Kind.EXIT, gettext_lazy("Ways out of service")),
]


def by_kind(steps: Iterable[NextStep]) -> list[tuple[str, str, list[NextStep]]]:
    """Kind, its name and its steps, in the order of `steps`; kinds without one are left out."""
    steps = list(steps)
    groups = [
        (kind.value, name, [step for step in steps if step.kind == kind])
        for kind, name in STEP_GROUPS
    ]
    return [group for group in groups if group[2]]
