"""Every word of the interface can be translated: none stands outside gettext, none is glued from pieces."""

import json
import re
from operator import attrgetter
from pathlib import Path
from unittest import mock
from zoneinfo import available_timezones

from bs4 import BeautifulSoup, NavigableString
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, JSONField, TextField
from django.template.base import Lexer, TokenType
from django.test import SimpleTestCase, TestCase
from django.urls import reverse
from django.utils import translation

from cms.models import (
    FaqPage,
    GlossaryPage,
    Industry,
    IndustryIndexPage,
    IndustryPage,
    PayPage,
    SkillIndexPage,
    SkillPage,
)
from tests.authorization import PERSONAS, TABLE
from tests.cms.factories import WageFactory
from tests.factories import RoleFactory, SkillFactory
from tests.test_authorization import World

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# Names that stay as they are in every language, and what is no text.
NAMES = {"Rungs", "GET", "rungs", "UTC", "Columbus", "OH"}
SPOKEN_ATTRIBUTES = re.compile(r'\b(?:aria-label|alt|placeholder|title|content)="([^"{]*)')
HEAD_ONLY = re.compile(r"<(?:meta|link|script)\b[^>]*>|<style>.*?</style>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
ENTITY = re.compile(r"&\w+;")
WORD = re.compile(r"[^\W\d_]{2,}")
# A literal that a filter or tag would print: {{ x|default:"none" }}, {% firstof x "none" %}.
PRINTED_LITERAL = re.compile(r'(?:default|default_if_none|yesno|pluralize|add):"([^"]*)"')


def words_outside_gettext(source: str) -> list[str]:
    """Pieces of text that no translation reaches, in the order of the template."""
    found, inside, comment = [], "", False
    text = ""
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            if name in {"blocktranslate", "blocktrans"}:
                inside = name
            elif name == f"end{inside}":
                inside = ""
            elif name == "comment":
                comment = True
            elif name == "endcomment":
                comment = False
            text += "\0"
        elif token.token_type == TokenType.VAR:
            literals = PRINTED_LITERAL.findall(token.contents)
            found += [literal for literal in literals if WORD.search(literal)]
            text += "\0"
        elif token.token_type == TokenType.TEXT and not inside and not comment:
            text += token.contents
    text = HEAD_ONLY.sub("", text)
    for spoken in SPOKEN_ATTRIBUTES.findall(text):
        text += f"<>{spoken}"
    for piece in re.split(r"\0", ENTITY.sub(" ", TAG.sub("\0", text))):
        if set(WORD.findall(piece)) - NAMES:
            found.append(" ".join(piece.split()))
    return found


# A sentence cut in three: words, a value, words. Another language puts the value elsewhere.
GLUED = re.compile(r'{%\s*translate "[^"]*"\s*%} *{{[^}]*}} *{%\s*translate "[^"]*"\s*%}')


class TemplateTests(SimpleTestCase):
    def test_the_check_itself_sees_what_it_should(self):
        for source in (
            "<p>Hello there</p>",
            '<a aria-label="Close it"></a>',
            '{{ name|default:"nobody" }}',
            "{% translate 'a' %} and {{ b }}",
        ):
            self.assertTrue(words_outside_gettext(source), source)
        for source in (
            '<p class="soft">{% translate "Hello" %}</p>',
            "{% blocktranslate %}Hello {{ name }}{% endblocktranslate %} · &nbsp;",
            '<link rel="stylesheet" href="site.css">{{ name|default:"" }}',
        ):
            self.assertEqual(words_outside_gettext(source), [], source)
        self.assertTrue(GLUED.search('{% translate "See" %} {{ n }} {% translate "jobs" %}'))

    def test_no_word_of_a_template_stands_outside_gettext(self):
        for path in sorted(TEMPLATES.rglob("*.*")):
            with self.subTest(path.relative_to(TEMPLATES)):
                self.assertEqual(words_outside_gettext(path.read_text(encoding="utf-8")), [])

    def test_no_sentence_is_glued_around_a_value(self):
        for path in sorted(TEMPLATES.rglob("*.*")):
            with self.subTest(path.relative_to(TEMPLATES)):
                self.assertIsNone(GLUED.search(path.read_text(encoding="utf-8")))


OPEN, CLOSE = "⟦", "⟧"


def pseudo_locale():
    """A language in which every translated text stands in brackets."""

    def one(*args):
        return f"{OPEN}{args[-1]}{CLOSE}"

    def many(*args):
        *_, singular, plural, number = args
        return f"{OPEN}{singular if number == 1 else plural}{CLOSE}"

    return mock.patch.multiple(
        translation._trans, gettext=one, pgettext=one, ngettext=many, npgettext=many, create=True
    )


# What others show of a page: its description and card, and the texts of its schema.org data.
SHARED = {"description", "og:title", "og:description", "og:image:alt"}
TOLD = {"name", "headline", "description", "articleSection", "text"}


def told_to_machines(data) -> list[str]:
    """The texts of schema.org data, at any depth."""
    if isinstance(data, list):
        return [text for part in data for text in told_to_machines(part)]
    if not isinstance(data, dict):
        return []
    own = [value for name, value in data.items() if name in TOLD and isinstance(value, str)]
    return own + told_to_machines(list(data.values()))


def words_in_no_bracket(html: str) -> list[str]:
    """Texts of a page, those for machines too, that stand in no bracket. A bracket may span elements."""
    soup = BeautifulSoup(html, "html.parser")
    spoken = [
        element["content"]
        for element in soup("meta")
        if (element.get("name") or element.get("property")) in SHARED
    ]
    for data in soup("script", type="application/ld+json"):
        told = told_to_machines(json.loads(data.string))
        spoken += [TAG.sub("\n", text) for text in told]  # an answer is HTML
    for silent in soup(["script", "style"]):
        silent.decompose()
    spoken += [
        element[name]
        for element in soup.find_all(True)
        for name in ("aria-label", "alt", "placeholder", "title")
        if element.has_attr(name)
    ]
    return [
        *_outside(text for text in soup.find_all(string=True) if type(text) is NavigableString),
        *(rest for text in spoken for rest in _outside([text])),
    ]


def _outside(texts) -> list[str]:
    found, depth = [], 0
    for text in texts:
        piece = ""
        for letter in text:
            if letter in OPEN + CLOSE:
                depth += 1 if letter == OPEN else -1
                piece += "\0"
            elif depth == 0:
                piece += letter
        found += [" ".join(part.split()) for part in piece.split("\0") if WORD.search(part)]
    return found


def everything_stored() -> str:
    """All text of the database, which is people's and editors' own, and the names of time zones."""
    texts = []
    for model in apps.get_models():
        fields = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, CharField | TextField | JSONField)
        ]
        if fields and model._meta.managed:
            texts += [str(value) for row in model.objects.values_list(*fields) for value in row]
    texts += [zone.replace("_", " ") for zone in available_timezones()]
    return " ".join(" ".join(texts).split()).casefold() + " rungs"


