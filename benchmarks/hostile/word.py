"""Word files that expand, repeat, nest, lie or climb."""

import io
import stat
import zipfile

TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = "word/document.xml"


def document(inner: bytes, before: bytes = b"") -> bytes:
    return b'<?xml version="1.0"?>%s<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (
        before,
        WORD.encode(),
        inner,
    )


def paragraph(text: str) -> bytes:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()


PLAIN = document(paragraph("Dana Whitfield") + paragraph("Zendesk, phone support"))


def docx(parts: dict[str, bytes] | None = None, how=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in ({"[Content_Types].xml": TYPES, BODY: PLAIN} | (parts or {})).items():
            archive.writestr(name, content)
    return out.getvalue()


def with_300_mb() -> bytes:
    out = io.BytesIO(docx())
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/media/image1.bin", "w") as part,
    ):
        for _n in range(300):
            part.write(bytes(1_000_000))
    return out.getvalue()


def forged_size() -> bytes:
    """5 MB of text that the list of parts gives as ten bytes."""
    text = document(paragraph("x" * 5_000_000))
    content = docx({BODY: text})
    return content.replace(len(text).to_bytes(4, "little"), (10).to_bytes(4, "little"))


def overlapping(n: int) -> bytes:
    """Many names in the list for the same bytes."""
    content = docx({"word/header1.xml": document(paragraph("y" * 900_000))})
    start, end = content.index(b"PK\x01\x02"), content.rindex(b"PK\x05\x06")
    entries = content[start:end]
    at = entries.index(b"word/header1.xml") - 46
    entry = entries[at : at + 46 + len("word/header1.xml")]
    more = b"".join(
        bytes(entry[:28])
        + len(b"word/header%d.xml" % i).to_bytes(2, "little")
        + bytes(entry[30:46])
        + b"word/header%d.xml" % i
        for i in range(2, 2 + n)
    )
    directory = entries + more
    tail = bytearray(content[end:])
    tail[8:10] = tail[10:12] = (3 + n).to_bytes(2, "little")
    tail[12:16] = len(directory).to_bytes(4, "little")
    return content[:start] + directory + bytes(tail)


def with_link() -> bytes:
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("word/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def with_password() -> bytes:
    content = bytearray(docx())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 0x1
        at += 4
    return bytes(content)


LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(10))
    + b"]>"
)
XXE = b'<!DOCTYPE x [<!ENTITY k SYSTEM "file:///etc/passwd">]>'

# How it is built, what its reading may come to, whether the upload form takes it at all.
DOCXS = {
    "plain": (docx, {"read"}, True),
    "300 MB picture": (with_300_mb, {"read"}, False),
    "500,000 paragraphs": (
        lambda: docx({BODY: document(b"<w:p/>" * 500_000)}),
        {"unreadable"},
        False,
    ),
    "500,000 varied paragraphs": (
        # Less alike, so that the size of it all looks innocent.
        lambda: docx(
            {BODY: document(b"".join(paragraph(f"{i * 7919 % 99991:x}") for i in range(300_000)))}
        ),
        {"unreadable"},
        True,
    ),
    "60,000 parts": (
        lambda: docx({f"word/{n}.xml": b"" for n in range(60_000)}, zipfile.ZIP_STORED),
        {"unreadable"},
        False,
    ),
    "billion laughs": (
        lambda: docx({BODY: document(paragraph("&k;"), before=LAUGHS)}),
        {"unreadable"},
        True,
    ),
    "entity of a file": (
        lambda: docx({BODY: document(paragraph("&k;"), before=XXE)}),
        {"unreadable"},
        True,
    ),
    "5 MB said to be 10 bytes": (forged_size, {"unreadable"}, True),
    "1,900 parts over the same bytes": (lambda: overlapping(1_900), {"unreadable"}, False),
    "climbing names": (lambda: docx({"../../../tmp/rungs": b"x"}), {"read"}, False),
    "link": (with_link, {"read"}, False),
    "password": (with_password, {"locked"}, False),
    "macros": (lambda: docx({"word/vbaProject.bin": b"x"}), {"read"}, False),
    "XML 100,000 deep": (
        lambda: docx({BODY: document(b"<w:x>" * 100_000)}),
        {"unreadable"},
        False,
    ),
    "one text of 49 MB": (
        lambda: docx({BODY: document(paragraph("x" * 49_000_000))}),
        {"read", "unreadable"},
        False,
    ),
    "name of 3 MB": (
        lambda: docx({BODY: document(b"<w:" + b"x" * 3_000_000 + b"/>")}, zipfile.ZIP_STORED),
        {"no_text", "unreadable"},
        True,
    ),
    "50,000 attributes": (
        lambda: docx(
            {BODY: document(b"<w:p %s/>" % b" ".join(b'a%d="1"' % i for i in range(50_000)))},
            zipfile.ZIP_STORED,
        ),
        {"read", "no_text", "unreadable"},
        True,
    ),
    "LZMA": (lambda: docx(how=zipfile.ZIP_LZMA), {"unreadable"}, True),
    "not XML": (lambda: docx({BODY: b"\x00\xff" * 100}), {"unreadable"}, True),
    "truncated": (lambda: docx()[:-40], {"unreadable"}, False),
}
