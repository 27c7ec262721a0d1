"""Use cases that write: one transaction each, side effects in it, refusals as named exceptions."""

from .applications import decide_application, submit_application, withdraw_application
from .listings import (
    EDITABLE_STATES,
    close_listing,
    confirm_listing,
    save_listing,
    submit_listing,
    withdraw_listing,
)
from .refusals import (
    AlreadyApplied,
    ApplyAddressMissing,
    ClosingTimePassed,
    Conflict,
    EmployerNotVerified,
    EmployerSuspended,
    ListingClosed,
    ListingIncomplete,
    OwnListing,
    Refused,
    RoleMissing,
    StepNotAllowed,
    TooManyApplications,
)
from .reviews import approve_listing, reject_listing, verify_employer

__all__ = [
    "EDITABLE_STATES",
    "AlreadyApplied",
    "ApplyAddressMissing",
    "ClosingTimePassed",
    "Conflict",
    "EmployerNotVerified",
    "EmployerSuspended",
    "ListingClosed",
    "ListingIncomplete",
    "OwnListing",
    "Refused",
    "RoleMissing",
    "StepNotAllowed",
    "TooManyApplications",
    "approve_listing",
    "close_listing",
    "confirm_listing",
    "decide_application",
    "reject_listing",
    "save_listing",
    "submit_application",
    "submit_listing",
    "verify_employer",
    "withdraw_application",
    "withdraw_listing",
]
