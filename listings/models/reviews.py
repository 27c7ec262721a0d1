from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .life import ListingRevision
from .listings import Listing


class Review(models.Model):
    """A moderator's decision on one version of a listing."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Sent back to be put right")
        REJECTED = "rejected", _("Refused")

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="reviews")
    revision = models.ForeignKey(
        ListingRevision,
        null=True,
        on_delete=models.CASCADE,
        related_name="reviews",
        help_text="For a change of a live listing",
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision = models.CharField(max_length=10, choices=Decision)
    reason = models.TextField(max_length=2_000, blank=True)
    version = models.PositiveIntegerField(help_text="The version that the moderator saw")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.listing_id} {self.decision}"


class ReviewComment(models.Model):
    """A line between a moderator and an employer about a post, before or beside a decision."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="review_comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_from_moderator = models.BooleanField()
    body = models.TextField(max_length=2_000)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"Comment {self.pk}"


class Report(models.Model):
    """Somebody says that something is wrong with a public post. Nothing is taken down by it."""

    class Reason(models.TextChoices):
        FRAUD = "fraud", _("It looks like fraud, or asks for money")
        NOT_AS_SAID = "not_as_said", _("The job is not as it is described")
        DISCRIMINATES = "unfair", _("It shuts people out who could do it")
        FILLED = "filled", _("It is filled, or was never there")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        NOTHING = "nothing", _("Nothing was wrong")
        ASKED = "asked", _("The employer was asked")
        CLOSED = "closed", _("The post was closed")
        SUSPENDED = "suspended", _("The employer was suspended")

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    email = models.EmailField(blank=True, help_text="Where a guest may be asked back")
    reason = models.CharField(max_length=12, choices=Reason)
    words = models.TextField(max_length=1_000, blank=True)
    at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "reporter"],
                condition=models.Q(handled_at__isnull=True),
                name="report_once_at_a_time",
            )
        ]

    def __str__(self):
        return f"Report {self.pk}"
