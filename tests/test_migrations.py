"""The suite makes its tables from the models. This says that the migrations make the same ones."""

import os
import re
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

OURS = re.compile("(?:cms|profiles|listings|matching)_")
CONSTRAINT = re.compile(r'CONSTRAINT "(\w+)" (CHECK|UNIQUE)')


def schema(rows) -> dict[str, dict[str, set]]:
    """Columns, indexes and named constraints of each table, and all triggers, of one SQLite database."""
    tables = {}
    listed = rows("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    for table, sql in listed:
        if not OURS.match(table) or table.startswith("listings_search"):
            continue  # the words of the search are made after every migrate, whoever made the rest
        indexes = set()
        for _number, name, is_unique, _origin, is_partial in rows(f'PRAGMA index_list("{table}")'):
            columns = tuple(row[2] for row in rows(f'PRAGMA index_info("{name}")'))
            indexes.add((is_unique, is_partial, columns))
        tables[table] = {
            "columns": {tuple(row[1:4]) for row in rows(f'PRAGMA table_xinfo("{table}")')},
            "foreign keys": {row[2:5] for row in rows(f'PRAGMA foreign_key_list("{table}")')},
            "indexes": indexes,
            "constraints": set(CONSTRAINT.findall(sql)),
        }
    triggers = rows(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'listings%'"
    )
    return tables | {"triggers": {"sql": {tuple(row) for row in triggers}}}


@pytest.mark.once
@pytest.mark.django_db
def test_migrations_and_models_make_the_same_tables(tmp_path):
    path = tmp_path / "migrated.sqlite3"
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{path}",
        "DJANGO_SETTINGS_MODULE": "jobboard.settings.test",
    }
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=settings.BASE_DIR,
        env=environment,
        check=True,
    )
    with connection.cursor() as cursor:
        of_models = schema(lambda sql: cursor.execute(sql).fetchall())
    migrated = sqlite3.connect(path)
    of_migrations = schema(lambda sql: migrated.execute(sql).fetchall())
    migrated.close()

    assert of_migrations.keys() == of_models.keys()
    for table, parts in of_models.items():
        for part, expected in parts.items():
            assert of_migrations[table][part] == expected, (table, part)
