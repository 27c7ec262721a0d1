import re

from cms.phrases import PhraseHit

CONTEXT = 45  # characters shown on each side of what was found
_EDGE = re.compile(r"[\n\r\t•·;|]|[.!?](?=\s)")


def around(text: str, hit: PhraseHit) -> str:
    """The hit with the words beside it, not beyond its line or sentence."""
    before = _EDGE.split(text[max(0, hit.start - CONTEXT) : hit.start])[-1]
    after = _EDGE.split(text[hit.end : hit.end + CONTEXT])[0]
    if len(before) == CONTEXT:
        before = "…" + before.partition(" ")[2]
    if len(after) == CONTEXT:
        after = after.rpartition(" ")[0] + "…"
    return " ".join(f"{before}{hit.text}{after}".split()).lstrip("-–—*, ")
