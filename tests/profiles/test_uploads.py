"""Files from strangers: what is taken is known by its content, and nothing of it is opened."""

import io
import random
import zipfile

import pytest

from profiles.models import Resume
from profiles.uploads import UnfitFile, recognise, safe_name


def docx(parts=None, **options) -> bytes:
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": b"<w:document/>",
    } | (parts or {})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", **options) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, Resume.Kind.PDF),
        (b"junk before the sign\n" + PDF, Resume.Kind.PDF),
        (docx(), Resume.Kind.DOCX),
        (b"Dana Whitfield\r\n\tagent\x0c", Resume.Kind.TEXT),
        ("Résumé\n".encode(), Resume.Kind.TEXT),
        (b"\xef\xbb\xbfDana", Resume.Kind.TEXT),
        ("Dana".encode("utf-16"), Resume.Kind.TEXT),
        ("Résumé, café".encode("cp1252"), Resume.Kind.TEXT),
    ],
)
def test_a_file_is_known_by_its_content(content, kind):
    assert recognise(io.BytesIO(content)) == kind


def bomb() -> bytes:
    return docx({"word/media/a.bin": b"\0" * 3_000_000}, compression=zipfile.ZIP_DEFLATED)


def encrypted() -> bytes:
    content = bytearray(docx())
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 0x1
    return bytes(content)


def one_inside_another() -> bytes:
    content = bytearray(docx({"word/media/a.bin": b"x"}))
    last = content.rindex(b"PK\x01\x02")
    content[last + 42 : last + 46] = bytes(4)  # it begins where the first part does
    return bytes(content)


HOSTILE = {
    "nothing": b"",
    "blanks": b" \n ",
    "web page": b"<!doctype html><script>alert(1)</script>",
    "web page after blanks": b"\n\n  <html>",
    "web page after a mark": b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg'>",
    "program": b"MZ\x90\x00\x03\x00\x00\x00",
    "elf": b"\x7fELF\x02\x01",
    "script": b"#!/bin/sh\nrm -rf /",
    "rich text": rb"{\rtf1\ansi}",
    "picture": b"\x89PNG\r\n\x1a\n\0\0",
    "PDF sign too late": b"x" * 1100 + b"\0%PDF-1.7",
    "old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "other zip": docx()[:30] + b"broken",
    "truncated": docx()[:-30],
    "spreadsheet": docx().replace(b"word/document.xml", b"xl00/workbook.xml"),
    "macros": docx({"word/vbaProject.bin": b"x"}),
    "bomb": bomb(),
    "51 MB in half a megabyte": docx(
        {
            "word/media/a.bin": b"\0" * (51 * 1024 * 1024),
            "word/media/b.bin": bytes(random.Random(1).randbytes(600_000)),
        },
        compression=zipfile.ZIP_DEFLATED,
    ),
    "one part inside another": one_inside_another(),
    "many parts": docx({f"word/{n}.xml": b"" for n in range(2_100)}),
    "climbing names": docx({"../../etc/passwd": b"x"}),
    "absolute names": docx({"/etc/passwd": b"x"}),
    "password": encrypted(),
    "NUL in a text": b"Dana\0Whitfield",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_a_resume_is_refused_in_words(name):
    with pytest.raises(UnfitFile) as error:
        recognise(io.BytesIO(HOSTILE[name]))
    assert len(str(error.value)) > 15


def test_two_documents_in_one_word_file_are_refused():
    buffer = io.BytesIO(docx())
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", b"another")

    with pytest.raises(UnfitFile):
        recognise(buffer)


def test_a_doctype_in_a_word_file_is_never_read():
    # The part is not opened: what stands in it cannot matter here.
    laughs = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document>&a;</w:document>'

    assert recognise(io.BytesIO(docx({"word/document.xml": laughs}))) == Resume.Kind.DOCX


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cv.pdf", "cv.pdf"),
        ("My résumé 2026.PDF", "My résumé 2026.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Dana\\cv.doc", "cv.pdf"),
        ("cv.pdf\x00.exe", "cv.pdf.pdf"),
        ("cv\r\nSet-Cookie: a=b.pdf", "cvSet-Cookie a=b.pdf"),
        ("cv\u202efdp.exe", "cvfdp.pdf"),
        ('a"; filename="x.html', "a ; filename= x.pdf"),
        ("con.pdf", "resume.pdf"),
        ("LPT1", "resume.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("...", "resume.pdf"),
        ("", "resume.pdf"),
        ("\u200b\u2066", "resume.pdf"),
        ("😀.pdf", "😀.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("a\u2028b\ud800.pdf", "a b.pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead(name, expected):
    assert safe_name(name, Resume.Kind.PDF) == expected
