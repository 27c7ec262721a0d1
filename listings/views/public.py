from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import DetailView

from listings.answer_record import answer_record
from listings.employer_page import KIND_EXPLAINED, answers_in_words, fresh_jobs
from listings.leaving import mail_link, safe_host
from listings.models import Listing
from listings.views.paging import PagedListView
from profiles.models import Employer


def canonical(path: str, query: str = "") -> str:
    """The one address of a page, for search engines."""
    return f"{settings.SITE_URL.rstrip('/')}{path}{'?' if query else ''}{query}"


class EmployerDetailView(PagedListView):
    """Who an employer is, how it answers, and its open jobs. Suspended, it has no page.

    Four queries for the page and its jobs, three at most for how it answers.
    """

    template_name = "listings/employer_detail.html"

    @cached_property
    def employer(self) -> Employer:
        employers = Employer.objects.public().select_related("industry", "place")
        return get_object_or_404(employers, slug=self.kwargs["slug"])

    def get_queryset(self):
        return Listing.objects.open().filter(employer=self.employer).for_cards()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            employer=self.employer,
            website_host=safe_host(self.employer.website),
            kind_explained=KIND_EXPLAINED.get(self.employer.kind, ""),
            answers=answers_in_words(answer_record(self.employer)),
            fresh=fresh_jobs(self.employer),
            canonical=canonical(self.employer.get_absolute_url()),
            **kwargs,
        )


class ListingLeaveView(DetailView):
    """Names the site or the mail address that a job's application goes to, before one goes there.

    The only page that shows the address: it is not in lists, feeds, structured data or the API. Nothing
    here is read from the request, and the address is never fetched.
    """

    template_name = "listings/listing_leave.html"

    def get_queryset(self):
        return (
            Listing.objects.public()
            .exclude(apply_route=Listing.ApplyRoute.ON_SITE)
            .select_related("employer")
        )

    def render_to_response(self, context, **kwargs):
        status = 200 if self.object.is_open else 410
        return super().render_to_response(context, status=status, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            host=safe_host(self.object.apply_url), mail_link=mail_link(self.object), **kwargs
        )
