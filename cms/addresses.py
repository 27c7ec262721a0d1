"""Addresses as they stand outside of a page: in feeds, sitemaps, markup and answers for machines."""

from urllib.parse import urlsplit

from django.conf import settings


def absolute_address(path: str, query: str = "") -> str:
    """A path of this site with scheme and host. Those of SITE_URL: a Host header may say anything."""
    return f"{settings.SITE_URL.rstrip('/')}{path}{'?' if query else ''}{query}"


def site_host() -> str:
    """The site's own host name, without a port."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def page_address(page) -> str:
    """Where an editors' page stands, with scheme and host; empty for one that stands nowhere yet."""
    parts = page.get_url_parts() if page.pk else None
    return absolute_address(parts[2]) if parts and parts[2] else ""
