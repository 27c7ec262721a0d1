"""Slips of the finger, measured against the words of roles, skills and titles of listings."""

from collections import Counter
from collections.abc import Sequence

from django.apps import apps
from django.db.models import CharField, Count, Max, Value
from rapidfuzz import process
from rapidfuzz.distance import OSA

from .index import says
from .taxonomy import Taxonomy
from .words import plain_words

SHORTEST = 4  # shorter words are a letter away from too many others
TWO_SLIPS_FROM = 8

# The state of the open listings that the words of titles were counted from, and the words.
_counted: tuple[dict, Counter] | None = None


def nearest(word: str, frequency: Counter) -> str | None:
    """The word that was probably meant: at most one slip away, or two in a long word.

    A slip is a letter too many, missing, wrong, or two that changed places. Of several at the same
    distance the one used most often wins. None if nothing is near.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return None
    slips = 2 if len(word) >= TWO_SLIPS_FROM else 1
    near = process.extract(
        word, frequency.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None
    )
    found = [(distance, -frequency[other], other) for other, distance, _at in near]
    return min(found)[-1] if found else None


def better_words(words: Sequence[str], taxonomy: Taxonomy) -> dict[str, str]:
    """Other words for those that no listing holds, where one is near.

    One query if listings hold all of them; else one more, and one for all titles where they have changed
    since this process last counted their words.
    """
    if not words:
        return {}
    listings = apps.get_model("listings", "Listing").objects.all()
    unknown = set(words) - _held(listings, words)
    if not unknown:
        return {}
    frequency = taxonomy.frequency + _words_of_titles(listings.open())
    found = {word: nearest(word, frequency) for word in unknown}
    return {word: better for word, better in found.items() if better}


def _held(listings, words: Sequence[str]) -> set[str]:
    """Those of the words that some listing holds."""
    parts = [
        listings.filter(says(listings.db, [word]))
        .order_by()
        .values(word=Value(word, output_field=CharField()))
        .annotate(rows=Count("pk"))
        for word in dict.fromkeys(words)
    ]
    rows = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    return {row["word"] for row in rows if row["rows"]}


def _words_of_titles(listings) -> Counter:
    global _counted
    state = listings.order_by().aggregate(rows=Count("pk"), latest=Max("updated_at"))
    if _counted is None or _counted[0] != state:
        titles = listings.order_by().values_list("title", flat=True)
        words = (word for title in titles.iterator() for word in plain_words(title))
        _counted = state, Counter(word for word in words if len(word) >= SHORTEST)
    return _counted[1]
