from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet

from cms.blocks import GuideStreamBlock
from cms.models.skills import Skill
from cms.models.taxonomy import Role
from cms.vocabulary import RoleFamily

from .base import CheckedPage, SitePage, text_search_fields

WORDS_PER_MINUTE = 230


class GuideIndexPage(SitePage):
    """A section of the site: its guides and career paths. Editors may open a second one."""

    introduction = models.TextField(max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.GuidePage", "cms.CareerPathPage"]

    def get_context(self, request, *args, **kwargs):
        """Two queries: guides and their roles."""
        guides = GuidePage.objects.live().for_cards()
        return super().get_context(request, *args, **kwargs) | {"guides": guides}


class GuideQuerySet(PageQuerySet):
    def for_cards(self):
        """Newest first, with the roles that a card shows. Two queries."""
        return self.order_by("-first_published_at", "-pk").prefetch_related("roles")


class GuidePage(CheckedPage):
    """An article: a guide, a trend, wellbeing, working from home, advice or résumé tips."""

    class Kind(models.TextChoices):
        GUIDE = "guide", _("Guide")
        TREND = "trend", _("Trend")
        WELLBEING = "wellbeing", _("Wellbeing")
        REMOTE = "remote", _("Working from home")
        ADVICE = "advice", _("Advice")
        RESUME = "resume", _("Résumé tips")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.GUIDE)
    introduction = models.TextField(max_length=300)
    roles = ParentalManyToManyField(Role, blank=True, related_name="guides")
    skills = ParentalManyToManyField(
        Skill, blank=True, related_name="guides", help_text=_("What a reader learns from it")
    )
    body = StreamField(GuideStreamBlock())

    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("introduction"),
        FieldPanel("roles"),
        FieldPanel("skills"),
        FieldPanel("body"),
        *CheckedPage.checked_panels,
    ]
    search_fields = text_search_fields("introduction", "body")
    parent_page_types = ["cms.GuideIndexPage"]
    subpage_types = []

    objects = PageManager.from_queryset(GuideQuerySet)()

    def clean(self):
        super().clean()
        anchors = [heading["anchor"] for heading in self.headings]
        if len(anchors) != len(set(anchors)):
            raise ValidationError({"body": _("Two headings read the same. Please reword one.")})

    def get_context(self, request, *args, **kwargs):
        """Its roles, lowest rung first, and one whose jobs stand beside a text that shows none. One query."""
        roles = sorted(self.roles.all(), key=lambda role: (role.ladder_level or 7, role.title))
        shows_jobs = bool(self._values("live_jobs"))
        return super().get_context(request, *args, **kwargs) | {
            "roles": roles,
            "lead_role": None if shows_jobs or not roles else roles[0],
        }

    @property
    def headings(self) -> list[dict]:
        """For the table of contents: text and anchor of each heading."""
        return [{"text": text, "anchor": slugify(text)} for text in self._values("heading")]

    @property
    def lines(self) -> list[RoleFamily]:
        """The lines of the ladder that it is for, in their order. Reads the roles, which `for_cards` loads."""
        families = {role.family for role in self.roles.all()}
        return [family for family in RoleFamily if family in families]

    @property
    def minutes(self) -> int:
        """Reading time, whole minutes, at least one."""
        words = " ".join(strip_tags(html) for html in self._values("text")).split()
        return max(1, round(len(words) / WORDS_PER_MINUTE))

    def _values(self, block_type: str) -> list[str]:
        # From the raw data: to walk over the blocks would fetch every role that one of them shows.
        return [block["value"] for block in self.body.raw_data if block["type"] == block_type]


class CareerPathPage(CheckedPage):
    """One way up, rung by rung: the words are the editor's; gap, pay step and open jobs come from the data."""

    introduction = models.TextField(max_length=300)
    body = StreamField(GuideStreamBlock(), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        InlinePanel(
            "rungs", label=_("Rung"), heading=_("Rungs, lowest first"), min_num=2, max_num=6
        ),
        FieldPanel("body"),
        *CheckedPage.checked_panels,
    ]
    search_fields = text_search_fields("introduction", "body")
    parent_page_types = ["cms.GuideIndexPage"]
    subpage_types = []


class PathRung(Orderable):
    """A station of a career path."""

    page = ParentalKey(CareerPathPage, on_delete=models.CASCADE, related_name="rungs")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="path_rungs")

    panels = [FieldPanel("role")]

    def __str__(self):
        return str(self.role)
