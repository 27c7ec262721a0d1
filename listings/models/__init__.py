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
from .listings import Listing
from .reviews import Review

__all__ = [
    "AlertDelivery",
    "Application",
    "ApplicationAnswer",
    "ApplicationDraft",
    "ApplicationEvent",
    "HeldApplication",
    "JobAlert",
    "Listing",
    "ListingChannel",
    "ListingLanguage",
    "ListingShift",
    "ListingSkill",
    "ListingTarget",
    "Message",
    "Review",
    "SavedJob",
    "ScreeningQuestion",
]
