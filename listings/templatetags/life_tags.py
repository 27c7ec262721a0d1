"""What happened to a listing, as a list that several pages show."""

from django import template

from listings import moments, workspace
from listings.life_history import life_of
from listings.models import Listing
from listings.still_hiring import closed_if_silent

register = template.Library()
register.filter(closed_if_silent)
register.filter("extendable", workspace.may_extend)


@register.filter
def closes_soon(listing: Listing) -> bool:
    """Within the days in which its pages say so."""
    return listing.valid_through is not None and moments.closing(listing).is_soon


@register.inclusion_tag("listings/partials/life_history.html")
def life_history(listing: Listing, with_names: bool = False):
    """The history of a listing, newest first. One query. Names only for moderators."""
    return {"listing": listing, "entries": life_of(listing, with_names=with_names)}
