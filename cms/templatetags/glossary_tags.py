"""Words of the trade in an article, which open their meaning in place."""

from django import template

from cms.glossary_marks import GlossaryMarks, word_id
from cms.models.pages.base import CheckedPage

register = template.Library()


@register.simple_tag(takes_context=True)
def with_meanings(context, html):
    """Safe HTML of a text of an article, with the terms in it marked. One query, at a page's first text.

    Only on pages whose templates put the meanings at the end: a button must not lead to nothing.
    """
    page = context.get("page")
    if not isinstance(page, CheckedPage):
        return html
    if not hasattr(page, "glossary_marks"):
        page.glossary_marks = GlossaryMarks()
    return page.glossary_marks.mark(str(html))


@register.inclusion_tag("cms/partials/words_used.html")
def words_used(page):
    """The meanings of the terms that the texts above have marked. No query."""
    marks = getattr(page, "glossary_marks", None)
    words = [(word_id(term), term) for term in marks.used] if marks else []
    return {"words": sorted(words, key=lambda word: word[1].title.casefold())}
