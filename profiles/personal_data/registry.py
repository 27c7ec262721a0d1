"""The registry itself: declarations of models, and what has to happen beside their rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from .subject import Subject

Rows = Callable[[Subject], QuerySet]


@dataclass(frozen=True)
class Personal:
    """One model that holds data of people.

    `rows` finds a person's. `exported` and `files` are given to them; `left_out` names every other
    column with the reason why it is not. `erase` takes the rows out or empties them and says how many
    it found; None leaves that to the deletion of the account, which takes them along. `kept` says in
    words what stays after it, and why.
    """

    model: type[Model]
    title: str
    rows: Rows
    exported: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    erase: Callable[[Subject], int] | None = None
    kept: str = ""
    # More of a row that is no column of it: name in the export and how to get it.
    more: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Impersonal:
    """A model without personal data. `links` are columns that point to people, each with the reason."""

    reason: str
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Registry:
    personal: dict[type[Model], Personal] = field(default_factory=dict)
    impersonal: dict[type[Model], Impersonal] = field(default_factory=dict)
    steps: list[Callable[[Subject], None]] = field(default_factory=list)


registry = Registry()


def personal(label: str, title: str, rows: Rows, **more) -> None:
    model = apps.get_model(label)
    registry.personal[model] = Personal(model, title, rows, **more)


def impersonal(reason: str, *labels: str, **links: str) -> None:
    """Declare models that hold nothing of a person. `links` hold for each of the labels."""
    for label in labels:
        registry.impersonal[apps.get_model(label)] = Impersonal(reason, links)


def on_erasure(step: Callable[[Subject], None]) -> Callable[[Subject], None]:
    """Register a function to call in the transaction of an erasure, before any row is deleted."""
    registry.steps.append(step)
    return step
