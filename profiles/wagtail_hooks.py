"""A word on the CMS's first page to whoever can put mail right that did not leave."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.ui.components import Component

from profiles.models import Outbox


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
