"""Published pay on a page: US dollars, with unit, area, year and source."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import Place, Role, Wage, WageArea
from cms.pay import PublishedPay, national_medians
from cms.pay_explorer import asking

register = template.Library()

POINT_NAMES = {
    "p10": gettext_lazy("Lowest 10%"),
    "p25": gettext_lazy("Lower quarter"),
    "median": gettext_lazy("Middle"),
    "p75": gettext_lazy("Upper quarter"),
    "p90": gettext_lazy("Highest 10%"),
}


@register.filter
def dollars(amount) -> str:
    """An hour's pay with cents, "$21.53"; a year's without, "$44,770". Nothing for nothing."""
    if amount is None:
        return ""
    return f"${amount:,}" if isinstance(amount, int) else f"${amount:,.2f}"


@register.filter
def percent(number: float) -> str:
    """A position in an SVG: "34.7%", in every language with a point."""
    return f"{number:.2f}%"


@register.filter
def point_name(point: str) -> str:
    return POINT_NAMES[point]


@register.filter
def area_name(area: WageArea) -> str:
    """As it stands in a sentence: "Columbus, OH", "Ohio", "the United States"."""
    return _("the United States") if area.kind == WageArea.Kind.NATION else area.title


@register.simple_tag
def pay_url(role: Role, place: Place | None = None) -> str:
    """The address of the pay explorer for a role, around a place where there is one. No query."""
    return asking.pay_url(role, place)


@register.inclusion_tag("cms/partials/pay_band.html")
def pay_band(role: Role, place: Place | None = None):
    """What is published about a role's pay around a place: plot, sentence, table, source. One query at most.

    It brings no heading and no frame of its own.
    """
    return {"pay": PublishedPay(role, place)}


@register.simple_tag
def middle_pay(role: Role) -> Wage | None:
    """The nation's newest figure for a role, or None. One query: for many roles there is `role_rows`."""
    return national_medians([role]).get(role.pk)


@register.inclusion_tag("cms/partials/role_rows.html")
def role_rows(roles):
    """Roles one a row, each with its line and the nation's middle pay. One query for all."""
    roles = list(roles)
    wages = national_medians(roles)
    return {"rows": [(role, wages.get(role.pk)) for role in roles]}
