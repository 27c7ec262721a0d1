"""The job list for whoever has a profile: one more order, by how well the jobs fit."""

from collections.abc import Sequence

import numpy as np
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from listings.filter_choices import Sort
from listings.filter_kinds import SettingFilter
from listings.filters import ListingFilterSet
from listings.models import Listing
from listings.views.search import ListingListView
from matching.explanation.writer import write_reports
from matching.profile_queries import profile_query
from matching.ranking import load_ranked
from matching.reader import ReaderMixin
from profiles.session_profile import GUEST_KEY

FIT = "fit"
CHOICE = (FIT, pgettext_lazy("order of jobs", "Best for you"))


class PersonalFilterSet(ListingFilterSet):
    """The search of somebody who may have a profile. Links, feeds and alerts know nothing of this order."""

    sort = SettingFilter(
        choices=[CHOICE, *Sort.CHOICES], label=ListingFilterSet.base_filters["sort"].label
    )

    @property
    def sort_choices(self):
        return [CHOICE, *super().sort_choices]


class RankedListings(Sequence):
    """Listings by their keys, read when a page of them is asked for. Three queries a page."""

    def __init__(self, keys: list[int]):
        self.keys = keys

    def __len__(self):
        return len(self.keys)

    def __getitem__(self, at):
        if isinstance(at, slice):
            return load_ranked(self.keys[at])
        return load_ranked([self.keys[at]])[0]


class JobListView(ReaderMixin, ListingListView):
    """In the order of the score, if asked for: those that share nothing with the profile come last, newest first.

    That costs the keys of all jobs found, the profile with its words, and the names of terms: at most
    nine statements more than another order, however many jobs.
    """

    @property
    def filterset_class(self):
        may_have_a_profile = self.request.user.is_authenticated or GUEST_KEY in self.request.session
        return PersonalFilterSet if may_have_a_profile else ListingFilterSet

    @cached_property
    def wants_ranking(self) -> bool:
        return self.search.order_name == FIT

    @cached_property
    def ranks(self) -> bool:
        return self.wants_ranking and self.index is not None and not self.snapshot.is_empty

    @cached_property
    def profile(self):
        return profile_query(self.snapshot, index=self.index)

    def get_queryset(self):
        if not self.ranks:
            return super().get_queryset()
        newest_first = self.search.matching().newest_first()
        keys = list(newest_first.values_list("pk", flat=True))
        ranked = self.index.rank(self.profile.query, top_k=None, allowed=np.array(keys)).keys
        found = set(ranked.tolist())
        return RankedListings([*ranked.tolist(), *(key for key in keys if key not in found)])

    @property
    def notes(self):
        if not self.wants_ranking or self.ranks:
            return super().notes
        if self.index is None:
            return [
                *super().notes,
                _("The order for you is being prepared. Here are the newest jobs."),
            ]
        return [
            *super().notes,
            _(
                "Your profile is empty, so these are the newest jobs. Add a skill to see what fits you."
            ),
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.ranks:
            self._say_how_they_fit(list(context["page_obj"]))
        return context

    def _say_how_they_fit(self, listings: list[Listing]):
        known = set(self.index.keys_.tolist())
        told = [listing for listing in listings if listing.pk in known]
        reports = write_reports(told, self.index, self.profile, self.snapshot, facts={})
        for report in reports:
            report.listing.fit = report
