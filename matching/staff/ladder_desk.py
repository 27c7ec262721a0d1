"""The ladder as its keepers see it: the graph, what is odd about it, and a step tried before it is saved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import CareerStep, Role
from cms.vocabulary import LADDER_LEVELS, RoleFamily
from matching.ladder.check import Check, Finding, check_ladder, load_graph, try_step
from matching.ladder.drawing import LadderMap, Segment, draw_all
from matching.ladder.graph_search import Graph
from matching.staff.preview_forms import FULL_WIDTH
from matching.staff.views import ReportView, add_url


@dataclass(frozen=True)
class StepLine:
    """A step as one of its ends sees it: `other` is the role at the other."""

    step: CareerStep
    other: Role


@dataclass(frozen=True)
class RoleDesk:
    """A role with its steps and with what the check found about it."""

    role: Role
    out: tuple[StepLine, ...]
    coming: tuple[StepLine, ...]
    findings: tuple[tuple[Check, Finding], ...]
    # Of a way out: what opens it to any service role from a rung on.
    rule: CareerStep | None = None

    @property
    def edit_url(self) -> str:
        return reverse("wagtailsnippets_cms_role:edit", args=[self.role.pk])

    @property
    def add_url(self) -> str:
        return add_url("careerstep", from_role=self.role.slug)


@dataclass(frozen=True)
class Edge(Segment):
    """A step on the map. `is_odd`: a finding names it. `is_near`: it begins or ends at the chosen role."""

    is_odd: bool = False
    is_near: bool = False


class TryStepForm(forms.Form):
    """A step that is not there yet. Roles are told by their slugs."""

    from_role = forms.ChoiceField(label=gettext_lazy("From"), widget=forms.Select(attrs=FULL_WIDTH))
    to_role = forms.ChoiceField(label=gettext_lazy("To"), widget=forms.Select(attrs=FULL_WIDTH))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=CareerStep.Kind)

    def __init__(self, data=None, *, graph: Graph, **kwargs):
        super().__init__(data, **kwargs)
        self.roles = {role.slug: role for role in graph.roles.values()}
        groups: dict[str, list[tuple[str, str]]] = {}
        for role in self.roles.values():
            groups.setdefault(str(role.line.label), []).append((role.slug, role.title))
        for name in ("from_role", "to_role"):
            self.fields[name].choices = [("", _("Choose a role")), *groups.items()]

    def clean(self):
        values = super().clean()
        if values.get("from_role") and values.get("from_role") == values.get("to_role"):
            self.add_error("to_role", ValidationError(_("A step leads to another role.")))
        return values

    @property
    def step(self) -> CareerStep:
        """Not saved. Only of a valid form."""
        ends = (self.roles[self.cleaned_data[name]] for name in ("from_role", "to_role"))
        start, end = ends
        return CareerStep(from_role=start, to_role=end, kind=self.cleaned_data["kind"])

    @property
    def add_url(self) -> str:
        return add_url("careerstep", **self.cleaned_data)


class LadderCheckView(ReportView):
    """Three queries besides the admin's own."""

    model = CareerStep
    template_name = "matching/admin/ladder_check.html"
    page_title = gettext_lazy("Ladder check")
    header_icon = "order-up"

    def get_context_data(self, **kwargs):
        graph = load_graph()
        checks = check_ladder(graph)
        given = self.request.GET
        form = TryStepForm(given if "try" in given else None, graph=graph, auto_id="try_%s")
        near = next((r for r in graph.roles.values() if r.slug == given.get("role")), None)
        context = super().get_context_data(**kwargs) | {
            "checks": [check for check in checks if check.findings],
            "in_order": [check for check in checks if not check.findings],
            "lines": by_line(desks(graph, checks)),
            "rules": [StepLine(rule, graph.roles[rule.to_role_id]) for rule in graph.rules],
            "form": form,
            "near": near,
        }
        if graph.service:
            drawn = draw_all(graph.roles.values())
            context |= {"map": drawn, "edges": edges(graph, checks, drawn, near)}
            context["odd_roles"] = {r.pk for c in checks for f in c.findings for r in f.roles}
        if form.is_valid():
            context["trial"] = try_step(graph, form.step)
        return context


def desks(graph: Graph, checks: Iterable[Check]) -> list[RoleDesk]:
    """One for each role, in the order of the graph."""
    out: dict[int, list[StepLine]] = {key: [] for key in graph.roles}
    coming: dict[int, list[StepLine]] = {key: [] for key in graph.roles}
    found: dict[int, list[tuple[Check, Finding]]] = {key: [] for key in graph.roles}
    for step in graph.steps:
        start, end = graph.ends(step)
        out[start.pk].append(StepLine(step, end))
        coming[end.pk].append(StepLine(step, start))
    for check in checks:
        for finding in check.findings:
            for role in finding.roles:
                found[role.pk].append((check, finding))
    rules = {rule.to_role_id: rule for rule in graph.rules}
    return [
        RoleDesk(role, _sorted(out[key]), _sorted(coming[key]), tuple(found[key]), rules.get(key))
        for key, role in graph.roles.items()
    ]


def _sorted(lines: Iterable[StepLine]) -> tuple[StepLine, ...]:
    return tuple(sorted(lines, key=lambda line: (line.other.ladder_level or 9, line.other.title)))


def by_line(roles: Sequence[RoleDesk]) -> list[tuple[RoleFamily, list[tuple[str, list[RoleDesk]]]]]:
    """Lines, and in each its rungs, the highest first; ways out stand on none."""
    lines: dict[RoleFamily, dict[int, list[RoleDesk]]] = {}
    for desk in roles:
        rungs = lines.setdefault(desk.role.line, {})
        rungs.setdefault(desk.role.ladder_level or 0, []).append(desk)
    return [
        (line, [(_rung(level), rungs[level]) for level in sorted(rungs, reverse=True)])
        for line, rungs in lines.items()
    ]


def _rung(level: int) -> str:
    if not level:
        return _("On no rung")
    return _("Rung %(n)d: %(name)s") % {"n": level, "name": LADDER_LEVELS[level]}


def edges(graph: Graph, checks: Iterable[Check], drawn: LadderMap, near: Role | None) -> list[Edge]:
    """The steps between stations of the map; those that are marked come last, on top of the others."""
    odd = {step.pk for check in checks for finding in check.findings for step in finding.steps}
    at = {station.role.pk: station for station in drawn.stations}
    found = []
    for step in graph.steps:
        if step.from_role_id in at and step.to_role_id in at:
            start, end = at[step.from_role_id], at[step.to_role_id]
            is_near = near is not None and near.pk in {step.from_role_id, step.to_role_id}
            found.append(Edge(start.x, start.y, end.x, end.y, step.kind, step.pk in odd, is_near))
    return sorted(found, key=lambda edge: (edge.is_near, edge.is_odd))
