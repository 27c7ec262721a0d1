from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from listings import services
from listings.forms import TriageForm
from listings.models import Application
from listings.views.request_numbers import number
from profiles.kept_typing import KeepsTypingMixin, typing_kept

from .base import OwnListingMixin


class EmployerApplicationTriageView(KeepsTypingMixin, OwnListingMixin, View):
    """One applicant at a time among those who wait, longest waiting first. A decision leads to the next.

    Six queries of its own; what of it the explanation takes is matching's.
    """

    def get(self, request, pk):
        kept = typing_kept(request)
        key = number(kept.get("application", "")) if kept else None
        if key in self.waiting:
            return self.page(key, TriageForm(kept))
        return self.page(self.asked)

    def post(self, request, pk):
        application = get_object_or_404(self.rows, pk=number(request.POST.get("application", "")))
        form = TriageForm(request.POST)
        if not form.is_valid():
            return self.page(application.pk, form)
        after = self.after(application.pk)
        try:
            services.decide_application(
                application=application,
                seen=form.cleaned_data["state"],
                decision=form.cleaned_data["decision"],
                by=request.user,
                message=form.cleaned_data["message"],
                reason=form.stored_reason,
            )
        except services.NotAMember as refusal:
            raise Http404 from refusal
        except (services.Conflict, services.StepNotAllowed):
            messages.error(
                request, _("Not done: this application changed meanwhile. Here is the next one.")
            )
            return self.go(after)
        return self.go(after, last=application.pk)

    def go(self, key: int | None, last: int | None = None):
        words = {"at": key, "last": last}
        query = "&".join(f"{name}={value}" for name, value in words.items() if value)
        path = reverse("listings:employer_application_triage", args=[self.listing.pk])
        return redirect(f"{path}?{query}" if query else path)

    # --- Who waits ---------------------------------------------------------------------------

    @property
    def rows(self):
        return self.applications.select_related("candidate__user", "resume")

    @cached_property
    def waiting(self) -> list[int]:
        rows = self.applications.waiting().order_by("submitted_at", "pk")
        return list(rows.values_list("pk", flat=True))

    @property
    def asked(self) -> int | None:
        """The one in the address if they still wait; else who waits longest."""
        key = number(self.request.GET.get("at", ""))
        return key if key in self.waiting else next(iter(self.waiting), None)

    def after(self, key: int) -> int | None:
        """The next who waits; after the last one the first. None if there is no other."""
        others = [other for other in self.waiting if other != key]
        place = self.waiting.index(key) if key in self.waiting else 0
        return next(iter([*others[place:], *others]), None)

    def before(self, key: int) -> int | None:
        place = self.waiting.index(key)
        return self.waiting[place - 1] if place else None

    def following(self, key: int) -> int | None:
        return next(iter(self.waiting[self.waiting.index(key) + 1 :]), None)

    # --- The page ----------------------------------------------------------------------------

    @property
    def last(self) -> Application | None:
        """Of whom one decided on the page before."""
        key = number(self.request.GET.get("last", ""))
        decided = [*Application.CHOSEN, Application.State.DECLINED]
        return self.applications.filter(pk=key, state__in=decided).first() if key else None

    def page(self, key: int | None, form: TriageForm | None = None):
        context = {"listing": self.listing, "waiting": len(self.waiting), "last": self.last}
        if key is None or key not in self.waiting:
            return render(self.request, "listings/employer/application_triage_done.html", context)
        application = self.rows.prefetch_related("answers", "tags").get(pk=key)
        context |= {
            "application": application,
            "form": form or TriageForm(initial={"state": application.state}),
            "place": self.waiting.index(key) + 1,
            "before": self.before(key),
            "following": self.following(key),
            "skip_to": self.after(key),
        }
        response = render(self.request, "listings/employer/application_triage.html", context)
        if self.request.method == "GET":
            services.mark_opened(application)
        return response
