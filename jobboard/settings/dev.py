"""Local development and `make run`: SQLite, debug on, no HTTPS, mail readable in the browser."""

import os
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-local-development-" + "0" * 30)
os.environ.setdefault(
    "DATABASE_URL", f"sqlite:///{Path(__file__).resolve().parents[2]}/var/dev.sqlite3"
)
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
os.environ.setdefault("SITE_URL", "http://127.0.0.1:8000")
os.environ.setdefault("CONTACT_EMAIL", "hello@rungs.example")

from jobboard.settings.base import *  # noqa: F403
from jobboard.settings.base import MIDDLEWARE, STORAGES

DEBUG = True
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
