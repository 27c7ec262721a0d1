"""Applications of people without an account: held until the link in their mail is pressed."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from listings import notices
from listings.models import Application, HeldApplication, Listing
from profiles.address_owners import AccountNotFree, owner_of
from profiles.digests import digest
from profiles.models import Candidate, RateLimit, Resume

from .applications import submit_application
from .refusals import AccountUnusable, LinkUsed, ListingClosed

HELD_FOR = timedelta(hours=48)
MAILS_A_DAY = 5  # to one address, whoever writes it into the form
ONE_CLICK = timedelta(minutes=10)  # within which the same thing sent again is a double click


@dataclass(frozen=True)
class Confirmed:
    """What became of a held application. `is_new`: the account was made for it."""

    application: Application
    is_new: bool


def hold_application(
    *,
    listing: Listing,
    email: str,
    name: str,
    note: str,
    answers: Mapping[str, str],
    resume: Resume | None,
    consent_version: int,
    instead_of: HeldApplication | None = None,
) -> HeldApplication | None:
    """Keep what a guest wrote, and mail the link that sends it.

    None if the same thing came twice. An address that had enough for a day gets no mail; neither that nor
    whether it has an account is to be shown. The link of `instead_of`, which the same guest wrote before,
    is dead then. Ten statements at most. Raises ListingClosed.
    """
    email, now = email.lower(), timezone.now()
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        if not _takes_applications(listing, now):
            raise ListingClosed
        content = [listing.pk, email, name, note, dict(answers), resume.pk if resume else None]
        if not RateLimit.objects.take(
            f"held:{digest(json.dumps(content, sort_keys=True))}", limit=1, window=ONE_CLICK
        ):
            return None
        may_mail = RateLimit.objects.take(
            f"held-to:{digest(email)}", limit=MAILS_A_DAY, window=timedelta(days=1)
        )
        if not may_mail:
            instead_of = resume = None  # no new link comes: what the earlier ones lead to stays
        if instead_of is not None:
            HeldApplication.objects.filter(pk=instead_of.pk).delete()
        if resume is not None:
            # Who has the file of an earlier one wrote that one, and means this one now.
            HeldApplication.objects.filter(resume=resume).delete()
            Resume.objects.filter(pk=resume.pk).update(expires_at=now + HELD_FOR)
        held = HeldApplication.objects.create(
            listing=listing,
            email=email,
            name=name,
            note=note,
            answers=dict(answers),
            resume=resume,
            consent_version=consent_version,
            token_hash=digest(token),
            created_at=now,
            expires_at=now + HELD_FOR,
        )
        if may_mail:
            notices.application_held(held, token)
    return held


def find_held(token: str) -> HeldApplication | None:
    """None for a link that was forged, used or too old. One query."""
    waiting = HeldApplication.objects.filter(
        token_hash=digest(token), expires_at__gt=timezone.now()
    )
    return waiting.select_related("listing__employer", "resume").first()


def confirm_held(held: HeldApplication) -> Confirmed:
    """Send it, in the name of the account of its address, which is made if there is none.

    All or nothing: a refusal leaves the held one as it was. Raises LinkUsed, AccountUnusable, or what
    `submit_application` raises.
    """
    with transaction.atomic():
        # The delete decides: of two presses at the same moment one finds the row.
        taken, _by_model = HeldApplication.objects.filter(
            pk=held.pk, expires_at__gt=timezone.now()
        ).delete()
        if not taken:
            raise LinkUsed
        try:
            user, is_new = owner_of(held.email)
        except AccountNotFree as error:
            raise AccountUnusable from error
        candidate, _made = Candidate.objects.get_or_create(user=user)
        application = submit_application(
            candidate=candidate,
            listing=held.listing,
            name=held.name,
            note=held.note,
            resume=_hand_over(held.resume_id, candidate),
            answers=answers_in_words(held),
            consent_version=held.consent_version,
        )
    return Confirmed(application, is_new)


def answers_in_words(held: HeldApplication) -> list[tuple[str, str]]:
    """Question and answer, as far as the questions are still asked. One query."""
    asked = held.listing.screening_questions.all()
    return [(one.text, held.answers[str(one.pk)]) for one in asked if str(one.pk) in held.answers]


def _hand_over(resume_pk: int | None, candidate: Candidate) -> Resume | None:
    """Give the file to the account; one that is harmful stays behind.

    It may be one more than the account could add by itself: a confirmed application is not refused
    for that.
    """
    fit = Resume.objects.ownerless().filter(pk=resume_pk).exclude(scan=Resume.Scan.INFECTED)
    if not fit.update(candidate=candidate, expires_at=None):
        return None
    return Resume.objects.get(pk=resume_pk)


def expire_held() -> int:
    """Delete what nobody confirmed in time; their files end by themselves. Returns how many. One statement."""
    expired, _by_model = HeldApplication.objects.filter(expires_at__lte=timezone.now()).delete()
    return expired


def _takes_applications(listing: Listing, now) -> bool:
    on_site = Listing.objects.open(now).filter(apply_route=Listing.ApplyRoute.ON_SITE)
    return on_site.filter(pk=listing.pk).exists()
