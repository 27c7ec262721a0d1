import shutil
import sqlite3

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import expect

from tests.conftest import make_roots

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """A database in a file, opened as production opens one.

    In memory the site's threads share one cache with the test, and who meets the other's write is refused
    at once ("table is locked"), whatever the timeout says.
    """
    if connection.vendor == "sqlite":
        database = connection.settings_dict
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "browser.sqlite3")
        database["OPTIONS"]["init_command"] = (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON"
        )


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server):
    """A server begun before the database is set up would take it for one in memory and share its connection."""
    return live_server


@pytest.fixture(scope="session")
def demo_copy(tmp_path_factory):
    """A database and an index folder that hold the demo once it was loaded: loading takes ten seconds."""
    folder = tmp_path_factory.mktemp("demo")
    copy = sqlite3.connect(folder / "demo.sqlite3", check_same_thread=False)
    yield copy, folder / "index"
    copy.close()


@pytest.fixture
def demo_site(live_server, transactional_db, settings, tmp_path, demo_copy):
    """The site as `make run` sets it up: taxonomy, pages, demo content and an index."""
    copy, index = demo_copy
    settings.MATCH_INDEX_DIR = tmp_path / "index"
    settings.SITE_URL = live_server.url
    settings.EMAIL_BACKEND = "profiles.mail.OutboxBackend"  # the test runner puts its own in
    connection.ensure_connection()
    if index.exists():
        copy.backup(connection.connection)
        shutil.copytree(index, settings.MATCH_INDEX_DIR)
    else:
        make_roots()
        for command in ("load_taxonomy", "load_content", "load_demo", "rebuild_index"):
            call_command(command, verbosity=0)
        connection.connection.backup(copy)
        shutil.copytree(settings.MATCH_INDEX_DIR, index)
    return live_server.url


@pytest.fixture
def console(page):
    """What the browser complains about: errors of scripts, and what the content policy refused."""
    complaints = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints
