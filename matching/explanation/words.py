"""Sentences of a report that stand beside its rows: rungs, requirements, shared words, what did not count."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.vocabulary import Education
from listings.models import Listing
from listings.wording import experience_in_words
from matching.engine import Contribution
from matching.explanation.term_names import TermNames
from profiles.snapshot import ProfileSnapshot

SKILLS_NAMED = 5
RUNGS_ABOVE = [
    gettext_lazy("The rung where you stand"),
    gettext_lazy("One rung above where you stand"),
    gettext_lazy("Two rungs above where you stand: it may ask for more than you have done so far"),
    gettext_lazy("Three rungs above where you stand: it may ask for much that is new to you"),
    gettext_lazy("Four rungs above where you stand: it may ask for much that is new to you"),
    gettext_lazy("Five rungs above where you stand: it may ask for much that is new to you"),
]
RUNGS_BELOW = [
    gettext_lazy("One rung below where you stand: you may have done more than it asks"),
    gettext_lazy(
        "Two rungs below where you stand: you may be overqualified, the post does not say so"
    ),
    gettext_lazy(
        "Three rungs below where you stand: you may be overqualified, the post does not say so"
    ),
    gettext_lazy(
        "Four rungs below where you stand: you may be overqualified, the post does not say so"
    ),
    gettext_lazy(
        "Five rungs below where you stand: you may be overqualified, the post does not say so"
    ),
]


def rungs_up(snapshot: ProfileSnapshot, listing: Listing) -> int | None:
    """How many rungs a job stands above the person's role; None where either has none."""
    mine, theirs = snapshot.current_role, listing.role
    if not (mine and theirs and mine.ladder_level and theirs.ladder_level):
        return None
    return theirs.ladder_level - mine.ladder_level


def rung_words(rungs: int | None) -> str:
    if rungs is None:
        return ""
    return str(RUNGS_ABOVE[rungs] if rungs >= 0 else RUNGS_BELOW[-rungs - 1])


def requirements(listing: Listing) -> Iterator[str]:
    """Schooling and time in work that the post demands. Facts for the reader to judge, never points."""
    if listing.education_min not in {"", Education.NONE}:
        yield listing.get_education_min_display()
    if listing.experience_months:
        yield _("%(time)s of experience") % {"time": experience_in_words(listing.experience_months)}


def telling(parts: Sequence[Contribution]) -> list[Contribution]:
    """Those worth a mention, in their order: a word goes unsaid beside its pair."""
    paired = {word for part in parts if "_" in part.term for word in part.term.split("_")}
    return [part for part in parts if part.term not in paired]


def shared(parts: Iterable[Contribution], names: TermNames) -> list[str]:
    """Terms that the post has and does not ask for, by the item of the profile that each comes from.

    "Coaching", "billing, refunds (from Help desk agent)".
    """
    return [
        _("%(words)s (from %(item)s)") % {"words": words, "item": item} if item else words
        for item, words in _by_item(parts, names)
    ]


def kindred(parts: Sequence[Contribution], names: TermNames) -> list[str]:
    """Terms that the post lacks, by the kind of job through which they count and the item of the profile.

    "Coaching (through Team Lead)", "tickets (from Agent, through Help Desk Technician)".
    """
    found = []
    for key in dict.fromkeys(part.through for part in parts):
        of_this_job = [part for part in parts if part.through == key]
        for item, words in _by_item(of_this_job, names):
            values = {"words": words, "item": item, "job": names.job(key)}
            if not item:
                told = _("%(words)s (through %(job)s)")
            elif item == values["job"]:
                told = _("%(words)s (from %(item)s)")
            else:
                told = _("%(words)s (from %(item)s, through %(job)s)")
            found.append(told % values)
    return found


def _by_item(parts: Iterable[Contribution], names: TermNames) -> list[tuple[str, str]]:
    """Items with their words, each word once; an item that is the word itself goes without a name."""
    groups: dict[str, dict[str, None]] = {}
    for part in parts:
        name = names.name(part.term)
        is_the_item = part.item_label == name or part.item_label.startswith(f"{name} (")
        groups.setdefault("" if is_the_item else part.item_label, {})[name] = None
    return [(item, ", ".join(words)) for item, words in groups.items()]


def not_counted(
    snapshot: ProfileSnapshot, kinds: set[str], asked: Mapping[str, float], credited: set[str]
) -> Iterator[str]:
    """What gave nothing to what is asked, and why.

    Parameters
    ----------
    kinds : set of str
        Those of which something is asked: see `reports.KINDS`.
    asked : mapping with terms as keys
    credited : set of str
        Labels of the items that hold something asked, also where another holds more of it.
    """
    if "tool" not in kinds:
        yield _("tools, because the employer's list has none")
    if "language" not in kinds:
        yield _("languages, because the employer's list has none")
    if snapshot.current_role is None and snapshot.target_role is None:
        yield _("your role, because you have named none")
    elif snapshot.current_role is None:
        yield _("your present role, because you have named none")
    unasked, unmatched = [], []
    for skill, _level in snapshot.skills:
        if not skill.is_matchable:
            unmatched.append(skill.preferred_label)
        elif f"skill:{skill.slug}" not in asked and skill.preferred_label not in credited:
            unasked.append(skill.preferred_label)
    for language, _spoken in snapshot.languages:
        if not {f"language:{language.slug}", f"skill:{language.slug}"} & asked.keys():
            unasked.append(language.preferred_label)
    if unasked:
        yield (
            ngettext(
                "%(names)s, because the post does not ask for it",
                "%(names)s, because the post does not ask for them",
                len(unasked),
            )
            % {"names": _named(unasked)}
        )
    if unmatched:
        yield _("%(names)s, because Rungs counts it for no job") % {"names": _named(unmatched)}
    yield _("work mode, place, kind of employment, channels and pay, which are limits, not points")


def _named(labels: Sequence[str]) -> str:
    """ "Coaching", "Coaching and Empathy", "Coaching, Empathy, Sales, Chat, Email and 2 more"."""
    if len(labels) == 1:
        return labels[0]
    if len(labels) <= SKILLS_NAMED:
        words = {"some": ", ".join(labels[:-1]), "last": labels[-1]}
        return _("%(some)s and %(last)s") % words
    words = {"some": ", ".join(labels[:SKILLS_NAMED]), "n": len(labels) - SKILLS_NAMED}
    return _("%(some)s and %(n)d more") % words
