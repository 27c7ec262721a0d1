"""What moderators see of findings and addresses. No queries."""

import re
from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from cms.richtext import render_markdown
from listings.risk import RULES, Finding
from listings.risk.rules import Rule

register = template.Library()

# Marks that stand in the text while it is rendered. Private: no text has a meaning for them.
OPEN, CLOSE = "\ue000", "\ue001"
_MARKED = re.compile(f"{OPEN}(.*?){CLOSE}", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_NEITHER = str.maketrans("", "", OPEN + CLOSE)
# Under a mark that begins before these, they would mean something else.
_LINE_START = re.compile(r"\s*(?:[-*+>#]+\s|\d+[.)]\s)?")


@register.filter
def highlighted(text: str, findings: Iterable[Finding]) -> SafeString:
    """Markdown as safe HTML, with the quotes of the findings marked where they stand."""
    text = text.translate(_NEITHER).replace("\r\n", "\n")
    spans = sorted(
        (at, at + len(quote))
        for finding in findings
        if (quote := finding["quote"].replace("\r\n", "\n")) and (at := text.find(quote)) >= 0
    )
    pieces, before = [], 0
    for start, end in spans:
        start = max(start, before)  # the part that is inside another quote is marked already
        start += _LINE_START.match(text, start).end() - start
        if start >= end:
            continue
        pieces += [text[before:start], OPEN, text[start:end], CLOSE]
        before = end
    pieces.append(text[before:])
    return mark_safe(_MARKED.sub(_mark, render_markdown("".join(pieces))).translate(_NEITHER))


def _mark(found: re.Match) -> str:
    """The mark as an element; around each piece of text alone where tags open or close in between."""
    inside = found[1]
    depth = 0
    for tag in _TAG.finditer(inside):
        depth += -1 if tag[1] else 1
        if depth < 0:
            break
    if depth == 0:
        return f"<mark>{inside}</mark>"
    pieces = re.split(r"(<[^>]*>)", inside)
    return "".join(
        piece if piece.startswith("<") or not piece.strip() else f"<mark>{piece}</mark>"
        for piece in pieces
    )


@register.filter
def rule_of(finding: Finding) -> Rule | None:
    """The words of a finding's rule; None for a rule that there is no more."""
    return RULES.get(finding["rule"])
