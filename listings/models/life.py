"""What happens to a listing after it was written: its history, changes that wait, and its figures."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .listings import Listing


class ListingEvent(models.Model):
    """One thing that happened to a listing, as its history tells it."""

    class Kind(models.TextChoices):
        CREATED = "created", _("Begun")
        COPIED = "copied", _("Begun as a copy")
        SUBMITTED = "submitted", _("Sent to review")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Sent back to be put right")
        REJECTED = "rejected", _("Refused")
        WITHDRAWN = "withdrawn", _("Given up")
        CONFIRMED = "confirmed", _("Confirmed as still open")
        ASKED = "asked", _("Asked whether it is still open")
        DROPPED = "dropped", _("Moved below others: nobody confirmed it")
        EXTENDED = "extended", _("Extended")
        CLOSED = "closed", _("Closed")
        CHANGE_SUBMITTED = "change_submitted", _("Change sent to review")
        CHANGE_APPROVED = "change_approved", _("Change approved")
        CHANGE_RETURNED = "change_returned", _("Change sent back")
        CHANGE_WITHDRAWN = "change_withdrawn", _("Change taken back")

    class By(models.TextChoices):
        EMPLOYER = "employer", _("The employer")
        MODERATOR = "moderator", _("Rungs")
        SYSTEM = "system", _("By itself")
        PROGRAM = "program", _("A program of the employer")

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind)
    by = models.CharField(max_length=9, choices=By)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    version = models.PositiveIntegerField(help_text="Of the listing, or of the change")
    note = models.TextField(max_length=2_000, blank=True, help_text="The reason, in words")
    changes = models.JSONField(
        default=list, help_text="What changed: [{field, before, after}], in words"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.listing_id} {self.kind}"


class ListingRevision(models.Model):
    """A change of a live listing: the old text stays up until a moderator approves the new one."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Taken back")

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="revisions")
    base_version = models.PositiveIntegerField(help_text="The listing's version that it changes")
    version = models.PositiveIntegerField(default=1, help_text="Rises with every save of it")
    snapshot = models.JSONField(help_text="Text, pay, apply route and skills: listings.snapshots")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    returned_reason = models.TextField(max_length=2_000, blank=True)
    findings = models.JSONField(default=list, editable=False)
    risk = models.PositiveSmallIntegerField(default=0, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing"],
                condition=Q(state__in=["draft", "in_review"]),
                name="listing_revision_one_at_a_time",
            )
        ]

    def __str__(self):
        return f"{self.listing_id} change {self.pk}"


class ListingDay(models.Model):
    """How often a listing was opened on one day (UTC). Counts alone: nobody is known by them."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)
    starts = models.PositiveIntegerField(default=0, help_text="Applications begun")
    leaves = models.PositiveIntegerField(default=0, help_text="Ways to the employer's own site")

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["listing", "day"], name="listing_day_once")]

    def __str__(self):
        return f"{self.listing_id} {self.day}"


class PostingImportQuerySet(models.QuerySet):
    def for_user(self, user):
        """Files of the employers that this person works for."""
        return self.filter(employer__members__user=user) if user.is_authenticated else self.none()


class PostingImport(models.Model):
    """An employer's file of postings, read and shown before anything is made of it."""

    class Format(models.TextChoices):
        JSON_LINES = "jsonl", _("JSON lines")
        JSON_LD = "json_ld", _("Page with JobPosting data")
        INDEED_XML = "xml", _("Indeed-style XML")

    employer = models.ForeignKey(
        "profiles.Employer", on_delete=models.CASCADE, related_name="posting_imports"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    file_name = models.CharField(max_length=120)
    format = models.CharField(max_length=8, choices=Format)
    records = models.JSONField(help_text="The postings read, as import_listings reads them")
    created_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True, help_text="When drafts were made of it")

    objects = PostingImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.file_name


class ApiWrite(models.Model):
    """What a program's request was answered, kept under its idempotency key for a day."""

    api_key = models.ForeignKey(
        "profiles.EmployerApiKey", on_delete=models.CASCADE, related_name="writes"
    )
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, help_text="Of method, path and body")
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["api_key", "key"], name="api_write_once_per_key")
        ]

    def __str__(self):
        return f"{self.api_key_id} {self.key}"
