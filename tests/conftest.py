import os

import pytest

# Playwright's sync API keeps an event loop running, which Django would otherwise refuse to work beside.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Give a database made with --nomigrations the rows that Wagtail's migrations make."""
    from wagtail.models import Locale, Page, Site

    with django_db_blocker.unblock():
        Locale.objects.get_or_create(language_code="en")
        if not Page.objects.exists():
            root = Page.add_root(title="Root", slug="root")
            Site.objects.create(hostname="localhost", root_page=root, is_default_site=True)
