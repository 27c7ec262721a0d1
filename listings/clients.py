"""The client of an agency's or an outsourcer's job, in words."""

from django.utils.translation import gettext as _

from listings.models import Listing
from profiles.models import Employer


def client_in_words(listing: Listing) -> str:
    """ "for Northgate Bank", "for a client that is not named"; empty without a client. No query."""
    if listing.client_name:
        return _("for %(client)s") % {"client": listing.client_name}
    return _("for a client that is not named") if listing.is_client_hidden else ""


def client_explained(listing: Listing) -> str:
    """What the client means for whoever takes the job; empty without one. Reads the employer."""
    if not (listing.client_name or listing.is_client_hidden):
        return ""
    is_agency = listing.employer.kind == Employer.Kind.AGENCY
    names = {"employer": listing.employer.name, "client": listing.client_name}
    if listing.is_client_hidden:
        words = (
            _("You would work at a client that %(employer)s does not name here.")
            if is_agency
            else _(
                "You would answer the customers of a client that %(employer)s does not name here."
            )
        )
        return _("%(sentence)s Ask who it is before you say yes.") % {"sentence": words % names}
    words = (
        _("You would work at %(client)s. It is %(employer)s that looks for people.")
        if is_agency
        else _("You would answer the customers of %(client)s. Your employer is %(employer)s.")
    )
    return words % names
