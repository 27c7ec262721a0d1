"""What the file of a guide or a career path says of its page, beside the text."""

import re
from collections import Counter

from cms.content_files import ContentFile
from cms.models import PageSource
from cms.skill_finder import skill_finder

GUIDE_SKILLS = 6  # at most, where a guide's file names none
LINK_TARGET = re.compile(r"\]\([^)]*\)")


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


def taught_skills(file: ContentFile) -> list[str]:
    """Slugs of what a guide speaks of: those that its file names, else those met most, at least twice."""
    if "skills" in file.meta:
        return file.meta["skills"]
    met = Counter(hit.key for hit in skill_finder().find(LINK_TARGET.sub("]", file.text)))
    return [slug for slug, times in met.most_common(GUIDE_SKILLS) if times > 1]
