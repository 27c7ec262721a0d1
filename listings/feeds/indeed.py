"""All open jobs as one XML file, in the form that Indeed and most job boards read."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.addresses import absolute_address
from cms.characters import xml_safe
from cms.clocks import zone
from cms.vocabulary import Education, EmploymentType, WorkMode
from listings.models import Listing
from listings.money import pay_text
from listings.structured_data import for_markup
from listings.structured_data.description import full_description
from listings.structured_data.title import plain_title
from listings.wording import experience_in_words
from profiles.limits import address_may, seconds_left

BATCH = 200  # listings in memory at a time
FRESH_SECONDS = 1800
TIMES, WINDOW = 12, timedelta(hours=1)
JOB_TYPES = {
    EmploymentType.FULL_TIME: "fulltime",
    EmploymentType.PART_TIME: "parttime",
    EmploymentType.CONTRACTOR: "contract",
    EmploymentType.TEMPORARY: "temporary",
    EmploymentType.INTERN: "internship",
    EmploymentType.PER_DIEM: "perdiem",
}
REMOTE_TYPES = {WorkMode.REMOTE: "Fully remote", WorkMode.HYBRID: "Hybrid remote"}


@require_safe
def indeed_feed(request):
    """Streamed: neither the jobs nor the file are ever in memory as a whole.

    Making it takes milliseconds a job, most of them for the text. So one address may ask now and then.
    """
    if not address_may(request, "indeed-feed", times=TIMES, window=WINDOW):
        message = _("Too many requests. Retry-After says when to try again.")
        headers = {"Retry-After": seconds_left(WINDOW)}
        return HttpResponse(message, status=429, content_type="text/plain", headers=headers)
    response = StreamingHttpResponse(document(), content_type="application/xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response


def document() -> Iterator[str]:
    """The file, some jobs at a time. Four statements for every 200 jobs."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n<source>\n'
    yield element("publisher", settings.WAGTAIL_SITE_NAME)
    yield element("publisherurl", absolute_address("/"))
    yield element("lastBuildDate", http_date(timezone.now().timestamp()))
    for batch in batches():
        yield "".join(job(listing) for listing in batch)
    yield "</source>\n"


def batches() -> Iterator[list[Listing]]:
    """Open jobs by key, each batch with a statement of its own.

    No cursor stays open: a reader may be slow, and on SQLite an open one would keep the write-ahead
    log from being emptied for as long.
    """
    last = 0
    listings = for_markup(Listing.objects.open()).order_by("pk")
    while batch := list(listings.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def job(listing: Listing) -> str:
    clock = zone(listing.time_zone)
    employer, place, pay = listing.employer, listing.place, listing.pay
    country = place.country_code if place else (listing.countries or [""])[0]
    months = listing.experience_months
    values = {
        "title": plain_title(listing),
        "date": listing.date_posted.astimezone(clock).isoformat(timespec="seconds"),
        "referencenumber": f"rungs-{listing.pk}",
        "requisitionid": f"rungs-{listing.pk}",
        "url": absolute_address(listing.get_absolute_url()),
        "company": employer.name,
        "city": place.name if place else "",
        "state": place.admin1_code if place and place.admin1_code.isalpha() else "",
        "country": country,
        "description": full_description(listing),
        "salary": f"{pay_text(pay)} {listing.get_salary_period_display()}" if pay else "",
        "education": listing.get_education_min_display()
        if listing.education_min not in {"", Education.NONE}
        else "",
        "jobtype": JOB_TYPES.get(listing.employment_type, ""),
        "category": listing.role.title if listing.role else "",
        "experience": "" if months is None else experience_in_words(months),
        "expirationdate": listing.valid_through.astimezone(clock).isoformat(timespec="seconds"),
        "remotetype": REMOTE_TYPES.get(listing.work_mode, ""),
    }
    return "<job>\n" + "".join(element(*each) for each in values.items() if each[1]) + "</job>\n"


def element(name: str, text: str) -> str:
    """Text as it is, in CDATA: the one sequence that would end it is parted between two sections."""
    return f"<{name}><![CDATA[{xml_safe(text).replace(']]>', ']]]]><![CDATA[>')}]]></{name}>\n"
