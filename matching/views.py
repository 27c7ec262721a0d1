from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from listings.models import Listing
from listings.views.paging import PagedListView
from matching.adapters import current_index
from matching.forms import MatchTextForm
from matching.limit_words import facts, left_out
from matching.ranking import TOP_MATCHES, Matches, find_matches, load_ranked, open_doors
from matching.report_writer import write_reports
from profiles.limits import may
from profiles.my_profile import my_profile

TEXTS_AN_HOUR = 30


class MatchListView(PagedListView):
    """Open jobs inside a person's limits, best first, each with its reasons. For guests too.

    Besides the profile at most nine statements, however many jobs: the labels of skills, the rivals
    of tools, two for the limits, three for the jobs of the page, one for the names of terms, one for
    the skills of "open more doors". A POST carries a text that counts for its own answer alone.
    """

    template_name = "matching/match_list.html"
    http_method_names = ["get", "head", "post", "options"]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.form = MatchTextForm()
        self.status = 200

    def post(self, request):
        self.form = MatchTextForm(request.POST)
        if self.form.is_valid() and not may(
            request, "match-text", times=TEXTS_AN_HOUR, window=timedelta(hours=1)
        ):
            self.form.add_error("text", _("That was many texts within the hour. Wait a little."))
            self.status = 429
        return self.get(request)

    @property
    def pasted_text(self) -> str:
        return self.form.cleaned_data["text"] if self.form.is_bound and self.form.is_valid() else ""

    @cached_property
    def snapshot(self):
        return my_profile(self.request).snapshot()

    @cached_property
    def index(self):
        return current_index()

    @cached_property
    def as_of(self) -> datetime:
        """The first view's instant: what was posted later would push rows from page to page."""
        now = timezone.now()
        try:
            asked = datetime.fromisoformat(self.request.GET.get("as_of", "")).astimezone(UTC)
        except (ValueError, OverflowError, OSError):
            return now
        return min(asked, now)

    @cached_property
    def matches(self) -> Matches | None:
        """None where there is nothing to rank: an empty profile, or no index yet."""
        if self.index is None or (self.snapshot.is_empty and not self.pasted_text):
            return None
        listings = Listing.objects.open().filter(date_posted__lte=self.as_of)
        return find_matches(self.index, self.snapshot, listings, self.pasted_text)

    def get_queryset(self):
        return self.matches.keys if self.matches else []

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs) | {
            "snapshot": self.snapshot,
            "is_prepared": self.index is not None,
            "matches": self.matches,
            "form": self.form,
            "pasted": bool(self.pasted_text),
            "as_of": self.as_of.isoformat(),
        }
        return context | self.of_the_matches(context["object_list"]) if self.matches else context

    def of_the_matches(self, keys) -> dict:
        listings = load_ranked(keys)
        preferences, languages = self.snapshot.preferences, self.snapshot.languages
        stand = {each.pk: facts(each, preferences, languages) for each in listings}
        return {
            "reports": write_reports(
                listings, self.index, self.matches.profile, self.snapshot, stand
            ),
            "left_out": left_out(self.matches.fit.excluded),
            "doors": open_doors(self.index, self.matches),
            "top": min(TOP_MATCHES, len(self.matches.keys)),
        }

    def render_to_response(self, context, **kwargs):
        return super().render_to_response(context, status=self.status, **kwargs)


class LadderView(TemplateView):
    template_name = "matching/ladder.html"
