"""What an employer does with a post that a person has approved: it goes on, it is confirmed, it is told."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from listings import moments, services, workspace
from listings.forms import ExtensionForm
from listings.models import Listing
from listings.services.life import SAID_AGAIN
from listings.still_hiring import read_link
from profiles.kept_typing import KeepsTypedFormMixin


class OwnListingMixin(LoginRequiredMixin):
    """A listing of an employer that this person works for; anybody else's is not found."""

    context_object_name = "listing"

    def get_queryset(self):
        return Listing.objects.for_user(self.request.user).select_related("employer", "place")


class EmployerListingExtendView(KeepsTypedFormMixin, OwnListingMixin, SingleObjectMixin, FormView):
    """A later closing time, with a reason. Nobody reviews it: the text stays."""

    form_class = ExtensionForm
    template_name = "listings/employer/extend.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.object = self.get_object()
        if not workspace.may_extend(self.object):
            messages.error(request, _("This post cannot be extended. You can copy it."))
            return redirect("listings:employer_listing_update", self.object.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"listing": self.object}

    def form_valid(self, form):
        try:
            services.extend_listing(
                listing=self.object,
                until=form.cleaned_data["until"],
                reason=form.cleaned_data["reason"],
                user=self.request.user,
            )
        except services.Refused:
            form.add_error(None, self.refusal_in_words())
            response = self.form_invalid(form)
            response.status_code = 409
            return response
        messages.success(
            self.request, _("Extended: it %(closes)s.") % {"closes": self.closes_in_words()}
        )
        return redirect(f"{reverse('listings:employer_home')}?tab=live")

    def closes_in_words(self) -> str:
        return moments.closing(self.object).text

    def refusal_in_words(self) -> str:
        if self.object.employer.suspended_at is not None:
            return _("Not extended: posts of this employer are not shown at present.")
        return _("Not extended: the post changed since you opened it. Open it again.")


class EmployerListingHistoryView(OwnListingMixin, DetailView):
    """All that happened to a post. Three queries of its own: the listing, its place, its events."""

    template_name = "listings/employer/history.html"


class StillHiringByMailView(View):
    """The link of the mail that asks: one button, without signing in. Reading it changes nothing.

    It confirms one listing and shows nothing of it but its title. A link of somebody who does not act
    for the employer any more is dead.
    """

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"  # the address is a key
        return response

    @cached_property
    def found(self):
        return read_link(self.kwargs["token"])

    def get(self, request, token):
        if self.found is None:
            return self.answer("dead", 410)
        listing, _member = self.found
        if not listing.is_open:
            return self.answer("over", 410)
        return self.answer("noted" if was_just_confirmed(listing) else "", 200)

    def post(self, request, token):
        if self.found is None:
            return self.answer("dead", 410)
        listing, member = self.found
        try:
            services.confirm_listing(listing=listing, user=member.user)
        except services.Refused:
            return self.answer("over", 409)
        return HttpResponseRedirect(request.path, status=303)

    def answer(self, how: str, status: int):
        listing = self.found[0] if self.found else None
        context = {"listing": listing, "how": how}
        return render(self.request, "listings/employer/still_hiring.html", context, status=status)


def was_just_confirmed(listing: Listing) -> bool:
    """Whether there is nothing to confirm again yet."""
    at = listing.confirmed_at
    return at is not None and not listing.is_unconfirmed and timezone.now() - at < SAID_AGAIN
