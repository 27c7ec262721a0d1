from datetime import timedelta

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from listings import services
from listings.consents import APPLICATION_VERSION
from listings.forms.answers import from_words
from listings.models import ApplicationAnswer, HeldApplication, Listing
from listings.services.held import HELD_FOR, answers_in_words
from profiles.kept_typing import keep_typing
from profiles.limits import address_may
from profiles.models import Resume
from profiles.resumes import store_guest_resume

from .base import ApplyView

HELD_AN_HOUR = 30  # from one network address, behind which there may be a whole call center
HELD_KEY = "held_application"  # in the session: the number of what was written last
MAY_BE_MENDED = timedelta(minutes=30)  # not for long: the next person may use the same browser


def just_held(request, listing: Listing) -> HeldApplication | None:
    """What this visit wrote for this listing and has not confirmed: its address may be mistyped.

    At most one query.
    """
    if HELD_KEY not in request.session:
        return None
    since = timezone.now() - MAY_BE_MENDED
    return HeldApplication.objects.filter(
        pk=request.session[HELD_KEY], listing=listing, created_at__gt=since
    ).first()


class GuestApplicationView(ApplyView):
    """Apply without an account: the form also asks for an address, and a link in a mail sends it.

    No page or mail reveals whether the address has an account.
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
    def held(self) -> HeldApplication | None:
        return just_held(self.request, self.object)

    def get_initial(self):
        if self.held is None:
            return {}
        answers = [ApplicationAnswer(question=q, answer=a) for q, a in answers_in_words(self.held)]
        written = {name: getattr(self.held, name) for name in ("name", "email", "note")}
        return written | from_words(self.questions, answers)

    @cached_property
    def sent_along(self) -> dict[str, Resume]:
        """The file of an earlier step, by the signed key that the page carries. One query."""
        if self.request.method != "POST" and self.held and self.held.resume_id:
            key = signing.dumps(self.held.resume_id, salt=self.salt)
        else:
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
            held = services.hold_application(
                listing=self.object,
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                note=form.cleaned_data["note"],
                answers=form.answers(),
                resume=resume,
                consent_version=APPLICATION_VERSION,
                instead_of=self.held,
            )
        except services.ListingClosed:
            return self.refuse("closed", status=409)
        if held:
            self.request.session[HELD_KEY] = held.pk
        return redirect("listings:held_application_sent", self.object.pk)


class HeldApplicationSentView(DetailView):
    """Look into your mail. The same for every address, which it names to who wrote it, and to them alone."""

    template_name = "listings/application_held.html"
    context_object_name = "listing"
    extra_context = {"hours": HELD_FOR // timedelta(hours=1)}

    def get_queryset(self):
        return Listing.objects.public().select_related("employer")

    def get_context_data(self, **kwargs):
        return super().get_context_data(held=just_held(self.request, self.object), **kwargs)

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        return response
