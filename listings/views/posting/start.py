from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from listings.forms.starting import StartForm
from listings.models import Listing
from listings.posting.starting import last_started, start_blank, start_copy
from listings.views.hiring import HiringRequiredMixin
from listings.views.request_numbers import number
from profiles.limits import may
from profiles.models import RateLimit

SHOWN = 8
STARTS_AN_HOUR = 60


class EmployerListingCreateView(HiringRequiredMixin, FormView):
    """Where a post begins: with a title, as a copy, or as one that ran before. Nothing is made by looking.

    Of its own at most five queries, however many posts: employers, the choice of posts, their number,
    and with ?copy= the one asked for.
    """

    form_class = StartForm
    template_name = "listings/employer/post_start.html"

    @property
    def own(self):
        return Listing.objects.for_user(self.request.user).select_related("employer", "place")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"employers": self.employers}

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        copied = request.POST.get("copy", "")
        source = get_object_or_404(self.own, pk=number(copied)) if copied else None
        if not source and not form.is_valid():
            return self.form_invalid(form)
        if not may(request, "posting-start", times=STARTS_AN_HOUR, window=timedelta(hours=1)):
            return self.too_many(form, source)
        if not self.is_first(request.POST.get("token", "")):
            return self.begun_before()
        if source:
            relist = "relist" in request.POST
            listing = start_copy(source=source, user=request.user, relist=relist)
            messages.success(request, _("Copied. Look through the steps, then send it."))
            return redirect("listings:employer_listing_update", listing.pk)
        listing = start_blank(
            employer=form.cleaned_data["employer"],
            title=form.cleaned_data["title"],
            user=request.user,
        )
        return redirect("listings:employer_listing_step", listing.pk, "job")

    def too_many(self, form, source):
        words = _("You have begun many posts within the hour. Wait a little.")
        if source:
            messages.error(self.request, words)
            return redirect("listings:employer_listing_create")
        form.add_error(None, words)
        return self.form_invalid(form)

    def is_first(self, token: str) -> bool:
        """Whether this page was not sent before: two presses in a row make one post. Two statements."""
        if not (token.isascii() and token.isalnum() and len(token) <= 32):
            return True
        key = f"posting-start-{token}:user:{self.request.user.pk}"
        return RateLimit.objects.take(key, limit=1, window=timedelta(days=1))

    def begun_before(self):
        listing = last_started(self.request.user)
        if listing is None:
            return redirect("listings:employer_home")
        return redirect("listings:employer_listing_update", listing.pk)

    @cached_property
    def asked_for(self) -> Listing | None:
        asked = self.request.GET.get("copy", "")
        return get_object_or_404(self.own, pk=number(asked)) if asked else None

    def get_context_data(self, **kwargs):
        words = self.request.GET.get("q", "").strip()[:100]
        found = self.own.filter(title__icontains=words) if words else self.own
        rows = list(found.order_by("-updated_at", "-pk")[: SHOWN + 1])
        now = timezone.now()
        for row in rows:
            row.is_over = row.state == Listing.State.CLOSED or (
                row.state == Listing.State.APPROVED and row.valid_through <= now
            )
        return super().get_context_data(
            employers=self.employers,
            listings=rows[:SHOWN],
            has_more=len(rows) > SHOWN,
            words=words,
            asked_for=self.asked_for,
            **kwargs,
        )
