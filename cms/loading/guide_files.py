"""What the file of a guide or a career path says of its page, beside the text."""

from cms.content_files import ContentFile
from cms.models import PageSource


def checked_words(file: ContentFile) -> dict[str, object]:
    """What the front matter of a guide or a career path says of the page itself."""
    meta = file.meta
    return {
        "slug": file.slug,
        "title": meta["title"],
        "introduction": meta["introduction"],
        "search_description": meta["introduction"],
        "author": meta["author"],
        "reviewed_on": meta["reviewed"],
        "review_due": meta["review_due"],
    }


def sources(file: ContentFile) -> list[PageSource]:
    return [
        PageSource(**source, sort_order=order)
        for order, source in enumerate(file.meta.get("sources", []))
    ]
