from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from listings import services
from listings.advice import advise
from listings.duplicates import duplicates_of
from listings.posting.preview import as_it_will_be, page_context
from listings.posting.steps import CHECK, STEPS, step_of
from listings.views.request_numbers import number

from .base import PostMixin


class PostingCheckView(PostMixin, TemplateView):
    """The last step: all that is missing, what could be said better, the page as it will be, and sending."""

    step = CHECK
    template_name = "listings/employer/post_check.html"

    def post(self, request, *args, **kwargs):
        return submit_post(request, self.post_written, number(request.POST.get("version", "")))

    def get_context_data(self, **kwargs):
        post = self.post_written
        titles = {step.slug: step.title for step in STEPS}
        missing = [
            {
                "words": words,
                "step": step_of(field),
                "url": f"{post.step_url(step_of(field).slug)}#id_{field}",
            }
            for field, words in post.missing.items()
        ]
        advice = [
            {"advice": one, "title": titles[one.step], "url": post.step_url(one.step)}
            for one in advise(post.listing, post.parts, post.listing.role)
        ]
        shown = as_it_will_be(post.listing, post.parts)
        return super().get_context_data(
            missing=missing,
            advice=advice,
            shown=shown,
            page=page_context(shown),
            duplicates=duplicates_of(post.listing),
            **kwargs,
        )


def submit_post(request, post, seen_version: int):
    """Send it to review, say what came of it, and go where the next thing to do is."""
    try:
        post.submit(seen_version, request.user)
    except services.ListingIncomplete as incomplete:
        what = " ".join(incomplete.missing.values())
        messages.error(request, _("Not sent yet. %(what)s") % {"what": what})
    except services.NothingChanged:
        messages.error(request, _("Not sent: it says the same as the post that is public."))
    except services.EmployerSuspended:
        messages.error(
            request,
            _("Not sent: %(employer)s may not publish posts at present.")
            % {"employer": post.listing.employer},
        )
    except services.Conflict:
        messages.error(
            request,
            _("Not sent: the post changed since you opened it, or was sent before. Read it again."),
        )
    else:
        messages.success(request, _("Sent. A person reads it; you get a mail with the answer."))
        return redirect(post.sent_url)
    return redirect(post.step_url(CHECK.slug))
