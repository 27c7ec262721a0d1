"""The matcher's pages in the CMS's admin, and a word to whoever bends the ladder."""

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from cms.models import CareerStep
from matching.ladder.check import about, load_and_check
from matching.staff.ladder_desk import LadderCheckView
from matching.staff.panel import TaxonomyPanel
from matching.staff.preview_views import TRIED, PreviewMenuItem, PreviewView, preview_button
from matching.staff.suggestion_views import (
    AnotherWordView,
    SetAsideListView,
    SetAsideView,
    SuggestionsView,
    TakeBackView,
)
from matching.staff.views import MatcherCheckView, MatcherHealthView, MatcherRebuildView


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("matching/health/", MatcherHealthView.as_view(), name="matching_health"),
        path(
            "matching/health/rebuild/", MatcherRebuildView.as_view(), name="matching_health_rebuild"
        ),
        path("matching/health/check/", MatcherCheckView.as_view(), name="matching_health_check"),
        path("matching/ladder/", LadderCheckView.as_view(), name="matching_ladder_check"),
        path("matching/suggestions/", SuggestionsView.as_view(), name="matching_suggestions"),
        path(
            "matching/suggestions/another-word/",
            AnotherWordView.as_view(),
            name="matching_another_word",
        ),
        path("matching/suggestions/set-aside/", SetAsideView.as_view(), name="matching_set_aside"),
        path(
            "matching/suggestions/no-skills/",
            SetAsideListView.as_view(),
            name="matching_set_aside_list",
        ),
        path("matching/suggestions/back/", TakeBackView.as_view(), name="matching_take_back"),
        path(
            "matching/preview/<slug:desk>/<int:pk>/", PreviewView.as_view(), name="matching_preview"
        ),
    ]


class RightMenuItem(MenuItem):
    def __init__(self, label, url_name: str, right: str, **kwargs):
        super().__init__(label, reverse(url_name), **kwargs)
        self.right = right

    def is_shown(self, request):
        return request.user.has_perm(self.right)


@hooks.register("register_reports_menu_item")
def register_health():
    return RightMenuItem(
        gettext_lazy("Matcher health"),
        "matching_health",
        "cms.change_skill",
        name="matcher-health",
        icon_name="view",
        order=100,
    )


@hooks.register("register_reports_menu_item")
def register_ladder_check():
    return RightMenuItem(
        gettext_lazy("Ladder check"),
        "matching_ladder_check",
        "cms.change_careerstep",
        name="ladder-check",
        icon_name="order-up",
        order=110,
    )


@hooks.register("register_reports_menu_item")
def register_suggestions():
    return RightMenuItem(
        gettext_lazy("Suggestions"),
        "matching_suggestions",
        "cms.change_skill",
        name="matching-suggestions",
        icon_name="help",
        order=105,
    )


@hooks.register("construct_homepage_panels")
def tell_taxonomists_what_waits(request, panels):
    if request.user.has_perms(["cms.change_careerstep", "cms.change_skill"]):
        panels.append(TaxonomyPanel())


@hooks.register("register_snippet_action_menu_item")
def preview_below_the_form(model):
    return PreviewMenuItem() if model in TRIED.values() else None


@hooks.register("register_snippet_listing_buttons")
def preview_in_the_list(snippet, user, next_url=None):
    button = preview_button(snippet, user)
    return [button] if button else []


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def warn_of_an_odd_step(request, instance):
    _warn(request, [instance])


@hooks.register("after_delete_snippet")
def warn_of_what_a_step_left(request, instances):
    _warn(request, instances)


def _warn(request, instances) -> None:
    """Say what the ladder check finds about the steps, if they are steps. Three queries, else none."""
    steps = [instance for instance in instances if isinstance(instance, CareerStep)]
    checks = load_and_check() if steps else []
    # Several steps may share a finding; in the order of the page, each is said once.
    texts = dict.fromkeys(
        _("%(check)s: %(finding)s") % {"check": check.title, "finding": finding.text}
        for step in steps
        for check, finding in about(checks, step)
    )
    for text in texts:
        messages.warning(
            request,
            text,
            buttons=[messages.button(reverse("matching_ladder_check"), _("Ladder check"))],
        )
