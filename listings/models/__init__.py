from .alerts import AlertDelivery, JobAlert
from .applications import Application, ApplicationEvent, SavedJob
from .asked import ListingChannel, ListingLanguage, ListingShift, ListingSkill, ListingTarget
from .listings import Listing
from .reviews import Review

__all__ = [
    "AlertDelivery",
    "Application",
    "ApplicationEvent",
    "JobAlert",
    "Listing",
    "ListingChannel",
    "ListingLanguage",
    "ListingShift",
    "ListingSkill",
    "ListingTarget",
    "Review",
    "SavedJob",
]
