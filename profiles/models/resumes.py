import uuid
from datetime import timedelta

from django.core.files.storage import storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .candidates import Candidate, OfCandidateQuerySet

FOLDER = "resumes"
RESUMES_EACH = 5
LEASE = timedelta(minutes=2)  # a scan takes 30 seconds at most, a reading 10


def private_storage():
    return storages["private"]


def resume_path(resume, filename) -> str:
    """A random name: neither the person's nor the file's own name is ever part of a path."""
    return f"{FOLDER}/{uuid.uuid4().hex}"


class ResumeQuerySet(OfCandidateQuerySet):
    def ownerless(self):
        """Files of people without an account: each ends at its `expires_at`."""
        return self.filter(candidate__isnull=True)

    def due(self, now=None):
        """What waits for the scanner; and what waits to be read and has passed it."""
        now = now or timezone.now()
        return self.filter(
            models.Q(scan=Resume.Scan.WAITING)
            | models.Q(reading=Resume.Reading.WAITING, scan__in=Resume.GIVEN_OUT),
            models.Q(lease_until__isnull=True) | models.Q(lease_until__lt=now),
            not_before__lte=now,
        )

    def claim(self, now=None) -> "Resume | None":
        """Lease one due file, or give None. Of two workers that see the same row, one gets it."""
        now = now or timezone.now()
        for row in self.due(now).order_by("not_before", "pk")[:10]:
            claimed = self.filter(pk=row.pk, attempts=row.attempts, lease_until=row.lease_until)
            if claimed.update(lease_until=now + LEASE, attempts=row.attempts + 1):
                row.refresh_from_db()
                return row
        return None


class Resume(models.Model):
    """A résumé file. Its bytes lie outside public media; only a checked view gives them out.

    One without a candidate came from a guest: it is read once for the start page, or waits with a
    held application, and is deleted at `expires_at`.
    """

    class Kind(models.TextChoices):
        PDF = "application/pdf", "PDF"
        DOCX = (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            _("Word document"),
        )
        TEXT = "text/plain", _("Plain text")

    class Scan(models.TextChoices):
        """What the scanner said. Only `CLEAN`, and `NOT_SCANNED` where no scanner is set up, are given out."""

        WAITING = "waiting", _("Being checked")
        CLEAN = "clean", _("Checked")
        INFECTED = "infected", _("Holds harmful content")
        NOT_SCANNED = "not_scanned", _("Not scanned")

    GIVEN_OUT = [Scan.CLEAN, Scan.NOT_SCANNED]

    class Reading(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READ = "read", _("Read")
        NO_TEXT = "no_text", _("Holds no text, only pictures")
        LOCKED = "locked", _("Has a password")
        UNREADABLE = "unreadable", _("Could not be read")

    candidate = models.ForeignKey(
        Candidate, null=True, blank=True, on_delete=models.CASCADE, related_name="resumes"
    )
    slot = models.PositiveSmallIntegerField(
        null=True,
        editable=False,
        help_text="Which of the files that a person may add; none: it came with a guest's application",
    )
    file = models.FileField(storage=private_storage, upload_to=resume_path, max_length=120)
    original_name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100, choices=Kind)
    size = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)

    scan = models.CharField(max_length=12, choices=Scan, default=Scan.WAITING)
    reading = models.CharField(max_length=10, choices=Reading, default=Reading.WAITING)
    text = models.TextField(blank=True, help_text="As the reader found it; goes with the file")
    # A worker that takes the file leases it; one that dies gives it back by time.
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    not_before = models.DateTimeField(default=timezone.now, editable=False)

    objects = ResumeQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=models.Q(scan="waiting") | models.Q(reading="waiting"),
                name="resume_to_do",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(candidate__isnull=False) | models.Q(expires_at__isnull=False),
                name="resume_has_an_owner_or_an_end",
            ),
            models.UniqueConstraint(fields=["candidate", "slot"], name="resume_slot_once"),
            models.CheckConstraint(
                condition=models.Q(slot__isnull=True)
                | models.Q(slot__gte=1, slot__lte=RESUMES_EACH, candidate__isnull=False),
                name="resume_slot_is_one_of_a_persons",
            ),
        ]

    def __str__(self):
        return self.original_name

    @property
    def is_given_out(self) -> bool:
        """To others than its owner."""
        return self.scan in self.GIVEN_OUT

    @property
    def is_infected(self) -> bool:
        """Its bytes are gone; the row stays to say so."""
        return self.scan == self.Scan.INFECTED
