from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min, Prefetch, Q
from django.db.models.functions import Sign
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from listings import services
from listings.forms import ReportOutcomeForm
from listings.models import Listing, Report
from listings.views.paging import PagedListView

from .access import ModeratorRequiredMixin, was_faster
from .posts import is_own

NOT_SO = {
    services.PostStillOpen: gettext_lazy(
        "Not noted: the post is still open. Ask the employer to close it, or suspend the employer."
    ),
    services.EmployerNotSuspended: gettext_lazy(
        "Not noted: the employer is not suspended. That is done on the employer's page."
    ),
}


class ModerationReportListView(ModeratorRequiredMixin, PagedListView):
    """Posts that people reported: those about money first, then the most reported, then the longest waiting.

    With `?show=done` the handled.
    """

    template_name = "listings/moderation/report_list.html"

    @property
    def shows_done(self) -> bool:
        return self.request.GET.get("show") == "done"

    def get_queryset(self):
        which = Q(reports__handled_at__isnull=not self.shows_done)
        reports = Report.objects.filter(handled_at__isnull=not self.shows_done)
        return (
            # A post without reports has no time of handling either.
            Listing.objects.filter(pk__in=reports.values("listing"))
            .annotate(
                fraud_count=Count("reports", filter=which & Q(reports__reason=Report.Reason.FRAUD)),
                report_count=Count("reports", filter=which),
                first_reported=Min("reports__at", filter=which),
                is_own=is_own(self.request.user),
            )
            .select_related("employer")
            .prefetch_related(
                Prefetch(
                    "reports", reports.select_related("reporter", "handled_by"), "shown_reports"
                )
            )
            .order_by(-Sign("fraud_count"), "-report_count", "first_reported", "pk")
        )

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", None)
        return super().get_context_data(
            shows_done=self.shows_done, outcome_form=ReportOutcomeForm(auto_id=False), **kwargs
        )


class ModerationReportHandleView(ModerationReportListView):
    """Note what came of a report. The second of two moderators gets 409, with who was first."""

    http_method_names = ["post", "options"]

    def post(self, request, pk):
        report = get_object_or_404(Report.objects.select_related("listing"), pk=pk)
        form = ReportOutcomeForm(request.POST, auto_id=False)
        if not form.is_valid():
            return self.again(report, form.errors["outcome"][0], 200)
        try:
            count = services.handle_report(
                report=report, moderator=request.user, **form.cleaned_data
            )
        except services.OwnListing:
            raise PermissionDenied from None
        except services.Conflict:
            return self.again(report, self.who_was_faster(report), 409)
        except services.Refused as refused:
            return self.again(report, NOT_SO[type(refused)], 409)
        words = ngettext("%(n)d report is handled.", "%(n)d reports are handled.", count)
        messages.success(request, words % {"n": count})
        return HttpResponseRedirect(reverse("listings:moderation_report_list"))

    def who_was_faster(self, report: Report) -> str:
        now = Report.objects.select_related("handled_by").get(pk=report.pk)
        return was_faster(now.handled_by, now.get_outcome_display(), now.handled_at)

    def again(self, report: Report, problem: str, status: int):
        """The list once more, with what is wrong beside the report, and what was chosen kept."""
        self.object_list = self.get_queryset()
        context = self.get_context_data(
            problem=problem,
            problem_with=report,
            chosen=self.request.POST.get("outcome", ""),
            chose_others="with_others" in self.request.POST,
        )
        return self.render_to_response(context, status=status)
