"""Markdown that people type, as HTML that is safe to show."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "ul", "ol", "li", "strong", "em", "br", "h3", "h4", "a", "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
_parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def render_markdown(text: str) -> SafeString:
    """Paragraphs, lists, bold, links and small headings; everything else is dropped or shown as text."""
    html = _parser.render(text or "")
    # A person's first-level heading must not compete with the page's own.
    for level in ("1", "2"):
        html = html.replace(f"<h{level}>", "<h3>").replace(f"</h{level}>", "</h3>")
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "mailto"},
        link_rel="nofollow ugc noopener",
    )
    return mark_safe(clean)  # nh3 has just cleaned it
