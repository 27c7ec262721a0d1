"""Blocks that show live data: they store a role, a term or a page and fetch the rest when a page is read.

All blocks of one kind on a page fetch their roles in one query.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.editorial.counts import wrong_count
from cms.models.glossary import GlossaryTerm
from cms.models.places import Place
from cms.models.taxonomy import Role
from cms.pay import national_medians
from cms.vocabulary import WorkMode

from .lists import LIVE_DATA, ItemsBlock, ValidatedBlock

COUNTRY_OF_WAGES = "US"


class LiveBlock(ValidatedBlock):
    """Names rows of the data."""

    class Meta:
        group = LIVE_DATA


class RoleBlock(LiveBlock):
    role = SnippetChooserBlock("cms.Role", label=gettext_lazy("Role"))

    def get_preview_value(self):
        role = Role.objects.service().exclude(soc_code="").by_line().first()
        return self.normalize({"role": role})


def place_named(text: str) -> Place | None:
    """One query, none for an empty text."""
    return Place.objects.named(text).first() if text else None


def unknown_place(text: str) -> str:
    return _(
        "We know no place called “%(place)s”. Write a city of 15,000 people or more with its "
        "state, such as Columbus, OH."
    ) % {"place": text}


class PayBandBlock(RoleBlock):
    """Published pay of a role's occupation. It follows the newest figures by itself."""

    place = blocks.CharBlock(
        max_length=100,
        required=False,
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("City and state, such as Columbus, OH. Empty: the whole nation"),
    )

    class Meta:
        icon = "table"
        template = "cms/blocks/pay_band.html"
        label = gettext_lazy("Pay of a role")
        description = gettext_lazy(
            "Lowest, middle and highest pay with source and year. Follows new figures by itself."
        )

    def problems(self, value):
        place = place_named(value.get("place"))
        if not value.get("place"):
            return
        if place is None:
            yield "place", unknown_place(value["place"])
        elif place.country_code != COUNTRY_OF_WAGES:
            text = _(
                "Wages are published for the United States alone, and %(place)s lies elsewhere."
            )
            yield "place", text % {"place": place.label}

    def get_context(self, value, parent_context=None):
        """One query where a place is named; the figures cost one more, in the template."""
        context = super().get_context(value, parent_context=parent_context)
        return context | {"place": place_named(value.get("place"))}


def _told_if_gone(raw: dict, value: blocks.StructValue) -> blocks.StructValue:
    """A role that is no more must not turn its jobs into those of every role."""
    value.is_gone = bool(raw.get("role")) and value.get("role") is None
    return value


class LiveJobsBlock(LiveBlock):
    """The newest open jobs of a role, or of all, by mode and place."""

    role = SnippetChooserBlock(
        "cms.Role",
        label=gettext_lazy("Role"),
        required=False,
        help_text=gettext_lazy("Empty: jobs of every role"),
    )
    work_mode = blocks.ChoiceBlock(
        choices=WorkMode.choices,
        required=False,
        label=gettext_lazy("Where the work is done"),
        help_text=gettext_lazy("Empty: at home or at a place of work"),
    )
    place = blocks.CharBlock(
        max_length=100,
        required=False,
        label=gettext_lazy("Near"),
        help_text=gettext_lazy("City and state, such as Columbus, OH: within 25 miles of it"),
    )

    class Meta:
        icon = "list-ul"
        template = "cms/blocks/live_jobs.html"
        label = gettext_lazy("Open jobs")
        description = gettext_lazy("The newest jobs that are open when somebody reads the page.")

    def problems(self, value):
        if value.get("place") and place_named(value["place"]) is None:
            yield "place", unknown_place(value["place"])

    def to_python(self, value):
        return _told_if_gone(value, super().to_python(value))

    def bulk_to_python(self, values):
        values = list(values)
        return [
            _told_if_gone(*pair)
            for pair in zip(values, super().bulk_to_python(values), strict=True)
        ]

    def get_preview_value(self):
        return self.normalize({"role": None, "work_mode": "", "place": ""})

    def get_context(self, value, parent_context=None):
        """One query where a place is named; the jobs cost two more, in the template."""
        context = super().get_context(value, parent_context=parent_context)
        mode = value.get("work_mode")
        return context | {
            "place": place_named(value.get("place")),
            "mode_label": WorkMode(mode).label if mode in WorkMode.values else "",
        }


class LadderBlock(RoleBlock):
    class Meta:
        icon = "order-up"
        template = "cms/blocks/ladder.html"
        label = gettext_lazy("Next rungs of a role")
        description = gettext_lazy("Where a role leads: skills to add, pay step, open jobs.")

    def problems(self, value):
        if value["role"].is_exit:
            text = _("%(role)s lies outside the ladder, so no rung follows. Choose a service role.")
            yield "role", text % {"role": value["role"].title}


