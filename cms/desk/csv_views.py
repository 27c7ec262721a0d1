"""The import of a CSV file: preview line by line, then apply."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from .csv_plan import (
    CHANGED,
    MAX_ROWS,
    NEW,
    REFUSED,
    SAME,
    ChangedMeanwhile,
    CsvPlan,
    UnreadableFile,
    apply,
    decode,
    read_plan,
)
from .csv_sheets import Sheet

STATES = {
    NEW: gettext_lazy("New"),
    CHANGED: gettext_lazy("Changed"),
    SAME: gettext_lazy("As it is"),
    REFUSED: gettext_lazy("Refused"),
}


class CsvForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.text = decode(file.read())
        except UnreadableFile as error:
            raise forms.ValidationError(str(error)) from error
        return file


class CsvImportView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A first POST brings the file and shows what it would do; a second one, with its text, does it.

    Nothing is kept between the two: the page carries the text and what was shown of each line, and the
    second POST reads the text again. It makes and changes rows: both rights are asked.
    """

    permission_required = "add"
    template_name = "cms/desk/csv.html"
    page_title = gettext_lazy("Bring in a CSV")
    header_icon = "upload"
    model = None
    sheet: Sheet | None = None
    index_url_name = None

    def dispatch(self, request, *args, **kwargs):
        if not self.user_has_permission("change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return capfirst(self.model._meta.verbose_name_plural)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": self.get_page_subtitle()},
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs):
        return (
            super().get_context_data(**kwargs)
            | {"form": CsvForm(), "names": self.sheet.names, "max_rows": MAX_ROWS}
            | kwargs
        )

    def show(self, **context):
        return self.render_to_response(self.get_context_data(**context))

    def post(self, request, *args, **kwargs):
        if "text" in request.POST:
            return self.confirm(request.POST["text"], request.POST.get("seen", ""))
        form = CsvForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return self.preview(read_plan(self.sheet, form.text), form.text)
            except UnreadableFile as error:
                form.add_error("file", str(error))
        return self.show(form=form)

    def preview(self, plan: CsvPlan, text: str, changed=()):
        counts = plan.counts
        return self.show(
            plan=plan,
            text=text,
            changed={line.number for line in changed},
            counts=[(label, counts[state]) for state, label in STATES.items()],
            lines=[(STATES[line.state], line) for line in plan.lines if line.state != SAME],
        )

    def confirm(self, text: str, seen: str):
        try:
            plan = apply(self.sheet, text, seen, self.request.user)
        except ChangedMeanwhile as meanwhile:
            messages.warning(
                self.request,
                _("Something changed since you looked, so nothing was written. Please look again."),
            )
            changed = meanwhile.plan.other_than(seen)
            return self.preview(meanwhile.plan, text, changed)
        except UnreadableFile as error:
            form = CsvForm()
            messages.error(self.request, str(error))
            return self.show(form=form)
        counts = {"new": plan.counts[NEW], "changed": plan.counts[CHANGED]}
        messages.success(self.request, _("New rows: %(new)d. Changed rows: %(changed)d.") % counts)
        return redirect(reverse(self.index_url_name))
