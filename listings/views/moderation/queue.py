from django.utils.functional import cached_property

from listings.forms import QueueFilterForm
from listings.models import Report
from listings.review_queue import load, waiting
from listings.views.paging import PagedListView

from .access import ModeratorRequiredMixin


class ModerationQueueView(ModeratorRequiredMixin, PagedListView):
    """What waits for a person: held first, then longest. Posts and changes of live posts in one list."""

    template_name = "listings/moderation/queue.html"

    @cached_property
    def form(self) -> QueueFilterForm:
        form = QueueFilterForm(self.request.GET)
        form.is_valid()  # a bad value is left out of cleaned_data, and so counts as none
        return form

    def get_queryset(self):
        wanted = self.form.cleaned_data
        return waiting(
            show=wanted.get("show", ""),
            origin=wanted.get("origin", ""),
            title=wanted.get("q", ""),
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            filter_form=self.form,
            is_filtered=any(self.form.cleaned_data.values()),
            shown=self.form.cleaned_data.get("show", ""),
            open_reports=Report.objects.filter(handled_at__isnull=True).count(),
            **kwargs,
        )
        return context | {"lines": load(context["page_obj"])}
