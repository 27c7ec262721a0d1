"""The pages that come with the software keep the rules of the house."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import timezone
from wagtail.blocks import StreamValue

from cms.blocks import GuideStreamBlock, RoleStreamBlock
from cms.content_blocks import faq_blocks, industry_blocks, skill_blocks
from cms.content_files import guide_blocks, read_markdown, read_toml, role_blocks
from cms.editorial import PublishedWords, findings
from cms.loading.pages import ROLE_HEADINGS

CONTENT = settings.BASE_DIR / "cms" / "content"


class Every:
    """Whatever slug is asked for exists: whether it does is tested with the database."""

    def get(self, slug):
        return 1

    def __getitem__(self, slug):
        return 1

    def __contains__(self, slug):
        return True


READERS = {
    "guides": (GuideStreamBlock, lambda file: guide_blocks(file, Every(), Every())),
    "paths": (GuideStreamBlock, lambda file: guide_blocks(file, Every(), Every())),
    "roles": (RoleStreamBlock, lambda file: role_blocks(file, ROLE_HEADINGS)),
    "industries": (GuideStreamBlock, lambda file: industry_blocks(file, file.slug)),
    "skills": (GuideStreamBlock, skill_blocks),
}


def page(file, key, stream, blocks):
    return SimpleNamespace(
        pk=key,
        title=key,
        introduction=file.meta.get("introduction", ""),
        kind=file.meta.get("kind", ""),
        reviewed_on=timezone.localdate(),
        body=StreamValue(stream(), blocks, is_lazy=True),
        sources=SimpleNamespace(all=lambda: file.meta.get("sources", [])),
    )


@pytest.fixture(scope="module")
def pages():
    made = []
    for folder, (stream, blocks_of) in READERS.items():
        for path in sorted((CONTENT / folder).iterdir()):
            file = read_markdown(path) if path.suffix == ".md" else read_toml(path)
            made.append(page(file, f"{folder}/{path.name}", stream, blocks_of(file)))
    faq = read_toml(CONTENT / "faq.toml")
    return [*made, page(faq, "faq.toml", GuideStreamBlock, faq_blocks(faq))]


def test_no_page_has_an_error_or_repeats_another(pages):
    published = PublishedWords.of(pages)

    found = [(each.pk, finding.text) for each in pages for finding in findings(each, published)]

    assert found == []


def test_every_value_fits_into_its_field(pages):
    too_long = [
        (each.pk, text)
        for each in pages
        for block in each.body.raw_data
        for text, limit in longest(
            each.body.stream_block.child_blocks[block["type"]], block["value"]
        )
        if len(text) > limit
    ]

    assert too_long == []


def longest(definition, value):
    """Texts of a stored value, each with the length that its field takes."""
    if hasattr(definition, "child_block"):
        for item in value:
            yield from longest(definition.child_block, item)
    elif hasattr(definition, "child_blocks"):
        for name, child in definition.child_blocks.items():
            if name in value:
                yield from longest(child, value[name])
    elif isinstance(value, str) and getattr(definition, "field", None) is not None:
        limit = getattr(definition.field, "max_length", None)
        if limit:
            yield value, limit
