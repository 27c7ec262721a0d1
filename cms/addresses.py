"""Addresses as they stand outside of a page: in feeds, sitemaps, markup and answers for machines."""

from urllib.parse import urlsplit

from django.conf import settings


def absolute_address(path: str, query: str = "") -> str:
    """A path of this site with scheme and host. Those of SITE_URL: a Host header may say anything."""
    return f"{settings.SITE_URL.rstrip('/')}{path}{'?' if query else ''}{query}"


def site_host() -> str:
    """The site's own host name, without a port."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def path_below_home(url_path: str) -> str:
    """A page's address within this site, from its place in the tree below the home page. No query."""
    _root, _home, rest = url_path.split("/", 2)
    return f"/{rest}"


def page_address(page) -> str:
    """Where an editors' page stands, with scheme and host; empty for one that stands nowhere yet."""
    parts = page.get_url_parts() if page.pk else None
    return absolute_address(parts[2]) if parts and parts[2] else ""
