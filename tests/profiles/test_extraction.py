"""Text out of good files, and the walls around the process that gets it."""

import io
import os
import subprocess
import sys
import time
from unittest import mock

import docx
import pytest
from fpdf import FPDF

from benchmarks.hostile import pdfs, word
from profiles.extraction import Stalled, extract, running
from profiles.extraction.child import DOCX, PDF, TEXT
from profiles.extraction.tidying import tidy

pytestmark = pytest.mark.once


def lines(source, kind):
    source = io.BytesIO(source) if isinstance(source, bytes) else source
    found = extract(source, kind)
    assert found.reading == "read"
    return [line for line in found.text.splitlines() if line]


# Order of reading


def test_a_word_file_is_read_with_margins_tables_lists_and_breaks(tmp_path):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Dana Whitfield\tdana@example.org"
    document.add_heading("Experience", 1)
    document.add_paragraph("Call center agent\t2019 – 2021").add_run().add_break()
    document.add_paragraph("Answered 60 calls a day", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Zendesk", "5 years", "Jira", "2 years"], strict=True):
        cell.text = text
    columns = document.add_table(1, 2)
    columns.cell(0, 0).text = "Skills\nPhone support"
    columns.cell(0, 1).text = "Education\nHigh school"
    document.sections[0].footer.paragraphs[0].text = "References on request"
    document.save(tmp_path / "cv.docx")

    assert lines(tmp_path / "cv.docx", DOCX) == [
        "Dana Whitfield\tdana@example.org",
        "Experience",
        "Call center agent\t2019 – 2021",
        "• Answered 60 calls a day",
        "Zendesk\t5 years",
        "Jira\t2 years",
        "Skills",
        "Phone support",
        "Education",
        "High school",
        "References on request",
    ]


def test_a_text_box_is_read_once_and_what_is_deleted_or_hidden_is_not():
    box = b"<w:txbxContent>%s</w:txbxContent>" % word.paragraph("Spanish B2")
    inner = (
        b'<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        b"<w:r><w:t>Agent, </w:t><mc:AlternateContent><mc:Choice>%s</mc:Choice>"
        b"<mc:Fallback>%s</mc:Fallback></mc:AlternateContent><w:t>Corvane</w:t></w:r>"
        b"<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        b"<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        b"<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>" % (box, box)
    )
    content = word.docx({word.BODY: word.document(inner)})

    assert lines(content, DOCX) == ["Agent, Corvane", "Spanish B2"]


def pdf_of(write) -> bytes:
    document = FPDF()
    document.add_page()
    document.set_font("Helvetica", size=11)
    write(document)
    return bytes(document.output())


LEFT = ["Skills", "Zendesk", "De-escalation", "Languages", "Spanish B2"]
RIGHT = ["Experience", "Agent, Corvane", "Answered 60 calls", "Education", "High school, 2014"]


def test_columns_written_one_after_the_other_stay_so():
    def write(document):
        for x, column in ((80, RIGHT), (10, LEFT)):
            document.set_y(20)
            for text in column:
                document.set_x(x)
                document.cell(60, 6, text, new_x="LMARGIN", new_y="NEXT")

    assert lines(pdf_of(write), PDF) == RIGHT + LEFT


def test_columns_written_row_by_row_are_taken_apart():
    def write(document):
        for left, right in zip(LEFT, RIGHT, strict=True):
            document.cell(60, 6, left)
            document.cell(60, 6, right, new_x="LMARGIN", new_y="NEXT")
        document.cell(120, 6, "Team lead, Umberline")
        document.cell(60, 6, "2021 - now", align="R", new_x="LMARGIN", new_y="NEXT")

    found = lines(pdf_of(write), PDF)
    assert found[:-1] == LEFT + RIGHT
    assert found[-1].split() == ["Team", "lead,", "Umberline", "2021", "-", "now"]


def test_rows_of_a_table_stay_together():
    def write(document):
        for left, right in [
            ("Tool", "Years"),
            ("Zendesk", "5 years"),
            ("Experience with Jira", "2"),
        ]:
            document.cell(60, 6, left)
            document.cell(60, 6, right, new_x="LMARGIN", new_y="NEXT")

    assert [line.split() for line in lines(pdf_of(write), PDF)][1] == ["Zendesk", "5", "years"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"Ren\xc3\xa9e\r\nagent", ["Renée", "agent"]),
        (b"\xef\xbb\xbfDana", ["Dana"]),
        ("Renée".encode("utf-16"), ["Renée"]),
        ("Renée, 5 – 6".encode("cp1252"), ["Renée, 5 – 6"]),
    ],
)
def test_plain_text_is_read_in_its_encoding(content, expected):
    assert lines(content, TEXT) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("oﬃce ﬁrst eﬀort", "office first effort"),
        ("custo\u00ad\nmer ser\u00advice", "customer service"),
        ("de-\nescalation", "de-escalation"),
        ("94\u00a0% \u200bof\ufeff calls", "94 % of calls"),
        (
            "●\nZendesk\n▪ Jira\no Answered\n\uf0b7Phone\n- chat",
            "• Zendesk\n• Jira\n• Answered\n• Phone\n• chat",
        ),
        ("E X P E R I E N C E\nW O R K  H I S T O R Y", "EXPERIENCE\nWORK HISTORY"),
        ("Agent      2019\t 2021", "Agent\t2019\t2021"),
        ("a\0b\ud800c\u202ed", "abcd"),
        ("a\r\n\r\n\r\n\r\nb\x0cc", "a\n\nb\nc"),
        ("x" * 70_000, "x" * 60_000),
        ("Rene\u0301e", "Renée"),
    ],
)
def test_text_is_tidied(text, expected):
    assert tidy(text) == expected


