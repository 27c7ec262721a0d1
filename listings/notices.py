"""The mails that applications and reviews cause. Sending is writing an Outbox row: it belongs to the
transaction of its cause. A mail to an employer goes to each member alone, one query for all of them."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from listings import moments
from listings.models import Application, Review
from profiles.models import Employer, User


def application_sent(application: Application) -> None:
    """To the candidate what happens next, to the employer that somebody applied."""
    listing = application.listing
    _to_candidate(application, "application_sent", _("Sent: your application for %(title)s"))
    _to_members(
        listing.employer,
        "application_received",
        _("New application: %(title)s") % {"title": listing.title},
        {"application": application, "url": _employer_url(application)},
    )


def application_withdrawn(application: Application) -> None:
    listing = application.listing
    _to_members(
        listing.employer,
        "application_withdrawn",
        _("Application withdrawn: %(title)s") % {"title": listing.title},
        {"application": application, "url": _employer_url(application)},
    )


def application_decided(application: Application, *, message: str, decided_by: User) -> None:
    """To the candidate, who may answer to the person who decided: the form told that person so."""
    subjects = {
        Application.State.SHORTLISTED: _("You are on the shortlist: %(title)s"),
        Application.State.DECLINED: _("About your application for %(title)s"),
    }
    _to_candidate(
        application,
        f"application_{application.state}",
        subjects[application.state],
        {"message": message},
        reply_to=[decided_by.email] if message else [],
    )


def listing_reviewed(review: Review) -> None:
    listing = review.listing
    subjects = {
        Review.Decision.APPROVED: _("Approved: %(title)s"),
        Review.Decision.REJECTED: _("Not approved yet: %(title)s"),
    }
    path = (
        listing.get_absolute_url()
        if review.decision == Review.Decision.APPROVED
        else reverse("listings:employer_listing_update", args=[listing.pk])
    )
    _to_members(
        listing.employer,
        f"listing_{review.decision}",
        subjects[review.decision] % {"title": listing.title},
        {
            "listing": listing,
            "review": review,
            "closing": moments.closing(listing) if listing.valid_through else None,
            "url": settings.SITE_URL + path,
        },
    )


def employer_verified(employer: Employer) -> None:
    _to_members(
        employer,
        "employer_verified",
        _("%(employer)s is checked") % {"employer": employer.name},
        {"url": settings.SITE_URL + reverse("listings:employer_home")},
    )


def _to_candidate(application, template, subject, context=None, reply_to=()) -> None:
    listing = application.listing
    _send(
        application.candidate.user.email,
        template,
        subject % {"title": listing.title},
        {
            "application": application,
            "listing": listing,
            "employer": listing.employer,
            "url": settings.SITE_URL + application.get_absolute_url(),
            **(context or {}),
        },
        reply_to,
    )


def _to_members(employer: Employer, template: str, subject: str, context: dict) -> None:
    members = employer.members.values_list("user__email", flat=True)
    for address in members.filter(user__is_active=True):
        _send(address, template, subject, {"employer": employer, **context})


def _send(address: str, template: str, subject: str, context: dict, reply_to=()) -> None:
    body = render_to_string(
        f"listings/mail/{template}.txt",
        {
            "site_name": settings.WAGTAIL_SITE_NAME,
            "contact_email": settings.CONTACT_EMAIL,
            **context,
        },
    )
    EmailMessage(
        subject=" ".join(
            subject.split()
        ),  # a line break from an imported title would forge a header
        body=body.strip() + "\n",
        to=[address],
        reply_to=list(reply_to),
    ).send()


def _employer_url(application: Application) -> str:
    path = reverse("listings:employer_application_detail", args=[application.pk])
    return settings.SITE_URL + path
