from django.utils.functional import cached_property

from matching.adapters import current_index
from profiles.my_profile import my_profile


class ReaderMixin:
    """For views that rank for whoever reads: their profile, and the index as it is at first sight."""

    @cached_property
    def snapshot(self):
        return my_profile(self.request).snapshot()

    @cached_property
    def index(self):
        return current_index()
