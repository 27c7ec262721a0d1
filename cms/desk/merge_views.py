"""The pages on which a keeper merges one row into another: choose, look, confirm."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.snippets.widgets import AdminSnippetChooser

from cms.merging import MergeRefused, RedirectLost, check, merge, plan_merge

from .row_pages import RowPageView


class RowChooser(AdminSnippetChooser):
    """Wagtail's own would break on an address with no number in it, before the form can refuse it."""

    def get_instance(self, value):
        try:
            return super().get_instance(value)
        except ValueError:
            return None


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        None,
        label=gettext_lazy("The one that stays"),
        error_messages={"invalid_choice": gettext_lazy("That one is gone. Choose another.")},
    )

    def __init__(self, row: models.Model, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.row, into = row, self.fields["into"]
        into.queryset = type(row)._default_manager.all()
        into.widget = RowChooser(type(row))

    def clean_into(self):
        winner = self.cleaned_data["into"]
        try:
            check(self.row, winner)
        except MergeRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return winner


class MergeView(RowPageView):
    """GET chooses the other row and, with `into`, shows what will move; POST does it.

    It changes rows and takes one away: both rights are asked.
    """

    permission_required = "delete"
    template_name = "cms/desk/merge.html"
    page_title = gettext_lazy("Merge into another")
    header_icon = "resubmit"

    def dispatch(self, request, *args, **kwargs):
        if not self.user_has_permission("change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def form(self) -> MergeForm:
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        return MergeForm(self.object, data if "into" in data else None)

    def post(self, request, *args, **kwargs):
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        winner = self.form.cleaned_data["into"]
        try:
            moved = merge(self.object, winner, user=request.user)
        except (MergeRefused, RedirectLost) as refusal:
            messages.error(request, str(refusal))
            return redirect(reverse(self.index_url_name))
        except OperationalError:  # the database ended one of two acts that waited for each other
            messages.error(request, _("Somebody else changed the same rows. Please try again."))
            return redirect(request.get_full_path())
        words = {"loser": self.object, "winner": winner, "n": moved}
        messages.success(
            request,
            _("“%(loser)s” is now “%(winner)s”. References moved: %(n)d.") % words,
            buttons=[
                messages.button(reverse(self.edit_url_name, args=[winner.pk]), _("Edit")),
            ],
        )
        return redirect(reverse(self.index_url_name))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs) | {
            "form": self.form,
            "media": self.form.media,
            "plan": None,
        }
        if self.form.is_bound and self.form.is_valid():
            winner = self.form.cleaned_data["into"]
            context["plan"] = plan_merge(self.object, winner)
            # The merge that a keeper means who began at the wrong end.
            other_way = reverse(self.request.resolver_match.view_name, args=[winner.pk])
            context["other_way_url"] = f"{other_way}?into={self.object.pk}"
        return context
