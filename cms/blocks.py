"""What an editor can put into a page. Blocks that show live data name a role; the templates fetch the data."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        template = "cms/blocks/heading.html"
        label = _("Heading")


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(**{"features": TEXT_FEATURES} | kwargs)

    class Meta:
        icon = "pilcrow"
        template = "cms/blocks/text.html"
        label = _("Text")


class TakeawaysBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(blocks.CharBlock(max_length=200), min_num=2, max_num=6, **kwargs)

    class Meta:
        icon = "list-ul"
        template = "cms/blocks/takeaways.html"
        label = _("In short")


class RoleBlock(blocks.StructBlock):
    role = SnippetChooserBlock("cms.Role", label=_("Role"))


class PayBandBlock(RoleBlock):
    """Published pay of a role's occupation. It follows the newest figures by itself."""

    class Meta:
        icon = "table"
        template = "cms/blocks/pay_band.html"
        label = _("Pay of a role")


class LiveJobsBlock(RoleBlock):
    class Meta:
        icon = "list-ul"
        template = "cms/blocks/live_jobs.html"
        label = _("Open jobs of a role")


class LadderBlock(RoleBlock):
    class Meta:
        icon = "order-up"
        template = "cms/blocks/ladder.html"
        label = _("Next rungs of a role")


class DutiesBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(blocks.CharBlock(max_length=200), min_num=2, **kwargs)

    class Meta:
        icon = "list-ul"
        template = "cms/blocks/duties.html"
        label = _("What you do")


class MomentBlock(blocks.StructBlock):
    time = blocks.CharBlock(max_length=12, help_text=_("As a person would say it: 8:30 a.m."))
    text = blocks.CharBlock(max_length=250)


class DayBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(MomentBlock(), min_num=3, **kwargs)

    class Meta:
        icon = "time"
        template = "cms/blocks/day.html"
        label = _("A day")


class WayInBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=80)
    text = blocks.CharBlock(max_length=300)


class WaysInBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(WayInBlock(), min_num=1, **kwargs)

    class Meta:
        icon = "login"
        template = "cms/blocks/ways_in.html"
        label = _("Ways in")


class TableBlock(blocks.StructBlock):
    """A small table: what it shows, the headings of its columns, its rows."""

    caption = blocks.CharBlock(max_length=150)
    columns = blocks.ListBlock(blocks.CharBlock(max_length=60), min_num=2)
    rows = blocks.ListBlock(blocks.ListBlock(blocks.CharBlock(max_length=120, required=False)))

    class Meta:
        icon = "table"
        template = "cms/blocks/table.html"
        label = _("Table")


class GuideStreamBlock(blocks.StreamBlock):
    takeaways = TakeawaysBlock()
    heading = HeadingBlock(max_length=100)
    text = TextBlock()
    pay_band = PayBandBlock()
    live_jobs = LiveJobsBlock()
    ladder = LadderBlock()


class RoleStreamBlock(blocks.StreamBlock):
    heading = HeadingBlock(max_length=100)
    text = TextBlock()
    duties = DutiesBlock()
    day = DayBlock()
    ways_in = WaysInBlock()


class StandardStreamBlock(blocks.StreamBlock):
    heading = HeadingBlock(max_length=100)
    text = TextBlock()
    table = TableBlock()
