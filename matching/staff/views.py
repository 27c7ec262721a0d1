"""Staff pages in the CMS's admin: how the matcher is doing."""

from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from cms.models import Skill
from cms.vocabulary import SkillKind
from matching.staff import health
from matching.staff.health import Rebuild
from matching.staff.score_spread import score_spread

THIN_SHOWN = 20
# Tools and languages have desks of their own.
DESKS = {SkillKind.TOOL: "tool", SkillKind.LANGUAGE: "language"}


def edit_url(skill: Skill) -> str:
    return reverse(f"wagtailsnippets_cms_{DESKS.get(skill.kind, 'skill')}:edit", args=[skill.pk])


def add_url(desk: str, **filled_in: str) -> str:
    """The empty form of a desk, with some fields filled in."""
    return f"{reverse(f'wagtailsnippets_cms_{desk}:add')}?{urlencode(filled_in)}"


class TaxonomyRightMixin(PermissionCheckedMixin):
    """For those who may change the table `model`: whoever may mend what the page tells of."""

    permission_required = "change"


class ReportView(TaxonomyRightMixin, WagtailAdminTemplateMixin, TemplateView):
    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class MatcherHealthView(ReportView):
    """Figures of the index, of skills and of shares. 13 queries besides the admin's own, five more after a change."""

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
        return context | ({"spreads": score_spread(state.index)} if state.index is not None else {})


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
