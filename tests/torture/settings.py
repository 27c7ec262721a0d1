"""Production's settings, on tables that are made from the models: a thousand migrations are not what is tried."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-a-database-that-is-thrown-away-" + "0" * 20)
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1")
os.environ.setdefault("SITE_URL", "https://127.0.0.1")
os.environ.setdefault("CONTACT_EMAIL", "hello@rungs.example")
os.environ.setdefault("SECURE_SSL_REDIRECT", "false")
os.environ.setdefault("BEHIND_TLS_PROXY", "true")
os.environ.setdefault("EMAIL_HOST", "127.0.0.1")
os.environ.setdefault("EMAIL_USE_TLS", "false")
os.environ.setdefault("RESUMES_WITHOUT_SCANNER", "true")

from jobboard.settings.base import *  # noqa: F403


class NoMigrations(dict):
    def __contains__(self, app):
        return True

    def __missing__(self, app):
        return None


MIGRATION_MODULES = NoMigrations()
LOGGING = {"version": 1, "disable_existing_loggers": True}
