"""The profile of the present visitor: rows for a signed-in user, the session for a guest."""

from .candidate_profile import CandidateProfile
from .holder import Profile
from .session_profile import SessionProfile

__all__ = ["CandidateProfile", "Profile", "SessionProfile", "my_profile"]


def my_profile(request) -> Profile:
    """The visitor's profile, the same object throughout one request. No query by itself."""
    profile = getattr(request, "_my_profile", None)
    if profile is None or profile.is_guest == request.user.is_authenticated:
        if request.user.is_authenticated:
            profile = CandidateProfile(request.user)
        else:
            profile = SessionProfile(request.session)
        request._my_profile = profile
    return profile