# The walls


def instead_of_the_child(code: str):
    """Let this code run with all that the parent gives the child."""
    return mock.patch.object(running, "_python", lambda: [sys.executable, "-c", code])


def test_the_child_gets_no_secret_of_the_site():
    code = "import json, os; print(json.dumps({'reading': 'read', 'text': repr(dict(os.environ))}))"
    with mock.patch.dict(os.environ, SECRET_KEY="CANARY"), instead_of_the_child(code):
        found = extract(io.BytesIO(b"x"), TEXT)

    assert "LC_ALL" in found.text
    assert "CANARY" not in found.text
    assert "DATABASE_URL" not in found.text


def test_the_child_imports_nothing_of_the_site():
    code = (
        "import sys; import profiles.extraction.child, profiles.extraction.from_pdf,"
        " profiles.extraction.from_docx; print([m for m in sys.modules if m.split('.')[0] in"
        " {'django', 'jobboard', 'cms'} or m.startswith('profiles.models')])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=running.ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_a_child_that_hangs_is_ended_with_all_it_started_and_tried_again_later(tmp_path):
    pids = tmp_path / "pids"
    code = (
        "import os, subprocess, sys, time; child = subprocess.Popen(['sleep', '60'])\n"
        f"open({str(pids)!r}, 'w').write(str(child.pid)); time.sleep(60)"
    )
    for seconds in (1, 4, 16):  # on a busy machine a child needs its time to start
        with (
            instead_of_the_child(code),
            mock.patch.object(running, "WALL_SECONDS", seconds),
            pytest.raises(Stalled),
        ):
            extract(io.BytesIO(b"x"), TEXT)
        if pids.exists():
            break

    started = int(pids.read_text())
    ends = time.monotonic() + 20
    while is_running(started) and time.monotonic() < ends:
        time.sleep(0.01)
    assert not is_running(started)


def is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    "answer",
    [
        "''",
        "'[]'",
        "'{}'",
        "'not JSON'",
        "'[' * 900000",
        "json.dumps({'reading': 'waiting', 'text': ''})",
        "json.dumps({'reading': ['read'], 'text': ''})",
        "json.dumps({'reading': 'read', 'text': 5})",
        "json.dumps({'reading': 'read', 'text': 'a\\0b'})",
        "json.dumps({'reading': 'read', 'text': '\\ud800'})",
        "json.dumps({'reading': 'read', 'text': 'x' * 60001})",
        "'x' * 5000000",
    ],
)
def test_an_answer_of_another_shape_is_not_believed(answer):
    with instead_of_the_child(f"import json; print({answer})"):
        found = extract(io.BytesIO(b"x"), TEXT)

    assert (found.reading, found.text) == ("unreadable", "")


def test_a_child_that_fails_has_read_nothing():
    code = "import json; print(json.dumps({'reading': 'read', 'text': 'x'})); raise SystemExit(1)"
    with instead_of_the_child(code):
        assert extract(io.BytesIO(b"x"), TEXT).reading == "unreadable"


def test_the_limits_hold_and_cannot_be_raised_again():
    code = """
import resource
from profiles.extraction.limits import limit_this_process
limit_this_process()
for act in (
    lambda: bytearray(600 * 2**20),
    lambda: open("/tmp/rungs-limits", "wb", buffering=0).write(b"x"),
    lambda: [open("/dev/null") for _ in range(20)],
):
    try:
        act()
    except (MemoryError, OSError) as error:
        print(type(error).__name__)
for what in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
    soft, hard = resource.getrlimit(what)
    print(soft == hard, soft)
"""
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=running.ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.split("\n")[:-1] == [
        "MemoryError",
        "OSError",
        "OSError",
        "True 3",
        f"True {512 * 2**20}",
        "True 0",
        "True 0",
    ]


def test_a_file_of_any_make_can_be_given(tmp_path):
    path = tmp_path / "cv.pdf"
    path.write_bytes(pdfs.plain())
    with open(path, "rb") as file:
        file.read(100)
        assert extract(file, PDF).text == extract(path, PDF).text
