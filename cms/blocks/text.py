"""Blocks that hold an editor's own words, and the place of the page's sources among them."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock as WagtailImageBlock

from . import examples
from .lists import LISTS, SOURCES, WORDS, CountedBlock, ItemsBlock

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]


class HeadingBlock(blocks.CharBlock):
    def __init__(self, **kwargs):
        help_text = _("Say what the section tells. No two headings of a page may read the same")
        super().__init__(**{"help_text": help_text} | kwargs)

    class Meta:
        icon = "title"
        group = WORDS
        template = "cms/blocks/heading.html"
        label = _("Heading")
        description = _("Starts a section, and stands in the list “On this page”.")
        preview_value = examples.HEADING


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(**{"features": TEXT_FEATURES} | kwargs)

    class Meta:
        icon = "pilcrow"
        group = WORDS
        template = "cms/blocks/text.html"
        label = _("Text")
        description = _("Paragraphs, small headings, lists and links.")
        preview_value = examples.TEXT


class TakeawaysBlock(ItemsBlock):
    def __init__(self, **kwargs):
        super().__init__(
            blocks.CharBlock(max_length=200, label=_("Sentence")), min_num=2, max_num=6, **kwargs
        )

    class Meta:
        icon = "list-ul"
        group = WORDS
        template = "cms/blocks/takeaways.html"
        label = _("In short")
        description = _("What a reader should keep in mind. Stands at the top of the page.")
        help_text = _("Two to six full sentences, each true without the others")
        preview_value = examples.TAKEAWAYS


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=80, label=_("Title"))
    text = blocks.CharBlock(
        max_length=300, label=_("Text"), help_text=_("One or two sentences: what to do or to say")
    )

    class Meta:
        label = _("Step")


class TipBlock(StepBlock):
    class Meta:
        label = _("Tip")


class StepsBlock(ItemsBlock):
    def __init__(self, **kwargs):
        super().__init__(StepBlock(), min_num=2, max_num=8, **kwargs)

    class Meta:
        icon = "list-ol"
        group = WORDS
        template = "cms/blocks/steps.html"
        label = _("Steps")
        description = _("Things to do one after the other, numbered by themselves.")
        help_text = _("Two to eight, in the order in which one does them")
        preview_value = examples.STEPS


class TipsBlock(CountedBlock):
    """Tips under a heading of their own; on an industry's page each trade has its own."""

    heading = blocks.CharBlock(
        max_length=100,
        required=False,
        label=_("Heading"),
        help_text=_("Names the trade or the moment. Empty: the tips belong to the heading above"),
    )
    tips = ItemsBlock(TipBlock(), min_num=1, label=_("Tips"))
    items_name = "tips"

    class Meta:
        icon = "pick"
        group = WORDS
        template = "cms/blocks/tips.html"
        label = _("Tips")
        description = _("Short pieces of advice side by side, in any order.")
        preview_value = examples.TIPS


class PointsBlock(CountedBlock):
    """A list under a heading of its own: what posts ask, what to ask, how to show it."""

    heading = blocks.CharBlock(max_length=100, label=_("Heading"))
    points = ItemsBlock(blocks.CharBlock(max_length=250), min_num=1, label=_("Points"))
    items_name = "points"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.child_blocks["points"].child_block.label = _("Point")

    class Meta:
        icon = "list-ul"
        group = LISTS
        template = "cms/blocks/points.html"
        label = _("List with a heading")
        description = _("Plain points under a heading: what posts ask, what to ask back.")
        preview_value = examples.POINTS


class DutiesBlock(ItemsBlock):
    def __init__(self, **kwargs):
        super().__init__(blocks.CharBlock(max_length=200, label=_("Duty")), min_num=2, **kwargs)

    class Meta:
        icon = "list-ul"
        group = LISTS
        template = "cms/blocks/duties.html"
        label = _("What you do")
        description = _("The duties of a role, each as something one does.")
        help_text = _("Begin each with a verb: “Answer questions about orders”")
        preview_value = examples.DUTIES


class MomentBlock(blocks.StructBlock):
    time = blocks.CharBlock(
        max_length=12, label=_("Time"), help_text=_("As a person would say it: 8:30 a.m.")
    )
    text = blocks.CharBlock(max_length=250, label=_("Text"))

    class Meta:
        label = _("Moment")


class DayBlock(ItemsBlock):
    def __init__(self, **kwargs):
        super().__init__(MomentBlock(), min_num=3, **kwargs)

    class Meta:
        icon = "time"
        group = LISTS
        template = "cms/blocks/day.html"
        label = _("A day")
        description = _("One made-up working day, moment by moment.")
        help_text = _("At least three moments. The page says that the day is made up")
        preview_value = examples.DAY


class WayInBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=80, label=_("Title"))
    text = blocks.CharBlock(max_length=300, label=_("Text"))

    class Meta:
        label = _("Way in")


class WaysInBlock(ItemsBlock):
    def __init__(self, **kwargs):
        super().__init__(WayInBlock(), min_num=1, **kwargs)

    class Meta:
        icon = "login"
        group = LISTS
        template = "cms/blocks/ways_in.html"
        label = _("Ways in")
        description = _("How people come to the role, and from where.")
        preview_value = examples.WAYS_IN


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(
        max_length=150, label=_("Question"), help_text=_("As a reader would ask it")
    )
    answer = TextBlock(
        features=["bold", "italic", "ol", "ul", "link"],
        label=_("Answer"),
        help_text=_("Begin with the answer itself, then explain"),
    )

    class Meta:
        label = _("Question")


class FaqBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=100, label=_("Heading"))
    questions = ItemsBlock(QuestionBlock(), min_num=1, label=_("Questions"))

    class Meta:
        icon = "help"
        group = LISTS
        template = "cms/blocks/faq.html"
        label = _("Questions and answers")
        description = _("Questions that open one by one. Search engines get them too.")
        preview_value = examples.FAQ


class ImageBlock(WagtailImageBlock):
    """Wagtail's own: without words for those who cannot see it, an image has to be marked as decoration."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        fields = {name: block.field for name, block in self.child_blocks.items()}
        fields["decorative"].help_text = _("Tick it if the page says the same without the image")
        fields["alt_text"].help_text = _(
            "What the image shows, in a sentence, for people who cannot see it"
        )

    class Meta:
        icon = "image"
        group = WORDS
        template = "cms/blocks/image.html"
        label = _("Image")
        description = _("A photo or drawing, with words for people who cannot see it.")
        preview_template = "cms/blocks/previews/image.html"


class SourcesBlock(blocks.StaticBlock):
    """The page's sources, here instead of at its end."""

    class Meta:
        icon = "link"
        group = SOURCES
        template = "cms/blocks/sources.html"
        label = _("Sources of this page")
        description = _("The list of sources, here instead of at the page's end.")
        admin_text = _("Shows the sources named further down, here instead of at the page's end.")
        preview_template = "cms/blocks/previews/sources.html"
