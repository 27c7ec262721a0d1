"""What the editorial rules say to an editor who has just saved a page."""

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin import messages

from .rules import findings

MOST_SHOWN = 8
DESKS = ("wagtailadmin_pages:", "wagtail_bulk_action")


def tell_findings(request, page):
    """A message with all findings, what still stops publishing first. Nothing while the desk saves by itself.

    Costs a query for each kind of page.
    """
    if not request.accepts("text/html"):
        return
    found = sorted(findings(page), key=lambda finding: not finding.is_error)
    stops = [finding.text for finding in found if finding.is_error]
    doubts = [finding.text for finding in found if not finding.is_error]
    for texts, lead in (
        (stops, _("Before the page can be published:")),
        (doubts, _("Worth a second look:")),
    ):
        if texts:
            messages.warning(request, as_list(lead, texts))


def as_list(lead: str, texts: list[str]) -> str:
    shown, rest = texts[:MOST_SHOWN], len(texts) - MOST_SHOWN
    if rest > 0:
        shown.append(_("And %(n)d more.") % {"n": rest})
    items = format_html_join("", "<li>{}</li>", ((text,) for text in shown))
    return format_html("{}<ul>{}</ul>", lead, items)


class RefusedPageMiddleware:
    """A page that the rules refuse when it is published from a list or a task: the editor reads why.

    The editing form says it by itself; these ways have no form, and would end in a server error.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        match = request.resolver_match
        if not isinstance(exception, ValidationError) or match is None:
            return None
        if not match.view_name.startswith(DESKS):
            return None
        target = reverse("wagtailadmin_home")
        if "page_id" in match.kwargs:
            target = reverse("wagtailadmin_pages:edit", args=[match.kwargs["page_id"]])
        messages.error(request, as_list(_("Not published:"), exception.messages))
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # The answer that the window with the comment waits for.
            return JsonResponse({"step": "success", "redirect": target})
        return redirect(target)
