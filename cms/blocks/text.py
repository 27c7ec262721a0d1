"""Blocks that hold an editor's own words."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock as WagtailImageBlock

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


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=80)
    text = blocks.CharBlock(max_length=300)


class StepsBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(StepBlock(), min_num=2, max_num=8, **kwargs)

    class Meta:
        icon = "list-ol"
        template = "cms/blocks/steps.html"
        label = _("Steps")


class TipsBlock(blocks.StructBlock):
    """Tips under a heading of their own; on an industry's page each trade has its own."""

    heading = blocks.CharBlock(max_length=100)
    tips = blocks.ListBlock(StepBlock(), min_num=1)

    class Meta:
        icon = "pick"
        template = "cms/blocks/tips.html"
        label = _("Tips")


class PointsBlock(blocks.StructBlock):
    """A list under a heading of its own: what posts ask, what to ask, how to show it."""

    heading = blocks.CharBlock(max_length=100)
    points = blocks.ListBlock(blocks.CharBlock(max_length=250), min_num=1)

    class Meta:
        icon = "list-ul"
        template = "cms/blocks/points.html"
        label = _("List with a heading")


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


class QuoteBlock(blocks.StructBlock):
    quote = blocks.TextBlock(max_length=500)
    attribution = blocks.CharBlock(max_length=120, help_text=_("Who said or wrote it"))
    source = blocks.CharBlock(max_length=200, help_text=_("Where it stands: work, publisher"))
    year = blocks.IntegerBlock(min_value=1800, max_value=date.max.year)
    url = blocks.URLBlock(required=False, label=_("Address"))

    class Meta:
        icon = "openquote"
        template = "cms/blocks/quote.html"
        label = _("Quotation")


class FigureBlock(blocks.StructBlock):
    """A number that somebody published. It cannot stand without source and year."""

    value = blocks.CharBlock(max_length=40, help_text=_("With its unit: 62%, $21.53 an hour"))
    meaning = blocks.CharBlock(max_length=250, help_text=_("What is counted, where and when"))
    source = blocks.CharBlock(max_length=200)
    year = blocks.IntegerBlock(min_value=1900, max_value=date.max.year)
    url = blocks.URLBlock(required=False, label=_("Address"))

    class Meta:
        icon = "percentage"
        template = "cms/blocks/figure.html"
        label = _("Published figure")


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=150)
    answer = TextBlock(features=["bold", "italic", "ol", "ul", "link"])


class FaqBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=100)
    questions = blocks.ListBlock(QuestionBlock(), min_num=1)

    class Meta:
        icon = "help"
        template = "cms/blocks/faq.html"
        label = _("Questions and answers")


class ImageBlock(WagtailImageBlock):
    """Wagtail's own: without words for those who cannot see it, an image has to be marked as decoration."""

    class Meta:
        icon = "image"
        template = "cms/blocks/image.html"
        label = _("Image")


class SourcesBlock(blocks.StaticBlock):
    """The page's sources, here instead of at its end."""

    class Meta:
        icon = "link"
        template = "cms/blocks/sources.html"
        label = _("Sources of this page")
        admin_text = _("Shows the sources named further down, here instead of at the page's end.")
