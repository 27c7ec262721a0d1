"""The exact words by which a post names a skill."""

from dataclasses import dataclass

from listings.models import Listing
from matching.adapters import analyzer


@dataclass(frozen=True)
class Wording:
    """`in_post` has the words of the post by a skill's slug, `evidence` the person's own by its name."""

    in_post: dict[str, str]
    evidence: dict[str, str]


def words_of(listing: Listing) -> dict[str, str]:
    """For every skill that the post names, by its slug, the words that do so first.

    One query: whether a label changed.
    """
    texts = [listing.title, listing.description, listing.qualifications, listing.training]
    found: dict[str, str] = {}
    for phrase in analyzer().phrases("\n\n".join(texts)):
        found.setdefault(phrase.key, " ".join(phrase.text.split()))
    return found
