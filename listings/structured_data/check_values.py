"""What the rules of a JobPosting have in common: kinds of values, and the text of its HTML."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

# Property and rule of each thing that is wrong.
Faults = Iterator[tuple[str, str]]


class Tags(HTMLParser):
    """The elements, attributes and words of a piece of HTML."""

    def __init__(self, text: str):
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _value in attrs}

    def handle_data(self, data):
        self.words.append(data)


def addresses(posting: dict) -> list[dict]:
    places = posting.get("jobLocation")
    places = places if isinstance(places, list) else [places]
    addresses = [place.get("address") for place in places if isinstance(place, dict)]
    return [address for address in addresses if isinstance(address, dict)]


def is_one_of(value, names: set[str]) -> bool:
    return isinstance(value, str) and value in names


def is_text(value) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_address(value) -> bool:
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
