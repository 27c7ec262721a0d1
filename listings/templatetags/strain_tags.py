"""What helps people through work that wears them out."""

from django import template

from cms.models import GuidePage
from cms.templatetags.guide_tags import guides_of_kind
from listings.models import Listing
from listings.strain import strains

register = template.Library()


@register.inclusion_tag("listings/partials/wellbeing_guides.html", takes_context=True)
def wellbeing_guides(context, listing: Listing):
    """Guides about keeping well, where the post names what they are about.

    One query for the guides and one for the addresses of the site; none where the post names nothing.
    """
    named = strains(listing)
    guides = guides_of_kind(GuidePage.Kind.WELLBEING) if named else []
    return {"named": named, "guides": guides, "request": context.get("request")}
