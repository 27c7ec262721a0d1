"""The CMS's own pages meet accounts and mail: a word on mail that did not leave, and the removal of accounts."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component

from profiles.models import Outbox, User
from profiles.personal_data.erasure import NotErasable, erase


class UndeliveredMailPanel(Component):
    template_name = "profiles/admin/undelivered_mail.html"
    order = 90

    def __init__(self, count: int):
        self.count = count

    def get_context_data(self, parent_context):
        url = f"{reverse('admin:profiles_outbox_changelist')}?state=dead"
        return {"count": self.count, "url": url}


@hooks.register("construct_homepage_panels")
def tell_of_undelivered_mail(request, panels):
    """One query, for superusers: the letters themselves are for nobody else."""
    if request.user.is_superuser and (count := Outbox.objects.dead().count()):
        panels.append(UndeliveredMailPanel(count))


# Wagtail would delete the row and what hangs on it. Files, letters, sessions and what was written to
# employers would stay, and nobody would know whom to erase again from a backup.


@hooks.register("before_delete_user")
def erase_account(request, user):
    if request.method == "POST":
        return _erase(request, [user])


@hooks.register("before_bulk_action")
def erase_accounts(request, action_type, objects, action):
    if action_type == "delete" and action.model is User:
        return _erase(request, objects)


def _erase(request, users):
    """As their owners would, with the last mail; each account alone."""
    for user in users:
        account = {"account": user.email}
        try:
            erase(user)
        except NotErasable:
            words = _(
                "%(account)s was not removed: it holds rights of staff, or is the only owner of an"
                " employer that others work for. Change that first."
            )
            messages.error(request, words % account)
        else:
            words = _("%(account)s is removed, with all its data. A last mail says so.")
            messages.success(request, words % account)
    return redirect("wagtailusers_users:index")
