"""How applicants stand to a listing, on the pages of its employer."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from listings.disclosure import covered_skills, is_private
from listings.models import Application, Listing
from matching.explanation.reports import Report
from matching.people.applicants import applicants

register = template.Library()


@register.inclusion_tag("matching/partials/applicant_fit.html")
def applicant_fit(application: Application):
    """The panel that an applicant sees on the page of the job, as far as they let employers see it.

    Reads the application's candidate and listing. At most sixteen queries; none for a private profile.
    """
    found = {"application": application, "is_private": is_private(application.candidate)}
    if found["is_private"]:
        return found
    people = applicants(application.listing, [application])
    if people is None:
        return found | {"covered": covered_skills(application.candidate, application.listing)}
    return found | {"person": people.get(application.candidate_id), "is_known": True}


@register.simple_tag
def fits_of(listing: Listing, applications) -> dict[int, str]:
    """For a page of applicants what each covers, in words, by the key of the candidate. Sixteen queries at most."""
    people = applicants(listing, applications) if applications else None
    if people is None:
        return {}
    # Who is not among those who show their profile keeps it private.
    found = dict.fromkeys(
        (row.candidate_id for row in applications), _("keeps the profile private")
    )
    return found | {key: covers(person.report) for key, person in people.items()}


@register.filter
def fit_of(fits: dict[int, str], application: Application) -> str:
    if application.is_gone:
        return ""
    return fits.get(application.candidate_id, "")


def covers(report: Report) -> str:
    """ "covers 7 of 9": the same count that the person reads on the page of the job."""
    if not report.things:
        return ""
    words = {"n": len(report.covered), "all": len(report.things)}
    if report.is_thin:
        return (
            ngettext(
                "covers %(n)d of the one asked; little told",
                "covers %(n)d of %(all)d; little told",
                words["all"],
            )
            % words
        )
    return (
        ngettext("covers %(n)d of the one asked", "covers %(n)d of %(all)d", words["all"]) % words
    )
