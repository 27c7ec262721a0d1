"""Facts that somebody has to check again: pages past their date, and terms with an old source."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import get_page_models

from cms.models import CheckedPage, GlossaryTerm
from cms.reports.page_words import page_kind

# A source is good for two calendar years after its own.
SOURCE_GOOD_FOR = 2


@dataclass(frozen=True)
class DueCheck:
    """`page`: its key, None for a term of the glossary. `checked_on`: None where nobody notes it."""

    kind: str
    title: str
    author: str
    checked_on: date | None
    due: date
    page: int | None = None
    term: int | None = None

    @property
    def edit_url(self) -> str:
        if self.page:
            return reverse("wagtailadmin_pages:edit", args=[self.page])
        return reverse("wagtailsnippets_cms_glossaryterm:edit", args=[self.term])

    @property
    def days_late(self) -> int:
        return (timezone.localdate() - self.due).days


def checked_models() -> list[type[CheckedPage]]:
    return [model for model in get_page_models() if issubclass(model, CheckedPage)]


def pages_past_check() -> QuerySet:
    """Live pages whose next check lies behind us, as rows of six values. One statement for all kinds."""
    columns = ("number", "pk", "title", "author", "reviewed_on", "review_due")
    first, *others = [
        model.objects.live()
        .filter(review_due__lt=timezone.localdate())
        .annotate(number=Value(number))
        .order_by()
        .values_list(*columns)
        for number, model in enumerate(checked_models())
    ]
    return first.union(*others, all=True)


def checks_due() -> list[DueCheck]:
    """Pages and terms, the longest overdue first. Two queries."""
    kinds = [page_kind(model) for model in checked_models()]
    found = [
        DueCheck(kinds[number], title, author, checked_on, due, page=key)
        for number, key, title, author, checked_on, due in pages_past_check()
    ]
    oldest = timezone.localdate().year - SOURCE_GOOD_FOR
    for term in GlossaryTerm.objects.filter(source_year__lt=oldest):
        due = date(term.source_year + SOURCE_GOOD_FOR, 12, 31)
        found.append(
            DueCheck(_("Glossary term"), term.title, term.source_name, None, due, term=term.pk)
        )
    return sorted(found, key=lambda check: (check.due, check.title))
