"""Which kind of file an upload is, by its content. Nothing in it is unpacked, parsed or run."""

import re
import stat
import unicodedata
import zipfile
from pathlib import PurePosixPath
from struct import error as StructError

from django.utils.translation import gettext as _

from profiles.models import Resume

PDF_HEAD = 1024  # where readers look for the sign
DOCX_ENTRIES = 2_000
DOCX_UNPACKED_BYTES = 50 * 1024 * 1024
DOCX_RATIO = 100
DOCX_DIRECTORY_BYTES = 512 * 1024  # 2,000 parts with long names have 300 KB
NAME_LENGTH = 100
EXTENSIONS = {Resume.Kind.PDF: "pdf", Resume.Kind.DOCX: "docx", Resume.Kind.TEXT: "txt"}

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .doc, and a .docx with a password
# Texts that a program would act on.
_MARKUP = re.compile(rb"\s*(?:<[!?a-z]|\{\\rtf|%!ps|#!)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


class UnfitFile(ValueError):
    """The file cannot be taken. The message says why, or which files can."""


def recognise(file) -> Resume.Kind:
    """PDF, Word or plain text, by what stands in the file; its name and stated type are not asked.

    Reads the head of a PDF, the central directory of a Word file, the whole of a text. Raises UnfitFile.
    """
    file.seek(0)
    head = file.read(PDF_HEAD)
    if not head:
        raise UnfitFile(_("The file is empty."))
    if b"%PDF-" in head:
        return Resume.Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        _check_docx(file)
        return Resume.Kind.DOCX
    if head.startswith(_OLD_OFFICE):
        raise UnfitFile(
            _(
                "This is an old Word file, or one with a password. Save it as .docx or PDF, without a password."
            )
        )
    file.seek(0)
    if _is_plain_text(file.read()):
        return Resume.Kind.TEXT
    raise UnfitFile(_unfit())


def safe_name(name: str, kind: Resume.Kind) -> str:
    """The person's own name for the file, fit for a header and for any disk, ending as its content says."""
    name = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    # Cc and Cf hold line breaks, NUL and the marks that turn the reading direction; Cs broken halves.
    name = "".join(
        " " if unicodedata.category(mark) in {"Zl", "Zp"} or mark in '<>:"|?*' else mark
        for mark in name
        if unicodedata.category(mark) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    stem = PurePosixPath(name.strip(". ")).stem
    stem = " ".join(stem.split()).strip(". ")[:NAME_LENGTH].strip()
    if not stem or _RESERVED.match(stem):
        stem = "resume"
    return f"{stem}.{EXTENSIONS[kind]}"


def _check_docx(file) -> None:
    """Check the list of parts only. No part is opened, so a zip bomb or a DOCTYPE does no harm."""
    if _directory_bytes(file) > DOCX_DIRECTORY_BYTES:
        raise UnfitFile(_strange())
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, StructError, ValueError, OSError, NotImplementedError) as error:
        raise UnfitFile(_("The Word file is damaged. Save it again, or as PDF.")) from error
    names = [part.filename for part in parts]
    if "[Content_Types].xml" not in names or names.count("word/document.xml") != 1:
        raise UnfitFile(_unfit())
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnfitFile(
            _("The Word file holds macros. Save it as .docx without macros, or as PDF.")
        )
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnfitFile(_("The file has a password. Save it without one."))
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if (
        len(parts) > DOCX_ENTRIES
        or unpacked > DOCX_UNPACKED_BYTES
        or unpacked > packed * DOCX_RATIO
        or any(".." in name.split("/") or name.startswith("/") or "\\" in name for name in names)
        or any(stat.S_ISLNK(part.external_attr >> 16) for part in parts)
        or _share_bytes(parts)
    ):
        raise UnfitFile(_strange())


def _directory_bytes(file) -> int:
    """How long the list of parts says it is; 0 if there is none. The list itself is not read."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - 65_557))  # the longest comment, and the 22 bytes before it
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if tail[-22:-18] == b"PK\x05\x06" and tail[-2:] == b"\0\0":
        end = len(tail) - 22  # as zipfile finds it, whatever stands inside
    return int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0


def _share_bytes(parts: list[zipfile.ZipInfo]) -> bool:
    """Whether one part lies inside another: so the same bytes would unpack many times."""
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            return True
        end = part.header_offset + 30 + part.compress_size
    return False


def _is_plain_text(content: bytes) -> bool:
    if _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        return False
    encodings = ["utf-16"] if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return bool(text.strip()) and not _CONTROL.search(text)
    return False


def _strange() -> str:
    return _("The Word file is built in a way that we do not take. Save it as PDF.")


def _unfit() -> str:
    return _(
        "This is not a PDF, a Word file (.docx) or plain text. Save your résumé as one of these."
    )
