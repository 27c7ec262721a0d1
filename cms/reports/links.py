"""Links between the site's own pages that lead nowhere. Nothing is fetched: addresses are resolved here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.http import Http404
from django.template.loader import get_template
from django.urls import resolve
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Page, Site

from cms.addresses import site_host
from cms.editorial.passages import blocks_of, headings, items_of
from cms.models import FormerSlug, GlossaryTerm
from cms.models.glossary import GLOSSARY_PATH
from cms.reports.page_words import HTML, live_pages, references

PAGE_ROUTE = "wagtail_serve"
# The browser's own name for the top, and names that blocks and the parts of pages bring.
ON_EVERY_PAGE = {"top", "main", "in-short", "sources", "related"}
IDENTIFIER = re.compile(r'\bid="([\w-]+)"')


@dataclass(frozen=True)
class BrokenLink:
    """`link`: its words, or the address where it has none."""

    page: Page
    link: str
    target: str
    problem: str


def broken_links() -> list[BrokenLink]:
    """Of all live pages, in the order of the tree. Queries: those of `live_pages`, and six."""
    known = KnownTargets()
    found = []
    for page in live_pages():
        for link, target, problem in links_of(page, known):
            if problem:
                found.append(BrokenLink(page, link, target, problem))
    return sorted(found, key=lambda broken: (broken.page.path, broken.target))


def links_of(page: Page, known: "KnownTargets") -> Iterator[tuple[str, str, str]]:
    """Words, target and problem of each link in a page; the problem is empty for one that leads somewhere."""
    for kind, value in references(page):
        if kind != HTML:
            yield known.title(value), _("a page"), known.problem_of_page(value)
            continue
        if "<a" not in value:
            continue
        for anchor in BeautifulSoup(value, "html.parser").find_all("a"):
            words = anchor.get_text(" ", strip=True)
            for target, why in known.judge(anchor.attrs):
                if (
                    target.startswith("#")
                    and not why
                    and unquote(target[1:]) not in anchors_of(page)
                ):
                    why = _("No heading on the page has this name")
                yield words or target, target, why


def anchors_of(page: Page) -> set[str]:
    """What a link within the page may lead to: its headings and questions, and what its template names. No query."""
    texts = [heading for _block, heading in headings(page)]
    for block in blocks_of(page):
        if block["type"] == "faq":
            texts += [item["question"] for item in items_of(block["value"]["questions"])]
    return ON_EVERY_PAGE | _named_by(page.template) | {slugify(text) for text in texts}


@cache
def _named_by(template: str) -> frozenset[str]:
    return frozenset(IDENTIFIER.findall(get_template(template).template.source))


class KnownTargets:
    """What a link may lead to, read when it is first asked for: six queries in all."""

    @cached_property
    def _pages(self) -> dict[int, tuple[str, bool, str]]:
        rows = Page.objects.values_list("pk", "title", "live", "url_path")
        return {pk: (title, live, path) for pk, title, live, path in rows}

    @cached_property
    def _paths(self) -> set[str]:
        """Addresses of live pages and of redirects, without the slash at the end."""
        root = Site.objects.select_related("root_page").get(is_default_site=True).root_page.url_path
        paths = {
            path.removeprefix(root).strip("/")
            for _title, live, path in self._pages.values()
            if live and path.startswith(root)
        }
        return paths | {
            path.strip("/") for path in Redirect.objects.values_list("old_path", flat=True)
        }

    @cached_property
    def _terms(self) -> set[str]:
        former = FormerSlug.objects.filter(kind=FormerSlug.Kind.TERM)
        return {
            *GlossaryTerm.objects.values_list("slug", flat=True),
            *former.values_list("slug", flat=True),
        }

    @cached_property
    def _documents(self) -> set[int]:
        return set(Document.objects.values_list("pk", flat=True))

    def title(self, page_key) -> str:
        return self._pages.get(page_key, (str(page_key),))[0]

    def problem_of_page(self, page_key) -> str:
        if page_key not in self._pages:
            return _("The page was deleted")
        return "" if self._pages[page_key][1] else _("The page is not published")

    def judge(self, attributes: dict) -> Iterator[tuple[str, str]]:
        """Target and problem of an `<a>` as Wagtail keeps it."""
        kind, key = attributes.get("linktype"), _number(attributes.get("id"))
        if kind == "page":
            yield self.title(key), self.problem_of_page(key)
        elif kind == "document":
            yield _("a document"), "" if key in self._documents else _("The document was deleted")
        elif kind is None:
            href = attributes.get("href", "")
            yield href, self.problem_of_address(href)

    def problem_of_address(self, href: str) -> str:
        """Empty for an address that works, and for one of another site: those are not looked at."""
        try:
            parts = urlsplit(href.strip())
            is_ours = parts.hostname in {None, site_host()}
        except ValueError:
            return _("This is no address")
        if parts.scheme not in {"", "http", "https"} or not is_ours:
            return ""
        if not parts.path and parts.hostname is None:
            return "" if parts.fragment else _("The link has no address")
        if not self._answers(unquote(parts.path)):
            return _("Nothing stands at this address")
        if parts.path == GLOSSARY_PATH and parts.fragment and parts.fragment not in self._terms:
            return _("The glossary has no such term")
        return ""

    def _answers(self, path: str) -> bool:
        if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            return True  # files: the web server's business
        if path.strip("/") in self._paths:
            return True
        # An address without the slash at its end is led to the one with it.
        return any(_is_route(each) for each in {path, f"{path.rstrip('/')}/"})


def _is_route(path: str) -> bool:
    try:
        return resolve(path).url_name != PAGE_ROUTE
    except Http404:
        return False


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None
