"""What is wrong with the ladder, or may be: findings in an editor's words. Nothing is changed here.

Pure functions of roles, steps and what the roles ask; `load_and_check` asks the database.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.models import CareerStep, Role, RoleSkill
from matching.ladder.graph import passed_rungs
from matching.ladder.graph_search import Graph, reached_from_below, shortest_circle, tangles

Kind = CareerStep.Kind

# Whoever goes up should not come back by going up. Steps sideways lead both ways, as they should.
UPWARD = frozenset({Kind.PROMOTION, Kind.SPECIALISE})
TOP_RUNG = 6  # where no step out is expected
MOST_PASSED = 1  # rungs that a step may pass without being odd
# A list of which everything is essential tells nobody what to learn first.
MOST_ESSENTIAL = 8


@dataclass(frozen=True)
class Finding:
    """`roles` and `steps` are what an editor opens to mend it."""

    text: str
    roles: tuple[Role, ...] = ()
    steps: tuple[CareerStep, ...] = ()


@dataclass(frozen=True)
class Check:
    """What was looked for, why it matters, and what was found."""

    key: str
    title: str | Promise
    why: str | Promise
    findings: tuple[Finding, ...]


def load_graph() -> Graph:
    """The whole ladder as it is now. Three queries."""
    asks = RoleSkill.objects.select_related("skill").order_by("skill__preferred_label")
    return Graph.of(Role.objects.by_line(), CareerStep.objects.all(), asks)


def load_and_check() -> list[Check]:
    """Check the whole ladder as it is now. Three queries."""
    return check_ladder(load_graph())


def check_ladder(graph: Graph) -> list[Check]:
    """Every check, also those that found nothing, in the order of the page."""
    return [Check(key, title, why, tuple(find(graph))) for find, key, title, why in CHECKS]


def about(checks: Iterable[Check], step: CareerStep) -> list[tuple[Check, Finding]]:
    """The findings that name one step, or that a role at its ends is cut off."""
    ends = {step.from_role_id, step.to_role_id}
    return [
        (check, finding)
        for check in checks
        for finding in check.findings
        if any(named.pk == step.pk for named in finding.steps)
        or (check.key in {"dead-ends", "unreachable"} and ends & {r.pk for r in finding.roles})
    ]


@dataclass(frozen=True)
class Trial:
    """What a step that is not saved yet would change: findings that would appear, and that would go."""

    appear: tuple[Finding, ...]
    go: tuple[Finding, ...]


def try_step(graph: Graph, step: CareerStep) -> Trial:
    """Check the ladder with `step`, in the place of a step between the same roles if there is one."""
    ends = step.from_role_id, step.to_role_id
    others = [each for each in graph.steps if (each.from_role_id, each.to_role_id) != ends]
    before = _by_text(check_ladder(graph))
    after = _by_text(check_ladder(replace(graph, steps=[*others, step])))
    return Trial(
        tuple(finding for key, finding in after.items() if key not in before),
        tuple(finding for key, finding in before.items() if key not in after),
    )


def _by_text(checks: Iterable[Check]) -> dict[tuple[str, str], Finding]:
    return {(check.key, finding.text): finding for check in checks for finding in check.findings}


# --- Steps -------------------------------------------------------------------------------------


def circles(graph: Graph) -> Iterator[Finding]:
    """One finding for each set of roles that lead to each other upward, with a shortest way round."""
    upward = [step for step in graph.steps if step.kind in UPWARD]
    for members in tangles(graph.roles, upward):
        inside = [step for step in upward if {step.from_role_id, step.to_role_id} <= members]
        way = shortest_circle(members, inside)
        titles = [graph.roles[step.from_role_id].title for step in way]
        text = " → ".join([*titles, titles[0]])
        others = len(members) - len(way)
        if others:
            more = ngettext("with %(n)d more role", "with %(n)d more roles", others) % {"n": others}
            text = f"{text} ({more})"
        yield Finding(text, tuple(graph.roles[key] for key in sorted(members)), tuple(way))


def steps_down(graph: Graph) -> Iterator[Finding]:
    for step in graph.steps:
        start, end = graph.ends(step)
        if start.ladder_level and end.ladder_level and end.ladder_level < start.ladder_level:
            words = {"start": start.title, "end": end.title, "kind": step.get_kind_display()}
            words |= {"high": start.ladder_level, "low": end.ladder_level}
            text = _("%(start)s → %(end)s (%(kind)s): from rung %(high)d down to rung %(low)d")
            yield Finding(text % words, (start, end), (step,))


def jumps(graph: Graph) -> Iterator[Finding]:
    for step in graph.steps:
        start, end = graph.ends(step)
        passed = len(passed_rungs(start, end))
        if passed > MOST_PASSED:
            words = {"start": start.title, "end": end.title, "kind": step.get_kind_display()}
            text = ngettext(
                "%(start)s → %(end)s (%(kind)s): passes %(n)d rung",
                "%(start)s → %(end)s (%(kind)s): passes %(n)d rungs",
                passed,
            ) % (words | {"n": passed})
            yield Finding(text, (start, end), (step,))


# --- Ends --------------------------------------------------------------------------------------


def dead_ends(graph: Graph) -> Iterator[Finding]:
    """Roles of the ladder below its top whose own steps all lead out of service, or that have none."""
    leading_on = {step.from_role_id for step in graph.steps if not graph.ends(step)[1].is_exit}
    for role in graph.service:
        if role.pk not in leading_on and role.ladder_level != TOP_RUNG:
            text = _("%(role)s: no step leads on from here but out of service")
            yield Finding(text % {"role": role.title}, (role,))


def unreachable(graph: Graph) -> Iterator[Finding]:
    reached = reached_from_below(graph)
    for role in graph.roles.values():
        if role.pk not in reached:
            text = _("%(role)s: no steps lead here from the first rung")
            yield Finding(text % {"role": role.title}, (role,))


# --- What roles ask ----------------------------------------------------------------------------


def without_skills(graph: Graph) -> Iterator[Finding]:
    for role in graph.roles.values():
        if not graph.asks[role.pk]:
            yield Finding(_("%(role)s asks no skill") % {"role": role.title}, (role,))


def not_matchable(graph: Graph) -> Iterator[Finding]:
    for role in graph.roles.values():
        names = [
            asked.skill.preferred_label
            for asked in graph.asks[role.pk]
            if not asked.skill.is_matchable
        ]
        if names:
            words = {"role": role.title, "skills": get_text_list(names, _("and"))}
            yield Finding(_("%(role)s asks %(skills)s") % words, (role,))


def odd_essentials(graph: Graph) -> Iterator[Finding]:
    for role in graph.roles.values():
        n, essential = (
            len(graph.asks[role.pk]),
            sum(asked.is_essential for asked in graph.asks[role.pk]),
        )
        if not n or (0 < essential < n and essential <= MOST_ESSENTIAL):
            continue
        text = ngettext(
            "%(role)s: %(essential)d of its %(n)d skill is essential",
            "%(role)s: %(essential)d of its %(n)d skills are essential",
            n,
        )
        yield Finding(text % {"role": role.title, "essential": essential, "n": n}, (role,))


# --- The list ----------------------------------------------------------------------------------

CHECKS = [
    (
        circles,
        "circles",
        gettext_lazy("Circles"),
        gettext_lazy(
            "Promotions and specializations that lead back to where they began. Steps sideways may"
            " lead both ways and do not count, nor do ways out."
        ),
    ),
    (
        steps_down,
        "down",
        gettext_lazy("Steps down"),
        gettext_lazy("Steps to a lower rung than the one they start from, of whatever kind."),
    ),
    (
        jumps,
        "jumps",
        gettext_lazy("Long jumps"),
        gettext_lazy("Steps that pass two rungs or more. Few people take them."),
    ),
    (
        dead_ends,
        "dead-ends",
        gettext_lazy("Dead ends"),
        gettext_lazy(
            "Roles with no step to another role in service. A chief officer stands at the top and"
            " needs none."
        ),
    ),
    (
        unreachable,
        "unreachable",
        gettext_lazy("Out of reach"),
        gettext_lazy("Roles that nobody reaches from a role on the first rung, by any steps."),
    ),
    (
        without_skills,
        "no-skills",
        gettext_lazy("Roles without skills"),
        gettext_lazy("They show no gap, and nobody can be told what to learn for them."),
    ),
    (
        not_matchable,
        "not-matchable",
        gettext_lazy("Skills that count for no match"),
        gettext_lazy("Skills that a role asks and that are not ticked as matchable."),
    ),
    (
        odd_essentials,
        "essential",
        gettext_lazy("Essential skills"),
        gettext_lazy(
            "Roles of whose skills none, all or more than eight are essential: then the mark tells"
            " nobody what comes first."
        ),
    ),
]
