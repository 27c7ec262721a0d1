"""Who may see a profile, for the page on which its owner chooses."""

from functools import cached_property

from profiles import consents
from profiles.models import Candidate
from profiles.models.candidates import Visibility


class VisibilityChoice:
    """What somebody chose, and whether it counts: showing the profile to all needs a consent in force."""

    def __init__(self, user, candidate: Candidate | None):
        self.user, self.candidate = user, candidate

    @property
    def chosen(self) -> str:
        return self.candidate.visibility if self.candidate else Visibility.PRIVATE

    @cached_property
    def is_shown(self) -> bool:
        """No query unless all checked employers were chosen, then one."""
        return self.chosen == Visibility.EMPLOYERS and consents.in_force(
            self.user, consents.Purpose.VISIBILITY
        )

    @property
    def is_to_be_asked_again(self) -> bool:
        """Agreed to older words: nobody sees the profile until the person reads the new ones."""
        return self.chosen == Visibility.EMPLOYERS and not self.is_shown

    @property
    def value(self) -> str:
        """What is in force: without the consent it is as with employers that one applies to."""
        return Visibility.APPLIED if self.is_to_be_asked_again else self.chosen

    @property
    def words(self) -> str:
        return consents.words(consents.Purpose.VISIBILITY)

    @property
    def version(self) -> int:
        return consents.present_version(consents.Purpose.VISIBILITY)

    @cached_property
    def hidden_from(self) -> int:
        """How many employers are named. One query, where the profile is shown."""
        return self.candidate.excluded_employers.count() if self.is_shown else 0
