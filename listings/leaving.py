"""Where a listing leads off the site, and whether we link there. Nothing here fetches anything."""

import re
from urllib.parse import quote, urlsplit

from listings.models import Listing
from profiles.forms.fields import NOT_IN_AN_ADDRESS

LONGEST_URL = Listing._meta.get_field("apply_url").max_length
# Ends in letters, as no number does, and not in a name that house networks keep for themselves.
PUBLIC_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+"
    r"(?!(?:local|localhost|localdomain|internal|intranet|lan|home|corp|onion|arpa)$)"
    r"(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})"
)


def mail_link(listing: Listing) -> str:
    """mailto: with the subject filled in. A title cannot add a line or a field to the mail."""
    subject = quote(" ".join(listing.title.split()))
    return f"mailto:{quote(listing.apply_email, safe='@')}?subject={subject}"


def safe_host(url: str) -> str:
    """The host that an https address really leads to, in plain letters; empty if we would not link to it.

    Not linked: what is longer than a listing's address may be, a name before an @ that poses as the
    host, and hosts that no public address has: numbers, names without a dot or of a house network. A
    name in other letters is shown as the browser asks for it ("xn--…"): a look-alike must not pass.
    """
    if len(url) > LONGEST_URL or NOT_IN_AN_ADDRESS.search(url):
        return ""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
        port = parts.port
    except ValueError:  # UnicodeError is one
        return ""
    if parts.scheme != "https" or "@" in parts.netloc or not PUBLIC_HOST.fullmatch(host):
        return ""
    return host if port in {None, 443} else f"{host}:{port}"
