"""What the people of an employer note about an application: notes for colleagues, and tags."""

from django.db import transaction
from django.utils import timezone

from listings.models import Application, ApplicationNote, ApplicationTag
from listings.sifting.tags import TAGS_AN_APPLICATION
from profiles.models import User

from .applications import check_member
from .messages import still_open
from .refusals import ThreadClosed, TooManyNotes

NOTES_AN_APPLICATION = 50


@transaction.atomic
def add_note(*, application: Application, author: User, body: str) -> ApplicationNote:
    """Note something for colleagues. Four statements.

    Raises NotAMember, ThreadClosed for an application that is gone, or TooManyNotes.
    """
    _hold(application, author)
    if application.notes.count() >= NOTES_AN_APPLICATION:
        raise TooManyNotes
    return ApplicationNote.objects.create(
        application=application, author=author, body=body, at=timezone.now()
    )


@transaction.atomic
def remove_note(*, application: Application, author: User, pk: int) -> bool:
    """Take back a note of one's own; whether there was one. Raises NotAMember."""
    check_member(application, author)
    return bool(application.notes.filter(pk=pk, author=author).delete()[0])


@transaction.atomic
def add_tag(*, application: Application, by: User, name: str) -> bool:
    """Put a tag on an application; False if it has it. Five statements. `name` is normalized.

    Raises NotAMember, ThreadClosed for an application that is gone, or TooManyNotes.
    """
    _hold(application, by)
    if application.tags.filter(name=name).exists():
        return False
    if application.tags.count() >= TAGS_AN_APPLICATION:
        raise TooManyNotes
    ApplicationTag.objects.bulk_create(
        [ApplicationTag(application=application, name=name)], ignore_conflicts=True
    )
    return True


@transaction.atomic
def remove_tag(*, application: Application, by: User, name: str) -> bool:
    """Take a tag off; whether it was there. Raises NotAMember."""
    check_member(application, by)
    return bool(application.tags.filter(name=name).delete()[0])


def _hold(application: Application, user: User) -> None:
    """Nothing may be added to an application that is taken back at this moment, nor by two at once.

    A write that asks the state: whoever withdraws waits until it is there and removes it, or is
    seen here.
    """
    check_member(application, user)
    if not still_open(application).update(updated_at=timezone.now()):
        raise ThreadClosed
