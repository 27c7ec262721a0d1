from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from listings.facets import Facets, facets
from listings.filters import ListingFilterSet
from listings.landing import landing_path
from listings.models import Listing
from listings.relaxations import FEW, relaxations
from listings.views.paging import FixedInstantMixin, PagedListView
from listings.views.public import canonical


class ListingListView(FixedInstantMixin, PagedListView):
    """The public job list. At most 14 statements, however many jobs there are.

    Three for the jobs, their channels and all counts; one for titles of choices, and what the words, the
    place and a search that finds little ask for (`ListingFilterSet`, `relaxations`).
    """

    template_name = "listings/listing_list.html"
    filterset_class = ListingFilterSet

    @cached_property
    def search(self) -> ListingFilterSet:
        listings = Listing.objects.open().filter(date_posted__lte=self.as_of).for_cards()
        return self.filterset_class(self.request.GET, listings)

    def get(self, request, *args, **kwargs):
        self.search.form  # noqa: B018 (reads the address, and what was merged since it was written)
        if self.search.renamed:
            query = request.GET.copy()
            for name in self.search.renamed:
                query.setlist(name, self.search.data.getlist(name))
            return redirect(f"{request.path}?{query.urlencode()}", permanent=True)
        return super().get(request, *args, **kwargs)

    @cached_property
    def facets(self) -> Facets:
        return facets(self.search)

    def get_queryset(self):
        return self.search.qs

    def get_paginator(self, *args, **kwargs):
        paginator = super().get_paginator(*args, **kwargs)
        paginator.count = self.facets.count  # counted with the options
        return paginator

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
        count, search = self.facets.count, self.search
        return context | {
            "search": search,
            "facets": self.facets.groups,
            "notes": self.notes,
            "as_of": self.as_of.isoformat(),
            "is_few": count <= FEW and search.is_filtered,
            "relaxations": relaxations(search, count) if count <= FEW else [],
            **self.addresses(context["page_obj"].number),
        }

    def addresses(self, page: int) -> dict:
        """For search engines: a search that is a page of its own, such as a role's, is found there."""
        landing = landing_path(self.search) if page == 1 and self.facets.count else None
        return {
            "canonical": canonical(landing) if landing else self.canonical(page),
            "is_unlisted": self.search.is_filtered and not landing,
        }

    def canonical(self, page: int) -> str:
        data = self.search.query_dict()
        if page > 1:
            data["page"] = page
        return canonical(self.request.path, data.urlencode())
