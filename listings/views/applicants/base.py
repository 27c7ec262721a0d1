from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from listings.models import Listing


class OwnListingMixin(LoginRequiredMixin):
    """A page about those who applied for one listing of the reader's employers. One query."""

    @cached_property
    def listing(self) -> Listing:
        listings = Listing.objects.for_user(self.request.user).select_related("employer")
        return get_object_or_404(listings, pk=self.kwargs["pk"])

    @property
    def applications(self):
        """Of the listing in hand, so that each row knows its listing without a query."""
        rows = self.listing.applications.for_employer_member(self.request.user)
        if not self.listing.is_sift_anonymous:
            return rows
        # What hiding a name takes: its number, and the words that are blanked.
        return rows.with_receipt_number().select_related("candidate__user")
