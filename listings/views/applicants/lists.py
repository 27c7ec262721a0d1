from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.functional import cached_property

from listings.models import Application
from listings.sifting.filters import ApplicationFilterSet
from listings.views.paging import PagedListView

from .base import OwnListingMixin


class EmployerApplicationListView(OwnListingMixin, PagedListView):
    """Who applied for a listing: whoever waits longer than was promised first, then the latest.

    Seven queries of its own, however many applied: listing, tags to choose from, promises, count, rows,
    their tags, and how many wait. What the rows cover of the listing is matching's.
    """

    template_name = "listings/employer/application_list.html"

    @cached_property
    def found(self) -> ApplicationFilterSet:
        return ApplicationFilterSet(self.request.GET, self.applications)

    def get_queryset(self):
        return self.found.qs.with_unread(by_employer=True).prefetch_related("tags")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            listing=self.listing,
            found=self.found,
            waiting=self.applications.waiting().count(),
            **kwargs,
        )


class EmployerWaitingListView(LoginRequiredMixin, PagedListView):
    """Everybody who waits for an answer, over all posts of the reader's employers. Five queries of its own."""

    template_name = "listings/employer/application_waiting.html"

    @cached_property
    def found(self) -> ApplicationFilterSet:
        applications = Application.objects.for_employer_member(self.request.user).waiting()
        rows = applications.select_related("listing__employer").with_receipt_number()
        return ApplicationFilterSet(self.request.GET, rows)

    def get_queryset(self):
        return self.found.qs.with_unread(by_employer=True).prefetch_related("tags")

    def get_context_data(self, **kwargs):
        return super().get_context_data(found=self.found, **kwargs)
