"""Terms of the glossary in an article: the first mention of each opens its meaning in place.

An article's texts are marked one after the other while the page is written (`templates/cms/blocks/text.html`);
the meanings stand together at its end, where `{% words_used page %}` puts them.
"""

import re

from bs4 import BeautifulSoup
from django.utils.safestring import SafeString, mark_safe

from cms.models.glossary import GlossaryTerm
from cms.phrases import PhraseFinder, PhraseHit, needs_exact_case

# Elements in which nothing is marked: headings, links, buttons and whatever is not running text.
LEFT_ALONE = ["h1", "h2", "h3", "h4", "h5", "h6", "a", "button", "label", "summary", "code", "pre", "script", "style", "template", "textarea", "title", "svg", "iframe", "object"]  # fmt: skip
_TAG = re.compile(r"<[^>]*>")
_ABBREVIATION = "abbreviation "  # no slug holds a blank


class GlossaryMarks:
    """The marks of one page: which terms were met already. One query, at its first text."""

    def __init__(self):
        self.used: list[GlossaryTerm] = []
        self._terms = {term.slug: term for term in GlossaryTerm.objects.all()}
        self._finder = _finder(self._terms.values())

    def mark(self, html: str) -> SafeString:
        """The same HTML with the first mention of each term as a button that opens its meaning.

        `html` has to be safe to show. It is parsed only where its words name a term not met yet.
        """
        if not self._new_in(_TAG.sub("\n\n", html)):
            return mark_safe(html)
        soup = BeautifulSoup(html, "html.parser")
        for text in soup.find_all(string=True):
            # Comments and the like are strings of other types.
            if type(text).__name__ == "NavigableString" and not text.find_parent(LEFT_ALONE):
                self._mark_text(soup, text)
        return mark_safe(str(soup))

    def _mark_text(self, soup, text) -> None:
        hits = self._new_in(text)
        if not hits:
            return
        pieces, last = [], 0
        for hit, term in hits:
            button = soup.new_tag("button", type="button", popovertarget=word_id(term))
            button["class"] = "word"
            button.string = hit.text
            pieces += [text[last : hit.start], button]
            last = hit.end
            self.used.append(term)
        text.replace_with(*[piece for piece in [*pieces, text[last:]] if piece])

    def _new_in(self, text: str) -> list[tuple[PhraseHit, GlossaryTerm]]:
        """First mentions in the text of terms that were not met before, in its order."""
        found = {}
        for hit in self._finder.find(text):
            kind, _blank, slug = hit.key.rpartition(" ")
            term = self._terms[slug]
            is_meant = not kind or hit.text.removesuffix("s") == term.abbreviation
            if is_meant and slug not in found and term not in self.used:
                found[slug] = hit, term
        return list(found.values())


def word_id(term: GlossaryTerm) -> str:
    """The id of the element that holds the meaning of a term."""
    return f"word-{term.slug}"


def _finder(terms) -> PhraseFinder:
    """Titles in any case, abbreviations as they are written: "it" is no IT. Plurals of both."""
    labels, exact = [], []
    for term in terms:
        group = exact if needs_exact_case(term.title) else labels
        group += [(title, term.slug) for title in (term.title, f"{term.title}s")]
        if term.abbreviation:
            key = f"{_ABBREVIATION}{term.slug}"
            labels += [(short, key) for short in (term.abbreviation, f"{term.abbreviation}s")]
    return PhraseFinder(labels, exact)
