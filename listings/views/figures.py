"""Figures of an employer's posts, and the address at which pages are counted."""

from datetime import timedelta

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import DetailView, View

from listings.figures.counting import What, count
from listings.figures.numbers import days_to_fill, figures, weeks, with_figures
from listings.models import Listing
from listings.views.paging import PagedListView
from profiles.limits import address_may

COUNTS_AN_HOUR = 300  # from one network address: a call centre looks at many


@method_decorator(csrf_exempt, name="dispatch")
class ListingCountView(View):
    """One more view, application begun, or way to the employer's site. Says nothing back.

    Sent by the page's script without cookies, so nobody can be made to act in their own name here:
    hence no CSRF token. Five to eight statements.
    """

    http_method_names = ["post", "options"]

    def post(self, request, pk):
        what = request.POST.get("what", "")
        from_here = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        if what in What.values and from_here and self.may_count(request):
            count(pk, What(what))
        return HttpResponse(status=204)

    def may_count(self, request) -> bool:
        return address_may(request, "count", times=COUNTS_AN_HOUR, window=timedelta(hours=1))


class EmployerFiguresView(LoginRequiredMixin, PagedListView):
    """All posts that were ever public, newest first, with their counts. Two queries of its own."""

    template_name = "listings/employer/figures.html"

    def get_queryset(self):
        public = Listing.objects.for_user(self.request.user).public().select_related("employer")
        return with_figures(public).order_by("-date_posted", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for listing in context["page_obj"]:
            listing.days_to_fill = days_to_fill(listing)
        return context


class EmployerListingFiguresView(LoginRequiredMixin, DetailView):
    """One post in figures, beside the middle of similar posts of others. At most six queries of its own."""

    template_name = "listings/employer/listing_figures.html"
    context_object_name = "listing"

    def get_queryset(self):
        own = Listing.objects.for_user(self.request.user).select_related("employer", "role")
        return with_figures(own)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            figures=figures(self.object), weeks=weeks(self.object), **kwargs
        )
