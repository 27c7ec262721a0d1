"""What all sections of the employer's form share: each knows what of it belongs where."""

from django import forms

from listings.models import Listing


class Section(forms.Form):
    """Some fields of a post that belong together. The forms of the steps are put together of these."""

    instance: Listing | None = None  # a section may also stand alone

    def carry_over(self, listing: Listing) -> None:
        """Write onto the listing what is typed under another name than its column's."""

    def parts(self) -> dict:
        """What becomes rows of its own, for `save_listing`, as far as it is typed right."""
        return {}
