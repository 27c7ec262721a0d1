"""Blocks that show live data. They name a role, a term or a page; the templates fetch what is true today."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.vocabulary import WorkMode


class RoleBlock(blocks.StructBlock):
    role = SnippetChooserBlock("cms.Role", label=_("Role"))


class PayBandBlock(RoleBlock):
    """Published pay of a role's occupation. It follows the newest figures by itself."""

    place = blocks.CharBlock(
        max_length=100,
        required=False,
        label=_("Place"),
        help_text=_("City and state, such as Columbus, OH. Empty: the whole nation"),
    )

    class Meta:
        icon = "table"
        template = "cms/blocks/pay_band.html"
        label = _("Pay of a role")


class LiveJobsBlock(blocks.StructBlock):
    """The newest open jobs of a role, or of all, by mode and place."""

    role = SnippetChooserBlock("cms.Role", label=_("Role"), required=False)
    work_mode = blocks.ChoiceBlock(choices=WorkMode.choices, required=False, label=_("Work mode"))
    place = blocks.CharBlock(max_length=100, required=False, label=_("Place"))

    class Meta:
        icon = "list-ul"
        template = "cms/blocks/live_jobs.html"
        label = _("Open jobs")


class LadderBlock(RoleBlock):
    class Meta:
        icon = "order-up"
        template = "cms/blocks/ladder.html"
        label = _("Next rungs of a role")


class SkillListBlock(RoleBlock):
    """What a role asks. The number of skills is counted, never typed."""

    class Meta:
        icon = "tasks"
        template = "cms/blocks/skill_list.html"
        label = _("Skills of a role")


class RoleCardsBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(SnippetChooserBlock("cms.Role"), min_num=1, max_num=6, **kwargs)

    class Meta:
        icon = "group"
        template = "cms/blocks/role_cards.html"
        label = _("Roles")


class MetricBlock(blocks.StructBlock):
    """A figure that people are measured by, with what it leaves out: both from the glossary."""

    term = SnippetChooserBlock("cms.GlossaryTerm", label=_("Term"))

    class Meta:
        icon = "view"
        template = "cms/blocks/metric.html"
        label = _("Measured figure")


class RelatedPagesBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(blocks.PageChooserBlock(), min_num=1, max_num=6, **kwargs)

    class Meta:
        icon = "doc-full"
        template = "cms/blocks/related_pages.html"
        label = _("Pages to read next")
