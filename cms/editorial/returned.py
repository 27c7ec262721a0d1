"""A page that was sent back: its writer reads by whom and why, and whoever opens it what changed since."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import TaskState


def tell_of_return(request, page):
    """Above the form, with a way to the differences once there are any.

    Wagtail says it in a panel that is shut, and leads nowhere to what changed since. One query, three
    within a workflow.
    """
    if request.method != "GET" or not (state := page.current_workflow_state):
        return
    returns = state.task_states.filter(status=TaskState.STATUS_REJECTED)
    last = returns.select_related("finished_by").order_by("pk").last()
    if last is None:
        return
    words = {
        "person": last.finished_by.display_name if last.finished_by else _("A reviewer"),
        "comment": last.comment,
    }
    if last.comment:
        text = _("%(person)s sent this page back: “%(comment)s”")
    else:
        text = _("%(person)s sent this page back.")
    waits_for_writer = state.status == state.STATUS_NEEDS_CHANGES
    tell = messages.warning if waits_for_writer else messages.info
    tell(request, text % words, buttons=_differences_since(page, last))


def _differences_since(page, last: TaskState) -> list:
    """What the button that sends a page back saves belongs to the version that was sent back."""
    until_then = page.revisions.filter(created_at__lte=last.finished_at).order_by("-pk").first()
    if until_then is None or until_then.pk == page.latest_revision_id:
        return []
    pair = [page.pk, until_then.pk, page.latest_revision_id]
    url = reverse("wagtailadmin_pages:revisions_compare", args=pair)
    return [messages.button(url, _("See what changed since"))]
