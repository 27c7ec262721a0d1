from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.generic import DetailView

from cms.vocabulary import SkillKind
from listings.models import Application, Listing, SavedJob
from listings.moments import is_past_keeping
from listings.pay_comparison import compare_pay
from listings.views.public import canonical
from listings.weeks import week_of
from profiles.second_factor import lacks_second_factor, to_second_factor


class ListingDetailView(DetailView):
    """A job's page. It stays for a while when the job closes; before it is published, its people alone see it.

    With what matching shows on it at most twelve statements for a visitor without a profile.
    """

    template_name = "listings/listing_detail.html"

    def get_queryset(self):
        return Listing.objects.visible_to(self.request.user).for_page()

    def get_object(self, queryset=None):
        return get_object_or_404(queryset or self.get_queryset(), pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if self.is_opened_as_staff() and lacks_second_factor(request):
            return to_second_factor(request)
        if kwargs["slug"] != self.object.slug:
            return redirect(self.object, permanent=True)
        if is_past_keeping(self.object) and not self.keeps_it_for_the_reader():
            return self.gone()
        return self.render_to_response(self.get_context_data())

    def is_opened_as_staff(self) -> bool:
        """Whether nothing but the reader's being a moderator shows it. Two queries for moderators."""
        is_moderator = self.request.user.has_perm("listings.review_listing")
        public = Listing.objects.public().filter(pk=self.object.pk)
        return is_moderator and not public.exists() and not self.is_own

    def keeps_it_for_the_reader(self) -> bool:
        return self.is_own or self.request.user.has_perm("listings.review_listing")

    def gone(self) -> HttpResponse:
        context = {"listing": self.object, "days": settings.LISTING_PAGE_KEPT.days}
        return render(self.request, "listings/listing_gone.html", context, status=410)

    def get_context_data(self, **kwargs):
        listing = self.object
        skills = list(listing.listing_skills.all())
        return super().get_context_data(
            comparison=compare_pay(listing),
            week=week_of(listing),
            essential_skills=[row.skill for row in skills if row.is_essential],
            desirable_skills=[row.skill for row in skills if not row.is_essential],
            tools=[row for row in skills if row.skill.kind == SkillKind.TOOL],
            canonical=canonical(listing.get_absolute_url()),
            **self.of_the_reader(),
            **kwargs,
        )

    @cached_property
    def is_own(self) -> bool:
        """Whether the reader works for the employer. One query if signed in."""
        user = self.request.user
        return user.is_authenticated and self.object.employer.members.filter(user=user).exists()

    def of_the_reader(self) -> dict:
        """What this job is to the person who reads: theirs, saved, applied for. Three queries if signed in."""
        user, listing = self.request.user, self.object
        if not user.is_authenticated:
            return {}
        return {
            "is_own": self.is_own,
            "is_saved": SavedJob.objects.filter(candidate__user=user, listing=listing).exists(),
            # One that was withdrawn may be sent again, by the same button as the first time.
            "application": Application.objects.for_candidate(user)
            .filter(listing=listing)
            .exclude(state=Application.State.WITHDRAWN)
            .first(),
        }
