from django.db import models
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from cms.addresses import page_address
from cms.blocks import FaqStreamBlock, StandardStreamBlock
from cms.models.glossary import GlossaryTerm
from cms.models.taxonomy import Role
from cms.structured_data import defined_terms, faq_page, website

from .base import CheckedPage, SitePage, text_search_fields
from .guides import GuidePage

FIRST_RUNG = "csr"  # the role that most people know: shown first, and compared with
BETWEEN_ANSWERS = "<!-- next -->"  # what no text of the editors' desk holds


class HomePage(SitePage):
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
        "cms.IndustryIndexPage",
        "cms.SkillIndexPage",
        "cms.PayPage",
        "cms.GlossaryPage",
        "cms.FaqPage",
        "cms.StandardPage",
    ]
    max_count = 1

    def get_context(self, request, *args, **kwargs):
        """Three queries: the roles of the ladder, three guides and their roles."""
        roles = list(Role.objects.service().by_line())
        return super().get_context(request, *args, **kwargs) | {
            "markup": website(),
            "roles": roles,
            "first_role": next((role for role in roles if role.slug == FIRST_RUNG), None),
            "guides": GuidePage.objects.live().for_cards()[:3],
        }


class GlossaryPage(SitePage):
    """All terms on one page, each under an address of its own (`/glossary/#csat`)."""

    introduction = models.TextField(max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    max_count = 1

    def get_context(self, request, *args, **kwargs):
        """In alphabetical order whatever the case, which the databases take differently. One query."""
        terms = sorted(GlossaryTerm.objects.all(), key=lambda term: term.title.casefold())
        markup = defined_terms(self.title, page_address(self), terms)
        context = super().get_context(request, *args, **kwargs)
        return context | {"terms": terms, "markup": markup}


class FaqPage(CheckedPage):
    """Questions and answers by section; search engines get them as a schema.org FAQPage."""

    introduction = models.TextField(max_length=300, blank=True)
    body = StreamField(FaqStreamBlock())

    page_description = _("Questions and answers under headings; search engines get them too")
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        *CheckedPage.checked_panels,
    ]
    search_fields = text_search_fields("introduction", "body")
    parent_page_types = ["cms.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("page of questions")
        verbose_name_plural = _("pages of questions")

    def get_context(self, request, *args, **kwargs):
        """Its sections as `cms/blocks/faq.html` reads them, also for machines. Two queries, however many answers."""
        sections = self.sections()
        questions = [
            (each["question"], each["answer"])
            for section in sections
            for each in section["questions"]
        ]
        context = super().get_context(request, *args, **kwargs)
        markup = [context["markup"], faq_page(questions)]
        return context | {"sections": sections, "markup": markup}

    def sections(self) -> list[dict]:
        """Headings with their questions; links in the answers lead where their pages are now."""
        blocks = [block.value for block in self.body]
        answers = [each["answer"].source for block in blocks for each in block["questions"]]
        # All at once: each text with a link to a page would ask the database for itself.
        expanded = iter(expand_db_html(BETWEEN_ANSWERS.join(answers)).split(BETWEEN_ANSWERS))
        return [
            {
                "heading": block["heading"],
                "questions": [
                    {
                        "question": each["question"],
                        "answer": mark_safe(next(expanded)),
                    }  # an editor's
                    for each in block["questions"]
                ],
            }
            for block in blocks
        ]


class StandardPage(SitePage):
    """Privacy, terms, credits and the like."""

    introduction = models.TextField(max_length=300, blank=True)
    body = StreamField(StandardStreamBlock())

    page_description = _("A page of words without data, such as privacy or contact")
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = text_search_fields("introduction", "body")
    parent_page_types = ["cms.HomePage"]
    subpage_types = []
