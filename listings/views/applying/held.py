from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import View

from listings import services
from listings.consents import application_consent
from listings.models import HeldApplication, Listing
from listings.services.held import answers_in_words
from profiles.models import Resume

DONE_KEY = "held_application_done"
REFUSED = {
    services.ListingClosed: ("closed", 409),
    services.OwnListing: ("own", 403),
    services.AlreadyApplied: ("already", 409),
    services.AccountUnusable: ("account", 403),
    services.TooManyApplications: ("many", 429),
    services.LinkUsed: ("used", 410),
}


@method_decorator(never_cache, name="dispatch")
class HeldApplicationConfirmView(View):
    """The link of a guest's mail: shows what will be sent, and a button that sends it.

    GET changes nothing. The link signs nobody in: the mail may have been forwarded.
    """

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"  # the address is a key
        return response

    @cached_property
    def held(self) -> HeldApplication | None:
        return services.find_held(self.kwargs["token"])

    def get(self, request, token):
        if self.held is None:
            return self.done() or self.answer("used", 410)
        if not self.held.listing.is_open:
            return self.answer("closed", 410)
        return self.answer("", 200)

    def post(self, request, token):
        if self.held is None:
            return self.done() or self.answer("used", 410)
        try:
            confirmed = services.confirm_held(self.held)
        except tuple(REFUSED) as refusal:
            return self.answer(*REFUSED[type(refusal)])
        request.session[DONE_KEY] = {
            "token": token,
            "listing": self.held.listing_id,
            "is_new": confirmed.is_new,
        }
        return HttpResponseRedirect(request.path, status=303)

    def done(self):
        """The page after sending, if this session sent it; else None."""
        done = self.request.session.get(DONE_KEY, {})
        if done.get("token") != self.kwargs["token"]:
            return None
        listing = Listing.objects.select_related("employer").filter(pk=done["listing"]).first()
        context = {"listing": listing, "is_new": done["is_new"]}
        return listing and render(self.request, "listings/held_application_done.html", context)

    def answer(self, why: str, status: int):
        """The page of the link; `why` says what stands against sending it."""
        held = self.held
        context = {"held": held, "why": why}
        if held:
            context |= {
                "listing": held.listing,
                "answered": answers_in_words(held),
                "is_harmful": held.resume and held.resume.scan == Resume.Scan.INFECTED,
                "consent": application_consent(held.listing.employer.name, held.consent_version),
            }
        return render(
            self.request, "listings/held_application_confirm.html", context, status=status
        )
