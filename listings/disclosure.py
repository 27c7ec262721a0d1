"""What an employer may see of an applicant's profile."""

from cms.models import Skill
from listings.models import Listing
from profiles.models import Candidate
from profiles.models.candidates import Visibility


def is_private(candidate: Candidate | None) -> bool:
    return candidate is None or candidate.visibility == Visibility.PRIVATE


def covered_skills(candidate: Candidate | None, listing: Listing) -> list[Skill]:
    """Skills that the listing asks for and the candidate lets the employer see. At most one query."""
    if is_private(candidate):
        return []
    asked = listing.listing_skills.filter(skill__in=candidate.skills.all())
    return [row.skill for row in asked.select_related("skill")]
