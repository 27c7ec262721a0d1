"""Text as a person would type it: no ligatures, no invisible marks, one sign for all bullets."""

import re
import unicodedata

from .outcomes import TEXT_LENGTH

BULLET = "•"
_BULLETS = "•●○◦■□▪▫◆◇❖▸▹►▻➢➤➔→✓✔✗✦★☆‣⁃∙·*§¤–—-"

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SOFT_HYPHEN_AT_END = re.compile("\u00ad[ \t]*\n[ \t]*")
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Icons and Word's own bullets lie in the area for private use: at the start of a line they are bullets.
_PRIVATE_AT_START = re.compile(r"^[ \t]*[\ue000-\uf8ff]+[ \t]*", re.MULTILINE)
_BULLET_AT_START = re.compile(rf"^(?:[{_BULLETS}][ \t]+|o[ \t]+(?=[A-Z])|[•●▪■➢❖])[ \t]*(?=\S)")
_BULLET_ALONE = re.compile(
    rf"^[ \t]*(?:[•●○◦■▪➢❖►‣]|o)[ \t]*\n[ \t]*(?=[^\s{_BULLETS}])", re.MULTILINE
)
_GAP = re.compile(r" *\t[ \t]*| {3,}")
_SPACED_LETTERS = re.compile(r"[^\W\d_](?: {1,3}[^\W\d_]){3,}")
_WRAPPED_AFTER_HYPHEN = re.compile(r"(?<=[^\W\d_])-\n(?=[a-z])")
_EMPTY_LINES = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """At most `TEXT_LENGTH` characters, lines as in the file, a tab where a line has a wide gap."""
    text = text[: 2 * TEXT_LENGTH].encode("utf-8", "ignore").decode()  # no half characters
    text = _LINE_ENDS.sub("\n", text)
    text = _SOFT_HYPHEN_AT_END.sub("", text)
    text = _BLANKS.sub(" ", text)
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    text = _PRIVATE_AT_START.sub(f"{BULLET} ", text)
    text = "".join(mark for mark in text if mark in "\n\t" or _is_visible(mark))
    text = _BULLET_ALONE.sub(f"{BULLET} ", unicodedata.normalize("NFC", text))
    text = "\n".join(_line(line.strip()) for line in text.split("\n"))
    text = _WRAPPED_AFTER_HYPHEN.sub("-", text)
    return _EMPTY_LINES.sub("\n\n", text).strip()[:TEXT_LENGTH].strip()


def _line(line: str) -> str:
    if _SPACED_LETTERS.fullmatch(line) and line.upper() == line:
        # E X P E R I E N C E: two blanks or more stand between words.
        return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", line))
    line = _GAP.sub("\t", line).replace("  ", " ")
    return _BULLET_AT_START.sub(f"{BULLET} ", line)


def _is_visible(mark: str) -> bool:
    """Cc control, Cf format (direction marks, zero widths), Cs half, Co private, Cn unassigned."""
    return mark == " " or unicodedata.category(mark)[0] != "C"
