"""Skills and tools in a résumé: by their labels, and by how people say what they did."""

import re
from bisect import bisect_left, bisect_right
from functools import cache

from cms.phrases import PhraseHit

from .document import Document
from .finders import item_names, resume_finders, wordings
from .guards import is_claimed
from .sections import Line, Section
from .use import is_used

# A subject of study is not what somebody does at work, a heading is nobody's claim.
_NOT_AT_WORK = frozenset({Section.EDUCATION, Section.CERTIFICATES})
GAP_WORDS = 4  # that a "~" in a pattern stands for at most
# No part of these can match the same text in two ways, so that no text takes long.
# The first may not be a comma: what stands behind it is no object of the verb before.
_FIRST_GAP = r"[^\w\n.;:,!?]++"
_GAP = rf"{_FIRST_GAP}(?:\w++(?:['\u2019.]\w++)*+[^\w\n.;!?]++){{0,{GAP_WORDS}}}?"
_NEXT = r"[^\S\n]*+(?:[,/&+][^\S\n]*+(?:(?:and|or)\b)?|\b(?:and|or)\b)[^\S\n]*+"
_NUMBER = r"\d[\d,.]{0,9}\+?(?:[^\S\n]*+(?:to|-|–)[^\S\n]*+\d[\d,.]{0,9})?"
_GAPS = {"~": _GAP, "+": _NEXT}
_NUMBER_SIGN = "#"
_WORD = re.compile(r"\w+")
_LAST = "\U0010ffff"  # sorts behind all that may follow the beginning of a word
_SEVERAL = re.compile(r"[,&/]|\b(?:and|or)\b", re.IGNORECASE)  # "Word and Excel" are two
_BETWEEN = r"[^\S\n]*+[-/&]?[^\S\n]*+(?:the\s+|a\s+|an\s+|my\s+|our\s+|their\s+)?"


def skill_hits(document: Document) -> list[PhraseHit]:
    """Everything that names a skill, tool, language or certificate, claimed or not. One query."""
    # Lines that a narrow column broke are one phrase; items of a list below each other are not.
    texts = [document.flowing, document.text.replace("\n", ";")]
    *everywhere, in_lists = resume_finders()
    hits = {
        (hit.key, hit.start): PhraseHit(
            hit.key, hit.start, hit.end, document.text[hit.start : hit.end]
        )
        for finder in everywhere
        for text in texts
        for hit in finder.find(text)
    }
    by_name = {name: slug for slug, names in wordings()["exact"].items() for name in names}
    for line in document.lines:
        if line.section == Section.SKILLS and not line.is_heading:
            for hit in in_lists.find(line.text):
                at = line.start + hit.start
                hits.setdefault((hit.key, at), PhraseHit(hit.key, at, at + len(hit.text), hit.text))
            for match in item_names().finditer(line.text):
                slug, at = by_name[match["name"]], line.start + match.start("name")
                hits.setdefault(
                    (slug, at), PhraseHit(slug, at, at + len(match["name"]), match["name"])
                )
    words = _WordsOf(document.flowing)
    for key, stems, pattern in _patterns():
        # Most patterns fail on this cheap look, and a long text costs them nothing more.
        if all(any(words.hold(stem) for stem in either) for either in stems):
            for start in words.starts(stems[0]):
                if match := pattern.match(document.flowing, start):
                    hits.setdefault((key, start), PhraseHit(key, start, match.end(), match[0]))
    return sorted(hits.values(), key=lambda hit: hit.start)


def claimed(
    document: Document, hits: list[PhraseHit], *, tools: set[str], taken: list[tuple[int, int]]
) -> dict[str, PhraseHit]:
    """The first hit of each skill that the person claims; `taken` are names of employers and schools."""
    first: dict[str, PhraseHit] = {}
    named = [hit for hit in hits if hit.key in tools]
    parts = _parts_of_names(named)
    for hit in hits:
        is_tool = hit.key in tools
        if hit.key in first or any(start <= hit.start < end for start, end in taken):
            continue
        if not is_tool and _within_any(named, hit):
            continue
        line = document.line_at(hit.start)
        if line is None or line.is_heading or line.section in _NOT_AT_WORK:
            continue
        if is_tool and (hit in parts or _is_persons_name(document, line)):
            continue
        if not is_claimed(document, hit, name=is_tool):
            continue
        if not is_tool or is_used(document, hit, named):
            first[hit.key] = hit
    return first


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


def names_in(text: str, names: list[str]) -> list[tuple[int, int]]:
    """Every place of these names: an employer's name claims no skill, wherever it stands."""
    return [
        match.span()
        for name in set(names)
        if len(name) > 2
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    ]


class _WordsOf:
    """Where the words of a text begin, so that a pattern is tried there and nowhere else."""

    def __init__(self, text: str) -> None:
        self._folded = text.casefold()
        self._at: dict[str, list[int]] = {}
        for word in _WORD.finditer(text):
            self._at.setdefault(word[0].casefold(), []).append(word.start())
        self._words = sorted(self._at)
        self._held: dict[str, bool] = {_NUMBER_SIGN: True}
        self._starts: dict[str, list[int]] = {
            _NUMBER_SIGN: [at for word in self._words if word[0].isdigit() for at in self._at[word]]
        }

    def hold(self, stem: str) -> bool:
        if stem not in self._held:
            self._held[stem] = stem in self._folded
        return self._held[stem]

    def starts(self, stems: list[str]) -> set[int]:
        """Of all words that begin as one of these does."""
        return {at for stem in stems for at in self._starting(stem)}

    def _starting(self, stem: str) -> list[int]:
        if stem not in self._starts:
            first = _WORD.match(stem)[0]
            start = bisect_left(self._words, first)
            end = bisect_left(self._words, first + _LAST)
            self._starts[stem] = [at for word in self._words[start:end] for at in self._at[word]]
        return self._starts[stem]


@cache
def _patterns() -> list[tuple[str, list[list[str]], re.Pattern]]:
    """Slug, stems that a text must hold, and the pattern."""
    return [
        (slug, _stems(words), _compiled(words))
        for slug, patterns in wordings()["claims"].items()
        for words in map(_words, patterns)
    ]


def _words(written: str) -> list[str]:
    """The words of a pattern, with the shared lists of `[words]` where it names them by `@`."""
    shared = wordings()["words"]
    return re.sub(r"@(\w+)", lambda name: shared[name[1]], written).split()


def _stems(words: list[str]) -> list[list[str]]:
    return [
        [either.rstrip("*").replace("_", " ").casefold() for either in word.split("|")]
        for word in words
        if word not in _GAPS
    ]


def _compiled(words: list[str]) -> re.Pattern:
    """A pattern of words, in the signs that wordings.toml explains."""
    parts = []
    glued = True
    for word in words:
        if word in _GAPS:
            parts.append(_GAPS[word])
            glued = True
            continue
        if not glued:
            parts.append(_BETWEEN)
        options = [_option(either) for either in word.split("|")]
        parts.append(rf"\b(?:{'|'.join(options)})(?!\w)")
        glued = False
    return re.compile("".join(parts), re.IGNORECASE)


def _option(written: str) -> str:
    if written == _NUMBER_SIGN:
        return _NUMBER
    ending = r"[\w'\u2019]*" if written.endswith("*") else ""
    return re.escape(written.rstrip("*")).replace("_", r"\s") + ending
