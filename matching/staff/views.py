"""Staff pages in the CMS's admin: how the matcher is doing, and what is odd about the ladder."""

from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from cms.models import CareerStep, Skill
from cms.vocabulary import SkillKind
from listings.models import Listing
from matching.engine import MatchIndex
from matching.ladder.check import load_and_check
from matching.staff import health
from matching.staff.health import Rebuild
from matching.staff.score_spread import score_spread
from matching.staff.unknown_words import UnknownTerm, unknown_words

THIN_SHOWN = 20
# Tools and languages have desks of their own.
DESKS = {SkillKind.TOOL: "tool", SkillKind.LANGUAGE: "language"}


def edit_url(skill: Skill) -> str:
    return reverse(f"wagtailsnippets_cms_{DESKS.get(skill.kind, 'skill')}:edit", args=[skill.pk])


def add_url(desk: str, label: str) -> str:
    """The empty form of a skill or tool, with a label filled in."""
    query = urlencode({"preferred_label": label})
    return f"{reverse(f'wagtailsnippets_cms_{desk}:add')}?{query}"


class TaxonomyRightMixin(PermissionCheckedMixin):
    """For those who may change the table `model`: whoever may mend what the page tells of."""

    permission_required = "change"


class ReportView(TaxonomyRightMixin, WagtailAdminTemplateMixin, TemplateView):
    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class MatcherHealthView(ReportView):
    """Figures of the index, of skills and of shares. 17 queries besides the admin's own, five more after a change."""

    model = Skill
    template_name = "matching/admin/health.html"
    page_title = gettext_lazy("Matcher health")
    header_icon = "view"

    def get_context_data(self, **kwargs):
        state = health.index_state()
        coverage = [(row, edit_url(row.skill)) for row in health.coverage(state.index)]
        thin = health.thin_listings()
        context = super().get_context_data(**kwargs) | {
            "state": state,
            "figures": health.figures(state),
            "coverage": [pair for pair in coverage if not pair[0].is_unused],
            "unused": [pair for pair in coverage if pair[0].is_unused],
            "thin_count": thin.count(),
            "thin": thin.only("title", "slug")[:THIN_SHOWN],
        }
        return context | (self.of_the_index(state.index) if state.index is not None else {})

    def of_the_index(self, index: MatchIndex) -> dict:
        unknown = unknown_words(index)
        listings = Listing.objects.open().only("title", "slug").in_bulk(sorted(unknown.examples))

        def row(term: UnknownTerm) -> dict:
            return {
                "term": term,
                "examples": [listings[key] for key in term.examples if key in listings],
                "add_skill_url": add_url("skill", term.text.capitalize()),
                "add_tool_url": add_url("tool", term.text.capitalize()),
            }

        return {
            "unknown": [
                (_("Pairs of words"), [row(term) for term in unknown.pairs]),
                (_("Words"), [row(term) for term in unknown.words]),
            ],
            "synonyms": [
                row(synonym.term) | {"synonym": synonym, "edit_url": edit_url(synonym.skill)}
                for synonym in unknown.synonyms
            ],
            "spreads": score_spread(index),
        }


class MatcherRebuildView(TaxonomyRightMixin, View):
    model = Skill
    http_method_names = ["post", "options"]

    def post(self, request):
        done = health.rebuild(request.POST.get("seen", ""))
        if done is Rebuild.BUILT:
            messages.success(request, _("A new index was built. Matches use it from now on."))
        elif done is Rebuild.ASKED:
            messages.success(
                request,
                _("The site is large, so the worker builds the new index. Look again soon."),
            )
        elif done is Rebuild.BUSY:
            messages.warning(
                request, _("An index is being built right now; nothing else was done.")
            )
        elif done is Rebuild.DONE_BEFORE:
            messages.warning(
                request, _("A newer index had been built meanwhile, so nothing else was done.")
            )
        else:
            messages.error(
                request, _("No index could be built; the old one serves on. The log says why.")
            )
        return redirect("matching_health")


class MatcherCheckView(TaxonomyRightMixin, View):
    """Reads every file of the index: on demand, not with each view of the page."""

    model = Skill
    http_method_names = ["post", "options"]

    def post(self, request):
        damage = health.check_files()
        if damage is None:
            messages.warning(request, _("There is no index to check."))
        elif damage:
            messages.error(request, _("The files are damaged: %(damage)s") % {"damage": damage})
        else:
            messages.success(request, _("Every file of the index is as it was written."))
        return redirect("matching_health")


class LadderCheckView(ReportView):
    """Three queries besides the admin's own."""

    model = CareerStep
    template_name = "matching/admin/ladder_check.html"
    page_title = gettext_lazy("Ladder check")
    header_icon = "order-up"

    def get_context_data(self, **kwargs):
        return super().get_context_data(checks=load_and_check(), **kwargs)
