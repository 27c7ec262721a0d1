"""PDFs that expand, repeat, recurse, lie or hide."""

import io
import zlib

from pypdf import PdfReader, PdfWriter

LINES = ["Dana Whitfield, call center agent", "Zendesk, phone support, Spanish B2"]


def pdf(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects, whole and with a right table of their places; 1 is the catalog."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(objects) + 1
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), entries, content)


def flate(content: bytes, times: int = 1) -> bytes:
    for _time in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter[%s]" % (b"/FlateDecode " * times))


def zeros(size: int, mark: bytes = b" ") -> bytes:
    """Deflated, without ever holding all of it."""
    deflate, piece = zlib.compressobj(9), mark * 1_000_000
    return b"".join(deflate.compress(piece) for _n in range(size // len(piece))) + deflate.flush()


def text_of(lines=LINES) -> bytes:
    shown = b" T* ".join(b"(%s) Tj" % line.encode("latin-1") for line in lines)
    return b"BT /F1 12 Tf 14 TL 50 700 Td %s ET" % shown


PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 4 0 R>>%s>>/Contents %s>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def one_page(content: bytes, *, font=FONT, resources=b"", catalog=b"", contents=b"5 0 R", **more):
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: PAGE % (resources, contents),
            4: font,
            5: content,
        }
        | {int(number[1:]): value for number, value in more.items()}
    )


def many_pages(n: int, content: bytes) -> bytes:
    pages = {10 + i: PAGE % (b"", b"5 0 R") for i in range(n)}
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, n),
            4: FONT,
            5: content,
        }
        | pages
    )


def plain() -> bytes:
    return one_page(stream(text_of()))


def encrypted(user: str, algorithm: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(plain())))
    writer.encrypt(user, "the owner's", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def deep_tree(depth: int) -> bytes:
    nodes = {
        10 + i: b"<</Type/Pages/Count 1/Parent %d 0 R/Kids[%d 0 R]>>" % (9 + i, 11 + i)
        for i in range(depth)
    }
    nodes[10 + depth] = PAGE % (b"", b"5 0 R")
    top = b"<</Type/Pages/Kids[10 0 R]/Count 1>>"
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: top, 4: FONT, 5: stream(text_of())} | nodes)


