"""People for a listing, for the members of its employer."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from listings import services
from listings.models import Listing
from listings.views.paging import PagedListView
from matching.adapters import current_index
from matching.people import invitations
from matching.people.finding import Found, find_people
from matching.people.words import describe_people
from matching.templatetags.match_tags import knows


def own_listing(request, pk: int) -> Listing:
    """A listing of one of this person's employers, with what people are held against. Six queries."""
    listings = Listing.objects.for_user(request.user).for_page()
    return get_object_or_404(listings, pk=pk)


class PeopleView(LoginRequiredMixin, PagedListView):
    """Who opted in and may fit an open listing, those who fit best first.

    Besides session, user and listing at most nineteen queries, however many people: five for the
    order, eleven for the people of the page, and what the index of people has to read again.
    """

    template_name = "matching/people.html"

    @cached_property
    def listing(self) -> Listing:
        return own_listing(self.request, self.kwargs["pk"])

    @cached_property
    def index(self):
        return current_index()

    @cached_property
    def obstacle(self) -> str:
        """Why nobody is shown; empty if people are."""
        if self.listing.employer.suspended_at is not None:
            return "suspended"
        if not self.listing.employer.is_verified:
            return "unverified"
        if not self.listing.is_open:
            return "not live"
        if self.index is None or not knows(self.index, self.listing):
            return "not ready"
        return ""

    @cached_property
    def found(self) -> Found | None:
        return None if self.obstacle else find_people(self.index, self.listing)

    def get_queryset(self):
        return self.found.keys if self.found else []

    def get_context_data(self, **kwargs):
        context = super().get_context_data(listing=self.listing, obstacle=self.obstacle, **kwargs)
        if self.found:
            keys = context["page_obj"].object_list
            context |= {
                "found": self.found,
                "people": describe_people(self.listing, self.index, keys),
                "invitations_a_day": invitations.INVITATIONS_A_DAY,
            }
        return context

    def render_to_response(self, context, **kwargs):
        status = 403 if self.obstacle in {"suspended", "unverified"} else 200
        return super().render_to_response(context, status=status, **kwargs)


class InviteView(LoginRequiredMixin, View):
    """Invite one person to apply, and go back to where they stand on the list."""

    http_method_names = ["post", "options"]

    def post(self, request, pk, candidate_pk):
        listing = own_listing(request, pk)
        page = request.POST.get("page", "")
        page = page if page.isascii() and page.isdecimal() and len(page) < 10 else "1"
        url = f"{reverse('matching:people', args=[listing.pk])}?page={page}"
        try:
            invitations.invite(listing=listing, candidate_pk=candidate_pk, invited_by=request.user)
        except services.Refused as refusal:
            messages.warning(request, why_not(refusal))
            return redirect(url)
        messages.success(
            request, _("Invited. They get a mail with a link to the post; the choice is theirs.")
        )
        return redirect(f"{url}#person-{candidate_pk}")


def why_not(refusal: services.Refused) -> str:
    """Why nobody was invited, in words."""
    if isinstance(refusal, invitations.AlreadyInvited):
        date = refusal.invitation.created_at
        return _("They were invited on %(date)s already. No second mail was sent.") % {
            "date": f"{date:%b} {date.day}"
        }
    if isinstance(refusal, invitations.TooManyInvitations):
        return _(
            "Not invited: %(n)d invitations a day is the most for one employer. Go on tomorrow."
        ) % {"n": invitations.INVITATIONS_A_DAY}
    if isinstance(refusal, services.ListingClosed):
        return _("Not invited: the post is not open, so nobody can apply for it.")
    if isinstance(refusal, invitations.NotShown):
        return _("Not invited: this person is not on the list any more.")
    return _("Not invited: the employer has to be checked, and not suspended, before it invites.")
