"""What the domain of an e-mail address says about who stands behind it."""

from collections.abc import Iterator

# Anybody gets an address at these: the large ones of the countries that we work in, and some that
# give one for ten minutes.
FREE_MAIL_DOMAINS = frozenset(
    [
        "10minutemail.com",
        "126.com",
        "163.com",
        "aim.com",
        "aol.com",
        "att.net",
        "bellsouth.net",
        "bigpond.com",
        "btinternet.com",
        "charter.net",
        "comcast.net",
        "cox.net",
        "duck.com",
        "earthlink.net",
        "eircom.net",
        "email.com",
        "fastmail.com",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "guerrillamail.com",
        "hey.com",
        "hotmail.ca",
        "hotmail.co.uk",
        "hotmail.com",
        "hushmail.com",
        "icloud.com",
        "inbox.com",
        "live.ca",
        "live.co.uk",
        "live.com",
        "live.ie",
        "mac.com",
        "mail.com",
        "mail.ru",
        "mailinator.com",
        "me.com",
        "msn.com",
        "naver.com",
        "ntlworld.com",
        "optonline.net",
        "outlook.com",
        "outlook.ie",
        "outlook.in",
        "outlook.ph",
        "pm.me",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "rediffmail.com",
        "rocketmail.com",
        "rogers.com",
        "sbcglobal.net",
        "shaw.ca",
        "sky.com",
        "sympatico.ca",
        "talktalk.net",
        "telus.net",
        "temp-mail.org",
        "tuta.com",
        "tutanota.com",
        "verizon.net",
        "virginmedia.com",
        "web.de",
        "yahoo.ca",
        "yahoo.co.in",
        "yahoo.co.uk",
        "yahoo.com",
        "yahoo.com.ph",
        "yahoo.ie",
        "yahoo.in",
        "yandex.com",
        "yandex.ru",
        "ymail.com",
        "yopmail.com",
        "zoho.com",
        "zohomail.com",
    ]
)


def domain_of(address: str) -> str:
    """The domain of an address, in lower case; empty without an @."""
    _name, at, domain = address.rpartition("@")
    return domain.strip().rstrip(".").lower() if at else ""


def is_free_mail(domain: str) -> bool:
    """Whether it is a public mail provider's, so that an address there says nothing about a company."""
    return any(parent in FREE_MAIL_DOMAINS for parent in _and_parents(domain))


def is_at(domain: str, company: str) -> bool:
    """Whether `domain` is the company's domain or a subdomain of it."""
    return bool(company) and company in set(_and_parents(domain))


def _and_parents(domain: str) -> Iterator[str]:
    """ "a.example.org", "example.org", "org"."""
    labels = domain.strip().rstrip(".").lower().split(".")
    return (".".join(labels[start:]) for start in range(len(labels)))
