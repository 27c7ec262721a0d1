from django import template

from listings.models import Listing
from matching.models import Invitation

register = template.Library()


@register.inclusion_tag("matching/partials/invitation_note.html", takes_context=True)
def invitation_note(context, listing: Listing):
    """That the employer invited whoever reads to apply for a job. One query."""
    invitations = Invitation.objects.filter(listing=listing, candidate__user=context["user"])
    return {"listing": listing, "invitation": invitations.first()}
