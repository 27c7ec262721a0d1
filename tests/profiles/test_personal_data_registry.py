"""Nothing about people is stored without a decision: whose it is, who gets it, and when it goes."""

import pytest
from django.apps import apps
from django.db import models

from profiles.models import Candidate, Resume, User
from profiles.personal_data import Personal, registry
from profiles.personal_data.registry import Impersonal, Registry


def stored_models():
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and model._meta.managed
    ]


def undecided(declared: Registry) -> set[str]:
    """Models and columns that nobody decided about, and decisions about what is not there."""
    problems = set()
    for model in stored_models():
        label = model._meta.label
        if model in declared.personal:
            problems |= {f"{label}.{name}" for name in wrong_columns(declared.personal[model])}
        elif model in declared.impersonal:
            named = set(declared.impersonal[model].links)
            links = {
                field.name
                for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
                if field.is_relation
                and field.related_model in declared.personal
                # The table between has a decision of its own.
                and not (field.many_to_many and field.remote_field.through in declared.personal)
            }
            problems |= {f"{label}.{name}" for name in links ^ named}
        else:
            problems.add(label)
    return problems | {
        model._meta.label
        for model in [*declared.personal, *declared.impersonal]
        if model not in stored_models()
    }


def wrong_columns(declared: Personal) -> set[str]:
    columns = {
        field.name for field in declared.model._meta.concrete_fields if not field.primary_key
    }
    # A key that says something is decided about like any other column.
    key = declared.model._meta.pk
    columns |= set() if isinstance(key, models.AutoField) else {key.name}
    files = {path.split(".")[0] for path in declared.files}
    decided = [*declared.exported, *declared.left_out, *(files - set(declared.left_out))]
    twice = {name for name in decided if decided.count(name) > 1}
    return (columns ^ set(decided)) | twice


def test_every_model_and_every_column_is_decided_about():
    assert undecided(registry) == set()


@pytest.mark.parametrize("model", [User, Candidate, Resume])
def test_the_walker_finds_a_model_that_is_not_declared(model):
    without = Registry(
        {key: value for key, value in registry.personal.items() if key is not model},
        registry.impersonal,
    )

    assert model._meta.label in undecided(without)


def test_the_walker_finds_a_new_column_of_a_personal_model():
    declared = registry.personal[Candidate]
    fewer = Personal(
        Candidate, declared.title, declared.rows, declared.exported[1:], declared.left_out
    )

    assert undecided(Registry(registry.personal | {Candidate: fewer}, registry.impersonal)) == {
        "profiles.Candidate.headline"
    }


def test_the_walker_finds_a_new_link_to_a_person():
    page = apps.get_model("wagtailcore.Page")
    fewer = Impersonal("Public text", {"owner": "Who acted"})

    assert undecided(Registry(registry.personal, registry.impersonal | {page: fewer})) == {
        "wagtailcore.Page.locked_by"
    }


def test_what_is_left_out_and_what_is_kept_says_why():
    for declared in registry.personal.values():
        assert all(len(reason) > 7 for reason in declared.left_out.values()), declared.model
    assert all(len(declared.reason) > 15 for declared in registry.impersonal.values())
