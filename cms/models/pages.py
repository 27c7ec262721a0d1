from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.blocks import GuideStreamBlock, RoleStreamBlock, StandardStreamBlock

from .places import Place
from .taxonomy import Role
from .wages import Wage, WageArea

WORDS_PER_MINUTE = 230


class HomePage(Page):
    """The front door. Its words are the editor's; jobs, rungs and counts come from the data."""

    headline = models.CharField(max_length=80)
    hiring_heading = models.CharField(max_length=100)
    hiring_text = models.CharField(max_length=200)

    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        MultiFieldPanel([FieldPanel("hiring_heading"), FieldPanel("hiring_text")], _("For employers")),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.RoleIndexPage", "cms.GuideIndexPage", "cms.StandardPage"]
    max_count = 1


class RoleIndexPage(Page):
    """All roles of the ladder by line, and the ways out of it."""

    introduction = models.TextField(max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.RolePage"]
    max_count = 1

    def get_context(self, request, *args, **kwargs):
        """One query: roles that have a live page."""
        roles = Role.objects.filter(page__live=True).by_line()
        return super().get_context(request, *args, roles=roles, **kwargs)


class RolePage(Page):
    """What a role is like, what it pays and where it leads. The open jobs are not its business."""

    role = models.OneToOneField(Role, on_delete=models.PROTECT, related_name="page")
    introduction = models.TextField(
        max_length=300, blank=True, help_text=_("Empty: the role's own description is shown")
    )
    body = StreamField(RoleStreamBlock(), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("role"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.RelatedFields("role", [index.SearchField("title"), index.SearchField("alt_titles")]),
    ]
    parent_page_types = ["cms.RoleIndexPage"]
    subpage_types = []

    def get_context(self, request, *args, **kwargs):
        """Pay for `?place=` (a place's number), or the nation. At most five queries."""
        place = None
        wanted = request.GET.get("place", "")
        if wanted.isdecimal() and len(wanted) < 10:
            place = Place.objects.filter(pk=wanted).first()
        context = super().get_context(request, *args, **kwargs)
        context |= {
            "role": self.role,
            "place": place,
            "wages": self.wages(place),
            "role_skills": self.role.role_skills.select_related("skill"),
            "guides": GuidePage.objects.live().filter(roles=self.role),
        }
        return context

    def wages(self, place: Place | None) -> list[Wage]:
        """Published figures for the role's occupation, nearest area first, the nation last."""
        if not self.role.soc_code:
            return []
        areas = WageArea.objects.around(place) or list(WageArea.objects.nation())
        wages = {
            wage.area_id: wage
            for wage in Wage.objects.filter(soc_code=self.role.soc_code, area__in=areas)
            .all_industries()
            .latest()
            .select_related("area")
        }
        return [wages[area.pk] for area in areas if area.pk in wages]


class GuideIndexPage(Page):
    introduction = models.TextField(max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.GuidePage"]
    max_count = 1

    def get_context(self, request, *args, **kwargs):
        """Two queries: guides and their roles."""
        guides = GuidePage.objects.live().for_cards()
        return super().get_context(request, *args, guides=guides, **kwargs)


class GuideQuerySet(PageQuerySet):
    def for_cards(self):
        """Newest first, with the roles that a card shows. Two queries."""
        return self.order_by("-first_published_at", "-pk").prefetch_related("roles")


class GuidePage(Page):
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
    author = models.CharField(max_length=80, default="Rungs editors")
    reviewed_on = models.DateField(default=timezone.localdate)
    review_due = models.DateField(help_text=_("When somebody has to check the facts again"))
    roles = ParentalManyToManyField(Role, blank=True, related_name="guides")
    body = StreamField(GuideStreamBlock())

    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("introduction"),
        FieldPanel("roles"),
        FieldPanel("body"),
        InlinePanel("sources", label=_("Source")),
        MultiFieldPanel(
            [FieldPanel("author"), FieldPanel("reviewed_on"), FieldPanel("review_due")],
            _("Checked"),
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    parent_page_types = ["cms.GuideIndexPage"]
    subpage_types = []

    objects = PageManager.from_queryset(GuideQuerySet)()

    def clean(self):
        super().clean()
        if self.review_due and self.reviewed_on and self.review_due <= self.reviewed_on:
            raise ValidationError(
                {"review_due": _("The next check has to come after the last one.")}
            )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["roles"] = list(self.roles.all())
        return context

    @property
    def headings(self) -> list[dict]:
        """For the table of contents: text and anchor of each heading."""
        return [
            {"text": block.value, "anchor": slugify(block.value)}
            for block in self.body
            if block.block_type == "heading"
        ]

    @property
    def minutes(self) -> int:
        """Reading time, whole minutes, at least one."""
        text = " ".join(
            strip_tags(str(block.value)) for block in self.body if block.block_type in {"text", "takeaways"}
        )
        return max(1, round(len(text.split()) / WORDS_PER_MINUTE))


class GuideSource(Orderable):
    """Where a guide's figures and facts come from."""

    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    url = models.URLField(_("address"), blank=True)

    panels = [FieldPanel("title"), FieldPanel("publisher"), FieldPanel("year"), FieldPanel("url")]

    def __str__(self):
        return self.title


class StandardPage(Page):
    """Privacy, terms, credits and the like."""

    introduction = models.TextField(max_length=300, blank=True)
    body = StreamField(StandardStreamBlock())

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = []
