"""What a program of an employer does to posts: by the services that people's pages use, in the program's name."""

from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings import services
from listings.forms import ClosingForm
from listings.models import Listing, ListingEvent, ListingRevision
from listings.services.revisions import OPEN_STATES
from listings.snapshots import Parts, parts_of, snapshot
from profiles.models import Employer

from .fields import PostToWrite
from .forming import form_for, json_faults, until_of
from .reading import appearing, closing, post
from .refusals import ReferenceTaken, Unacceptable, WrongState, not_acceptable

PROGRAM = ListingEvent.By.PROGRAM
DATE_FIELDS = ("closes_on", "closes_at", "appears_on")
# What the employer, and so its program, can do nothing about any more.
OVER = {
    "expired": gettext_lazy("People can no longer apply. Renew it first, then change it."),
    Listing.State.REJECTED: gettext_lazy("It was refused for good. Write another post."),
    Listing.State.WITHDRAWN: gettext_lazy("It was given up. Write another post."),
    Listing.State.CLOSED: gettext_lazy("It is closed. Write another post."),
}


@transaction.atomic
def create(employer: Employer, body: PostToWrite) -> Listing:
    """A new draft, or a post in review. Raises Unacceptable, ReferenceTaken or a Refused."""
    form = form_for(written(body), employer=employer, instance=None, complete=body.send)
    listing = form.instance
    with alone_with(employer, body.reference):
        listing.reference = body.reference
        services.save_listing(listing=listing, seen_version=None, by=PROGRAM, **form.parts())
    if body.send:
        send(listing)
    return listing


@transaction.atomic
def update(listing: Listing, body: PostToWrite, *, only_given: bool) -> None:
    """Write a draft or what waits for review anew; of a live or scheduled post, its change.

    With `only_given` the other fields stay as they are. What says nothing new writes nothing.
    Raises Unacceptable, ReferenceTaken, WrongState or a Refused.
    """
    if words := OVER.get(listing.phase):
        raise WrongState(str(words))
    if "reference" in body.model_fields_set and body.reference != listing.reference:
        with alone_with(listing.employer, body.reference):
            Listing.objects.filter(pk=listing.pk).update(reference=body.reference)
        listing.reference = body.reference
    if listing.state == Listing.State.APPROVED:
        update_change(listing, body, only_given=only_given)
    else:
        update_text(listing, body, only_given=only_given)


def update_text(listing: Listing, body: PostToWrite, *, only_given: bool) -> None:
    parts = parts_of(listing)
    was = text_of(listing, parts)
    is_waiting = listing.state == Listing.State.IN_REVIEW
    form = form_for(
        written(body, post(listing, parts) if only_given else None),
        employer=listing.employer,
        instance=listing,
        complete=body.send or is_waiting,
    )
    parts = form.parts()
    if text_of(listing, Parts(**parts)) != was:
        services.save_listing(listing=listing, seen_version=listing.version, by=PROGRAM, **parts)
    if body.send and not is_waiting:
        send(listing)


def update_change(listing: Listing, body: PostToWrite, *, only_given: bool) -> None:
    """The text that is public stays until a moderator approves the other.

    A change that says what is public is none: it is not begun, or taken back.
    """
    standing = ListingRevision.objects.filter(listing=listing, state__in=OPEN_STATES).first()
    public = snapshot(listing, parts_of(listing))
    if standing:
        paper, parts = services.written_out(standing)
    else:
        paper = Listing.objects.select_related("employer").get(pk=listing.pk)
        parts = parts_of(paper)
    fields = written(body, post(paper, parts) if only_given else None)
    demand_same_dates(listing, fields)
    form = form_for(
        fields, employer=listing.employer, instance=paper, complete=True, without=DATE_FIELDS
    )
    parts = Parts(**form.parts())
    if snapshot(paper, parts) == public:
        if standing:
            services.withdraw_change(revision=standing, by=PROGRAM)
        return
    if standing is None:
        standing = services.open_change(listing, None)
    if snapshot(paper, parts) != standing.snapshot:
        services.save_change(
            revision=standing, listing=paper, parts=parts, seen_version=standing.version, by=PROGRAM
        )
    if body.send and standing.state == ListingRevision.State.DRAFT:
        with gaps_by_field():
            services.submit_change(revision=standing, seen_version=standing.version, by=PROGRAM)


