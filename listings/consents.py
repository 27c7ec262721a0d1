"""The consent of an applicant, by version. Changed words are a new version; never edit an old one."""

from django.utils.translation import gettext_lazy as _

APPLICATION_WORDS = {
    1: _(
        "By sending it you agree that the people who act for %(employer)s on Rungs read this."
        " Nobody else does. When you withdraw, they lose the note and the résumé."
    ),
    2: _(
        "By sending it you agree that the people who act for %(employer)s on Rungs read this, to"
        " decide about this job and to write to you. Nobody else does. When you withdraw, they lose"
        " the note, the answers and the résumé."
    ),
}
APPLICATION_VERSION = max(APPLICATION_WORDS)


def application_consent(employer, version: int = APPLICATION_VERSION) -> str:
    return APPLICATION_WORDS[version] % {"employer": employer}
