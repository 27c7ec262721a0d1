from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from listings.comparison import compare
from listings.models import Listing
from listings.moments import is_past_keeping

FEWEST, MOST = 2, 4
# Both databases take any key of so many digits.
DIGITS = 18


class ListingCompareView(TemplateView):
    """Two to four jobs side by side, named in the address: ?job=1&job=2. Anybody may pass it on.

    Six queries for the jobs, besides what matching says of them.
    """

    template_name = "listings/listing_compare.html"

    @cached_property
    def asked(self) -> list[str]:
        return list(dict.fromkeys(self.request.GET.getlist("job")))

    @cached_property
    def keys(self) -> list[int]:
        """Those that are numbers, at most as many as fit side by side."""
        numbers = [text for text in self.asked if text.isascii() and text.isdecimal()]
        keys = dict.fromkeys(int(text) for text in numbers if len(text) <= DIGITS)
        return list(keys)[:MOST]

    @cached_property
    def listings(self) -> list[Listing]:
        rows = Listing.objects.public().for_page().in_bulk(self.keys)
        found = [rows[key] for key in self.keys if key in rows]
        return [listing for listing in found if not is_past_keeping(listing)]

    @property
    def notes(self) -> list[str]:
        notes = []
        if len(self.asked) > MOST:
            notes.append(_("Only four jobs fit side by side. These are the first of them."))
        if len(self.listings) < min(len(self.asked), MOST):
            notes.append(_("Not every job in the address is to be had any more. It was left out."))
        return notes

    def get_context_data(self, **kwargs):
        is_enough = len(self.listings) >= FEWEST
        return super().get_context_data(
            columns=[(listing, self.address_without(listing)) for listing in self.listings],
            listings=self.listings,
            groups=compare(self.listings) if is_enough else [],
            notes=self.notes,
            **kwargs,
        )

    def address_without(self, listing: Listing) -> str:
        data = QueryDict(mutable=True)
        data.setlist("job", [other.pk for other in self.listings if other.pk != listing.pk])
        return data.urlencode()