def demand_same_dates(listing: Listing, fields: dict) -> None:
    """A change has no dates: they move without a review."""
    at = fields["closes_at"]
    if at is not None and not _is_same_instant(at, closing(listing)):
        raise not_acceptable(
            "closes_at", _("Leave this as it is. A renewal, with its reason, sets a later time.")
        )
    day = fields["appears_on"]
    if day is not None and day != appearing(listing):
        raise not_acceptable("appears_on", _("Leave this as it is: the post is approved."))


def _is_same_instant(text: str, other: str) -> bool:
    try:
        return datetime.fromisoformat(text) == datetime.fromisoformat(other)
    except (ValueError, TypeError):
        return False


def renew(listing: Listing, until: str, reason: str) -> None:
    """Let people apply until later. Raises Unacceptable, WrongState or a Refused."""
    if listing.phase not in {"live", "expired"}:
        raise WrongState(_("Only a post that people can see, or could see, is renewed."))
    at, words = until_of(listing, until, reason)
    services.extend_listing(listing=listing, until=at, reason=words, by=PROGRAM)


def confirm(listing: Listing) -> None:
    """Still hiring. Raises WrongState or a Refused."""
    if listing.phase != "live":
        raise WrongState(_("Only a live post is confirmed."))
    services.confirm_listing(listing=listing, by=PROGRAM)


def close(listing: Listing, outcome: str | None) -> None:
    """Close a post that people could see, give up another. Raises Unacceptable, WrongState or a Refused."""
    if listing.state in {Listing.State.CLOSED, Listing.State.WITHDRAWN, Listing.State.REJECTED}:
        raise WrongState(_("It has ended already."))
    if listing.phase not in {"live", "expired"}:
        services.withdraw_listing(listing=listing, by=PROGRAM)
        return
    form = ClosingForm({"outcome": outcome or ""})
    if not form.is_valid():
        raise Unacceptable(json_faults(form.errors))
    services.close_listing(listing=listing, outcome=form.cleaned_data["outcome"], by=PROGRAM)


def send(listing: Listing) -> None:
    with gaps_by_field():
        services.submit_listing(listing=listing, seen_version=listing.version, by=PROGRAM)


@contextmanager
def gaps_by_field():
    """What a service finds missing after the form did not, told as the form would."""
    try:
        yield
    except services.ListingIncomplete as incomplete:
        missing = {name: [words] for name, words in incomplete.missing.items()}
        raise Unacceptable(json_faults(missing)) from None


def text_of(listing: Listing, parts: Parts) -> tuple:
    """What of a post is written by a form, as a value: to see whether anything new was said."""
    return snapshot(listing, parts), appearing(listing), closing(listing)


def written(body: PostToWrite, present: dict | None = None) -> dict:
    """All fields: those that were sent, over `present` or over empty ones."""
    fields = body.model_dump(exclude={"send"})
    if present is None:
        return fields
    return present | {name: fields[name] for name in body.model_fields_set - {"send"}}


@contextmanager
def alone_with(employer: Employer, reference: str | None):
    """For a write of a reference: raises ReferenceTaken if another post of the employer has it.

    One query before, for most; the constraint decides between two requests that come at once.
    """
    _refuse_taken(employer, reference)
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        _refuse_taken(employer, reference)
        raise


def _refuse_taken(employer: Employer, reference: str | None) -> None:
    rows = Listing.objects.filter(employer=employer, reference=reference)
    pk = rows.values_list("pk", flat=True).first() if reference else None
    if pk:
        raise ReferenceTaken(pk)