class SkillListBlock(RoleBlock):
    """What a role asks. The number of skills is counted; a heading may repeat it, but not name another."""

    heading = blocks.CharBlock(
        max_length=100,
        required=False,
        label=gettext_lazy("Heading"),
        help_text=gettext_lazy("Empty: counted by itself, such as “7 skills asked of a team lead”"),
    )

    class Meta:
        icon = "tasks"
        template = "cms/blocks/skill_list.html"
        label = gettext_lazy("Skills of a role")
        description = gettext_lazy("What a role asks, most important first, and how many.")

    def problems(self, value):
        count = value["role"].role_skills.count()
        if not count:
            text = _("No skill of %(role)s is listed in the taxonomy yet.")
            yield "role", text % {"role": value["role"].title}
        elif wrong := wrong_count(value.get("heading") or "", count):
            yield "heading", wrong

    def get_context(self, value, parent_context=None):
        """The skills, and the editor's heading while its number is still true. One query."""
        context = super().get_context(value, parent_context=parent_context)
        role, heading = value.get("role"), value.get("heading") or ""
        skills = (
            [each.skill for each in role.role_skills.select_related("skill__page")] if role else []
        )
        is_true = not wrong_count(heading, len(skills))
        return context | {"skills": skills, "heading": heading if is_true else ""}


class ChosenBlock(ItemsBlock):
    """Rows chosen one by one, each at most once."""

    def clean(self, value):
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        errors, seen = {}, set()
        for index, item in enumerate(cleaned):
            problem = _("This one is in the list already.") if item in seen else self.problem(item)
            seen.add(item)
            if problem:
                errors[index] = ValidationError(problem)
        if errors:
            raise ListBlockValidationError(block_errors=errors)
        return cleaned

    def problem(self, item) -> str:
        return ""

    class Meta:
        group = LIVE_DATA


class RoleCardsBlock(ChosenBlock):
    def __init__(self, **kwargs):
        role = SnippetChooserBlock("cms.Role", label=gettext_lazy("Role"))
        super().__init__(role, min_num=1, max_num=6, **kwargs)

    class Meta:
        icon = "group"
        template = "cms/blocks/role_cards.html"
        label = gettext_lazy("Roles")
        description = gettext_lazy("Cards of one to six roles with what they are and pay.")

    def get_preview_value(self):
        return self.normalize(list(Role.objects.service().exclude(soc_code="").by_line()[:3]))

    def get_context(self, value, parent_context=None):
        """Roles that still are, each with the nation's middle pay. One query."""
        context = super().get_context(value, parent_context=parent_context)
        roles = [role for role in value if role is not None]
        wages = national_medians(roles) if roles else {}
        return context | {"cards": [(role, wages.get(role.pk)) for role in roles]}


class MetricBlock(LiveBlock):
    """A figure that people are measured by, with what it leaves out: both from the glossary."""

    term = SnippetChooserBlock("cms.GlossaryTerm", label=gettext_lazy("Term"))

    class Meta:
        icon = "view"
        template = "cms/blocks/metric.html"
        label = gettext_lazy("Measured figure")
        description = gettext_lazy("A term of the glossary with what its figure leaves out.")

    def problems(self, value):
        if not value["term"].caution:
            text = _("%(term)s has no caution in the glossary yet. Add one there first.")
            yield "term", text % {"term": value["term"].title}

    def get_preview_value(self):
        term = GlossaryTerm.objects.filter(is_metric=True).exclude(caution="").first()
        return self.normalize({"term": term})


class RelatedPagesBlock(ChosenBlock):
    def __init__(self, **kwargs):
        page = blocks.PageChooserBlock(label=gettext_lazy("Page"))
        super().__init__(page, min_num=1, max_num=6, **kwargs)

    class Meta:
        icon = "doc-full"
        template = "cms/blocks/related_pages.html"
        label = gettext_lazy("Pages to read next")
        description = gettext_lazy(
            "One to six pages of this site, each with its short description."
        )

    def problem(self, item) -> str:
        return "" if item.live else _("This page is not published, so nobody could read it.")

    def get_preview_value(self):
        return self.normalize(list(Page.objects.live().filter(depth__gt=2).order_by("-pk")[:2]))

    def get_context(self, value, parent_context=None):
        """Pages that still are and are published. No query of its own."""
        context = super().get_context(value, parent_context=parent_context)
        return context | {"pages": [page for page in value if page is not None and page.live]}
