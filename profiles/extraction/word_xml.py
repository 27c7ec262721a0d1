"""The text of one part of a Word file, in the order of reading."""

from collections.abc import Callable
from itertools import chain
from xml.parsers import expat

from .outcomes import Unreadable

DEPTH = 200
_WORD = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}
_ALTERNATIVES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Said twice (a text box for older programs), moved elsewhere, or deleted.
_SKIPPED = {"Fallback", "moveFrom", "del"}


class WordText:
    """Feed it the XML. A row of a table with short cells is one line with tabs; else cell follows cell.

    `count` is called for each element and may raise.
    """

    def __init__(self, count: Callable[[], None]):
        self.count = count
        self.length = 0
        self.open: list[str] = []
        self.skipping = 0
        self.in_text = self.is_hidden = self.is_item = self.is_heading = False
        self.paragraph = ""
        self.boxes: list[str] = []  # text boxes anchored in the open paragraph
        self.outer: list[tuple] = []  # paragraphs that hold the open text boxes
        self.blocks: list[list[str]] = [[]]  # lines of the part, of the open cell, ...
        self.rows: list[list[list[str]]] = []  # cells of the open rows
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def feed(self, xml: bytes, *, is_last: bool = False) -> None:
        self.parser.Parse(xml, is_last)

    def result(self) -> str:
        """All lines; of a text that was not fed to its end, also those of what is still open."""
        top, *inner = self.blocks
        cells = [cell for row in self.rows for cell in row]
        return "\n".join([*top, *chain(*cells, *inner), *self.boxes, self.paragraph])

    def refuse(self, *_declaration):
        """No word processor writes a DOCTYPE; what one may declare is not to be found out."""
        raise Unreadable

    def start(self, name, attributes):
        self.count()
        space, _blank, tag = name.rpartition(" ")
        if len(self.open) >= DEPTH:
            raise Unreadable
        if space not in _WORD and space != _ALTERNATIVES:
            tag = ""
        self.open.append(tag)
        if self.skipping or tag in _SKIPPED:
            self.skipping += 1
        elif tag == "txbxContent":
            self.outer.append((self.paragraph, self.is_item, self.is_heading, self.boxes))
            self.new_paragraph()
            self.blocks.append([])
        elif tag == "p":
            self.new_paragraph()
        elif tag == "tr":
            self.rows.append([])
        elif tag == "tc":
            self.blocks.append([])
        elif tag == "t":
            self.in_text = True
        elif tag:
            self.start_property(tag, {key.rpartition(" ")[2]: v for key, v in attributes.items()})

    def start_property(self, tag, attributes):
        parent = self.open[-2] if len(self.open) > 1 else ""
        if tag in _SIGNS and parent == "r":  # elsewhere `tab` sets a tab stop
            self.characters(_SIGNS[tag], always=True)
        elif tag == "numPr":
            self.is_item = True
        elif tag == "pStyle":
            style = attributes.get("val", "")
            self.is_item |= style.startswith(("ListBullet", "ListNumber"))
            self.is_heading = style.startswith(("Heading", "Title"))
        elif tag == "vanish" and self.open[-3:-1] == ["r", "rPr"]:
            self.is_hidden = attributes.get("val", "true") not in {"0", "false", "off"}

    def end(self, name):
        tag = self.open.pop()
        if self.skipping:
            self.skipping -= 1
        elif tag == "t":
            self.in_text = False
        elif tag == "r":
            self.is_hidden = False
        elif tag == "p":
            self.end_paragraph()
        elif tag == "txbxContent":
            box = self.blocks.pop()
            self.paragraph, self.is_item, self.is_heading, self.boxes = self.outer.pop()
            self.boxes += box
        elif tag == "tc" and self.rows:
            self.rows[-1].append(self.blocks.pop())
        elif tag == "tr":
            self.end_row(self.rows.pop())

    def characters(self, text, *, always=False):
        if not self.skipping and not self.is_hidden and (self.in_text or always):
            self.paragraph += text
            self.length += len(text)

    def new_paragraph(self):
        self.paragraph, self.is_item, self.is_heading, self.boxes = "", False, False, []

    def end_paragraph(self):
        lines = self.paragraph.split("\n")
        if self.is_item and lines[0].strip():
            lines[0] = f"• {lines[0]}"
        if self.is_heading:
            lines.insert(0, "")
        self.blocks[-1] += lines + self.boxes
        self.new_paragraph()

    def end_row(self, cells):
        filled = [[line for line in cell if line.strip()] for cell in cells]
        if all(len(lines) <= 1 for lines in filled):
            self.blocks[-1].append("\t".join(lines[0] for lines in filled if lines))
        else:
            for cell in cells:
                self.blocks[-1] += cell
