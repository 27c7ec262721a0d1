"""Absolute addresses, for feeds, sitemaps, markup and API responses."""

from urllib.parse import urlsplit

from django.conf import settings


def absolute_address(path: str, query: str = "") -> str:
    """A path with scheme and host, taken from SITE_URL: a Host header can be forged."""
    return f"{settings.SITE_URL.rstrip('/')}{path}{'?' if query else ''}{query}"


def site_host() -> str:
    """The site's own host name, without a port."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def path_below_home(url_path: str) -> str:
    """A page's address within this site, from its place in the tree below the home page. No query."""
    _root, _home, rest = url_path.split("/", 2)
    return f"/{rest}"


def page_address(page) -> str:
    """The absolute address of a page; empty for one that is not saved or under no site."""
    parts = page.get_url_parts() if page.pk else None
    return absolute_address(parts[2]) if parts and parts[2] else ""
