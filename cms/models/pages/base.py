"""What the editors' pages have in common."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.editorial import errors
from cms.editorial.forms import DraftCopyForm, EditorialPageForm
from cms.editorial.second_reader import SecondReaderTester
from cms.reading_time import minutes
from cms.structured_data import article


def in_a_year() -> date:
    return timezone.localdate() + timedelta(days=365)


# For pages whose own field says nothing else about it.
introduction_panel = FieldPanel(
    "introduction", help_text=_("Stands under the title and on cards: one or two sentences")
)


class SitePage(Page):
    """A page of the site: what a reader sees of it elsewhere, in a search engine or a shared link."""

    social_image = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown where people share the page; 1200 by 630 dots is best"),
    )
    # The part of its index that a page stands on: a name, and the query that shows it there.
    shelf: tuple[str, str] | None = None

    promote_panels = [*Page.promote_panels, FieldPanel("social_image")]
    base_form_class = EditorialPageForm
    copy_form_class = DraftCopyForm

    class Meta:
        abstract = True

    def clean(self):
        """Refuse what breaks the editorial rules; the editors' form says it beside the blocks instead."""
        super().clean()
        if not getattr(self, "is_judged_by_form", False):
            found = errors(self)
            if found:
                raise ValidationError({"body": [finding.text for finding in found]})

    def permissions_for_user(self, user):
        return SecondReaderTester(user, self)

    @cached_property
    def social_picture(self) -> str:
        """The address of its own picture in the size that networks ask for, empty without one. Two queries."""
        if self.social_image is None:
            return ""
        return self.social_image.get_rendition("fill-1200x630").full_url


class CheckedPage(SitePage):
    """A page whose facts somebody checks: by whom it is, when it was checked and when it has to be again."""

    author = models.CharField(
        _("by"),
        max_length=120,
        default="Rungs editors",
        help_text=_("One name or several, as they stand under the title"),
    )
    reviewed_on = models.DateField(
        _("checked on"),
        default=timezone.localdate,
        help_text=_("When somebody last checked the facts"),
    )
    review_due = models.DateField(
        _("next check"),
        default=in_a_year,
        help_text=_("When somebody has to check the facts again; past it, the page is on a list"),
    )

    checked_panels = [
        InlinePanel("sources", label=_("Source"), heading=_("Sources")),
        MultiFieldPanel(
            [FieldPanel("author"), FieldPanel("reviewed_on"), FieldPanel("review_due")],
            _("Checked"),
        ),
    ]

    class Meta:
        abstract = True

    def clean(self):
        if self.review_due and self.reviewed_on and self.review_due <= self.reviewed_on:
            raise ValidationError(
                {"review_due": _("The next check has to come after the last one.")}
            )
        super().clean()

    def get_context(self, request, *args, **kwargs):
        """What machines read of it, and its sources. One query."""
        return super().get_context(request, *args, **kwargs) | {"markup": article(self)}

    @property
    def is_past_review(self) -> bool:
        return self.review_due < timezone.localdate()

    @property
    def headings(self) -> list[dict]:
        """For the table of contents: text and anchor of each heading, also of those that blocks bring."""
        texts = [
            value.get("heading") if isinstance(value := block["value"], dict) else value
            for block in self.body.raw_data
            if block["type"] == "heading" or isinstance(block["value"], dict)
        ]
        return [{"text": text, "anchor": slugify(text)} for text in texts if text]

    @property
    def minutes(self) -> int:
        """Reading time, whole minutes, at least one."""
        return minutes(self.body.raw_data)

    @cached_property
    def named_sources(self) -> list["PageSource"]:
        """Its sources: one query, however often a page asks."""
        return list(self.sources.all())

    @property
    def places_sources(self) -> bool:
        """Whether a block of its body puts the sources somewhere else than at the end."""
        return any(block["type"] == "sources" for block in self.body.raw_data)

    def values_of(self, block_type: str) -> list:
        """What the blocks of a type hold, as it is stored: to walk over them would fetch what they show."""
        return [block["value"] for block in self.body.raw_data if block["type"] == block_type]


class PageSource(Orderable):
    """Where a page's figures and facts come from."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    url = models.URLField(_("address"), blank=True)

    panels = [FieldPanel("title"), FieldPanel("publisher"), FieldPanel("year"), FieldPanel("url")]

    def __str__(self):
        return self.title


def text_search_fields(*names: str) -> list[index.BaseField]:
    return [*Page.search_fields, *(index.SearchField(name) for name in names)]
