from datetime import timedelta

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.db import transaction
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from listings import services
from listings.consents import APPLICATION_VERSION
from listings.models import Listing
from listings.services.held import HELD_FOR
from profiles.kept_typing import keep_typing
from profiles.limits import address_may
from profiles.models import Resume
from profiles.resumes import store_guest_resume

from .base import ApplyView

HELD_AN_HOUR = 30  # from one network address, behind which there may be a whole call center


class GuestApplicationView(ApplyView):
    """Without an account: the same form with an address, and a mail with the link that sends it.

    Nothing on the way says whether the address is known here.
    """

    def refusal(self):
        # Whose visit ran out while they wrote has sent the form of somebody with an account.
        if self.request.method == "POST" and "email" not in self.request.POST:
            return self.ask_to_sign_in()
        return None

    def ask_to_sign_in(self):
        keep_typing(self.request, self.request.path)
        return redirect_to_login(self.request.get_full_path())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"asks_email": True}

    @cached_property
    def salt(self) -> str:
        return f"listings.applying.guest.{self.object.pk}"

    @cached_property
    def sent_along(self) -> dict[str, Resume]:
        """The file of an earlier step, by the signed key that the page carries. One query."""
        key = self.request.POST.get("resume", "")
        try:
            pk = signing.loads(key, salt=self.salt, max_age=HELD_FOR)
        except signing.BadSignature:
            return {}
        resume = Resume.objects.ownerless().filter(pk=pk).first()
        return {key: resume} if resume else {}

    def stored(self):
        return self.sent_along

    def resume_key(self, resume):
        if resume is None:
            return ""
        known = {stored.pk: key for key, stored in self.sent_along.items()}
        return known.get(resume.pk) or signing.dumps(resume.pk, salt=self.salt)

    def store(self, form):
        with transaction.atomic():
            return store_guest_resume(
                file=form.new_file.cleaned_data["file"], kind=form.new_file.kind, kept=HELD_FOR
            )

    def send(self, form, resume):
        if not address_may(
            self.request, "held-application", times=HELD_AN_HOUR, window=timedelta(hours=1)
        ):
            form.add_error(
                None, _("Many applications came from here within the hour. Send it a little later.")
            )
            return self.form_invalid(form)
        try:
            services.hold_application(
                listing=self.object,
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                note=form.cleaned_data["note"],
                answers=form.answers(),
                resume=resume,
                consent_version=APPLICATION_VERSION,
            )
        except services.ListingClosed:
            return self.refuse("closed", status=409)
        return redirect("listings:held_application_sent", self.object.pk)


class HeldApplicationSentView(DetailView):
    """Look into your mail. The same for every address, and for whoever has sent nothing."""

    template_name = "listings/application_held.html"
    context_object_name = "listing"
    extra_context = {"hours": HELD_FOR // timedelta(hours=1)}

    def get_queryset(self):
        return Listing.objects.public().select_related("employer")

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        return response
