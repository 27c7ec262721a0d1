from pypdf import PasswordType, PdfReader, overwrite_configuration
from pypdf.errors import LimitReachedError

from .columns import holds_two_columns, unweave
from .outcomes import TEXT_LENGTH, Locked, Unreadable

PAGES = 50
MEGABYTE = 1_000_000

# The library's own limits are eight times as wide, and wide enough to burn minutes.
LIMITS = {
    "maximum_declared_stream_length": 10 * MEGABYTE,
    "array_based_stream_maximum_output_length": 10 * MEGABYTE,
    "zlib_maximum_output_length": 10 * MEGABYTE,
    "zlib_maximum_recovery_input_length": MEGABYTE,
    "lzw_maximum_output_length": 10 * MEGABYTE,
    "run_length_maximum_output_length": 10 * MEGABYTE,
    "brotli_maximum_output_length": 10 * MEGABYTE,
    "jbig2_maximum_output_length": MEGABYTE,
    "image_maximum_buffer_size": 10 * MEGABYTE,
    "xmp_maximum_input_length": MEGABYTE,
    "stream_filters_maximum_length": 4,
    "stream_decoding_work_maximum_length": 30 * MEGABYTE,
    "stream_parsing_work_maximum_count": 500_000,
    "page_tree_maximum_entries": 2_000,
    "page_tree_maximum_depth": 50,
    "page_tree_maximum_page_entries": 20_000,
    "xform_maximum_invocations_per_extraction": 500,
    "jbig2dec_binary": None,  # no program is started
    "disable_legacy_handling": True,
}


def read_pdf(file) -> str:
    """The text of the first pages, as far as they can be read. Raises Locked, Unreadable, anything of pypdf's."""
    overwrite_configuration(**LIMITS)
    reader = PdfReader(file, strict=False)
    # Many files forbid copying or printing by an owner's password: those open with an empty one.
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise Locked
    texts, length, failure = [], 0, None
    for number in range(min(len(reader.pages), PAGES)):
        try:
            text = page_text(reader.pages[number])
        except (LimitReachedError, MemoryError, RecursionError):
            raise
        except Exception as error:  # one damaged page does not hide the others
            failure = error
            continue
        texts.append(text)
        length += len(text)
        if length > TEXT_LENGTH:
            break
    if failure and not length:
        raise Unreadable from failure
    return "\n".join(texts)


def page_text(page) -> str:
    """In the order in which the page was written, which is nearly always that of reading.

    By position instead, two columns would become lines that run across both. The exception is a page
    that was itself written across its columns, row by row: there the positions tell them apart.
    """
    text = page.extract_text()
    if len(text) <= TEXT_LENGTH and holds_two_columns(text):
        return (
            unweave(page.extract_text(extraction_mode="layout", layout_mode_scale_weight=1.0))
            or text
        )
    return text
