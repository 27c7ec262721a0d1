"""Tags and filters that every page uses. They cost no query unless they say so."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from cms.models import Role
from cms.related import related_guides
from cms.richtext import render_markdown
from cms.structured_data import Crumb, as_script, breadcrumbs, page_crumbs
from cms.vocabulary import RoleFamily

register = template.Library()


@register.simple_tag
def icon(name: str):
    """A drawing from the sprite. It says nothing by itself: words stand beside it."""
    symbol = name if name == "logo" or name.startswith("rung-") else f"i-{name}"
    css_class = {"logo": "logo"}.get(name, "rung" if name.startswith("rung-") else "icon")
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        css_class,
        static("img/sprite.svg"),
        symbol,
    )


@register.simple_tag
def line_tile(family: str):
    """The letter of a line on its hue. The line's name has to stand beside it."""
    letter = RoleFamily(family).letter
    return format_html('<span class="tile" aria-hidden="true">{}</span>', letter) if letter else ""


@register.filter
def line_class(family: str) -> str:
    """The class that gives an element, and all inside it, the hue of a line."""
    return RoleFamily(family).css_class if family else ""


@register.simple_tag
def line_sign(role: Role | None):
    """Line and rung of a role, as they stand on cards, guides and pages."""
    if role is None:
        return format_html('<p class="line soft">{}</p>', _("Role not set yet"))
    if role.is_exit:
        return format_html('<p class="line">{}</p>', role.line.label)
    return format_html(
        '<p class="line {}">{} {} <span class="soft nowrap">· {}</span> {}</p>',
        role.line.css_class,
        line_tile(role.family),
        role.line.label,
        _("rung %(n)d of 6") % {"n": role.ladder_level},
        icon(f"rung-{role.ladder_level}"),
    )


@register.simple_tag
def rung_sign(role: Role):
    """The rung alone, in words and as a drawing, where the line stands in the heading above."""
    if role.ladder_level is None:
        return ""
    return format_html(
        '<span class="line">{} {}</span>',
        _("Rung %(n)d, %(name)s") % {"n": role.ladder_level, "name": role.level_name},
        icon(f"rung-{role.ladder_level}"),
    )


@register.simple_tag(takes_context=True)
def nav_link(context, prefix: str, label: str, target: str = ""):
    """A link of the main navigation, marked when the page lies below `prefix`."""
    current = context["request"].path.startswith(prefix) if "request" in context else False
    return format_html(
        '<a href="{}"{}>{}</a>',
        target or prefix,
        mark_safe(' aria-current="page"') if current else "",
        label,
    )


@register.inclusion_tag("components/crumbs.html", takes_context=True)
def crumbs(context, page):
    """Where an editors' page stands, for people and as BreadcrumbList. One query."""
    request = context.get("request")
    above = page_crumbs(page, request)
    whole = [*above, Crumb(page.title, page.get_url(request) or "")]
    return {"crumbs": above, "markup": breadcrumbs(whole)}


@register.simple_tag
def json_ld(data):
    """schema.org data as a block that no browser runs."""
    return as_script(data)


@register.inclusion_tag("cms/partials/related_pages.html")
def related_pages(page):
    """Up to three guides that speak of the same roles and skills. Two queries."""
    return {"guides": related_guides(page)}


@register.filter
def markdown(text: str):
    """Employers' and editors' Markdown as safe HTML."""
    return render_markdown(text)


@register.filter
def sentence_list(values) -> str:
    """ "Zendesk", "Zendesk and Spanish", "Zendesk, Spanish and 2 more"."""
    values = [str(value) for value in values]
    if len(values) > 3:
        shown, rest = values[:2], len(values) - 2
        return _("%(shown)s and %(rest)d more") % {"shown": ", ".join(shown), "rest": rest}
    if len(values) > 1:
        return _("%(shown)s and %(last)s") % {
            "shown": ", ".join(values[:-1]),
            "last": values[-1],
        }
    return values[0] if values else ""
