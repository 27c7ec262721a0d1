import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.conftest import make_roots

expect.set_options(timeout=10_000)


@pytest.fixture
def demo_site(live_server, transactional_db, settings, tmp_path):
    """The site as `make run` sets it up: taxonomy, pages, demo content and an index."""
    settings.MATCH_INDEX_DIR = tmp_path / "index"
    settings.SITE_URL = live_server.url
    settings.EMAIL_BACKEND = "profiles.mail.OutboxBackend"  # the test runner puts its own in
    make_roots()
    for command in ("load_taxonomy", "load_content", "load_demo", "rebuild_index"):
        call_command(command, verbosity=0)
    return live_server.url


@pytest.fixture
def console(page):
    """What the browser complains about: errors of scripts, and what the content policy refused."""
    complaints = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints
