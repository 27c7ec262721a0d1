import os
import shutil
import time
from importlib import import_module

import pytest
from django.test import SimpleTestCase, TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

# How fast the machine is at the moment is no property of the code. In CI the examples are the same each
# time, so that what fails there is of the change; elsewhere each run tries others.
hypothesis_settings.register_profile(
    "rungs",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="RUNGS_NO_SKIP" in os.environ,
)
hypothesis_settings.load_profile("rungs")

# Playwright's sync API keeps an event loop running, which Django would otherwise refuse to work beside.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# These use the database, but what they check is the engine's, a page's words or a data file's: the second
# pass, on PostgreSQL, would say the same in a minute and a half.
SAME_ON_EVERY_DATABASE = {
    f"tests/{path}.py"
    for path in (
        "cms/test_load_content",
        "cms/test_load_taxonomy",
        "cms/test_structured_data",
        "listings/risk/test_fixtures",
        "listings/test_advice",
        "listings/test_all_job_postings",
        "listings/test_job_posting",
        "listings/test_posting_check",
        "matching/test_compare_row",
        "matching/test_gaps",
        "matching/test_health",
        "matching/test_invariants",
        "matching/test_match_panel",
        "matching/test_match_phrases",
        "matching/test_match_reasons",
        "matching/test_people_limits",
        "matching/test_points",
        "matching/test_raising",
        "matching/test_unknown_words",
        "profiles/test_passkeys",
        "profiles/test_reading",
        "profiles/test_reading_guards",
        "profiles/test_reading_history",
        "profiles/test_resume_measure",
        "test_canary",
        "test_guards",
        "test_seed_coverage",
        "test_translatable",
    )
}


def uses_database(item) -> bool:
    if item.cls is not None and issubclass(item.cls, SimpleTestCase):
        return issubclass(item.cls, TransactionTestCase)  # as TestCase is
    fixtures = {"db", "transactional_db", "live_server"}
    return bool(item.get_closest_marker("django_db") or fixtures & set(item.fixturenames))


# One long wait each: begun last, it would leave the other cores idle.
BEGUN_FIRST = (
    "tests/test_launch.py",
    "tests/test_migrations.py",
    "tests/test_seed_coverage.py",
    "tests/cms/test_load_content.py",
)


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(config, items):
    items.sort(
        key=lambda item: item.path.relative_to(config.rootpath).as_posix() not in BEGUN_FIRST
    )
    for item in items:
        path = item.path.relative_to(config.rootpath).as_posix()
        if path in SAME_ON_EVERY_DATABASE or not uses_database(item):
            item.add_marker("once")
    if CHROMIUM is None:
        skip = pytest.mark.skip(reason="no Chromium on this machine")
        for item in items:
            if "browser" in item.keywords:
                item.add_marker(skip)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """With RUNGS_NO_SKIP, as in CI, a skipped test is a failed one."""
    report = yield
    if report.skipped and os.environ.get("RUNGS_NO_SKIP"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def limits_begin_with_the_test(monkeypatch):
    """Windows of rate limits start when a test does, so that none ends between its tries or its two counts."""
    begin = int(time.time())

    def window_start(now, window):
        seconds = int(window.total_seconds())
        return begin + (int(now.timestamp()) - begin) // seconds * seconds

    monkeypatch.setattr("profiles.models.limits.window_start", window_start)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": CHROMIUM, "args": CHROMIUM_ARGUMENTS}


def make_roots():
    """The rows that Wagtail's migrations make: --nomigrations leaves them out, a flush takes them away."""
    from wagtail.models import Collection, Locale, Page, Site

    Locale.objects.get_or_create(language_code="en-us")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    if not Page.objects.exists():
        root = Page.add_root(title="Root", slug="root")
        Site.objects.create(hostname="localhost", root_page=root, is_default_site=True)


def make_page_index():
    """The table of Wagtail's page search on SQLite is made by its migration alone, not from its model."""
    from django.db import connection

    name = "wagtailsearch_indexentry_fts"
    if connection.vendor != "sqlite":
        return
    migration = import_module("wagtail.search.migrations.0006_customise_indexentry").Migration
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
        if "VIRTUAL" not in cursor.fetchone()[0]:
            cursor.execute(f"DROP TABLE {name}")
            for operation in migration.operations[-1].database_operations:
                cursor.execute(operation.sql)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        make_roots()
        make_page_index()
