from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import View

from listings.forms.steps import FORMS
from listings.posting.steps import step_named
from profiles.limits import may

from .base import PostMixin
from .steps import live_context

PREVIEWS_AN_HOUR = 2_400


class PostingPreviewView(PostMixin, View):
    """What reads along with a step, made from what is typed in it. Nothing is stored."""

    http_method_names = ["post", "options"]

    def dispatch(self, request, *args, **kwargs):
        if request.method not in {"POST", "OPTIONS"}:
            return self.http_method_not_allowed(request)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        step = step_named(request.POST.get("step", ""))
        if step not in FORMS:
            raise Http404
        if not may(request, "posting-preview", times=PREVIEWS_AN_HOUR, window=timedelta(hours=1)):
            return HttpResponse(_("Too often. Wait a little."), status=429)
        form = FORMS[step](request.POST, post=self.post_written)
        context = live_context(form) | {"form": form, "post": self.post_written, "step": step}
        return render(request, "listings/employer/post_live.html", context)
