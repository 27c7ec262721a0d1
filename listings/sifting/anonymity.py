"""A first look without names: who applied is a number until somebody of the employer chooses them.

What people write is shown with the words blanked that would tell who they are. Nothing stored is
changed, so that all of it is there once the name is.
"""

import re
import unicodedata

from django.utils.translation import gettext as _

from listings.application_states import EMPLOYER_WORDS
from listings.models import Application

# A shorter word of a name is blanked as a word alone: "Al" is a part of too many others.
BLANKED_INSIDE_WORDS_FROM = 5
ADDRESS = r"\S+@\S+|(?:https?://|www\.)\S+|\S*linkedin\.com\S*"
PHONE = r"\+?(?:\(?\d[ ()./-]{0,3}){9,}"  # nine digits: two years with a dash between are eight


def shown_name(application: Application) -> str:
    """Who applied, as the employer may read it. Reads the listing; a hidden one its number.

    That is a query, unless the rows come `with_receipt_number`.
    """
    if application.state == Application.State.ERASED:
        return str(EMPLOYER_WORDS[Application.State.ERASED])
    if application.is_emptied:
        return _("No longer kept")
    return numbered(application) if application.is_hidden else application.name


def numbered(application: Application) -> str:
    return _("Applicant %(n)d") % {"n": application.receipt_number}


def shown_text(application: Application, text: str) -> str:
    """Words about or of an applicant, as the employer may read them. Reads the candidate's user."""
    if not text or not application.is_hidden:
        return text
    return blanked(text, names_of(application))


def names_of(application: Application) -> list[str]:
    """All that tells who somebody is: the name they wrote, that of their account, their address."""
    user = application.candidate.user if application.candidate else None
    account = [user.first_name, user.last_name, user.email.partition("@")[0]] if user else []
    return [application.name, *account]


def blanked(text: str, names: list[str]) -> str:
    """The text without the words of these names, and without any address or telephone number."""
    blank = _("[hidden]")
    words = {word for name in names for word in _words(name)}
    # The longest first: of "Annabel" and "Anna" the first one must not leave "bel".
    parts = [_part(word) for word in sorted(words, key=lambda word: (-len(word), word))]
    pattern = "|".join([ADDRESS, PHONE, *parts])
    return re.sub(pattern, lambda _found: blank, text, flags=re.IGNORECASE)


def _words(name: str) -> set[str]:
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)
    )
    found = {word for each in (name, plain) for word in re.split(r"[\W\d_]+", each)}
    return {word for word in found if len(word) > 1}


def _part(word: str) -> str:
    if len(word) >= BLANKED_INSIDE_WORDS_FROM or not word.isascii():
        return re.escape(word)
    return rf"(?<![^\W_]){re.escape(word)}(?![^\W_])"
