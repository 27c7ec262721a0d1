"""What all pages of a post that is being written have in common."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import render
from django.utils.functional import cached_property

from listings.models import Listing
from listings.posting.posts import ListingPost
from listings.posting.steps import STEPS, Step


class PostMixin(LoginRequiredMixin):
    """Fetches the post of one's own employer: anybody else's is not found.

    `post_class` says what is written: a draft, or a change of a live post.
    """

    post_class = ListingPost
    step: Step | None = None

    def get_post(self) -> ListingPost:
        try:
            return self.post_class.of(self.request.user, self.kwargs["pk"])
        except Listing.DoesNotExist as missing:
            raise Http404 from missing

    @cached_property
    def post_written(self) -> ListingPost:
        return self.get_post()

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not self.post_written.is_editable:
            return self.locked()
        return super().dispatch(request, *args, **kwargs)

    def locked(self):
        """What a person has approved, and what is over, stays as it is."""
        status = 409 if self.request.method == "POST" else 200
        context = {"listing": self.post_written.listing}
        return render(self.request, "listings/employer/listing_locked.html", context, status=status)

    def get_context_data(self, **kwargs):
        """`marks`: each step with its address, and whether nothing is missing in it."""
        post = self.post_written
        marks = [
            {
                "step": step,
                "url": post.step_url(step.slug),
                "is_done": bool(step.needs) and not step.missing(post.missing),
                "is_here": step == self.step,
            }
            for step in STEPS
        ]
        return super().get_context_data(
            post=post,
            listing=post.listing,
            marks=marks,
            step=self.step,
            number=STEPS.index(self.step) + 1 if self.step else None,
            **kwargs,
        )
