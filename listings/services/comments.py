"""Lines between moderators and an employer about a post, before, beside and after a decision."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from listings import notices
from listings.models import Listing, ReviewComment
from profiles.models import RateLimit, User

from .refusals import ThreadFull, TooManyMessages
from .reviews import refuse_own

COMMENTS_AN_HOUR = 20
# A page shows them all, so there is an end.
COMMENTS_A_POST = 60
# The same words of the same person within this time are a second click.
CLICKED_TWICE = timedelta(minutes=1)


@transaction.atomic
def add_comment(
    *, listing: Listing, author: User, is_from_moderator: bool, body: str
) -> ReviewComment:
    """Keep a line and tell the other side by mail.

    An employer's line goes to the moderator who wrote or decided last; without one nobody gets a mail,
    and the queue says that there is an answer. At most ten statements and one for each member. A second
    click gives the line of the first. Raises OwnListing for a moderator who works for the employer,
    ThreadFull, TooManyMessages.
    """
    if is_from_moderator:
        refuse_own(listing.employer_id, author)
    now = timezone.now()
    earlier = listing.review_comments.filter(
        author=author, is_from_moderator=is_from_moderator, body=body, at__gt=now - CLICKED_TWICE
    ).first()
    if earlier:
        return earlier
    if listing.review_comments.count() >= COMMENTS_A_POST:
        raise ThreadFull
    if not RateLimit.objects.take(
        f"review-comment:{author.pk}", limit=COMMENTS_AN_HOUR, window=timedelta(hours=1)
    ):
        raise TooManyMessages
    comment = listing.review_comments.create(
        author=author, is_from_moderator=is_from_moderator, body=body, at=now
    )
    # Whoever answers has read what stands above.
    mark_comments_read(listing, by_moderator=is_from_moderator)
    notices.review_comment(comment, _moderator_in_charge(listing))
    return comment


def mark_comments_read(listing: Listing, *, by_moderator: bool) -> None:
    """What the other side wrote is not new any more. One statement."""
    ReviewComment.objects.filter(
        listing=listing, is_from_moderator=not by_moderator, read_at__isnull=True
    ).update(read_at=timezone.now())


def _moderator_in_charge(listing: Listing) -> User | None:
    """Who of the moderators wrote or decided last. Two queries."""
    comment = (
        listing.review_comments.filter(is_from_moderator=True, author__isnull=False)
        .select_related("author")
        .last()
    )
    review = listing.reviews.filter(moderator__isnull=False).select_related("moderator").first()
    if comment and (review is None or comment.at > review.at):
        return comment.author
    return review.moderator if review else None