# Of no language: addresses, zones and the places of a ready text, currencies, names of formats.
SAME_EVERYWHERE = re.compile(
    r"\S+@\S+|https?://\S+|rungs_\S*|{\w+}|CA\$|\b(?:USD|GBP|CAD|EUR|INR|PHP|UTC|GMT|JSON|XML|CSV)\b"
)
BETWEEN = re.compile(r"[,:;·–()“”]| - ")
# The API's description is one document, in English, for whoever writes programs.
ENGLISH = {"listings:api_docs"}


def foreign(text: str, stored: str) -> list[str]:
    """The parts of a text that are neither stored nor the same in every language."""
    parts = (part.strip(" .") for part in BETWEEN.split(SAME_EVERYWHERE.sub(" ", text)))
    return [part for part in parts if WORD.search(part) and part.casefold() not in stored]


class PseudoLocaleTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = World()
        tree, role = cls.world.tree, cls.world.listing.role
        tree.role_page(role)
        tree.path([role, RoleFactory()])
        WageFactory(soc_code=role.soc_code)
        said = {"introduction": "What it is."}
        skills = SkillIndexPage(title="Skills", slug="skills", **said)
        industries = IndustryIndexPage(title="Industries", slug="industries", **said)
        question = {"question": "A degree?", "answer": "<p>For most, no.</p>"}
        faq = [{"type": "faq", "value": {"heading": "Start", "questions": [question]}}]
        for page in (
            skills,
            industries,
            PayPage(title="Pay", slug="pay", **said),
            GlossaryPage(title="Glossary", slug="glossary", **said),
            FaqPage(title="Questions", slug="faq", body=json.dumps(faq)),
        ):
            tree.home.add_child(instance=page)
        skill, retail = SkillFactory(), Industry.objects.create(slug="retail", title="Retail")
        skills.add_child(instance=SkillPage(title="Tact", slug="tact", skill=skill))
        industries.add_child(
            instance=IndustryPage(title="Retail", slug="retail", industry=retail, **said)
        )

    def pages(self):
        """Every page of the site that a kind of person may open, once, and those of the editors."""
        for row in TABLE:
            if row.method == "GET" and not row.data and row.name not in ENGLISH:
                persona = next(
                    (
                        who
                        for who, code in zip(PERSONAS, row.expected.split(), strict=True)
                        if code == "ok"
                    ),
                    None,
                )
                if persona:
                    args = [attrgetter(path)(self.world) for path in row.args]
                    yield persona, reverse(row.name, args=args)
        for address in (
            "/", "/roles/", f"/roles/{self.world.listing.role.slug}/", "/guides/", "/guides/a-path/", "/pay/",
            "/pay/?show=rungs&unit=year", "/skills/", "/skills/tact/", "/industries/", "/industries/retail/",
            "/glossary/", "/faq/", "/search/?q=nothing+has+this", "/no-such-page/",
        ):  # fmt: skip
            yield "AN", address

    def test_every_word_of_a_page_is_translated_or_stored(self):
        stored = everything_stored()
        for persona, address in self.pages():
            person = self.world.people[persona]
            if person:
                self.client.force_login(person)
            else:
                self.client.logout()
            with pseudo_locale():
                response = self.client.get(address)
            if response.status_code not in (200, 404) or "text/html" not in response.get(
                "Content-Type", ""
            ):
                continue
            with self.subTest(f"{persona} {address}"):
                left = [
                    part
                    for text in words_in_no_bracket(response.content.decode())
                    for part in foreign(text, stored)
                ]
                self.assertEqual(left, [])
