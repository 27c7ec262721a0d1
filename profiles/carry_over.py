"""What becomes of a guest's picks when somebody signs up or signs in.

Sign-up with a new address copies them into the new account. Sign-up with a known address must look
the same from outside, so in both cases they are set aside under the address and leave the guest's
pages; the owner of that address is offered what their account does not hold yet. The same offer
meets whoever signs in with picks of a guest: the stored profile wins, the rest is theirs to add.
"""

from .contents import ProfileContents
from .my_profile import CandidateProfile, SessionProfile
from .session_profile import GUEST_KEY

ASIDE_KEY = "guest_profile_aside"


def copy_to_new_user(request, user) -> None:
    """Save the guest's picks as rows of an account that was made a moment ago. Call in its transaction."""
    contents = SessionProfile(request.session).contents
    if contents:
        CandidateProfile(user).add(contents)


def set_aside(request, email: str) -> None:
    """Take the picks off the guest's pages and keep them for the owner of this address."""
    guest = SessionProfile(request.session)
    if guest.data:
        request.session[ASIDE_KEY] = guest.data | {"email": email}
        guest.clear()


class Offer:
    """Picks from this browser that are not in the signed-in user's profile yet."""

    def __init__(self, request):
        self.holders = [SessionProfile(request.session, GUEST_KEY)]
        aside = SessionProfile(request.session, ASIDE_KEY)
        if aside.data.get("email") == request.user.email:
            self.holders.append(aside)
        self.profile = CandidateProfile(request.user)

    def __bool__(self) -> bool:
        return bool(self.contents)

    @property
    def contents(self) -> ProfileContents:
        """No query where the session holds nothing, which is nearly always; else up to 7."""
        for holder in self.holders:
            if holder.data:
                return holder.contents.without(self.profile.contents)
        return ProfileContents()

    def accept(self) -> None:
        self.profile.add(self.contents)
        self.discard()

    def discard(self) -> None:
        for holder in self.holders:
            holder.clear()
