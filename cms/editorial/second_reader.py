"""The four-eyes rule: nobody publishes a page that only they have worked on."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import PageLogEntry, PagePermissionTester


def has_second_reader(page, user) -> bool:
    """Whether somebody else has worked on the page since its words last went live. One query.

    An administrator passes: a site with one reviewer would have nobody left to ask.
    """
    if user.is_superuser:
        return True
    others = page.revisions.filter(user__isnull=False).exclude(user=user)
    # A copy brings along what others did to the page that it was made of.
    copied = PageLogEntry.objects.filter(page=page.pk, action="wagtail.copy")
    others = others.exclude(Exists(copied.filter(timestamp__gt=OuterRef("created_at"))))
    if page.live_revision_id:
        others = others.filter(pk__gt=page.live_revision_id)
    elif page.last_published_at:  # taken off since
        others = others.filter(created_at__gt=page.last_published_at)
    return others.exists()


class SecondReaderTester(PagePermissionTester):
    """A publisher may publish a page only if somebody else has worked on it too.

    Whichever way a page is published (button, list, task, schedule) asks `can_publish`; copies and
    new pages are published at once where `can_publish_subpage` says so, and are by one person.
    """

    def is_publisher(self) -> bool:
        return super().can_publish()

    def can_publish(self):
        return self.is_publisher() and has_second_reader(self.page, self.user)

    def can_publish_subpage(self):
        return super().can_publish_subpage() and self.user.is_superuser

    # Neither brings new words before readers.
    can_set_view_restrictions = can_unschedule = is_publisher


def tell_who_publishes(request, page):
    """To a reviewer who has just saved what they alone wrote. Nothing while the desk saves by itself. One query."""
    if not request.accepts("text/html") or not page.has_unpublished_changes:
        return
    rights = page.permissions_for_user(request.user)
    if rights.is_publisher() and not rights.can_publish():
        text = _(
            "Only you have worked on this page since it was last published, so another reviewer has "
            "to publish it: they are told when you submit it. Where there is no other reviewer, an "
            "administrator can publish it."
        )
        messages.info(request, text)
