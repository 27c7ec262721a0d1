"""All rules over one page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .figures import statistics
from .findings import ERROR, Finding
from .passages import passages
from .repetition import PublishedWords, quotations, repeated_paragraphs, repeated_quotations
from .structure import structure

TREND = "trend"  # GuidePage.Kind.TREND: an article that lives on its numbers


def findings(page, published: PublishedWords | None = None) -> list[Finding]:
    """Errors and warnings of a page, in this order.

    Costs a query for its sources and one for each kind of page; a report over many pages hands in
    `published`, and pays for that once.
    """
    published = published or PublishedWords.read()
    found = errors(page, published=published) + [
        finding
        for finding in [
            *structure(page),
            *repeated_paragraphs(page, published),
            *repeated_quotations(page, published),
        ]
        if not finding.is_error
    ]
    return found


def errors(
    page, *, has_source: bool | None = None, published: PublishedWords | None = None
) -> list[Finding]:
    """What keeps a page from being published.

    `has_source` says whether the page names one, where a form knows it before the page does. At most
    one query, for the sources; one more for each kind of page if the page quotes somebody.
    """
    found = [finding for finding in structure(page) if finding.is_error]
    found += unsourced_figures(page, has_source)
    if any(True for _quotation in quotations(page)):
        published = published or PublishedWords.read()
        found += [each for each in repeated_quotations(page, published) if each.is_error]
    return found


def unsourced_figures(page, has_source: bool | None = None) -> Iterator[Finding]:
    """Statistics on a page that names no source. A trend is told each time, any other page once.

    Only pages whose facts somebody checks can name sources; the others (terms, privacy) are left out.
    """
    if not hasattr(page, "reviewed_on"):
        return
    counted = [
        (passage.block_id, number)
        for passage in passages(page)
        if (number := next(statistics(passage.lines), None))
    ]
    if not counted or (bool(page.sources.all()) if has_source is None else has_source):
        return
    if getattr(page, "kind", "") == TREND:
        for block_id, number in counted:
            text = _("“%(number)s” needs a source with its year. Add it under Sources.")
            yield Finding("unsourced-figure", ERROR, block_id, text % {"number": number})
        return
    text = _(
        "The page gives a figure (“%(number)s”) and names no source. Add one with its year under "
        "Sources, or say in the text that the number is made up."
    )
    yield Finding("unsourced-figure", ERROR, None, text % {"number": counted[0][1]})
