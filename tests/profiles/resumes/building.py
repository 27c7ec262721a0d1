"""Files made of the corpus: what people upload, so that a measured reader has to get the text out first.

The same sample gives the same bytes each time; no binary lies in the repository.
"""

import io
import unicodedata
import zipfile
from datetime import UTC, datetime

from docx import Document
from docx.shared import Pt
from fpdf import FPDF, XPos, YPos

from profiles.models import Resume

from .samples import Sample, Section

MADE = datetime(2026, 1, 5, 9, tzinfo=UTC)
KINDS = {"pdf": Resume.Kind.PDF, "docx": Resume.Kind.DOCX, "text": Resume.Kind.TEXT}
LEFT, TOP, SIDE_WIDTH, MAIN_LEFT, RIGHT, BULLET = 15, 15, 50, 72, 15, 6  # mm
# The core fonts hold Windows' western letters and nothing else.
_STAND_INS = str.maketrans(
    {"●": "*", "○": "-", "★": "*", "☆": "-", "→": ">", "✓": "x", "\u2212": "-"}
)


def build(sample: Sample) -> tuple[bytes, Resume.Kind]:
    """The file of a sample, and what kind it is."""
    build_one = {"pdf": _pdf, "docx": _docx, "text": _text}[sample.format]
    return build_one(sample), KINDS[sample.format]


def plain_text(sample: Sample) -> str:
    """The words alone, in the order of the sections."""
    parts = []
    for section in sample.sections:
        lines = [section.heading] if section.heading else []
        lines += section.lines
        lines += ["  ".join(cell for cell in row if cell) for row in section.rows]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _text(sample: Sample) -> bytes:
    return plain_text(sample).encode()


# PDF


def _pdf(sample: Sample) -> bytes:
    pdf = FPDF(format="letter")
    pdf.core_fonts_encoding = "windows-1252"
    pdf.set_creation_date(MADE)
    pdf.set_margins(LEFT, TOP, RIGHT)
    pdf.set_auto_page_break(True, margin=15)
    pdf.add_page()
    size = 9.5 if sample.layout == "two_columns" else 10.5
    pen = _Pen(pdf, sample.font or "Helvetica", size)
    first, *rest = sample.sections
    if sample.layout == "two_columns":
        sides = [section for section in sample.sections if section.column == "side"]
        mains = [section for section in sample.sections if section.column == "main"]
        if first.column == "main" and not first.heading:
            pen.name_block(first)
            mains = mains[1:]
        top = pdf.get_y()
        for section in sides:
            pen.name_block(section) if section is first else pen.section(section, SIDE_WIDTH)
        pdf.set_left_margin(MAIN_LEFT)
        pdf.set_xy(MAIN_LEFT, top)
        for section in mains:
            pen.section(section, 0)
    else:
        pen.name_block(first)
        for section in rest:
            pen.section(section, 0)
    return bytes(pdf.output())


class _Pen:
    def __init__(self, pdf: FPDF, family: str, size: float) -> None:
        self.pdf, self.family, self.size, self.height = pdf, family, size, size * 0.5

    def name_block(self, section: Section) -> None:
        """The person's name, larger, and the lines below it."""
        name, *lines = section.lines
        width = SIDE_WIDTH if section.column == "side" else 0
        self._write(name, width, "B", self.size + 5)
        for line in lines:
            self._write(line, width)
        self.pdf.ln(2)

    def section(self, section: Section, width: float) -> None:
        if section.heading:
            self.pdf.ln(1.5)
            self._write(section.heading, width, "B", self.size + 1.5)
        for line in section.lines:
            self._line(line, width)
        if section.rows:
            self._table(section.rows)
        self.pdf.ln(1.5)

    def _line(self, line: str, width: float) -> None:
        if not line.strip():
            self.pdf.ln(self.height / 2)
        elif line.startswith(("- ", "* ")):
            left, top = self.pdf.l_margin, self.pdf.get_y()
            if top + self.height > self.pdf.page_break_trigger:
                self.pdf.add_page()
            self._write("•", BULLET, then=XPos.RIGHT)
            self._write(line[2:], max(width - BULLET, 0))
            self.pdf.set_x(left)
        else:
            self._write(line, width)

    def _write(
        self,
        text: str,
        width: float,
        style: str = "",
        size: float = 0,
        *,
        then: XPos = XPos.LMARGIN,
    ) -> None:
        self.pdf.set_font(self.family, style, size or self.size)
        height = self.height if not size else size * 0.5
        self.pdf.multi_cell(
            width,
            height,
            western(text),
            align="L",
            new_x=then,
            new_y=YPos.TOP if then == XPos.RIGHT else YPos.NEXT,
        )

    def _table(self, rows: tuple[tuple[str, ...], ...]) -> None:
        self.pdf.set_font(self.family, "", self.size)
        widths = (2, 5) if len(rows[0]) == 2 else (3,) * len(rows[0])
        with self.pdf.table(
            borders_layout="MINIMAL",
            col_widths=widths,
            text_align="LEFT",
            first_row_as_headings=False,
            line_height=self.height,
        ) as table:
            for cells in rows:
                row = table.row()
                for cell in cells:
                    row.cell(western(cell))


def western(text: str) -> str:
    """Text in the letters of Windows' western code page: what the core fonts can show."""
    text = text.translate(_STAND_INS)
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        text = unicodedata.normalize("NFKD", text).encode("cp1252", "ignore").decode("cp1252")
    return text


# Word


def _docx(sample: Sample) -> bytes:
    document = Document()
    document.core_properties.created = document.core_properties.modified = MADE
    document.core_properties.author = sample.person
    document.styles["Normal"].font.size = Pt(10.5)
    sections = list(sample.sections)
    if sections[0].header:
        document.sections[0].header.paragraphs[0].text = " ".join(sections.pop(0).lines)
    elif sections[0].column == "main" and not sections[0].heading:
        name, *lines = sections.pop(0).lines
        document.add_heading(name, level=0)
        document.add_paragraph("\n".join(lines))
    if sample.layout == "two_columns":
        left, right = document.add_table(rows=1, cols=2).rows[0].cells
        for section in sections:
            _add_section(left if section.column == "side" else right, section, document)
    else:
        for section in sections:
            _add_section(document, section, document)
    made = io.BytesIO()
    document.save(made)
    return _dated(made)


def _add_section(place, section: Section, document) -> None:
    """Into the document, or into a cell of the table that parts a page in two."""
    in_cell = place is not document
    if section.heading:
        if in_cell:
            place.add_paragraph().add_run(section.heading).bold = True
        else:
            place.add_heading(section.heading, level=1)
    for line in section.lines:
        if line.startswith(("- ", "* ")):
            place.add_paragraph(line[2:], style="List Bullet")
        elif line.strip():
            place.add_paragraph(line)
    if section.rows:
        table = place.add_table(len(section.rows), len(section.rows[0]))
        for at, cells in enumerate(section.rows):
            for cell, text in zip(table.rows[at].cells, cells, strict=True):
                cell.text = text


def _dated(made: io.BytesIO) -> bytes:
    """The same archive with one date on all its parts: python-docx takes the clock's."""
    dated = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(dated, "w") as target:
        for entry in source.infolist():
            part = zipfile.ZipInfo(entry.filename, MADE.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(entry))
    return dated.getvalue()
