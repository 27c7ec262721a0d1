"""Applications that somebody who is signed in has begun. No employer ever sees them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from listings.models import Application, ApplicationDraft, Listing
from profiles.models import Candidate, Resume

from .refusals import Conflict

# More than can be sent: a draft that is too long must not lose words.
LONGEST_NOTE = 20_000
LONGEST_ANSWER = 5_000


def drafts_of(user) -> QuerySet[ApplicationDraft]:
    """A person's drafts, without those of jobs whose page is gone or that were applied for. One query."""
    sent = Application.objects.for_candidate(user).exclude(state=Application.State.WITHDRAWN)
    return (
        ApplicationDraft.objects.filter(
            candidate__user=user, listing__in=Listing.objects.public().values("pk")
        )
        .exclude(listing__in=sent.values("listing"))
        .select_related("candidate", "listing__employer")
    )


def keep_draft(
    *,
    candidate: Candidate,
    listing: Listing,
    name: str,
    note: str,
    answers: Mapping[str, str],
    resume: Resume | None,
    seen: str | None = None,
) -> ApplicationDraft | None:
    """Keep what was typed, right or wrong, in place of what was kept before. Two statements.

    None if it was sent meanwhile: the last save of an open page may come after that. With `seen`, the
    version that the page shows or "" for none, up to six statements: raises Conflict if there is another
    one by now, of a second window or device, for what was typed there must not go unseen.
    """
    sent = Application.objects.filter(candidate=candidate, listing=listing)
    if sent.exclude(state=Application.State.WITHDRAWN).exists():
        return None
    own = {"candidate": candidate, "listing": listing}
    typed = {
        "name": _storable(name, ApplicationDraft._meta.get_field("name").max_length),
        "note": _storable(note, LONGEST_NOTE),
        "answers": {key: _storable(answer, LONGEST_ANSWER) for key, answer in answers.items()},
        "resume": resume,
        "updated_at": timezone.now(),
    }
    draft = ApplicationDraft(**own, **typed)
    if seen is None:
        # One statement that inserts or changes: two tabs cannot collide.
        ApplicationDraft.objects.bulk_create(
            [draft], update_conflicts=True, unique_fields=list(own), update_fields=list(typed)
        )
        return draft
    shown = _time_of(seen)
    if shown and ApplicationDraft.objects.filter(**own, updated_at=shown).update(**typed):
        return draft
    draft, is_new = ApplicationDraft.objects.get_or_create(**own, defaults=typed)
    if not is_new:
        raise Conflict
    return draft


def version_of(draft: ApplicationDraft | None) -> str:
    """What a page says of the draft that it shows."""
    return draft.updated_at.isoformat() if draft else ""


def _time_of(version: str) -> datetime | None:
    """None for what is no version of ours."""
    try:
        at = datetime.fromisoformat(version)
    except ValueError:
        return None
    # Ours are in UTC; another clock may reach beyond the years that there are.
    return at if at.utcoffset() == timedelta(0) else None


def _storable(text: str, longest: int) -> str:
    """What of it a column takes: PostgreSQL refuses NUL, and with it all that was typed."""
    return text.replace("\x00", "")[:longest]


def drop_draft(*, candidate: Candidate, listing: Listing) -> bool:
    """Delete the draft. Whether there was one."""
    dropped, _by_model = ApplicationDraft.objects.filter(
        candidate=candidate, listing=listing
    ).delete()
    return dropped > 0
