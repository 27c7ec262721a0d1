"""What may stand in XML."""

import re

# All that XML 1.0 has no character for, not even as a reference.
_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def spoken(text: str) -> str:
    """The text without control characters and the like, which would break a whole feed."""
    return _UNSPEAKABLE.sub("", str(text))
