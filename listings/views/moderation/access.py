from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _


class ModeratorRequiredMixin(LoginRequiredMixin, PermissionRequiredMixin):
    """Signed out: to the sign-in page. Signed in without the permission: 403."""

    permission_required = "listings.review_listing"


def was_faster(who, what: str, at) -> str:
    """For the second of two moderators: who decided, what, and when."""
    return _("%(who)s was faster: “%(decision)s” on %(when)s UTC.") % {
        "who": who.display_name if who else _("Somebody else"),
        "decision": what,
        "when": dateformat.format(timezone.localtime(at), "M j, H:i"),
    }
