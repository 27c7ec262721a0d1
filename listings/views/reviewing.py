"""What an employer reads and answers about the review of a post. What the rules found is not shown to them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from listings import services
from listings.forms import CommentForm
from listings.models import Listing
from listings.views.moderation.comments import NOT_KEPT
from profiles.kept_typing import KeepsTypedFormMixin


class EmployerListingReviewView(KeepsTypedFormMixin, FormView):
    """Decisions with their reasons and the lines between both sides; open in every state of a post."""

    template_name = "listings/employer/review.html"
    form_class = CommentForm

    @cached_property
    def listing(self) -> Listing:
        mine = Listing.objects.for_user(self.request.user).select_related("employer", "place")
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        response = self.render_to_response(self.get_context_data()).render()
        services.mark_comments_read(self.listing, by_moderator=False)
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            listing=self.listing,
            reviews=self.listing.reviews.all(),
            comments=self.listing.review_comments.select_related("author"),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            services.add_comment(
                listing=self.listing,
                author=self.request.user,
                is_from_moderator=False,
                body=form.cleaned_data["body"],
            )
        except (services.ThreadFull, services.TooManyMessages) as refused:
            form.add_error(None, NOT_KEPT[type(refused)])
            return self.render_to_response(self.get_context_data(form=form), status=429)
        messages.success(self.request, _("Sent. The moderators read it here."))
        return redirect("listings:employer_listing_review", self.listing.pk)
