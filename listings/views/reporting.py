"""Anybody may say that something is wrong with a public post. A moderator reads it; nothing is taken down."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.generic import FormView

from listings import services
from listings.forms import ReportForm
from listings.models import Listing
from profiles.limits import may
from profiles.models import EmployerMember

REPORTS_A_DAY = 10
A_DAY = timedelta(days=1)
REPORTED = "reported"  # the session's key for the reports of a guest


class ListingReportView(FormView):
    template_name = "listings/listing_report.html"
    form_class = ReportForm

    def dispatch(self, request, *args, **kwargs):
        public = Listing.objects.public().select_related("employer")
        self.listing = get_object_or_404(public, pk=kwargs["pk"])
        if self.is_own():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_own(self) -> bool:
        user = self.request.user
        return (
            user.is_authenticated
            and EmployerMember.objects.filter(employer=self.listing.employer, user=user).exists()
        )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"is_guest": not self.request.user.is_authenticated}

    def get_context_data(self, **kwargs):
        return super().get_context_data(listing=self.listing, **kwargs)

    def form_valid(self, form):
        if not may(self.request, "report", times=REPORTS_A_DAY, window=A_DAY):
            form.add_error(None, _("That is a lot of reports for one day. Try again tomorrow."))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        try:
            self.report(form.cleaned_data)
        except services.AlreadyReported:
            return self.thanks(is_new=False)
        return self.thanks(is_new=True)

    def report(self, said: dict) -> None:
        """A guest has one open report of a post too, as far as the visit, or the address left, tells."""
        user, session = self.request.user, self.request.session
        if user.is_authenticated:
            services.report_listing(listing=self.listing, reporter=user, **said)
            return
        earlier = session.get(REPORTED, [])
        if services.open_reports(self.listing).filter(pk__in=earlier).exists():
            raise services.AlreadyReported
        report = services.report_listing(listing=self.listing, reporter=None, **said)
        session[REPORTED] = [*earlier, report.pk][-REPORTS_A_DAY:]

    def thanks(self, *, is_new: bool):
        context = {"listing": self.listing, "is_new": is_new}
        return render(self.request, "listings/listing_report_thanks.html", context)
