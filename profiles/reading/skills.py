"""Skills and tools in a résumé: by their labels, and by how people say what they did."""

import re
from bisect import bisect_right
from functools import cache

from cms.phrases import PhraseHit

from .document import Document
from .finders import WEAK, item_names, resume_finders, wordings
from .guards import is_claimed
from .sections import Line, Section
from .use import is_used

# A subject of study is not what somebody does at work, a heading is nobody's claim.
_NOT_AT_WORK = frozenset({Section.EDUCATION, Section.CERTIFICATES})
WEAK_TOGETHER = 2  # different words
ITEM_WORDS = 2  # beside the one found
GAP_WORDS = 4  # that a "~" in a pattern stands for at most
_GAP = rf"(?:[^\w\n.;!?]+[\w'\u2019+%$/.-]+){{0,{GAP_WORDS}}}?[^\w\n.;!?]+"
_SEVERAL = re.compile(r"[,&/]|\b(?:and|or)\b", re.IGNORECASE)  # "Word and Excel" are two
_BETWEEN = r"[^\S\n]*[-/&]?[^\S\n]*(?:the\s+|a\s+|an\s+|my\s+|our\s+|their\s+)?"


def skill_hits(document: Document) -> list[PhraseHit]:
    """Everything that names a skill, tool, language or certificate, claimed or not. One query.

    The key of a hit that says little alone ends in `WEAK`.
    """
    # Lines that a narrow column broke are one phrase; items of a list below each other are not.
    texts = [document.flowing, document.text.replace("\n", ";")]
    hits = {
        (hit.key, hit.start): PhraseHit(
            hit.key, hit.start, hit.end, document.text[hit.start : hit.end]
        )
        for finder in resume_finders()
        for text in texts
        for hit in finder.find(text)
    }
    by_name = {name: slug for slug, names in wordings()["exact"].items() for name in names}
    for line in document.lines:
        if line.section == Section.SKILLS and not line.is_heading:
            for match in item_names().finditer(line.text):
                slug, at = by_name[match["name"]], line.start + match.start("name")
                hits.setdefault(
                    (slug, at), PhraseHit(slug, at, at + len(match["name"]), match["name"])
                )
    folded = document.flowing.casefold()
    for slug, patterns in _patterns().items():
        for stems, pattern in patterns:
            # Most patterns fail on this cheap look, and a long text costs them nothing more.
            if all(any(stem in folded for stem in either) for either in stems):
                for match in pattern.finditer(document.flowing):
                    key, start = slug + WEAK, match.start()
                    hits.setdefault((key, start), PhraseHit(key, start, match.end(), match[0]))
    return sorted(hits.values(), key=lambda hit: hit.start)


def claimed(
    document: Document, hits: list[PhraseHit], *, tools: set[str], taken: list[tuple[int, int]]
) -> dict[str, PhraseHit]:
    """The first hit of each skill that the person claims; `taken` are names of employers and schools.

    What says little alone counts as an item of a list of skills, or with two others.
    """
    first: dict[str, PhraseHit] = {}
    weak: dict[str, dict[str, PhraseHit]] = {}
    named = [hit for hit in hits if hit.key in tools]
    parts = _parts_of_names(named)
    for hit in hits:
        slug = hit.key.removesuffix(WEAK)
        if slug in first or any(start <= hit.start < end for start, end in taken):
            continue
        if slug not in tools and _within_any(named, hit):
            continue
        line = document.line_at(hit.start)
        if line is None or line.is_heading or line.section in _NOT_AT_WORK:
            continue
        if slug in tools and _is_persons_name(document, line):
            continue
        if not is_claimed(document, hit, name=slug in tools):
            continue
        if hit.key in tools and (hit in parts or not is_used(document, hit, named)):
            continue
        if not hit.key.endswith(WEAK) or _is_item(document, hit):
            first[slug] = hit
            continue
        alike = weak.setdefault(slug, {})
        if all(hit.start >= other.end for other in alike.values()):  # else the same words again
            alike.setdefault(hit.text.casefold()[:5], hit)
        if len(alike) >= WEAK_TOGETHER:
            first[slug] = next(iter(alike.values()))
    return dict(sorted(first.items(), key=lambda pair: pair[1].start))


def _within_any(named: list[PhraseHit], hit: PhraseHit) -> bool:
    """Whether it is a piece of a tool's name: "Google Analytics" says nothing of analytics."""
    at = bisect_right(named, hit.start, key=lambda tool: tool.start)
    return any(tool.end >= hit.end for tool in named[max(0, at - 2) : at])


def _parts_of_names(named: list[PhraseHit]) -> set[PhraseHit]:
    """Names of tools within the longer name of another one: "Jira Service Desk" is not Jira."""
    parts: set[PhraseHit] = set()
    longest: PhraseHit | None = None
    for hit in sorted(named, key=lambda hit: (hit.start, -hit.end)):
        if longest is None or hit.end > longest.end:
            longest = hit
        elif (
            hit.key != longest.key
            and len(hit.text) < len(longest.text)
            and not _SEVERAL.search(longest.text)
        ):
            parts.add(hit)
    return parts


def _is_persons_name(document: Document, line: Line) -> bool:
    """A résumé of several lines opens with the person's name: Ada, Claude and Sage are names too."""
    return line is document.lines[0] and len(document.lines) > 3 and len(line.text.split()) <= 4


def _is_item(document: Document, hit: PhraseHit) -> bool:
    """Whether the word is most of an item in a list of skills."""
    line = document.line_at(hit.start)
    if line is None or line.section != Section.SKILLS:
        return False
    before = re.split(r"[,;|•●·\t/]|\.\s", document.text[line.start : hit.start])[-1]
    after = re.split(r"[,;|•●·\t/]|\.(?:\s|$)", document.text[hit.end : line.end])[0]
    return len((before + after).split()) <= ITEM_WORDS


def names_in(text: str, names: list[str]) -> list[tuple[int, int]]:
    """Every place of these names: an employer's name claims no skill, wherever it stands."""
    return [
        match.span()
        for name in set(names)
        if len(name) > 2
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    ]


@cache
def _patterns() -> dict[str, list[tuple[list[list[str]], re.Pattern]]]:
    return {
        slug: [(_stems(written), _compiled(written)) for written in patterns]
        for slug, patterns in wordings()["patterns"].items()
    }


def _stems(written: str) -> list[list[str]]:
    return [
        [either.rstrip("*").casefold() for either in word.split("|")]
        for word in written.split()
        if word not in {"~", "#"}
    ]


def _compiled(written: str) -> re.Pattern:
    """A pattern of words: `*` any ending, `|` either word, `~` up to four words between, `#` a number."""
    parts = []
    glued = True
    for word in written.split():
        if word == "~":
            parts.append(_GAP)
            glued = True
            continue
        if not glued:
            parts.append(_BETWEEN)
        if word == "#":
            parts.append(r"\d[\d,.]*\+?(?:[^\S\n]*(?:to|-|–)[^\S\n]*\d[\d,.]*)?")
        else:
            options = [
                re.escape(either.rstrip("*")).replace("_", r"\s")
                + (r"[\w'\u2019]*" if either.endswith("*") else "")
                for either in word.split("|")
            ]
            parts.append(rf"\b(?:{'|'.join(options)})(?!\w)")
        glued = False
    return re.compile("".join(parts), re.IGNORECASE)
