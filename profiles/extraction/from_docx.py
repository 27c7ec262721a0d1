"""Word files: the few parts with text, unpacked piece by piece into a parser that builds no tree."""

import re
import zipfile

from .outcomes import TEXT_LENGTH, Locked, Unreadable
from .word_xml import WordText

ENTRIES = 2_000
ELEMENTS = 50_000  # 20 dense pages have about 30,000
UNPACKED_BYTES = 20 * 1024 * 1024
PIECE = 64 * 1024
BODY = "word/document.xml"
_MARGIN = re.compile(r"word/(header|footer)\d*\.xml")


def read_docx(file) -> str:
    """Headers, body, footers. Raises Locked, Unreadable, anything of zipfile's or of expat's."""
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        if len(names) > ENTRIES or names.count(BODY) != 1:
            raise Unreadable
        budget = Budget()
        margins = {"header": [], "footer": []}
        for name in sorted(set(names)):
            if kind := _MARGIN.fullmatch(name):
                margins[kind[1]].append(part_text(archive, name, budget))
        body = part_text(archive, BODY, budget)
    # The first page and the even ones often have headers of their own that say the same.
    return "\n".join([*dict.fromkeys(margins["header"]), body, *dict.fromkeys(margins["footer"])])


class Budget:
    """What all parts of a file together may have."""

    def __init__(self):
        self.elements = self.unpacked = 0

    def count_element(self) -> None:
        self.elements += 1
        if self.elements > ELEMENTS:
            raise Unreadable

    def count_bytes(self, n: int) -> None:
        self.unpacked += n
        if self.unpacked > UNPACKED_BYTES:
            raise Unreadable


def part_text(archive: zipfile.ZipFile, name: str, budget: Budget) -> str:
    part = archive.getinfo(name)
    if part.flag_bits & 0x1:
        raise Locked
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Unreadable
    text = WordText(budget.count_element)
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            budget.count_bytes(len(piece))
            text.feed(piece)
            if text.length > 2 * TEXT_LENGTH:
                break
        else:
            text.feed(b"", is_last=True)
    return text.result()
