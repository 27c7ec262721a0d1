"""The ladder as a plain graph of roles and steps: circles in it, and what is reached from its foot."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from cms.models import CareerStep, Role, RoleSkill


@dataclass(frozen=True)
class Graph:
    """Roles by key, what they ask, and the steps between them; what is about a role that is not there is left out."""

    roles: Mapping[int, Role]
    steps: Sequence[CareerStep]  # from a role
    rules: Sequence[CareerStep]  # from any service role at or above a rung
    asks: Mapping[int, Sequence[RoleSkill]]  # by the role's key

    @classmethod
    def of(
        cls, roles: Iterable[Role], steps: Iterable[CareerStep], asks: Iterable[RoleSkill] = ()
    ) -> Self:
        by_key = {role.pk: role for role in roles}
        known = [step for step in steps if step.to_role_id in by_key]
        by_role: dict[int, list[RoleSkill]] = {key: [] for key in by_key}
        for asked in asks:
            by_role.get(asked.role_id, []).append(asked)
        return cls(
            by_key,
            [step for step in known if step.from_role_id in by_key],
            [step for step in known if step.from_role_id is None],
            by_role,
        )

    @property
    def service(self) -> list[Role]:
        return [role for role in self.roles.values() if not role.is_exit]

    def ends(self, step: CareerStep) -> tuple[Role, Role]:
        return self.roles[step.from_role_id], self.roles[step.to_role_id]


def tangles(keys: Iterable[int], steps: Iterable[CareerStep]) -> list[set[int]]:
    """The sets of two roles or more each of which leads to every other: strong components."""
    keys = sorted(keys)
    place = {key: n for n, key in enumerate(keys)}
    pairs = [(place[step.from_role_id], place[step.to_role_id]) for step in steps]
    starts, ends = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    edges = sparse.csr_array((np.ones(len(pairs)), (starts, ends)), shape=(len(keys), len(keys)))
    count, labels = connected_components(edges, directed=True, connection="strong")
    members: list[set[int]] = [set() for _label in range(count)]
    for key, label in zip(keys, labels.tolist(), strict=True):
        members[label].add(key)
    return sorted((each for each in members if len(each) > 1), key=min)


def shortest_circle(members: Iterable[int], steps: Iterable[CareerStep]) -> list[CareerStep]:
    """The steps of a shortest way round within a tangle, the same in every run."""
    leaving: dict[int, list[CareerStep]] = {}
    for step in sorted(steps, key=lambda step: (step.from_role_id, step.to_role_id)):
        leaving.setdefault(step.from_role_id, []).append(step)
    ways = (_way_back(start, leaving) for start in sorted(members))
    return min(ways, key=len)


def _way_back(start: int, leaving: Mapping[int, list[CareerStep]]) -> list[CareerStep]:
    """The shortest way from a role to itself; there is one, in a tangle."""
    came_by: dict[int, CareerStep] = {}
    waiting = deque([start])
    while start not in came_by:
        for step in leaving[waiting.popleft()]:
            if step.to_role_id not in came_by:
                came_by[step.to_role_id] = step
                waiting.append(step.to_role_id)
    way = [came_by[start]]
    while way[-1].from_role_id != start:
        way.append(came_by[way[-1].from_role_id])
    return way[::-1]


def reached_from_below(graph: Graph) -> set[int]:
    """Keys of the roles that steps lead to from the first rung, whatever their kind; those on it too."""
    leading: dict[int, list[int]] = {}
    for step in graph.steps:
        leading.setdefault(step.from_role_id, []).append(step.to_role_id)
    reached = {role.pk for role in graph.service if role.ladder_level == 1}
    waiting = list(reached)
    while waiting:
        new = set(leading.get(waiting.pop(), ())) - reached
        reached |= new
        waiting.extend(new)
    highest = max((graph.roles[key].ladder_level or 0 for key in reached), default=0)
    return reached | {rule.to_role_id for rule in graph.rules if rule.from_level <= highest}
