from collections import Counter

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet

from cms.addresses import path_below_home
from cms.blocks import GuideStreamBlock
from cms.editorial.forms import PathForm
from cms.models.skills import Skill
from cms.models.taxonomy import Role
from cms.vocabulary import RoleFamily

from .base import CheckedPage, SitePage, introduction_panel, text_search_fields


class GuideIndexPage(SitePage):
    """A section of the site: its guides and career paths. Editors may open a second one."""

    introduction = models.TextField(max_length=300)

    page_description = _("A further place for guides and career paths, with an address of its own")
    content_panels = [*Page.content_panels, introduction_panel]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.GuidePage", "cms.CareerPathPage"]

    class Meta:
        verbose_name = _("section of guides")
        verbose_name_plural = _("sections of guides")

    def get_context(self, request, *args, **kwargs):
        """Guides of one kind (`?kind=`) or of all, with the number of each; career paths stand apart.

        Five queries: guides, their roles, paths, their rungs and the rungs' roles. Three without a path.
        """
        guides = list(GuidePage.objects.live().child_of(self).for_cards())
        wanted = request.GET.get("kind", "")
        kind = GuidePage.Kind(wanted) if wanted in GuidePage.Kind else None
        counts = Counter(guide.kind for guide in guides)
        return super().get_context(request, *args, **kwargs) | {
            "kinds": [(each, counts[each]) for each in GuidePage.Kind if counts[each]],
            "kind": kind,
            "is_unknown_kind": bool(wanted) and kind is None,
            "number": len(guides),
            "guides": [guide for guide in guides if kind in (None, guide.kind)],
            "paths": CareerPathPage.objects.live().child_of(self).for_cards(),
        }


class GuideQuerySet(PageQuerySet):
    def for_cards(self):
        """Newest first, with the roles that a card shows. Two queries."""
        return self.order_by("-first_published_at", "-pk").prefetch_related("roles")

    def for_role(self, role: Role):
        """Those that are for a role: first what teaches most of the skills that it asks, then the newest."""
        asked = models.Q(skills__role_skills__role=role)
        taught = models.Count("skills", filter=asked, distinct=True)
        guides = self.filter(roles=role).annotate(taught=taught)
        return guides.order_by("-taught", "-first_published_at", "-pk")


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

    page_description = _("An article: a guide, a trend, wellbeing, working from home, advice")
    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        introduction_panel,
        FieldPanel("roles", help_text=_("Whom it is for")),
        FieldPanel("skills"),
        FieldPanel("body"),
        *CheckedPage.checked_panels,
    ]
    search_fields = text_search_fields("introduction", "body")
    parent_page_types = ["cms.GuideIndexPage"]
    subpage_types = []

    objects = PageManager.from_queryset(GuideQuerySet)()

    def get_context(self, request, *args, **kwargs):
        """Its roles, lowest rung first, its skills, and a role whose jobs stand beside a text that shows none.

        Four queries: sources, roles, skills and the pages of those.
        """
        roles = sorted(self.roles.all(), key=lambda role: (role.ladder_level or 7, role.title))
        skills = list(self.skills.all())
        prefetch_related_objects(skills, "page")
        shows_jobs = bool(self.values_of("live_jobs"))
        return super().get_context(request, *args, **kwargs) | {
            "roles": roles,
            "skills": skills,
            "lead_line": next(iter(self.lines), ""),
            "lead_role": None if shows_jobs or not roles else roles[0],
        }

    @property
    def address(self) -> str:
        """Within this site. No query, where Wagtail's own may cost one."""
        return path_below_home(self.url_path)

    @property
    def shelf(self) -> tuple[str, str]:
        return self.get_kind_display(), f"?kind={self.kind}"

    @property
    def lines(self) -> list[RoleFamily]:
        """The lines of the ladder that it is for, in their order. Reads the roles, which `for_cards` loads."""
        families = {role.family for role in self.roles.all()}
        return [family for family in RoleFamily if family in families]


class CareerPathQuerySet(PageQuerySet):
    def through(self, role: Role):
        """The paths that have a rung of that role."""
        return self.filter(pk__in=PathRung.objects.filter(role=role).values("page"))

    def for_cards(self):
        """By title, with their rungs. Three queries."""
        return self.order_by("title", "pk").prefetch_related("rungs__role")


class CareerPathPage(CheckedPage):
    """One way up, rung by rung: the words are the editor's; gap, pay step and open jobs come from the data."""

    introduction = models.TextField(max_length=300)
    body = StreamField(GuideStreamBlock(), blank=True)

    page_description = _("One way up, role by role; gaps, pay and open jobs come by themselves")
    content_panels = [
        *Page.content_panels,
        introduction_panel,
        InlinePanel(
            "rungs", label=_("Rung"), heading=_("Rungs, lowest first"), min_num=2, max_num=6
        ),
        FieldPanel("body"),
        *CheckedPage.checked_panels,
    ]
    search_fields = text_search_fields("introduction", "body")
    parent_page_types = ["cms.GuideIndexPage"]
    subpage_types = []
    shelf = (_("Career paths"), "#paths")
    base_form_class = PathForm

    objects = PageManager.from_queryset(CareerPathQuerySet)()

    def clean(self):
        """Each role once. No constraint says so: rows are saved one by one, and two could never swap roles."""
        super().clean()
        if not getattr(self, "is_judged_by_form", False):
            roles = [rung.role_id for rung in self.rungs.all()]
            if len(set(roles)) < len(roles):
                raise ValidationError(_("The path names a role twice."))

    def get_context(self, request, *args, **kwargs):
        """Three queries: sources, rungs and their roles from the lowest up."""
        return super().get_context(request, *args, **kwargs) | {"roles": self.roles}

    @property
    def roles(self) -> list[Role]:
        """The stations, lowest first. Two queries, none after `for_cards`."""
        rungs = list(self.rungs.all())
        prefetch_related_objects(rungs, "role")
        return [rung.role for rung in rungs]


class PathRung(Orderable):
    """A station of a career path."""

    page = ParentalKey(CareerPathPage, on_delete=models.CASCADE, related_name="rungs")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="path_rungs")

    panels = [FieldPanel("role")]

    def __str__(self):
        return str(self.role)
