"""All names of the site with their addresses, as they are right now."""

from textwrap import shorten
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from wagtail.models import Page

from cms.models import FaqPage, GlossaryTerm, Industry, Role, Skill
from cms.models.skills import lines

from .kinds import INDUSTRY, KINDS, PAGE, ROLE, SKILL, WORD, Kind
from .names import Name

NOTE_LENGTH = 160
_KIND_OF = {model: kind for kind in KINDS for model in kind.pages}
_INDEXES = {kind.index: kind for kind in KINDS if kind.index}


def public_pages():
    """Pages of the kinds that can be found, open to everybody. One query for what is not, besides its own."""
    return Page.objects.live().public().type(*_KIND_OF)


class Vocabulary:
    """The names of one moment, read once. Nine queries, however many names."""

    def __init__(self, request: HttpRequest):
        self.request = request

    @cached_property
    def _pages(self) -> dict[type[Page], list[Page]]:
        pages = {model: [] for model in [*_KIND_OF, *_INDEXES]}
        for page in Page.objects.live().public().type(*pages).order_by("path"):
            pages[page.specific_class].append(page)
        return pages

    @cached_property
    def names(self) -> list[Name]:
        plain = [model for model, kind in _KIND_OF.items() if kind not in (ROLE, SKILL, INDUSTRY)]
        pages = [self.name_of(page) for model in plain for page in self._pages[model]]
        return [*self._roles(), *self._skills(), *self._industries(), *self._words(), *pages, *self._questions()]  # fmt: skip

    def name_of(self, page: Page) -> Name:
        """A page as it stands in a list of results."""
        kind = _KIND_OF[page.specific_class]
        note = _short(page.search_description)
        return Name(kind, page.title, self.address_of(page), note, (page.title,))

    def address_of(self, page: Page) -> str:
        return page.get_url(self.request)

    def index_of(self, kind: Kind) -> str:
        """Where all of a kind is listed; empty where no such page is live."""
        pages = self._pages[kind.index] if kind.index else []
        return self.address_of(pages[0]) if pages else ""

    def _addresses(self, kind: Kind) -> dict[int, str]:
        """Addresses of the live pages of a kind, by the page's key."""
        return {page.pk: self.address_of(page) for page in self._pages[kind.pages[0]]}

    def _roles(self) -> list[Name]:
        addresses = self._addresses(ROLE)
        rows = Role.objects.values_list("title", "alt_titles", "description", "page")
        return [
            Name(ROLE, title, addresses[page], _short(text), (title, *lines(others)))
            for title, others, text, page in rows
            if page in addresses
        ]

    def _skills(self) -> list[Name]:
        """A skill without a page leads to the jobs that ask for it."""
        addresses = self._addresses(SKILL)
        rows = Skill.objects.matchable().values_list(
            "preferred_label", "alt_labels", "description", "page"
        )
        return [
            Name(SKILL, label, addresses.get(page) or jobs_address(label), _short(text), (label, *lines(others)))
            for label, others, text, page in rows
        ]  # fmt: skip

    def _industries(self) -> list[Name]:
        addresses = self._addresses(INDUSTRY)
        rows = Industry.objects.values_list("title", "page")
        return [
            Name(INDUSTRY, title, addresses[page], "", (title,))
            for title, page in rows
            if page in addresses
        ]

    def _words(self) -> list[Name]:
        """Words of the glossary, while its page is there to lead to."""
        if not self.index_of(WORD):
            return []
        return [
            Name(WORD, str(term), term.get_absolute_url(), _short(term.definition), (term.title, term.abbreviation))
            for term in GlossaryTerm.objects.all()
        ]  # fmt: skip

    def _questions(self) -> list[Name]:
        """Each question of the questions' page, where it stands on it."""
        addresses = {page.pk: self.address_of(page) for page in self._pages[FaqPage]}
        return [
            Name(PAGE, question, f"{addresses[page.pk]}#{slugify(question)}", "", (question,))
            for page in FaqPage.objects.filter(pk__in=addresses)
            for block in page.body
            for question in (each["question"] for each in block.value["questions"])
        ]


def jobs_address(text: str) -> str:
    """The job list for these words."""
    return f"{reverse('listings:listing_list')}?{urlencode({'q': text})}"


def _short(text: str) -> str:
    """Its first words, cut between two of them."""
    return shorten(text, NOTE_LENGTH, placeholder="…")
