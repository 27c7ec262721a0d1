"""The rules for title and description of a JobPosting."""

import re

from .check_values import Faults, Tags, addresses

ALLOWED_TAGS = {
    *(
        "p",
        "br",
        "ul",
        "ol",
        "li",
        "strong",
        "b",
        "em",
        "i",
        "a",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ),
    *("table", "thead", "tbody", "tr", "th", "td", "div", "span"),
}


def title(posting: dict) -> Faults:
    words = posting.get("title")
    if not words:
        return
    if not isinstance(words, str) or not words.strip():
        yield "title", "must be text"
        return
    if words != words.strip() or "\n" in words:
        yield "title", "must be one trimmed line"
    if re.search(r"[!*]|[★☆•]|[\U0001f300-\U0001faff]", words):
        yield "title", "must have no decoration"
    if re.search(r"<[a-zA-Z/]|&(?:amp|lt|gt|quot|#\d+);", words):
        yield "title", "must be text, not HTML"
    if re.search(
        r"[$£€₹₱¥]\s?\d|\b\d+(?:[.,]\d+)?\s?(?:k\b|(?:/|per |an )\s?(?:hr|hour|year))", words
    ):
        yield "title", "must not name the pay"
    if re.search(r"\b20\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b", words):
        yield "title", "must not hold a date"
    if re.search(r"#\s?\d{3,}|\b(?:req|ref|job ?id|jr|r)[-#.: ]*\d{3,}|\b\d{5,}\b", words, re.I):
        yield "title", "must not hold a code"
    if len(words.split()) > 1 and words.isupper():
        yield "title", "must be written in normal capitals"
    organization = posting.get("hiringOrganization")
    name = organization.get("name") if isinstance(organization, dict) else None
    if isinstance(name, str) and _stands_apart(name, words):
        yield "title", "must not name the company"
    for address in addresses(posting):
        for part in ("addressLocality", "streetAddress", "postalCode"):
            if isinstance(address.get(part), str) and _stands_apart(address[part], words):
                yield "title", "must not hold the address"
    if re.search(
        r"[(\[]\s*(?:remote|hybrid|on[- ]?site)\s*[)\]]|[-–|,] (?:remote|hybrid)$", words, re.I
    ):
        yield "title", "must not say where the work is done"


def _stands_apart(name: str, words: str) -> bool:
    """Whether a part of the title, set off by a mark, is that name."""
    parts = re.split(r"\s[-–—]+\s|[|()\[\]]|,\s", words)
    return len(parts) > 1 and name.strip().casefold() in {part.strip().casefold() for part in parts}


def description(posting: dict) -> Faults:
    text = posting.get("description")
    if not text:
        return
    if not isinstance(text, str):
        yield "description", "must be text"
        return
    read = Tags(text)
    words = " ".join(" ".join(read.words).split())
    if not {"p", "br"} & read.names and "\n" not in text:
        yield "description", "must have paragraphs: <p>, <br> or line breaks"
    if read.names - ALLOWED_TAGS or any(name.startswith("on") for name in read.attributes):
        yield "description", "must hold text alone, no script, image or form"
    if words.casefold() == str(posting.get("title", "")).strip().casefold():
        yield "description", "must not be the title again"
    if not words:
        yield "description", "must say something"
    if re.search(r"&lt;/?(?:p|ul|ol|li|br|div|strong)\b", text):
        yield "description", "must not be escaped twice"
