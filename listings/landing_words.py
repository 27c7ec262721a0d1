"""The words of a page for a role, a place or remote work."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from listings.filters import DEFAULT_RADIUS


class LandingWords:
    """Reads `role`, `place` and `is_remote` of the page that it is mixed into."""

    @property
    def _words(self) -> dict:
        return {
            "role": self.role.title if self.role else "",
            "place": self.place.label if self.place else "",
            "distance": self.place.distance_label(DEFAULT_RADIUS) if self.place else "",
        }

    @property
    def title(self) -> str:
        if self.role and self.place:
            text = _("%(role)s jobs around %(place)s")
        elif self.role and self.is_remote:
            text = _("Remote %(role)s jobs")
        elif self.role:
            text = _("%(role)s jobs")
        elif self.place:
            text = _("Customer-service jobs around %(place)s")
        else:
            text = _("Remote customer-service jobs")
        return text % self._words

    def heading(self, count: int) -> str:
        """With the number of open jobs: "23 Team Lead jobs around Columbus, OH"."""
        if not count:
            return self._empty_heading % self._words
        if self.role and self.place:
            text = ngettext(
                "%(n)s %(role)s job around %(place)s", "%(n)s %(role)s jobs around %(place)s", count
            )
        elif self.role and self.is_remote:
            text = ngettext("%(n)s remote %(role)s job", "%(n)s remote %(role)s jobs", count)
        elif self.role:
            text = ngettext("%(n)s %(role)s job", "%(n)s %(role)s jobs", count)
        elif self.place:
            text = ngettext(
                "%(n)s customer-service job around %(place)s",
                "%(n)s customer-service jobs around %(place)s",
                count,
            )
        else:
            text = ngettext(
                "%(n)s remote customer-service job", "%(n)s remote customer-service jobs", count
            )
        return text % (self._words | {"n": intcomma(count)})

    @property
    def _empty_heading(self) -> str:
        if self.role and self.place:
            return _("No %(role)s job around %(place)s is open now")
        if self.role and self.is_remote:
            return _("No remote %(role)s job is open now")
        if self.role:
            return _("No %(role)s job is open now")
        if self.place:
            return _("No customer-service job around %(place)s is open now")
        return _("No remote customer-service job is open now")

    @property
    def reach(self) -> str:
        """Which jobs are meant, where the heading leaves it open."""
        if self.place:
            return (
                _("Within %(distance)s of %(place)s. Remote jobs are not counted here.")
                % self._words
            )
        if self.is_remote:
            return _("Each job says in which countries or states you may live.")
        return ""

    def description(self, count: int) -> str:
        """For search engines."""
        if not count:
            return _("%(heading)s. See what is near it, or have new ones sent to you.") % {
                "heading": self.heading(count)
            }
        return _("%(heading)s: what they pay, who hires, which hours and tools they ask for.") % {
            "heading": self.heading(count)
        }

    @property
    def other_roles_heading(self) -> str:
        if self.place:
            return _("Other roles around %(place)s") % self._words if self.role else _("By role")
        if self.is_remote:
            return _("Other remote roles") if self.role else _("By role")
        return _("Other roles of this line")

    @property
    def elsewhere_heading(self) -> str:
        return _("Elsewhere") if self.place else _("By place")

    @property
    def remote_label(self) -> str:
        return _("Remote")
