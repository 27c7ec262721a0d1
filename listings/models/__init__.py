from .applications import Application, ApplicationEvent, SavedJob
from .asked import ListingChannel, ListingLanguage, ListingSkill
from .listings import Listing
from .reviews import Review

__all__ = [
    "Application",
    "ApplicationEvent",
    "Listing",
    "ListingChannel",
    "ListingLanguage",
    "ListingSkill",
    "Review",
    "SavedJob",
]
