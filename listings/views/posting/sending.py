from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.views.generic import View

from listings.models import Listing
from listings.posting.posts import ListingPost
from listings.views.request_numbers import number

from .check import submit_post


class EmployerListingSubmitView(LoginRequiredMixin, View):
    """Send a post to review from outside its steps."""

    http_method_names = ["post", "options"]

    def post(self, request, pk):
        listings = Listing.objects.for_user(request.user).select_related("employer")
        post = ListingPost(get_object_or_404(listings, pk=pk))
        return submit_post(request, post, number(request.POST.get("version", "")))
