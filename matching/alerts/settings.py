"""Somebody's match alert: set, ended, and what it would have sent."""

from datetime import timedelta

import numpy as np
from django.core import signing
from django.utils import timezone

from listings.alerts.times import Rhythm
from listings.models import Listing
from matching import constraints
from matching.alerts.fits import Fits, Fitting
from matching.engine import MatchIndex
from matching.models import MatchAlert
from matching.profile_queries import profile_query
from profiles.models import Candidate
from profiles.snapshot import ProfileSnapshot

LOOKED_BACK = timedelta(days=30)
_signer = signing.Signer(salt="matching.alerts.running.end")


def set_alert(candidate: Candidate, *, min_share: int, frequency: str, hour: int) -> MatchAlert:
    """Begin an alert, or change the one there is. What was told stays told."""
    first = Rhythm(frequency, hour, candidate.time_zone).first_run(timezone.now())
    values = {"min_share": min_share, "frequency": frequency, "hour": hour, "next_run_at": first}
    alert, is_new = MatchAlert.objects.get_or_create(candidate=candidate, defaults=values)
    if not is_new:
        if (alert.frequency, alert.hour) == (frequency, hour):
            del values["next_run_at"]  # a week that has begun goes on
        MatchAlert.objects.filter(pk=alert.pk).update(**values)
    return alert


def end_alert(candidate_pk: int) -> bool:
    """Whether there was one."""
    ended, _by_model = MatchAlert.objects.filter(candidate=candidate_pk).delete()
    return ended > 0


# --- A link that ends it -----------------------------------------------------------------------


def sign(candidate_pk: int) -> str:
    """A token for links in mails. Of the candidate, not the alert: an old mail's link works on."""
    return _signer.sign(candidate_pk)


def read_token(token: str) -> int:
    """The candidate's key. Raises signing.BadSignature."""
    return int(_signer.unsign(token))


# --- What it would have sent -------------------------------------------------------------------


def look_back(index: MatchIndex, snapshot: ProfileSnapshot, min_share: int) -> list[Fitting]:
    """Of the jobs posted lately and open now, those that fit. At most three queries.

    For a profile that is not thin. Older ones that closed since are not in the index any more.
    """
    since = timezone.now() - LOOKED_BACK
    listings = Listing.objects.open().filter(date_posted__gte=since)
    inside = constraints.within(listings, snapshot.preferences, snapshot.languages)
    keys = np.fromiter(inside.order_by("pk").values_list("pk", flat=True), dtype=np.int64)
    query = profile_query(snapshot, index=index).query
    return Fits(index, keys).find(query, min_share, among=keys)
