from datetime import UTC, datetime
from operator import itemgetter
from urllib.parse import urlsplit

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from cms.vocabulary import SkillKind
from listings.facets import facets
from listings.filters import ListingFilterSet
from listings.models import Application, Listing, SavedJob
from listings.pay_comparison import compare_pay
from listings.views.paging import PagedListView
from profiles.models import Employer

RELAXATIONS_SHOWN = 6


def canonical(path: str, query: str = "") -> str:
    """The one address of a page, for search engines."""
    return f"{settings.SITE_URL.rstrip('/')}{path}{'?' if query else ''}{query}"


class ListingListView(PagedListView):
    """The public job list. At most 14 statements, however many jobs there are.

    Links from page 2 on carry `as_of`, the instant of the first view: a job posted meanwhile would push
    rows from one page to the next.
    """

    template_name = "listings/listing_list.html"

    @cached_property
    def as_of(self) -> datetime:
        asked = self.asked_instant
        now = timezone.now()
        return asked if asked and asked < now else now

    @cached_property
    def asked_instant(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.request.GET.get("as_of", "")).astimezone(UTC)
        except (ValueError, OverflowError, OSError):
            return None

    @cached_property
    def search(self) -> ListingFilterSet:
        listings = Listing.objects.open().filter(date_posted__lte=self.as_of).for_cards()
        return ListingFilterSet(self.request.GET, listings)

    def get_queryset(self):
        return self.search.qs

    @property
    def notes(self) -> list[str]:
        notes = self.search.notes
        if self.request.GET.get("page") and self.page_number is None:
            notes = [*notes, _("That is not the number of a page, so the first one is shown.")]
        if self.request.GET.get("as_of") and self.asked_instant is None:
            notes = [*notes, _("The address held a time that could not be read. It was left out.")]
        return notes

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        count = context["paginator"].count
        return context | {
            "search": self.search,
            "facets": facets(self.search),
            "notes": self.notes,
            "as_of": self.as_of.isoformat(),
            "relaxations": [] if count else self.relaxations(),
            "canonical": self.canonical(context["page_obj"].number),
        }

    def relaxations(self) -> list[dict]:
        """How many jobs there were without each of the first filters, most first. One count each."""
        without = [
            {"chip": chip, "count": self.search.with_query(chip.query).qs.count()}
            for chip in self.search.chips()[:RELAXATIONS_SHOWN]
        ]
        return sorted(without, key=itemgetter("count"), reverse=True)

    def canonical(self, page: int) -> str:
        data = self.search.query_dict()
        if page > 1:
            data["page"] = page
        return canonical(self.request.path, data.urlencode())


class ListingDetailView(DetailView):
    """A job's page. It stays when the job closes; before it is published, its people alone see it."""

    template_name = "listings/listing_detail.html"

    def get_queryset(self):
        return Listing.objects.visible_to(self.request.user).for_page()

    def get_object(self, queryset=None):
        return get_object_or_404(queryset or self.get_queryset(), pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if kwargs["slug"] != self.object.slug:
            return redirect(self.object, permanent=True)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        listing = self.object
        skills = list(listing.listing_skills.all())
        return super().get_context_data(
            comparison=compare_pay(listing),
            essential_skills=[row.skill for row in skills if row.is_essential],
            desirable_skills=[row.skill for row in skills if not row.is_essential],
            tools=[row for row in skills if row.skill.kind == SkillKind.TOOL],
            canonical=canonical(listing.get_absolute_url()),
            **self.of_the_reader(),
            **kwargs,
        )

    def of_the_reader(self) -> dict:
        """What this job is to the person who reads: theirs, saved, applied for. Three queries if signed in."""
        user, listing = self.request.user, self.object
        if not user.is_authenticated:
            return {}
        return {
            "is_own": listing.employer.members.filter(user=user).exists(),
            "is_saved": SavedJob.objects.filter(candidate__user=user, listing=listing).exists(),
            # One that was withdrawn may be sent again, by the same button as the first time.
            "application": Application.objects.for_candidate(user)
            .filter(listing=listing)
            .exclude(state=Application.State.WITHDRAWN)
            .first(),
        }


class EmployerDetailView(PagedListView):
    """Who an employer is, and its open jobs. Suspended, it has no page."""

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
            canonical=canonical(self.employer.get_absolute_url()),
            **kwargs,
        )


class ListingLeaveView(DetailView):
    """Names the address that a job's application is on, before one goes there."""

    template_name = "listings/listing_leave.html"

    def get_queryset(self):
        return (
            Listing.objects.public()
            .filter(apply_route=Listing.ApplyRoute.EXTERNAL)
            .select_related("employer")
        )

    def render_to_response(self, context, **kwargs):
        status = 200 if self.object.is_open else 410
        return super().render_to_response(context, status=status, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(host=safe_host(self.object.apply_url), **kwargs)


def safe_host(url: str) -> str:
    """The host that an https address really leads to, in plain letters; empty if we would not link to it.

    A name in other letters is shown as the browser asks for it ("xn--…"): a look-alike must not pass.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError:  # UnicodeError is one
        return ""
    if parts.scheme != "https" or not host:
        return ""
    return host if port in {None, 443} else f"{host}:{port}"
