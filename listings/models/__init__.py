from .applications import Application, ApplicationEvent, SavedJob
from .listings import Listing, ListingChannel, ListingLanguage, ListingSkill
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
