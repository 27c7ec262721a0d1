"""What an alert looks for: a search of the job list, without its order. The one FilterSet decides."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from listings.filters import ListingFilterSet
from listings.models import JobAlert, Listing

LOOKED_BACK = timedelta(days=30)
MAX_QUERY = JobAlert._meta.get_field("query").max_length


def open_search(now: datetime) -> ListingFilterSet:
    """The empty search among what is open. `with_query` makes others that share what they look up."""
    return ListingFilterSet(None, Listing.objects.open(now))


def query_of(search: ListingFilterSet) -> str:
    """The search as it is stored: the same words and limits in any order are one alert."""
    return search.variant(sort=[]).query()


def posted_since(search: ListingFilterSet, since: datetime) -> QuerySet[Listing]:
    """What the search finds of the jobs posted since, newest first.

    Without those that nobody confirmed any more: nobody is sent to a job that may be gone.
    """
    lately = search.qs.filter(date_posted__gte=since, is_unconfirmed__in=[False])
    return lately.order_by("-date_posted", "-pk")


def in_words(search: ListingFilterSet) -> list[str]:
    """What has to hold for a job, one label each; nothing for all jobs."""
    return [chip.label for chip in search.chips()]
