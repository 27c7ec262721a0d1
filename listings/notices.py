"""The mails that applications and reviews cause. Sending is writing an Outbox row: it belongs to the
transaction of its cause. A mail to an employer goes to each member alone, one query for all of them.

A mail that names somebody beside its reader says so by `about`: when that person's account goes, the mail goes."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from listings import moments
from listings.models import Application, HeldApplication, Listing, Message, Review, ReviewComment
from listings.sifting.anonymity import shown_name, shown_text
from listings.sifting.reasons import in_kind_words
from profiles.letters import send_letter
from profiles.models import Employer, EmployerReview, User


def application_sent(application: Application) -> None:
    """To the candidate what happens next, to the employer that somebody applied."""
    listing = application.listing
    _to_candidate(application, "application_sent", _("Sent: your application for %(title)s"))
    _to_members(
        listing.employer,
        "application_received",
        _("New application: %(title)s") % {"title": listing.title},
        _for_members(application),
        about=application.candidate.user,
    )


def application_held(held: HeldApplication, token: str) -> None:
    """To the address that a guest wrote into the form: the link that sends it. No word of theirs."""
    listing = held.listing
    _send(
        held.email,
        "application_held",
        _("Not sent yet: your application for %(title)s") % {"title": listing.title},
        {
            "listing": listing,
            "employer": listing.employer,
            "url": settings.SITE_URL + reverse("listings:held_application_confirm", args=[token]),
        },
    )


def application_withdrawn(application: Application) -> None:
    listing = application.listing
    _to_members(
        listing.employer,
        "application_withdrawn",
        _("Application withdrawn: %(title)s") % {"title": listing.title},
        _for_members(application),
        about=application.candidate.user,
    )


def application_decided(application: Application, *, message: str, reason: str = "") -> None:
    """To the candidate, who may answer in the thread. No address of the employer's people is given away."""
    subjects = {
        Application.State.SHORTLISTED: _("You are on the shortlist: %(title)s"),
        Application.State.INTERVIEW: _("%(employer)s would like to talk with you: %(title)s"),
        Application.State.HIRED: _("You were chosen: %(title)s"),
        Application.State.DECLINED: _("About your application for %(title)s"),
    }
    _to_candidate(
        application,
        f"application_{application.state}",
        subjects[application.state],
        {"message": message, "reason": in_kind_words(reason)},
    )


def message_sent(message: Message) -> None:
    """To the other side, with the words. Each message has its mail: words that correct others must arrive too."""
    application = message.application
    listing, words = application.listing, {"message": message.body}
    if message.is_from_employer:
        subject = _("%(employer)s wrote to you: %(title)s")
        _to_candidate(application, "message_to_candidate", subject, words)
        return
    who = shown_name(application)
    _to_members(
        listing.employer,
        "message_to_employer",
        _("%(name)s wrote to you: %(title)s") % {"name": who, "title": listing.title},
        {"message": shown_text(application, message.body), **_for_members(application)},
        about=application.candidate.user,
    )


