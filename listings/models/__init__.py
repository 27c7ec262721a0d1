from .alerts import AlertDelivery, JobAlert
from .applications import (
    Application,
    ApplicationAnswer,
    ApplicationDraft,
    ApplicationEvent,
    HeldApplication,
    Message,
    SavedJob,
)
from .asked import (
    ListingChannel,
    ListingLanguage,
    ListingShift,
    ListingSkill,
    ListingTarget,
    ScreeningQuestion,
)
from .life import ApiWrite, ListingDay, ListingEvent, ListingRevision, PostingImport
from .listings import Listing
from .reviews import Report, Review, ReviewComment
from .sifting import ApplicationNote, ApplicationTag, MessageTemplate

__all__ = [
    "AlertDelivery",
    "ApiWrite",
    "Application",
    "ApplicationAnswer",
    "ApplicationDraft",
    "ApplicationEvent",
    "ApplicationNote",
    "ApplicationTag",
    "HeldApplication",
    "JobAlert",
    "Listing",
    "ListingChannel",
    "ListingDay",
    "ListingEvent",
    "ListingLanguage",
    "ListingRevision",
    "ListingShift",
    "ListingSkill",
    "ListingTarget",
    "Message",
    "MessageTemplate",
    "PostingImport",
    "Report",
    "Review",
    "ReviewComment",
    "SavedJob",
    "ScreeningQuestion",
]
