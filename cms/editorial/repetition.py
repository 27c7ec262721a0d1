"""The same words twice: paragraphs within a page and across pages, and quotations with two names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.utils.translation import gettext as _
from wagtail.models import Page

from .findings import ERROR, WARNING, Finding
from .passages import blocks_of, passages

# A shorter line may well stand twice: "See the role page for the newest figures."
FEWEST_WORDS = 12
NOT_A_WORD = re.compile(r"[\W_]+")


def key_of(text: str) -> str:
    """The words alone, so that case, dashes and quotation marks do not make two of one."""
    return NOT_A_WORD.sub(" ", text.casefold()).strip()


@dataclass(frozen=True)
class Quotation:
    block_id: str | None
    words: str
    name: str

    @property
    def speaker(self) -> str:
        """Who, without what they are: "Ann Lee, team lead" and "Ann Lee" are one person."""
        return key_of(self.name.partition(",")[0])


@dataclass
class PublishedWords:
    """Paragraphs and quotations of all published pages: for a report over many pages it is read once."""

    # By the words: keys and titles of the pages that hold them.
    paragraphs: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    quotations: dict[str, list[tuple[int, str, Quotation]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @classmethod
    def read(cls) -> "PublishedWords":
        """One query for each kind of page that has a body."""
        models = [each for each in apps.get_models() if issubclass(each, Page)]
        return cls.of(
            page for model in models if hasattr(model, "body") for page in model.objects.live()
        )

    @classmethod
    def of(cls, pages: Iterable[Page]) -> "PublishedWords":
        """Of published pages that are at hand. No query."""
        words = cls()
        for page in pages:
            words.add(page)
        return words

    def add(self, page) -> None:
        for key in {key for _block_id, key, _line in paragraphs(page)}:
            self.paragraphs[key].append((page.pk, page.title))
        for quotation in quotations(page):
            self.quotations[key_of(quotation.words)].append((page.pk, page.title, quotation))


def paragraphs(page) -> Iterator[tuple[str | None, str, str]]:
    """Paragraphs long enough to compare: block id, words alone, paragraph."""
    for passage in passages(page):
        for line in passage.lines:
            key = key_of(line)
            if key.count(" ") >= FEWEST_WORDS - 1:
                yield passage.block_id, key, line


def quotations(page) -> Iterator[Quotation]:
    for block in blocks_of(page):
        value = block["value"]
        if block["type"] == "quote" and key_of(value.get("quote") or ""):
            name = value.get("attribution") or ""
            yield Quotation(block["id"], value["quote"], name)


def repeated_paragraphs(page, published: PublishedWords) -> Iterator[Finding]:
    seen = set()
    for block_id, key, line in paragraphs(page):
        start = " ".join(line.split()[:8])
        if key in seen:
            text = _("This paragraph stands twice on the page: “%(start)s …”.") % {"start": start}
            yield Finding("repeated-paragraph", WARNING, block_id, text)
            continue
        seen.add(key)
        others = [title for pk, title in published.paragraphs.get(key, ()) if pk != page.pk]
        if others:
            text = _("This paragraph stands on “%(page)s” too: “%(start)s …”.")
            text %= {"page": others[0], "start": start}
            yield Finding("repeated-paragraph", WARNING, block_id, text)


def repeated_quotations(page, published: PublishedWords) -> Iterator[Finding]:
    """The same words with another name are wrong in one place; with the same name they are only told twice."""
    seen: dict[str, Quotation] = {}
    for quotation in quotations(page):
        key = key_of(quotation.words)
        earlier = [(_("this page"), seen[key])] if key in seen else []
        earlier += [
            (_("“%(page)s”") % {"page": title}, other)
            for pk, title, other in published.quotations.get(key, ())
            if pk != page.pk
        ]
        seen.setdefault(key, quotation)
        finding = _compared(quotation, earlier)
        if finding:
            yield finding


def _compared(quotation: Quotation, earlier: list[tuple[str, Quotation]]) -> Finding | None:
    for where, other in earlier:
        if other.speaker != quotation.speaker:
            text = _(
                "On %(where)s the same words stand under another name, %(other)s. Find out who "
                "said them."
            )
            text %= {"other": other.name, "where": where}
            return Finding("two-names", ERROR, quotation.block_id, text)
    if earlier:
        text = _("This quotation stands on %(where)s already.") % {"where": earlier[0][0]}
        return Finding("repeated-quotation", WARNING, quotation.block_id, text)
    return None
