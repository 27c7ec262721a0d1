"""What may stand in XML."""

import re

# Characters that XML 1.0 cannot hold, not even as a reference.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_safe(text: str) -> str:
    """The text without control characters and other characters that would make a feed unreadable."""
    return _NOT_IN_XML.sub("", str(text))
