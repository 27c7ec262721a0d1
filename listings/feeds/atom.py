"""The newest jobs of any search as an Atom feed."""

from datetime import UTC, datetime

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import conditional_page, require_safe

from cms.addresses import absolute_address, site_host
from cms.characters import xml_safe
from listings import moments
from listings.filters import ListingFilterSet
from listings.models import Listing
from listings.money import pay_text

ENTRIES = 50
FRESH_SECONDS = 600
# A tag URI names its minter and a year in which the name was theirs: neither may ever change.
TAG_YEAR = 2026
# What an empty feed says of its last change: it has to be the same at each reading.
NEVER = datetime(TAG_YEAR, 1, 1, tzinfo=UTC)


class SearchFeedFormat(Atom1Feed):
    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER


@method_decorator([require_safe, conditional_page], name="__call__")
class ListingFeed(Feed):
    """The filters of the job list decide; the newest come first, whatever order was asked for.

    At most five statements, however many jobs there are. The ETag is the content's own digest. There is
    no Last-Modified: a job that closes leaves the feed without changing any date in it.
    """

    feed_type = SearchFeedFormat
    author_name = "Rungs"
    subtitle = gettext_lazy("Open customer-service jobs, newest first")

    def __call__(self, request, *args, **kwargs):
        response = super().__call__(request, *args, **kwargs)
        del response["Last-Modified"]
        patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
        return response

    def get_object(self, request) -> ListingFilterSet:
        return ListingFilterSet(request.GET, Listing.objects.open())

    # --- The feed ------------------------------------------------------------------------------

    def title(self, search):
        labels = ", ".join(str(chip.label) for chip in search.chips())
        if labels:
            return _("Customer-service jobs on Rungs: %(search)s") % {"search": xml_safe(labels)}
        return _("Customer-service jobs on Rungs")

    def link(self, search):
        return absolute_address(reverse("listings:listing_list"), search.query())

    def feed_url(self, search):
        return absolute_address(reverse("listings:listing_feed"), search.query())

    def feed_guid(self, search):
        return self.feed_url(search)

    def items(self, search):
        return search.matching().newest_by_date(ENTRIES).select_related("employer", "place")

    # --- An entry ------------------------------------------------------------------------------

    def item_title(self, listing):
        words = {"title": listing.title, "employer": listing.employer.name}
        return xml_safe(_("%(title)s, %(employer)s") % words)

    def item_description(self, listing):
        return xml_safe(" · ".join(str(fact) for fact in facts(listing)))

    def item_link(self, listing):
        return absolute_address(listing.get_absolute_url())

    def item_guid(self, listing):
        return f"tag:{site_host()},{TAG_YEAR}:job-{listing.pk}"

    def item_author_name(self, listing):
        return xml_safe(listing.employer.name)

    def item_pubdate(self, listing):
        return listing.date_posted

    def item_updateddate(self, listing):
        return listing.updated_at


def facts(listing: Listing) -> list[str]:
    """Place, way of working, pay and closing, each in words."""
    if listing.pay:
        words = {"amount": pay_text(listing.pay), "unit": listing.get_salary_period_display()}
        pay = _("%(amount)s %(unit)s") % words
    else:
        pay = _("pay not stated")
    closing = moments.closing(listing)
    closes = _("closes %(date)s, %(time)s") % {
        "date": closing.weekday_and_date,
        "time": closing.time,
    }
    place = listing.place.label if listing.place else listing.location_note
    return [fact for fact in (place, listing.get_work_mode_display(), pay, closes) if fact]
