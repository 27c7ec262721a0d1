"""Skills that a post may ask for, by its own words and by what its role usually asks."""

from dataclasses import dataclass

from cms.models import Skill
from cms.skill_finder import skill_finder
from cms.vocabulary import SkillKind
from listings.models import Listing
from listings.snapshots import Parts

MOST = 12  # of each group: more would be a list to read, not help


@dataclass(frozen=True)
class SuggestedSkills:
    """Each group goes, one press a skill, to where its name says."""

    in_text: tuple[Skill, ...] = ()
    needed_in_role: tuple[Skill, ...] = ()
    helpful_in_role: tuple[Skill, ...] = ()

    def __bool__(self):
        return bool(self.in_text or self.needed_in_role or self.helpful_in_role)


def suggest_skills(listing: Listing, parts: Parts) -> SuggestedSkills:
    """What the text names and the role asks for, without what the post asks already.

    Four queries at most, however many skills: the finder's, the skills found, the role's with theirs.
    """
    asked = {skill.slug for skill in parts.skills}
    text = "\n".join([listing.title, listing.description, listing.qualifications])
    found = [hit.key for hit in skill_finder().find(text) if hit.key not in asked]
    by_slug = {}
    if found:
        wanted = Skill.objects.matchable().exclude(kind=SkillKind.LANGUAGE).filter(slug__in=found)
        by_slug = {skill.slug: skill for skill in wanted}
    in_text = [by_slug[slug] for slug in dict.fromkeys(found) if slug in by_slug]
    usual = []
    if listing.role_id:
        taken = asked | by_slug.keys()
        rows = listing.role.role_skills.select_related("skill")
        usual = [
            row
            for row in rows
            if row.skill.slug not in taken
            and row.skill.is_matchable
            and row.skill.kind != SkillKind.LANGUAGE
        ]
    return SuggestedSkills(
        in_text=tuple(in_text[:MOST]),
        needed_in_role=tuple([row.skill for row in usual if row.is_essential][:MOST]),
        helpful_in_role=tuple([row.skill for row in usual if not row.is_essential][:MOST]),
    )
