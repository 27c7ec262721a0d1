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
from cms.forms import RoleFilterForm
from cms.pay import PublishedPay
from cms.vocabulary import RoleFamily

from .glossary import GlossaryTerm
from .places import Place
from .taxonomy import Role, RoleSkill

WORDS_PER_MINUTE = 230
FIRST_RUNG = "csr"  # the role that most people know: shown first, and compared with
MAX_PLACE_LENGTH = 100


class HomePage(Page):
    """The front door. Its words are the editor's; jobs, rungs and counts come from the data."""

    headline = models.CharField(max_length=80)
    hiring_heading = models.CharField(max_length=100)
    hiring_text = models.CharField(max_length=200)

    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        MultiFieldPanel(
            [FieldPanel("hiring_heading"), FieldPanel("hiring_text")], _("For employers")
        ),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms.RoleIndexPage",
        "cms.GuideIndexPage",
        "cms.GlossaryPage",
        "cms.StandardPage",
    ]
    max_count = 1

    def get_context(self, request, *args, **kwargs):
        """Three queries: the roles of the ladder, three guides and their roles."""
        roles = list(Role.objects.service().by_line())
        return super().get_context(request, *args, **kwargs) | {
            "roles": roles,
            "first_role": next((role for role in roles if role.slug == FIRST_RUNG), None),
            "guides": GuidePage.objects.live().for_cards()[:3],
        }


class RoleIndexPage(Page):
    """All roles of the ladder by line, and the ways out of it."""

    introduction = models.TextField(max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.RolePage"]
    max_count = 1

    def get_context(self, request, *args, **kwargs):
        """Roles that have a live page, narrowed by the address. Two queries, and one for an industry asked for."""
        form = RoleFilterForm(request.GET)
        roles = Role.objects.filter(page__live=True).narrowed(**form.chosen).by_line()
        return super().get_context(request, *args, **kwargs) | {"form": form, "roles": roles}


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
        """Pay around the place typed into `?near=`, or in the nation. At most eight queries."""
        near = request.GET.get("near", "").strip()[:MAX_PLACE_LENGTH]
        places = list(Place.objects.named(near)[:4]) if near else []
        place = places[0] if places else None
        return super().get_context(request, *args, **kwargs) | {
            "role": self.role,
            "near": near,
            "place": place,
            "other_places": places[1:],
            "pay": PublishedPay(self.role, place),
            "role_skills": self.skills_by_novelty(),
            "steps_in": self.role.steps_in.select_related("from_role"),
            "guides": GuidePage.objects.live()
            .filter(roles=self.role)
            .order_by("-first_published_at"),
        }

    def skills_by_novelty(self) -> dict[str, list[RoleSkill]]:
        """What the role asks: `shared` with a representative's job, and `new`. Two queries.

        For that job itself, and where it is no more, all are `shared`.
        """
        asked = list(self.role.role_skills.select_related("skill"))
        known = set(
            RoleSkill.objects.filter(role__slug=FIRST_RUNG).values_list("skill_id", flat=True)
        )
        if not known:
            return {"shared": asked, "new": []}
        return {
            "shared": [each for each in asked if each.skill_id in known],
            "new": [each for each in asked if each.skill_id not in known],
        }


class GuideIndexPage(Page):
    introduction = models.TextField(max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.GuidePage"]
    max_count = 1

    def get_context(self, request, *args, **kwargs):
        """Two queries: guides and their roles."""
        guides = GuidePage.objects.live().for_cards()
        return super().get_context(request, *args, **kwargs) | {"guides": guides}


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


class GlossaryPage(Page):
    """All terms on one page, each under an address of its own (`/glossary/#csat`)."""

    introduction = models.TextField(max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    max_count = 1

    def get_context(self, request, *args, **kwargs):
        """In alphabetical order whatever the case, which the databases take differently. One query."""
        terms = sorted(GlossaryTerm.objects.all(), key=lambda term: term.title.casefold())
        return super().get_context(request, *args, **kwargs) | {"terms": terms}


class StandardPage(Page):
    """Privacy, terms, credits and the like."""

    introduction = models.TextField(max_length=300, blank=True)
    body = StreamField(StandardStreamBlock())

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = []
