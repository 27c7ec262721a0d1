"""Blocks for quotations and published figures: source and year are required."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from . import examples
from .lists import SOURCES, ValidatedBlock

# What is said where one of them is left empty.
NEEDED = {
    "source": gettext_lazy("Nothing is published without its source. Write where it stands."),
    "year": gettext_lazy("Nothing is published without the year of its source. Write the year."),
}


class CitedBlock(ValidatedBlock):
    """What has a source of its own, with `year`: a year that is still to come is refused."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fields = {name: block.field for name, block in self.child_blocks.items()}
        fields["url"].help_text = gettext_lazy("Where it can be read, beginning with https://")
        for name, text in NEEDED.items():
            fields[name].error_messages["required"] = text

    def problems(self, value):
        if value["year"] > timezone.localdate().year:
            yield "year", _("This year is still to come. In which year was it published?")

    class Meta:
        group = SOURCES


class QuoteBlock(CitedBlock):
    quote = blocks.TextBlock(
        max_length=500,
        label=gettext_lazy("Words"),
        help_text=gettext_lazy("Exactly as they were said, without quotation marks"),
    )
    attribution = blocks.CharBlock(
        max_length=120,
        label=gettext_lazy("By"),
        help_text=gettext_lazy("Who said or wrote it: full name, and what they do"),
    )
    source = blocks.CharBlock(
        max_length=200,
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Where it stands: title of the work, publisher"),
    )
    year = blocks.IntegerBlock(
        min_value=1800, max_value=date.max.year, label=gettext_lazy("Year of the source")
    )
    url = blocks.URLBlock(required=False, label=gettext_lazy("Address"))

    class Meta:
        icon = "openquote"
        template = "cms/blocks/quote.html"
        label = gettext_lazy("Quotation")
        description = gettext_lazy("Somebody's own words. Cannot be published without their name.")
        preview_value = examples.QUOTE


class FigureBlock(CitedBlock):
    value = blocks.CharBlock(
        max_length=40,
        label=gettext_lazy("Figure"),
        help_text=gettext_lazy("With its unit: 62%, $21.53 an hour"),
    )
    meaning = blocks.CharBlock(
        max_length=250,
        label=gettext_lazy("What it counts"),
        help_text=gettext_lazy("Of what, where and when"),
    )
    source = blocks.CharBlock(
        max_length=200,
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Who published it, and in which work"),
    )
    year = blocks.IntegerBlock(
        min_value=1900, max_value=date.max.year, label=gettext_lazy("Year of the source")
    )
    url = blocks.URLBlock(required=False, label=gettext_lazy("Address"))

    class Meta:
        icon = "decimal"
        template = "cms/blocks/figure.html"
        label = gettext_lazy("Published figure")
        description = gettext_lazy("One number that counts, with its source and year beside it.")
        preview_value = examples.FIGURE

    def problems(self, value):
        yield from super().problems(value)
        if not any(char.isdigit() for char in value["value"]):
            yield "value", _("Write the number itself, with its unit: 62%, $21.53 an hour.")
