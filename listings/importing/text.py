"""The text of a posting as tidy Markdown: paragraphs, lists and headings, nothing else."""

import re
import unicodedata

MAX_LENGTH = 20_000

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\u0085\v\f]")
# Kept of the invisible marks: the joiner and the selector that hold an emoji together.
_KEPT_INVISIBLE = {"\u200d", "\ufe0f"}
_BULLET = re.compile(
    r"(?P<indent>\s*)(?:[-*+\u2022\u00b7\u2023\u25e6\u25aa\u25ab\u25cf\u25cb\u2043\u2219\u2212"
    r"\u2192\u27a2\u2713\u2714]|[\u2013\u2014](?=\s\S))\s+(?P<text>\S.*)"
)
_ODD_BULLET = re.compile(r"(?P<indent>\s*)[\u2022\u25cf\u25aa\u25e6\u2023](?P<text>\S.*)")
_NUMBERED = re.compile(r"(?P<indent>\s*)(?P<number>\d{1,2})[.)]\s+(?P<text>\S.*)")
_HASH_HEADING = re.compile(r"#{1,6}\s+(?P<text>[^#].*?)\s*#*")
_RULE = re.compile(r"[\W_]*")
_FENCE = re.compile(r"`{3,}|~{3,}")
_BOARD_TAG = re.compile(r"#[A-Z]{2}-[\w-]+")  # #LI-Remote: a label for LinkedIn, not for readers
_IMAGE = re.compile(
    r"\[https?://[^\[\]\s]{1,500}\.(?:png|jpe?g|gif|svg|webp)[^\[\]\s]{0,500}\]", re.IGNORECASE
)
_HEADING_LENGTH = 70
_HEADING_WORDS = 9
_WRAPPED_LINE = 60  # a line at least this long that stops mid-sentence was wrapped by a machine
_LEAD_IN = re.compile(r"[A-Z][\w\u2019' &/-]{2,39}\??")  # "Time off", before what it announces
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "our", "the", "to"}
    | {"we", "with", "you", "your"}
)


def tidy_text(text: str) -> str:
    """Markdown of a posting: "###" headings, bold lead-ins, "- " lists, blank lines between.

    Control characters, NUL, tracking tags and inline image addresses go; at most 20,000 characters
    are kept, whole paragraphs as far as possible.
    """
    blocks: list[str] = []
    for chunk in re.split(r"\n[^\S\n]*\n+", _printable(text[: MAX_LENGTH * 4])):
        for line in _lines(chunk):
            _append(blocks, line)
    return _capped(_drop_empty_headings(_with_lead_ins(blocks)))


def _printable(text: str) -> str:
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    kept = []
    for mark in text:
        category = unicodedata.category(mark)
        if category == "Zs" or mark == "\t":
            kept.append(" ")
        elif mark == "\n" or category[0] != "C" or mark in _KEPT_INVISIBLE:
            kept.append(mark)
    return _IMAGE.sub("", "".join(kept))


def _lines(chunk: str) -> list[str]:
    """The lines of a chunk between blank lines; those a machine wrapped are whole again."""
    lines: list[str] = []
    for raw in chunk.split("\n"):
        line = re.sub(r"(?<=\S) {2,}", " ", raw.rstrip())
        if (
            _RULE.fullmatch(line)
            or _FENCE.match(line.lstrip())
            or _BOARD_TAG.fullmatch(line.strip())
        ):
            continue
        if lines and _continues(lines[-1], line):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
    return lines


def _continues(before: str, line: str) -> bool:
    if _item(line) or _HASH_HEADING.fullmatch(line.strip()):
        return False
    if line[:1] == " " and _item(before):
        return True  # indented under its bullet
    return (
        len(before) >= _WRAPPED_LINE
        and before[-1] not in ".!?:;"
        and (line.lstrip()[0].islower() or len(line) >= _WRAPPED_LINE)
    )


def _item(line: str) -> tuple[str, str] | None:
    """Indentation and Markdown of a list item."""
    match = _BULLET.fullmatch(line) or _ODD_BULLET.fullmatch(line)
    if match:
        return match["indent"], f"- {match['text']}"
    match = _NUMBERED.fullmatch(line)
    return (match["indent"], f"{match['number']}. {match['text']}") if match else None


def _append(blocks: list[str], line: str) -> None:
    """Add one line as a block, or to the list that is open."""
    item = _item(line)
    if item is None:
        blocks.append(_paragraph(line.strip()))
        return
    indent, text = item
    nested = len(indent) > 2 and bool(blocks) and _is_list(blocks[-1])
    text = ("   " if nested else "") + text
    if blocks and _is_list(blocks[-1]):
        blocks[-1] += "\n" + text
    else:
        blocks.append(text)


def _paragraph(line: str) -> str:
    hashed = _HASH_HEADING.fullmatch(line)
    if hashed:
        return f"### {hashed['text']}"
    if line.startswith("**") and line.endswith("**") and line.count("**") == 2:
        return line
    if not _is_short_line(line):
        return "\\" + line if line[0] in "#>" else line
    if line.endswith(":"):
        return f"**{line}**" if "*" not in line else line
    return f"### {line}" if _looks_titled(line) else line


def _is_short_line(line: str) -> bool:
    return (
        len(line) <= _HEADING_LENGTH
        and len(line.split()) <= _HEADING_WORDS
        and line[-1] not in ".!,;"
        and "://" not in line
        and any(mark.isalpha() for mark in line)
        and line[0] not in "#>"
    )


def _looks_titled(line: str) -> bool:
    """ALL CAPITALS, or Every Weighty Word Capitalized, without a "Key: value" in it."""
    if ":" in line or "@" in line:
        return False
    words = [word.strip("\"'()&/\u2019\u201c\u201d") for word in line.split()]
    weighty = [word for word in words if word[:1].isalpha() and word.lower() not in _SMALL_WORDS]
    return bool(weighty) and all(word[0].isupper() for word in weighty)


def _is_list(block: str) -> bool:
    return re.match(r"\s*(?:-|\d{1,2}\.) ", block) is not None


def _with_lead_ins(blocks: list[str]) -> list[str]:
    """Short plain lines right above a list or a long paragraph are bold."""
    followers = [*blocks[1:], ""]
    return [
        f"**{block}**"
        if _LEAD_IN.fullmatch(block)
        and len(block.split()) <= 6
        and (_is_list(follower) or len(follower) > 2 * _HEADING_LENGTH)
        else block
        for block, follower in zip(blocks, followers, strict=False)
    ]


def _drop_empty_headings(blocks: list[str]) -> list[str]:
    """Headings that end the text head nothing."""
    while blocks and blocks[-1].startswith("### "):
        blocks = blocks[:-1]
    return blocks


def _capped(blocks: list[str]) -> str:
    text = "\n\n".join(blocks)
    if len(text) <= MAX_LENGTH:
        return text
    cut = text[:MAX_LENGTH]
    for mark in ("\n\n", "\n", ". ", " "):
        end = cut.rfind(mark)
        if end > MAX_LENGTH // 2:
            return cut[: end + (1 if mark == ". " else 0)].rstrip()
    return cut.rstrip()
