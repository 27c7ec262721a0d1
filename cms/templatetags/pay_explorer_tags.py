"""Words and drawings of the pay explorer. None of these costs a query."""

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.pay_explorer.choices import Job, Spot
from cms.pay_explorer.rankings import Hindrance
from cms.pay_explorer.view import Chart, Row
from cms.templatetags.pay_tags import dollars

register = template.Library()


@register.filter
def round_dollars(amount: Decimal) -> str:
    """An amount on a scale: "$15", "$40,000", and "$2.50" where cents count."""
    return f"${int(amount):,}" if amount == int(amount) else f"${amount:,.2f}"


@register.filter
def more_or_less(difference) -> str:
    """A difference in pay: "+$8.21", "−$2.10", "$0.00"."""
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return f"{sign}{dollars(abs(difference))}"


@register.filter
def in_list(job: Job) -> str:
    """A job as it stands in the list of jobs, with what its figures are worth."""
    if not job.soc_code:
        return _("%(job)s (no published figure)") % {"job": job.title}
    if job.is_proxy:
        return _("%(job)s (nearest occupation)") % {"job": job.title}
    return job.title


@register.filter
def no_step_reason(hindrance: Hindrance) -> str:
    """Why no step in pay stands between two roles."""
    return {
        Hindrance.SAME: _("No published step: the survey counts both roles as one occupation."),
        Hindrance.PROXY: _("No published step: one of the two figures is borrowed."),
        Hindrance.NONE: _("No published figure."),
    }[hindrance]


@register.simple_tag
def spot_options(spots: Iterable[Spot], chosen: str = "") -> SafeString:
    """Areas as choices of a list, six hundred of them: a loop in a template would take most of the page's time."""
    selected = mark_safe(" selected")
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((spot.key, selected if spot.key == chosen else "", spot.title) for spot in spots),
    )


@register.inclusion_tag("cms/partials/pay_axis.html")
def pay_axis(chart: Chart):
    """The amounts along the scale of a chart."""
    return {"scale": chart.scale}


@register.inclusion_tag("cms/partials/pay_bar.html")
def pay_bar(row: Row, chart: Chart, kind: str = "tall", mark: float | None = None):
    """One line on the scale of its chart: `tall` with the amounts of its ends, or `low` without.

    `mark` is where the line has its middle that the others are measured against.
    """
    is_tall = kind == "tall"
    return {"row": row, "scale": chart.scale, "bar": row.bar, "is_tall": is_tall, "mark": mark}
