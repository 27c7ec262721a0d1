"""Where a post sends people: mail and web addresses, and what they pretend to be."""

import ipaddress
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from listings.folding import fold
from profiles.mail_domains import FREE_MAIL_DOMAINS

SHORTENERS = frozenset(
    [
        "bit.ly",
        "tinyurl.com",
        "t.co",
        "goo.gl",
        "ow.ly",
        "is.gd",
        "buff.ly",
        "rebrand.ly",
        "cutt.ly",
        "shorturl.at",
        "rb.gy",
        "tiny.cc",
        "t.ly",
        "bl.ink",
        "short.io",
        "s.id",
        "v.gd",
        "qr.ae",
        "adf.ly",
        "lnkd.in",
        "soo.gd",
        "clck.ru",
        "linktr.ee",
    ]
)
MESSENGER_HOSTS = frozenset(
    [
        "wa.me",
        "api.whatsapp.com",
        "chat.whatsapp.com",
        "whatsapp.com",
        "web.whatsapp.com",
        "t.me",
        "telegram.me",
        "telegram.org",
        "signal.me",
        "m.me",
        "discord.gg",
        "discord.com",
        "line.me",
        "viber.me",
        "join.skype.com",
    ]
)
# Many firms stand at one of these addresses: to share one says nothing.
SHARED_HOSTS = frozenset(
    [
        "facebook.com",
        "linkedin.com",
        "instagram.com",
        "sites.google.com",
        "x.com",
        "youtube.com",
        "linktr.ee",
    ]
)
SECOND_LEVELS = frozenset(["ac", "co", "com", "edu", "gov", "net", "org"])
AT_WORK = re.compile(r"(?:careers?|jobs?|hr|hiring|recruit(?:ing|ment)?|talent|work)")

_MAIL = re.compile(
    r"([a-z0-9][a-z0-9.+-]{0,63})\s?(?:@|[\[(]\s?at\s?[\])]|\sat\s(?=[a-z0-9-]+\s?(?:[\[(]\s?dot|\sdot\s)))\s?"
    r"([a-z0-9][a-z0-9-]{0,62}(?:(?:\.|\s?[\[(]\s?dot\s?[\])]\s?|\sdot\s)[a-z][a-z0-9-]{0,62}){1,3})"
)
_DOT = re.compile(r"\s?[\[(]\s?dot\s?[\])]\s?|\sdot\s")
_LINK = re.compile(r"\bhttps?://([^\s/?#()<>\[\]\"']{3,253})")


def host_of(address: str) -> str:
    """The host of a web address in small letters and in its own script; "" if it has none."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    try:
        return host.encode("ascii").decode("idna") if "xn--" in host else host
    except UnicodeError:
        return host


def registrable(host: str) -> str:
    """What somebody registered: careers.example.co.uk is example.co.uk's.

    By the usual second levels, without the list of all suffixes: a miss makes a name longer, never shorter.
    """
    labels = host.strip(".").split(".")
    is_deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVELS
    return ".".join(labels[-3 if is_deep else -2 :])


def is_number(host: str) -> bool:
    """A bare IP address, in any of the ways that browsers read one."""
    if host.isdecimal() or re.fullmatch(r"0x[0-9a-f]+", host):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def hides(address: str) -> bool:
    host = host_of(address)
    return is_number(host) or registrable(host) in SHORTENERS or host in SHORTENERS


def mail_domains_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and domain of each mail address in a folded text, "name (at) example (dot) com" too."""
    for found in _MAIL.finditer(text):
        yield found.start(), found.end(), _DOT.sub(".", found[2]).rstrip(".")


def hosts_in(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _LINK.finditer(text):
        yield found.start(), found.end(), host_of("//" + found[1].rstrip(".,;"))


def is_free_mail(domain: str) -> bool:
    return domain in FREE_MAIL_DOMAINS


def is_look_alike(domain: str, known: str) -> bool:
    """Whether `domain` was registered so that it is taken for `known`. Both as `registrable` gives them.

    One letter off, two in a long name, the same with digits or letters of other alphabets, with or
    without hyphens. The same name under another ending is not: firms have several.
    """
    if domain == known:
        return False
    mine, theirs = _name(domain), _name(known)
    if len(theirs) < 5:
        return False
    if mine == theirs:
        # Nothing but a disguise differs, or the ending alone, or a hyphen.
        return _plain(domain) != _plain(known)
    return _is_one_off(mine, theirs) or (len(theirs) >= 10 and _is_two_off(mine, theirs))


def borrows_name(domain: str, known: str) -> bool:
    """ "northgate-careers" in place of "northgate": fair for one's own name, not for another's."""
    mine, theirs = _name(domain), _name(known)
    if len(theirs) < 6 or theirs not in mine:
        return False
    return bool(AT_WORK.fullmatch(mine.replace(theirs, "", 1)))


def look_alikes(domains: Iterable[str], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    known = list(known)
    for domain in domains:
        for other in known:
            if is_look_alike(domain, other):
                yield domain, other
                break


def _plain(domain: str) -> str:
    """The name without its ending, as it is typed."""
    return domain.split(".")[0]


_SHAPES = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def _name(domain: str) -> str:
    """The name as the eye reads it: no hyphen, no digit for a letter, no other alphabet."""
    name = fold(_plain(domain)).text.replace("-", "").translate(str.maketrans("01358", "olesb"))
    for pair, letter in _SHAPES:
        name = name.replace(pair, letter)
    return name


def _middle(one: str, two: str) -> tuple[str, str]:
    """What is left of both without the beginning and the end that they share."""
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    end = 0
    while end < min(len(one), len(two)) - start and one[-1 - end] == two[-1 - end]:
        end += 1
    return one[start : len(one) - end], two[start : len(two) - end]


def _is_one_off(one: str, two: str) -> bool:
    """One letter more, less or other, or two neighbours that changed places."""
    if abs(len(one) - len(two)) > 1:
        return False
    left, right = _middle(one, two)
    return (len(left) <= 1 and len(right) <= 1) or (len(left) == 2 and left == right[::-1])


def _is_two_off(one: str, two: str) -> bool:
    # A disguise keeps the beginning, where one looks first: south is not a disguise of north.
    if abs(len(one) - len(two)) > 2 or one[0] != two[0]:
        return False
    left, right = _middle(one, two)
    return max(len(left), len(right)) <= 6 and _distance(left, right) <= 2


def _distance(one: str, two: str) -> int:
    """Levenshtein's, of a few letters."""
    row = list(range(len(two) + 1))
    for i, left in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, right in enumerate(two, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]
