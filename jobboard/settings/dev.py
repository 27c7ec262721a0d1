"""Local development and `make run`: SQLite, debug on, no HTTPS, mail readable in the browser."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("SECRET_KEY", "only-for-local-development-" + "0" * 30)
os.environ.setdefault(
    "DATABASE_URL", f"sqlite:///{Path(__file__).resolve().parents[2]}/var/dev.sqlite3"
)
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
os.environ.setdefault("SITE_URL", "http://127.0.0.1:8000")
os.environ.setdefault("CONTACT_EMAIL", "hello@rungs.example")
os.environ.setdefault("RESUMES_WITHOUT_SCANNER", "true")

from jobboard.settings.base import *  # noqa: F403
from jobboard.settings.base import ALLOWED_HOSTS, MIDDLEWARE, STORAGES

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
if public := set(ALLOWED_HOSTS) - LOCAL_HOSTS:
    raise ImproperlyConfigured(
        f"{', '.join(sorted(public))} in ALLOWED_HOSTS: these settings show errors in full, and are"
        " for this machine alone. Use jobboard.settings.base."
    )

DEBUG = True
STAFF_MFA_REQUIRED = False  # the demo's moderator and editor are at work in one step
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"  # __Host- names need HTTPS
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
MIDDLEWARE = [
    name for name in MIDDLEWARE if "whitenoise" not in name
]  # runserver serves static files
OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
MAIL_READABLE_IN_BROWSER = True
