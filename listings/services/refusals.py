"""Why a service refuses. Each leaves nothing written; the view puts it into words."""


class Refused(Exception):
    """What was asked cannot be done as things stand."""


class Conflict(Refused):
    """The row is not any more as the person saw it: somebody else was faster."""


class OwnListing(Refused):
    """The person works for the employer: one neither applies to nor reviews one's own."""


class ListingClosed(Refused):
    """The listing takes no applications, though it may have when the page was shown."""


class AlreadyApplied(Refused):
    """The candidate has an application for this listing."""

    def __init__(self, application):
        super().__init__()
        self.application = application


class TooManyApplications(Refused):
    """The candidate has sent as many applications as an hour, or a day, allows."""


class LinkUsed(Refused):
    """The held application of a link was sent before, or its time is over."""


class AccountUnusable(Refused):
    """There is an account with the guest's address that cannot be written to by a link alone."""


class StepNotAllowed(Refused):
    """The table of transitions has no such step from the state that the person saw."""


class NotAMember(Refused):
    """The person does not act for the employer any more, or the employer may not read applications."""


class TooManyNotes(Refused):
    """The application has as many notes, or tags, as it may have."""


class ThreadClosed(Refused):
    """The application was taken back or removed: nobody writes to anybody."""


class ThreadFull(Refused):
    """The two sides have written as many messages as a thread may hold."""


class TooManyMessages(Refused):
    """The person has sent as many messages as an hour allows."""


class ListingIncomplete(Refused):
    """The listing does not state what every post must: `missing` says it by form field, in words."""

    def __init__(self, missing: dict[str, str]):
        super().__init__()
        self.missing = missing


class EmployerSuspended(Refused):
    """The employer may neither publish nor read applications for the time being."""


class EmployerNotVerified(Refused):
    """Nobody has checked yet who stands behind the employer."""


class RoleMissing(Refused):
    """A listing without a role has no place on the ladder and cannot be approved."""


class ApplyAddressMissing(Refused):
    """An imported listing whose feed gave no address: nobody here would read an application."""


class ClosingTimePassed(Refused):
    """The listing would be closed from the start."""


class ClosingTimeTooFar(Refused):
    """The listing would stay open for longer than anybody can promise."""


class FindingsNotLookedAt(Refused):
    """Signs of fraud hold the text, and the moderator has not said that each was looked at."""


class NothingChanged(Refused):
    """A change that says the same as what is public."""


class AlreadyReported(Refused):
    """The person's earlier report of the post waits to be read."""


class PostStillOpen(Refused):
    """The post cannot have been closed because of a report: people can apply for it."""


class EmployerNotSuspended(Refused):
    """The employer was not suspended because of a report: it is in good standing."""
