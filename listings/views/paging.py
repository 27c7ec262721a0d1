from datetime import UTC, datetime

from django.core.paginator import EmptyPage
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView


class PagedListView(ListView):
    """Twenty rows a page. What is no page number means page 1; past the last page stands the way back, with 404."""

    paginate_by = 20

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except EmptyPage:
            return render(request, "listings/page_past_the_end.html", status=404)

    @cached_property
    def page_number(self) -> int | None:
        """The page asked for; None where the address names none or something else."""
        text = self.request.GET.get("page", "")
        is_number = text.isascii() and text.isdecimal() and len(text) < 10
        return int(text) if is_number and int(text) else None

    def paginate_queryset(self, queryset, page_size):
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.page(self.page_number or 1)
        return paginator, page, page.object_list, page.has_other_pages()


class FixedInstantMixin:
    """Links from page 2 on carry `as_of`, the instant of the first view.

    A job posted meanwhile would push rows from one page to the next. The view leaves out what was posted
    later, and gives the template `as_of.isoformat()` for the links.
    """

    @cached_property
    def as_of(self) -> datetime:
        asked, now = self.asked_instant, timezone.now()
        return asked if asked and asked < now else now

    @cached_property
    def asked_instant(self) -> datetime | None:
        """The instant in the address; None where there is none or it cannot be read."""
        try:
            return datetime.fromisoformat(self.request.GET.get("as_of", "")).astimezone(UTC)
        except (ValueError, OverflowError, OSError):
            return None