def listing_reviewed(review: Review) -> None:
    listing = review.listing
    subjects = {
        Review.Decision.APPROVED: _("Approved: %(title)s"),
        Review.Decision.RETURNED: _("Came back to you: %(title)s"),
        Review.Decision.REJECTED: _("Not approved: %(title)s"),
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


def change_reviewed(review: Review) -> None:
    """About a change of a listing that is public, or will be: in place, or back with what to put right."""
    listing = review.listing
    is_approved = review.decision == Review.Decision.APPROVED
    subject = _("Changed: %(title)s") if is_approved else _("Your change came back: %(title)s")
    path = (
        listing.get_absolute_url()
        if is_approved
        else reverse("listings:employer_change_step", args=[listing.pk, "check"])
    )
    _to_members(
        listing.employer,
        f"change_{review.decision}",
        subject % {"title": listing.title},
        {"listing": listing, "review": review, "url": settings.SITE_URL + path},
    )


def still_hiring_asked(listing: Listing, links: list[tuple[str, str]], days: dict) -> None:
    """To each member, with a link of their own that answers. `links`: address and path of the link.

    `days` holds `drops` and `closes`: the instants when silence has its consequences.
    """
    context = {
        "listing": listing,
        "employer": listing.employer,
        "close_url": settings.SITE_URL
        + reverse("listings:employer_listing_close", args=[listing.pk]),
        **days,
    }
    subject = _("Still hiring? %(title)s") % {"title": listing.title}
    for address, path in links:
        _send(address, "still_hiring", subject, {**context, "url": settings.SITE_URL + path})


def listing_closed_unconfirmed(listing: Listing) -> None:
    _to_members(
        listing.employer,
        "closed_unconfirmed",
        _("Closed, as nobody answered: %(title)s") % {"title": listing.title},
        {
            "listing": listing,
            "url": settings.SITE_URL
            + reverse("listings:employer_listing_history", args=[listing.pk]),
        },
    )


def review_comment(comment: ReviewComment, moderator: User | None) -> None:
    """To the other side, with the words; to nobody if no moderator has been at the post yet."""
    listing = comment.listing
    context = {"listing": listing, "comment": comment}
    if comment.is_from_moderator:
        path = reverse("listings:employer_listing_review", args=[listing.pk])
        _to_members(
            listing.employer,
            "review_comment_to_employer",
            _("A question about your post: %(title)s") % {"title": listing.title},
            {**context, "url": settings.SITE_URL + path},
        )
    elif moderator is not None and moderator.is_active:
        path = reverse("listings:moderation_detail", args=[listing.pk])
        _send(
            moderator.email,
            "review_comment_to_moderator",
            _("%(employer)s answered: %(title)s")
            % {"employer": listing.employer.name, "title": listing.title},
            {**context, "employer": listing.employer, "url": settings.SITE_URL + path},
            comment.author,
        )


def employer_reviewed(review: EmployerReview) -> None:
    """To each member: what was decided about their employer, with the reason."""
    subjects = {
        EmployerReview.Decision.VERIFIED: _("%(employer)s is checked"),
        EmployerReview.Decision.NOT_VERIFIED: _("%(employer)s is not checked yet"),
        EmployerReview.Decision.SUSPENDED: _("%(employer)s is suspended"),
        EmployerReview.Decision.REINSTATED: _("%(employer)s may post again"),
    }
    _to_members(
        review.employer,
        f"employer_{review.decision}",
        subjects[review.decision] % {"employer": review.employer.name},
        {"review": review, "url": settings.SITE_URL + reverse("listings:employer_home")},
    )


def _to_candidate(application, template, subject, context=None) -> None:
    """`subject` has places for the job's title and the employer's name."""
    listing = application.listing
    _send(
        application.candidate.user.email,
        template,
        subject % {"title": listing.title, "employer": listing.employer.name},
        {
            "application": application,
            "listing": listing,
            "employer": listing.employer,
            "url": settings.SITE_URL + application.get_absolute_url(),
            **(context or {}),
        },
    )


def _to_members(
    employer: Employer, template: str, subject: str, context: dict, about: User | None = None
) -> None:
    members = employer.members.values_list("user__email", flat=True)
    for address in members.filter(user__is_active=True):
        _send(address, template, subject, {"employer": employer, **context}, about)


def _send(
    address: str, template: str, subject: str, context: dict, about: User | None = None
) -> None:
    send_letter(address, f"listings/mail/{template}.txt", subject, context, about=about)


def _for_members(application: Application) -> dict:
    """Who it is about by the name that the employer may read: no template takes it from the row."""
    return {
        "name": shown_name(application),
        "listing": application.listing,
        "url": _employer_url(application),
    }


def _employer_url(application: Application) -> str:
    path = reverse("listings:employer_application_detail", args=[application.pk])
    return settings.SITE_URL + path
