"""How somebody who applied stands to the listing: what they see on its page, told to its employer.

Shown of those alone who let employers that they apply to see their profile. The points are the ones
that the person sees. Limits on pay, hours and travel, the words of their jobs and whom they hide from
are not read.
"""

from collections.abc import Iterable

from listings.models import Application, Listing
from matching.adapters import current_index, listing_documents
from matching.engine import MatchIndex
from matching.engine.patched import PatchedIndex
from matching.people.words import Person, describe, drafts_of
from profiles.models import Candidate
from profiles.models.candidates import Visibility


def applicants(listing: Listing, applications: Iterable[Application]) -> dict[int, Person] | None:
    """Those of the applicants who show their profile, by their candidate's key.

    None without an index, and where it does not know all that a listing asks for which has left it:
    a count of the rest would be wrong.

    Sixteen queries at most, however many: three for what the listing asks, three more where it is not in
    the index any more, ten for the people.
    """
    keys = {row.candidate_id for row in applications if row.candidate_id and not row.is_gone}
    index = current_index()
    if index is None:
        return None
    listing = (
        Listing.objects.select_related("role")
        .prefetch_related("listing_skills__skill", "languages__language")
        .get(pk=listing.pk)
    )
    index = with_listing(index, listing)
    if index is None:
        return None
    people = Candidate.objects.filter(pk__in=keys).exclude(visibility=Visibility.PRIVATE)
    drafts, names = drafts_of(listing, index, people)
    return {key: describe(key, draft, names) for key, draft in drafts.items()}


def with_listing(
    index: MatchIndex | PatchedIndex, listing: Listing
) -> MatchIndex | PatchedIndex | None:
    """An index that holds the listing: one that closed has left the site's, and is read anew. Three queries."""
    if (index.keys_ == listing.pk).any():
        return index
    base = index.base if isinstance(index, PatchedIndex) else index
    (document,) = listing_documents(Listing.objects.filter(pk=listing.pk))
    own = base.of_documents([document])
    knows_all = set(document.asked_terms()) <= set(own.asked_of(listing.pk).terms)
    return own if knows_all else None
