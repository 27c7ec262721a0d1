"""One digest for the same advertisement, however it is dressed: for copies, an employer's own and others'."""

import hashlib
import re
import unicodedata

from listings.folding import fold
from listings.models import Listing

_WORD = re.compile(r"[a-z0-9]+")
_TAG = re.compile(r"<[^<>]{1,500}>")
_NO_LETTERS = re.compile(r"[*_`~\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufeff]")


def words_of(text: str) -> list[str]:
    """The words of a text as a reader would hear them: no markup, no case, no disguised letters."""
    return _WORD.findall(fold(text).text)


def plain_words(text: str) -> list[str]:
    """The same for a text that nobody disguised, many times as fast."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _WORD.findall(_NO_LETTERS.sub("", _TAG.sub(" ", plain)))


def fingerprint(listing: Listing) -> str:
    """A digest of title, description, pay and place. Reads the listing's columns and its place: no query if that is loaded."""
    amounts = (f"{amount:.2f}" if amount is not None else "" for amount in _amounts(listing))
    parts = [
        " ".join(words_of(listing.title)),
        " ".join(words_of(listing.description)),
        listing.salary_currency,
        *amounts,
        listing.salary_period,
        listing.work_mode,
        str(listing.place_id or ""),
        " ".join(words_of(listing.location_note)),
    ]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _amounts(listing: Listing):
    return listing.salary_min, listing.salary_max
