"""Two columns that were written row by row, as "Skills   Experience" in one line: one after the other."""

import re

_TITLES = (
    "skills|key skills|core skills|technical skills|tools|tools and systems|software|languages|education"
    "|experience|work experience|professional experience|employment|employment history|work history"
    "|certificates|certifications|training|contact|profile|summary|professional summary|objective|about"
    "|about me|interests|hobbies|references|achievements|awards|strengths|availability|metrics|results"
    "|volunteering|courses|licenses|competencies|core competencies|career history|personal details"
)
_TITLE = re.compile(rf"(?:{_TITLES}):?", re.IGNORECASE)
_TITLE_AND_MORE = re.compile(rf"(?:{_TITLES}):? +\S.*|.*\S +(?:{_TITLES}):?", re.IGNORECASE)
_GUTTER = 2  # blanks that no line of a block crosses
_INDENT = 8  # of a line in the right column; what begins farther right is a date at the margin


def holds_two_columns(text: str) -> bool:
    """Whether lines may run across two columns: two or more have a section's title and something beside it."""
    return sum(bool(_TITLE_AND_MORE.fullmatch(line.strip())) for line in text.splitlines()) >= 2


def unweave(page: str) -> str:
    """A page laid out with blanks, its columns one after the other; empty if it has none.

    Rows of a table stay together: a block is taken apart only if both sides hold a section's title.
    """
    lines, texts, start, found = page.splitlines(), [], 0, False
    while start < len(lines):
        block = _longest_block(lines, start)
        if block is None:
            texts.append(lines[start])
            start += 1
            continue
        end, gutter = block
        left = [line[:gutter].rstrip() for line in lines[start:end]]
        right = [line[gutter:].strip() for line in lines[start:end]]
        texts += [*left, "", *right, ""]
        start, found = end, True
    return "\n".join(texts) if found else ""


def _longest_block(lines: list[str], start: int) -> tuple[int, int] | None:
    """Where the block of two columns that begins in this line ends, and where its right column begins."""
    best = None
    for gap in re.finditer(rf"(?<=\S) {{{_GUTTER},}}(?=\S)", lines[start]):
        gutter = gap.end()
        end = start
        while end < len(lines) and _stands_beside(lines[end], gutter):
            end += 1
        left = [line[:gutter].strip() for line in lines[start:end]]
        right = [line[gutter:].strip() for line in lines[start:end]]
        if (
            any(map(_TITLE.fullmatch, left))
            and any(map(_TITLE.fullmatch, right))
            and (best is None or end > best[0])
        ):
            best = end, gutter
    return best


def _stands_beside(line: str, gutter: int) -> bool:
    """Whether the line leaves the gutter free, and what is right of it begins at the right column's edge."""
    right = line[gutter:]
    indent = len(right) - len(right.lstrip())
    return not line[max(0, gutter - _GUTTER) : gutter].strip() and indent <= _INDENT
