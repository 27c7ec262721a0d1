"""Pages that tell what a change of the taxonomy would do to matches. They only read."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button
from wagtail.snippets.action_menu import ActionMenuItem

from cms.models import Language, Role, Skill, Tool, ToolFamily
from listings.models import Listing
from matching.explanation.term_names import TermNames
from matching.staff.preview import PLACES, Bench, Preview, StandInChange, preview
from matching.staff.preview_forms import AsksForm, ProposalForm, TransferForm, values_form
from matching.staff.proposals import Taxonomy
from matching.staff.views import DESKS, ReportView

CHANGES_SHOWN = 12
# The tables of which a change can be tried, by the name of their desk.
TRIED = {model._meta.model_name: model for model in (ToolFamily, Skill, Tool, Language, Role)}
LABEL = gettext_lazy("What would change in matches")


def preview_url(row) -> str | None:
    """Where a change of `row` can be tried, None for rows of other tables."""
    model = type(row)._meta.model_name
    return reverse("matching_preview", args=[model, row.pk]) if model in TRIED else None


class PreviewView(ReportView):
    """17 queries at most besides the admin's own, two more for each 500 listings that are read again.

    Measured with 63 stand-ins: half a second of CPU for 300 listings, one to two for 10,000.
    """

    template_name = "matching/admin/preview.html"
    page_title = LABEL
    header_icon = "view"

    def dispatch(self, request, *args, **kwargs):
        # Before the right is checked: it is that of the table.
        if kwargs["desk"] not in TRIED:
            raise Http404
        self.model = TRIED[kwargs["desk"]]
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        taxonomy = Taxonomy.load()
        row = self.row_of(taxonomy)
        form = self.form_class(row)(
            self.request.GET if "try" in self.request.GET else None, taxonomy=taxonomy, row=row
        )
        desk = f"wagtailsnippets_cms_{self.kwargs['desk']}"
        context = super().get_context_data(**kwargs) | {
            "form": form,
            "row": row,
            "edit_url": reverse(f"{desk}:edit", args=[row.pk]),
            "bench": (bench := Bench()),
            "places": PLACES,
        }
        if form.is_valid() and bench.index is not None:
            context |= self.told(preview(bench, taxonomy, form.proposed))
        return context

    def row_of(self, taxonomy: Taxonomy):
        """Of its own desk: a tool is not tried as a plain skill. A family takes one query."""
        key = self.kwargs["pk"]
        if self.model is ToolFamily:
            row = ToolFamily.objects.filter(pk=key).first()
        elif self.model is Role:
            row = taxonomy.roles.get(key)
        else:
            row = taxonomy.skills.get(key)
            if row is not None and DESKS.get(row.kind, "skill") != self.kwargs["desk"]:
                row = None
        if row is None:
            raise Http404
        return row

    def form_class(self, row) -> type[ProposalForm]:
        if self.model is ToolFamily:
            return TransferForm
        return AsksForm if self.model is Role else values_form(row)

    def told(self, found: Preview) -> dict:
        """Names for what was found. Three queries."""
        names = TermNames(found.terms)
        listings = Listing.objects.only("title", "slug", "employer__name").select_related(
            "employer"
        )
        titles = listings.in_bulk(sorted(found.keys))

        def rows(change: StandInChange) -> list[dict]:
            entered = [(_("comes in"), move) for move in change.entered]
            left = [(_("drops out"), move) for move in change.left]
            return [
                {
                    "listing": titles.get(move.listing),
                    "way": way,
                    "move": move,
                    "term": names.name(move.term) if move.term else "",
                }
                for way, move in [*entered, *left]
            ]

        shown = [{"change": each, "rows": rows(each)} for each in found.changes[:CHANGES_SHOWN]]
        return {
            "preview": found,
            "changes": shown,
            "not_shown": len(found.changes) - len(shown),
            "all_places": sum(change.places for change in found.changes),
            "whole_places": PLACES * found.stand_ins,
        }


class PreviewMenuItem(ActionMenuItem):
    """In the menu below the form of a row."""

    label = LABEL
    name = "action-preview-matches"
    icon_name = "view"
    order = 200  # behind Save and Delete

    def is_shown(self, context):
        return context["view"] == "edit" and super().is_shown(context)

    def get_url(self, parent_context):
        return preview_url(parent_context["instance"])


def preview_button(row, user) -> Button | None:
    """In the menu of a row in the list."""
    meta = type(row)._meta
    url = preview_url(row)
    if url is None or not user.has_perm(f"{meta.app_label}.change_{meta.model_name}"):
        return None
    return Button(LABEL, url=url, icon_name="view", priority=25)
