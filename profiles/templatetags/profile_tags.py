import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from cms.models import Skill
from cms.vocabulary import SkillKind
from profiles.forms.profile import SkillNamesForm
from profiles.kept_typing import FIELD, mark_of
from profiles.my_profile import my_profile as holder_for
from profiles.undo import TAG

register = template.Library()
_ADDRESS = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,:;!?])")


@register.simple_tag(takes_context=True)
def my_profile(context):
    """The profile of whoever asks, for a page that is not the profile's own. Queries when it is read."""
    return holder_for(context["request"])


@register.simple_tag(takes_context=True)
def typed_by(context) -> str:
    """For the forms whose text is kept when the visit runs out: whose it is. Nothing for guests. No query."""
    user = context.request.user  # also where a partial is given nothing else
    if not user.is_authenticated:
        return ""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, mark_of(user))


@register.inclusion_tag("profiles/partials/add_skill_panel.html", takes_context=True)
def add_skill_panel(context, skill: Skill):
    """A form that puts a skill on the profile of whoever reads, also of a guest. No query."""
    is_language = skill.kind == SkillKind.LANGUAGE
    return {
        "skill": skill if skill.is_matchable else None,
        "form": None if is_language else SkillNamesForm(initial={"name": skill.preferred_label}),
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def undo_token(message) -> str:
    """The act that a message tells of, if it can be taken back; else empty."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix(TAG) for tag in tags if tag.startswith(TAG)), "")


@register.filter
def web_links(text: str):
    """A plain letter with its web addresses to follow; mail addresses stay words."""
    parts = _ADDRESS.split(text)
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<a href="{0}">{0}</a>', part) if n % 2 else part,)
            for n, part in enumerate(parts)
        ),
    )


# In this order: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
_BROWSERS = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrom", "Chrome"), ("Safari/", "Safari")]  # fmt: skip
_SYSTEMS = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux")]  # fmt: skip


@register.filter
def browser_name(user_agent: str) -> str:
    """Chrome on Windows: what a person knows a device by. The rest of what a browser says is noise."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), _("A browser"))
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    if not system:
        return browser
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
