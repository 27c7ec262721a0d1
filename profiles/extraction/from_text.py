from .outcomes import TEXT_LENGTH


def read_text(file) -> str:
    # Four bytes a character at most; what is cut there is cut from the text anyway.
    content = file.read(TEXT_LENGTH * 4 + 4)
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content[: len(content) // 2 * 2].decode("utf-16", "replace")
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 3:  # a character cut in two by our own limit
            return content[: error.start].decode()
        return content.decode("cp1252", "replace")