def doubling_forms(levels: int) -> bytes:
    """Each form shows the next one twice."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    forms = {f"n{10 + i}": stream(b"/X Do /X Do", form % (11 + i)) for i in range(levels)}
    forms[f"n{10 + levels}"] = stream(text_of(), form % 10)
    return one_page(stream(b"/X Do"), resources=b"/XObject<</X 10 0 R>>", **forms)


def with_image() -> bytes:
    image = (
        b"/Type/XObject/Subtype/Image/Width 100/Height 100/ColorSpace/DeviceGray/BitsPerComponent 8"
    )
    return one_page(
        stream(b"q 612 0 0 792 0 0 cm /I Do Q"),
        resources=b"/XObject<</I 6 0 R>>",
        n6=stream(b"\x7f" * 10_000, image),
    )


def scripted() -> bytes:
    return one_page(
        stream(text_of()),
        catalog=b"/OpenAction 6 0 R/Names<</JavaScript<</Names[(a) 6 0 R]>>>>",
        n6=b"<</S/JavaScript/JS(app.alert\\(1\\))/Next<</S/Launch/F(calc.exe)>>>>",
    )


def character_map(ranges: bytes) -> bytes:
    head = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
    return one_page(
        stream(text_of()),
        font=b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 6 0 R>>",
        n6=flate(head + ranges + b" endcmap"),
    )


def wide_font() -> bytes:
    """A width for each of two thousand million characters."""
    inner = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/W[0 2000000000 500]>>"
    outer = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
    return one_page(stream(text_of()), font=outer, n6=inner)


def looping_xref() -> bytes:
    content = plain()
    start = content.rindex(b"xref\n0 1")
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % start)


def forged_xref() -> bytes:
    return plain().replace(b"xref\n0 1\n", b"xref\n0 2000000000\n")


def long_xref() -> bytes:
    """Places of two million objects, in a stream that is small and says so truly."""
    content = plain()
    head = content[: content.rindex(b"xref\n0 1")]
    entries = b"/Type/XRef/W[1 1 1]/Size 1990000/Root 1 0 R/Filter/FlateDecode"
    table = b"7 0 obj\n%s\nendobj\n" % stream(zeros(9_000_000, b"\1"), entries)
    return head + table + b"startxref\n%d\n%%%%EOF\n" % len(head)


OPERATORS = b"() Tj\n"

# What the reading may come to. "Any" is left to what happens to be lost.
ANY = {"read", "no_text", "unreadable"}
PDFS = {
    "plain": (plain, {"read"}),
    "70 MB from 68 KB": (
        lambda: one_page(stream(zeros(70_000_000), b"/Filter/FlateDecode")),
        {"unreadable"},
    ),
    "100 MB, deflated three times": (
        lambda: one_page(
            stream(
                zlib.compress(zlib.compress(zeros(100_000_000), 9), 9),
                b"/Filter[/FlateDecode/FlateDecode/FlateDecode]",
            )
        ),
        {"unreadable"},
    ),
    "20 filters": (lambda: one_page(flate(text_of(), 20)), {"unreadable"}),
    "3 million text operators": (
        lambda: one_page(flate(b"BT /F1 1 Tf " + OPERATORS * 3_000_000 + b"ET")),
        {"unreadable"},
    ),
    "a million operators in 3 MB": (
        lambda: one_page(flate(b"BT " + b"T*\n" * 1_000_000 + b"ET")),
        {"no_text", "unreadable"},
    ),
    "50 pages of 160,000 operators": (
        lambda: many_pages(50, flate(b"BT /F1 1 Tf " + OPERATORS * 160_000 + b"ET")),
        {"unreadable"},
    ),
    "200 pages": (lambda: many_pages(200, stream(text_of())), {"read"}),
    "10,000 pages": (lambda: many_pages(10_000, stream(text_of())), {"unreadable"}),
    "page tree in itself": (
        lambda: plain().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
        {"unreadable", "no_text"},
    ),
    "page tree 5,000 deep": (lambda: deep_tree(5_000), {"unreadable"}),
    "xref table that leads to itself": (looping_xref, ANY),
    "xref table of 2,000 million": (forged_xref, ANY),
    "xref stream of 2 million": (long_xref, ANY),
    "arrays 100,000 deep": (
        lambda: one_page(stream(b"[" * 100_000 + text_of())),
        {"unreadable"},
    ),
    "number of a million digits": (lambda: one_page(stream(b"9" * 1_000_000 + text_of())), ANY),
    "forms that double 40 times": (lambda: doubling_forms(40), ANY),
    "character map of 4,000 million": (
        lambda: character_map(b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange"),
        ANY,
    ),
    "character map of 100 full ranges": (
        lambda: character_map(
            b"100 beginbfrange " + b"<0000> <FFFF> <0041>\n" * 100 + b"endbfrange"
        ),
        ANY,
    ),
    "font with 2,000 million widths": (wide_font, ANY),
    "9 MB stream 500 times": (
        lambda: one_page(
            stream(zeros(9_000_000), b"/Filter/FlateDecode"),
            contents=b"[%s]" % (b"5 0 R " * 500),
        ),
        {"unreadable"},
    ),
    "inline image without end": (
        lambda: one_page(flate(b"BI /W 9 /H 9 ID " + b"x" * 9_000_000)),
        ANY,
    ),
    "user's password, AES-256": (lambda: encrypted("secret", "AES-256"), {"locked"}),
    "user's password, RC4": (lambda: encrypted("secret", "RC4-128"), {"locked"}),
    "owner's password only, AES-256": (lambda: encrypted("", "AES-256"), {"read"}),
    "owner's password only, AES-128": (lambda: encrypted("", "AES-128"), {"read"}),
    "owner's password only, RC4": (lambda: encrypted("", "RC4-128"), {"read"}),
    "picture only": (with_image, {"no_text"}),
    "script that runs when opened": (scripted, {"read"}),
    "web page": (lambda: b"<!-- %PDF-1.4 --><script>alert(1)</script>", {"unreadable"}),
    "truncated": (lambda: plain()[:300], ANY),
    "sign alone": (lambda: b"%PDF-1.7\n", {"unreadable"}),
}
