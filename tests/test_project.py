import ast
import logging
import re
import runpy
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.db import DataError, IntegrityError
from django.template import engines
from django.template.loader import get_template
from django.test import Client, TestCase

from jobboard.logs import WithoutRows
from tests.factories import UserFactory

ROOT = Path(settings.BASE_DIR)


def test_every_template_compiles():
    names = [str(p.relative_to(ROOT / "templates")) for p in (ROOT / "templates").rglob("*.html")]
    assert len(names) > 30
    for name in names:
        get_template(name)


def test_readme_names_every_variable_that_the_settings_read():
    read = set()
    for path in (ROOT / "jobboard" / "settings").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "").startswith("env_"):
                read.add(node.args[0].value)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", readme, re.MULTILINE))

    assert read == table


def test_readme_stays_short():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 120


def test_lock_files_hold_hashes_and_no_addresses():
    for name in ("requirements.lock.txt", "requirements-dev.lock.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|index-url|find-links", text)


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "SITE_URL"])
def test_production_does_not_start_without(missing):
    result = start_production(without=missing)

    assert result.returncode != 0
    assert f"{missing} is not set" in result.stderr


def test_production_refuses_a_short_secret_and_an_unclear_flag():
    assert "shorter than 50" in start_production(SECRET_KEY="short").stderr
    assert "use 'true' or 'false'" in start_production(EMAIL_USE_TLS="yes").stderr


def test_production_refuses_what_is_for_one_machine_alone():
    local = "only-for-local-development-" + "0" * 30
    assert "which everybody knows" in start_production(SECRET_KEY=local).stderr
    assert "ALLOWED_HOSTS is '*'" in start_production(ALLOWED_HOSTS="jobs.example.org,*").stderr


def test_settings_that_show_errors_in_full_refuse_a_public_host():
    result = start_production(
        DJANGO_SETTINGS_MODULE="jobboard.settings.dev", SECRET_KEY="k" * 60, VAR_DIR="/nowhere"
    )

    assert "jobs.example.org in ALLOWED_HOSTS" in result.stderr


def test_production_asks_staff_for_two_steps_unless_a_variable_says_otherwise_by_name(monkeypatch):
    assert runpy.run_module("jobboard.settings.base")["STAFF_MFA_REQUIRED"]

    monkeypatch.setenv("ALLOW_STAFF_WITHOUT_MFA", "true")
    assert not runpy.run_module("jobboard.settings.base")["STAFF_MFA_REQUIRED"]


def test_production_settings_pass_the_deployment_check():
    result = start_production(command=["check", "--deploy", "--fail-level", "INFO"])

    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout


def test_production_never_shows_mail_in_the_browser():
    code = (
        "from django.conf import settings; from django.urls import reverse, NoReverseMatch\n"
        "assert not settings.MAIL_READABLE_IN_BROWSER and not settings.DEBUG\n"
        "try:\n    reverse('profiles:local_mail')\nexcept NoReverseMatch:\n    print('not routed')"
    )

    assert "not routed" in start_production(command=["shell", "-v", "0", "-c", code]).stdout


def start_production(*, without="", command=("check",), **variables):
    environment = {
        "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "jobboard.settings.base",
        "SECRET_KEY": "k" * 25 + "9876543210" * 3,
        "DATABASE_URL": "sqlite://:memory:",
        "ALLOWED_HOSTS": "jobs.example.org",
        "SITE_URL": "https://jobs.example.org",
        "CONTACT_EMAIL": "hello@example.org",
        "RESUME_SCANNER": "clamd://127.0.0.1:3310",
    } | variables
    environment.pop(without, None)
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


class HeaderTests(TestCase):
    def test_public_pages_have_the_strict_policy_and_the_admin_its_own(self):
        public = self.client.get("/healthz")["Content-Security-Policy"]
        admin = self.client.get("/admin/")["Content-Security-Policy"]

        self.assertIn("script-src 'self';", public + ";")
        self.assertNotIn("unsafe", public)
        self.assertIn("'unsafe-inline'", admin)

    def test_every_answer_says_how_it_may_be_used(self):
        for address in ("/healthz", "/no-such-page/", "/jobs/?q=%00", "/accounts/login/"):
            response = self.client.get(address)
            with self.subTest(address):
                self.assertEqual(response["X-Content-Type-Options"], "nosniff")
                self.assertEqual(response["X-Frame-Options"], "DENY")
                self.assertEqual(response["Referrer-Policy"], "strict-origin-when-cross-origin")
                self.assertIn("Permissions-Policy", response)

    def test_what_is_made_for_one_person_lies_in_no_cache(self):
        for address in ("/me/start/", "/accounts/confirm-email/x/", "/alerts/jobs/x/"):
            with self.subTest(address):
                self.assertIn("no-store", self.client.get(address)["Cache-Control"])
        for_all = self.client.get("/healthz")
        self.assertNotIn("Cache-Control", for_all)
        self.assertIn("Cookie", for_all["Vary"])  # what another visitor got is not theirs

        self.client.force_login(UserFactory())
        self.assertEqual(self.client.get("/healthz")["Cache-Control"], "private, no-store")

    def test_a_query_that_no_database_takes_is_refused(self):
        for query in ("q=%00", "q=%ff%fe", "page=1&q=a%00b"):
            with self.subTest(query):
                self.assertEqual(self.client.get(f"/jobs/?{query}").status_code, 400)

    def test_a_row_that_the_database_refuses_is_no_server_error_and_stands_in_the_log(self):
        self.client.force_login(UserFactory())
        page = (self.client.post, "/me/saved/closed/", "listings.views.saved.closed_ones")
        program = Client(headers={"authorization": "Bearer x"})
        answer = (program.get, "/api/v1/employer/listings", "listings.api.writing.keys.find_key")
        for error, status in ((IntegrityError, 409), (DataError, 400)):
            for (send, address, at), kind in ((page, "text/html"), (answer, "application/json")):
                with (
                    self.subTest(f"{address} {status}"),
                    mock.patch(at, side_effect=error),
                    self.assertLogs("jobboard.middleware", "ERROR") as log,
                ):
                    response = send(address)
                    self.assertEqual(response.status_code, status)
                    self.assertTrue(response["Content-Type"].startswith(kind))
                    self.assertIn("Traceback", log.output[0])

    def test_the_server_error_page_needs_no_database(self):
        template = get_template("500.html")

        self.assertIn("hello@", template.render({"contact_email": "hello@example.org"}))


def test_a_traceback_in_the_log_holds_nothing_of_a_refused_row():
    formatters = [handler.formatter for handler in logging.getLogger().handlers]
    formatter = next(each for each in formatters if isinstance(each, WithoutRows))
    first = "duplicate key\nDETAIL:  Key (email)=(dana@example.org\n\nx) already exists."
    then = "failed\nDETAIL:  Failing row contains (Dana)."
    try:
        try:
            raise ValueError(first)
        except ValueError as error:
            raise RuntimeError(then) from error
    except RuntimeError:
        text = formatter.formatException(sys.exc_info())

    assert "dana" not in text.lower()
    assert "ValueError: duplicate key\n\nThe above exception" in text
    assert text.endswith("RuntimeError: failed")


def test_no_template_carries_inline_script_or_style():
    for path in (ROOT / "templates").rglob("*.html"):
        if "email" in path.parts or "mail" in path.parts:
            continue  # mails have no stylesheet to link to
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text), path


def test_templates_are_found_in_one_place():
    assert engines["django"].dirs == [ROOT / "templates"]
