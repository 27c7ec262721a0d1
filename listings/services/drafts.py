"""Applications that somebody who is signed in has begun. No employer ever sees them."""

from collections.abc import Mapping

from django.db.models import QuerySet

from listings.models import Application, ApplicationDraft, Listing
from profiles.models import Candidate, Resume

# More than can be sent: who wrote too much must find all of it again.
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
        .select_related("listing__employer")
    )


def keep_draft(
    *,
    candidate: Candidate,
    listing: Listing,
    name: str,
    note: str,
    answers: Mapping[str, str],
    resume: Resume | None,
) -> bool:
    """Keep what was typed, right or wrong, in place of what was kept before. Two statements.

    False if it was sent meanwhile: the last save of an open page may come after that.
    """
    sent = Application.objects.filter(candidate=candidate, listing=listing)
    if sent.exclude(state=Application.State.WITHDRAWN).exists():
        return False
    draft = ApplicationDraft(
        candidate=candidate,
        listing=listing,
        name=name[: ApplicationDraft._meta.get_field("name").max_length],
        note=note[:LONGEST_NOTE],
        answers={key: answer[:LONGEST_ANSWER] for key, answer in answers.items()},
        resume=resume,
    )
    # One statement that inserts or changes: two tabs cannot collide.
    ApplicationDraft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["candidate", "listing"],
        update_fields=["name", "note", "answers", "resume", "updated_at"],
    )
    return True


def drop_draft(*, candidate: Candidate, listing: Listing) -> bool:
    """Whether there was one."""
    dropped, _by_model = ApplicationDraft.objects.filter(
        candidate=candidate, listing=listing
    ).delete()
    return dropped > 0
