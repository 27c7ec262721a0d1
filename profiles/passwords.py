import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# The first words that come to mind on this site, besides its name and the user's address.
KNOWN_WORDS = {"rungs", "career", "careers", "ladder", "customer", "service", "support", "password"}
NEEDED_LETTERS = 6


class LittleElseThanKnownWordsValidator:
    """Refuse a password made of little but the site's name, its subject or the user's address.

    These words may be part of a password if enough letters are left without them.
    """

    def validate(self, password, user=None):
        words = KNOWN_WORDS | set(re.findall(r"\w+", settings.WAGTAIL_SITE_NAME.lower()))
        words |= set(re.findall(r"[^\W_]{3,}", getattr(user, "email", "").lower()))
        rest = password.lower()
        for word in sorted(words, key=len, reverse=True):
            rest = rest.replace(word, " ")
        if rest != password.lower() and sum(map(str.isalpha, rest)) < NEEDED_LETTERS:
            raise ValidationError(
                _("This is little else than a word of this site or of your email address."),
                code="known_words",
            )

    def get_help_text(self):
        return _("Not made of your email address or of words of this site alone.")
