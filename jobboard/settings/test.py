"""The tests: as local development, but debug off as in production, cheap passwords, files in a temporary folder."""

import os
import tempfile

if "PYTEST_XDIST_WORKER" in os.environ:
    # Workers inherit the environment of the process that starts them, but must not share its files.
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="rungs-test-")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="rungs-test-"))
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from jobboard.settings.dev import *  # noqa: F403
from jobboard.settings.dev import DATABASES

DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Nothing is kept but by the tests that are about it.
    "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
ACCOUNT_RATE_LIMITS = False  # turned on by the tests that are about them
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA foreign_keys=ON"
else:
    # A test waits inside its transaction for a program that it started, however slow the machine is.
    DATABASES["default"]["OPTIONS"]["options"] += " -c idle_in_transaction_session_timeout=0"
