"""The reports: what has to be checked, mended or written, and what readers made of it."""

from types import SimpleNamespace

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn

from cms.editorial import PublishedWords, findings
from cms.reports.coverage import gaps
from cms.reports.links import broken_links
from cms.reports.page_words import live_pages, page_kind
from cms.reports.reading_figures import feedback_by_page, reads_by_page
from cms.reports.review_dates import checks_due

from .base import EDIT_PAGE, DeskReport, title_column


def page_row(page, **more) -> SimpleNamespace:
    """A row about a page; `more` are the values of the columns after the first two."""
    kind, edit_url = page_kind(page.specific_class), reverse(EDIT_PAGE, args=[page.pk])
    return SimpleNamespace(title=page.title, kind=kind, edit_url=edit_url, **more)


class FactsReport(DeskReport):
    slug = "facts-to-check"
    page_title = _("Facts to check")
    header_icon = "time"
    menu_order = 200
    lead = _(
        "Live pages whose day of the next check is past, and terms of the glossary whose source is"
        " more than two years old. After a check, set both dates of the page anew."
    )
    rights = ("cms.change_glossaryterm",)
    columns = [
        title_column(_("What")),
        Column("kind", label=_("Kind")),
        Column("author", label=_("By")),
        Column("checked_on", label=_("Checked on")),
        Column("due", label=_("Check was due")),
        NumberColumn("days_late", label=_("Days late")),
    ]

    def get_rows(self):
        """Two queries."""
        return checks_due()


class LinksReport(DeskReport):
    slug = "broken-links"
    page_title = _("Broken links")
    header_icon = "link"
    menu_order = 210
    lead = _(
        "Links of live pages to other parts of this site that lead nowhere. Links to other sites"
        " are not looked at."
    )
    narrowed_by = ("problem", _("Problem"))
    columns = [
        title_column(_("On the page")),
        Column("kind", label=_("Kind")),
        Column("link", label=_("Link")),
        Column("target", label=_("Leads to")),
        Column("problem", label=_("Problem")),
    ]

    def get_rows(self):
        """As many queries as `broken_links`."""
        return [
            page_row(broken.page, link=broken.link, target=broken.target, problem=broken.problem)
            for broken in broken_links()
        ]


class FindingsReport(DeskReport):
    slug = "editorial-findings"
    page_title = _("Editorial findings")
    header_icon = "warning"
    menu_order = 220
    lead = _(
        "What the editorial rules say about the live pages. An error keeps a page from being"
        " published again; a warning is for you to judge."
    )
    narrowed_by = ("level", _("Weight"))
    columns = [
        title_column(_("Page")),
        Column("kind", label=_("Kind")),
        Column("level", label=_("Weight")),
        Column("finding", label=_("Finding")),
    ]

    def get_rows(self):
        """As many queries as `live_pages`. Errors first."""
        words = {"error": _t("Error"), "warning": _t("Warning")}
        pages = list(live_pages())
        published = PublishedWords.of(pages)
        found = [(finding, page) for page in pages for finding in findings(page, published)]
        found.sort(key=lambda each: (each[0].level != "error", each[1].path))
        return [
            page_row(page, level=words[finding.level], finding=finding.text)
            for finding, page in found
        ]


class CoverageReport(DeskReport):
    slug = "without-a-guide"
    page_title = _("Not in any guide")
    header_icon = "doc-empty"
    menu_order = 230
    lead = _(
        "Roles that no live guide or career path speaks of, and skills that roles ask and no live"
        " guide teaches. The skills of most roles come first."
    )
    rights = ("cms.change_role", "cms.change_skill")
    columns = [
        title_column(_("Role or skill")),
        Column("kind", label=_("Kind")),
        Column("asked_by", label=_("Roles that ask it")),
    ]

    def get_rows(self):
        """Two queries."""
        return gaps()


class FeedbackReport(DeskReport):
    slug = "helpful-or-not"
    page_title = _("Helpful or not")
    header_icon = "comment"
    menu_order = 240
    lead = _(
        "What readers answered to “Was this useful?”, the pages with most No answers first, and"
        " their newest comments. Nobody is known by an answer."
    )
    nothing_found = _("Nobody answered yet.")
    columns = [
        title_column(_("Page")),
        Column("kind", label=_("Kind")),
        NumberColumn("useful", label=_("Yes")),
        NumberColumn("not_useful", label=_("No")),
        Column("comments", label=_("Newest comments")),
    ]

    def get_rows(self):
        """Two queries."""
        return [
            page_row(
                page, useful=page.useful, not_useful=page.not_useful, comments=" · ".join(comments)
            )
            for page, comments in feedback_by_page()
        ]


class ReadsReport(DeskReport):
    slug = "most-read"
    page_title = _("Most read")
    header_icon = "view"
    menu_order = 250
    lead = _("How often pages were read in the last 30 days.")
    nothing_found = _("No page was read in that time.")
    columns = [
        title_column(_("Page")),
        Column("kind", label=_("Kind")),
        NumberColumn("reads", label=_("Reads")),
    ]

    def get_rows(self):
        """One query."""
        return [page_row(page, reads=page.reads) for page in reads_by_page()]


REPORTS = [
    FactsReport,
    LinksReport,
    FindingsReport,
    CoverageReport,
    FeedbackReport,
    ReadsReport,
]
