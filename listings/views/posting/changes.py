"""A change of a live or scheduled post: begun, written on the steps of a post, sent, taken back."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from listings import services
from listings.models import Listing
from listings.posting.changes import RevisionPost
from listings.posting.steps import JOB

from .base import PostMixin
from .check import PostingCheckView
from .preview import PostingPreviewView
from .steps import PostingStepView


class EmployerChangeCreateView(LoginRequiredMixin, View):
    """Begin a change, or go on with the one that was begun: a post has one at a time."""

    http_method_names = ["post", "options"]

    def post(self, request, pk):
        listing = get_object_or_404(
            Listing.objects.for_user(request.user).select_related("employer"), pk=pk
        )
        try:
            services.open_change(listing, request.user)
        except services.EmployerSuspended:
            messages.error(
                request,
                _("Not now: %(employer)s may not publish posts at present.")
                % {"employer": listing.employer},
            )
        except services.Conflict:
            messages.error(request, _("This post is neither live nor scheduled. You can copy it."))
        else:
            return redirect("listings:employer_change_step", pk, JOB.slug)
        return redirect("listings:employer_listing_update", pk)


class ChangeMixin(PostMixin):
    """The change that stands for a post. Without one, the way back to the post."""

    post_class = RevisionPost

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            mine = Listing.objects.for_user(request.user)
            listing = get_object_or_404(mine, pk=kwargs["pk"])
            if not listing.revisions.filter(state__in=services.OPEN_STATES).exists():
                messages.info(request, _("No change of this post is being written."))
                return redirect("listings:employer_listing_update", listing.pk)
        return super().dispatch(request, *args, **kwargs)


class EmployerChangeStepView(ChangeMixin, PostingStepView):
    pass


class EmployerChangeCheckView(ChangeMixin, PostingCheckView):
    """What changes, in words, with the page as it will be."""


class EmployerChangePreviewView(PostingPreviewView):
    post_class = RevisionPost


class EmployerChangeWithdrawView(ChangeMixin, TemplateView):
    """Take a change back. What is public stays. Asks once."""

    template_name = "listings/employer/change_withdraw.html"

    def post(self, request, *args, **kwargs):
        post = self.post_written
        try:
            services.withdraw_change(revision=post.revision, user=request.user)
        except services.Conflict:
            messages.error(request, _("The change was decided on before you pressed the button."))
        else:
            messages.success(request, _("Taken back. The post stays as it is."))
        return redirect(f"{reverse('listings:employer_home')}?tab={post.tab}")
