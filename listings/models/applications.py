from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from profiles.models import Candidate, Resume

from .listings import Listing


class ApplicationQuerySet(models.QuerySet):
    def for_candidate(self, user):
        return self.filter(candidate__user=user) if user.is_authenticated else self.none()

    def for_employer_member(self, user):
        """Applications that this person may read for an employer. A suspended one reads none."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            listing__employer__members__user=user, listing__employer__suspended_at__isnull=True
        )


class Application(models.Model):
    """A candidate's application for a listing. One per person and listing; reapplying reopens the row."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Sent")
        SHORTLISTED = "shortlisted", _("On the shortlist")
        DECLINED = "declined", _("Not going further")
        WITHDRAWN = "withdrawn", _("Withdrawn by you")

    # From a state to the states that may follow, by who may do it.
    EMPLOYER_TRANSITIONS = {
        State.SUBMITTED: {State.SHORTLISTED, State.DECLINED},
        State.SHORTLISTED: {State.DECLINED},
        State.DECLINED: {State.SHORTLISTED},
    }
    CANDIDATE_TRANSITIONS = {
        State.SUBMITTED: {State.WITHDRAWN},
        State.SHORTLISTED: {State.WITHDRAWN},
        State.WITHDRAWN: {State.SUBMITTED},
    }

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="applications")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="applications")
    state = models.CharField(max_length=12, choices=State, default=State.SUBMITTED)
    name = models.CharField(max_length=120)
    note = models.TextField(max_length=4_000, blank=True)
    resume = models.ForeignKey(
        Resume, null=True, blank=True, on_delete=models.SET_NULL, related_name="applications"
    )
    submitted_at = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "listing"], name="application_once_per_listing"
            )
        ]

    def __str__(self):
        return f"Application {self.pk}"

    def get_absolute_url(self):
        return reverse("listings:application_detail", args=[self.pk])

    @property
    def can_be_withdrawn(self) -> bool:
        return self.State.WITHDRAWN in self.CANDIDATE_TRANSITIONS.get(self.state, ())


class ApplicationEvent(models.Model):
    """A change of state, for the timeline that the candidate sees."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    state = models.CharField(max_length=12, choices=Application.State)
    message = models.TextField(max_length=2_000, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.application_id} {self.state}"


class SavedJob(models.Model):
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="saved_jobs")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="saved_by")
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "listing"], name="saved_job_once")
        ]

    def __str__(self):
        return f"{self.candidate_id} saved {self.listing_id}"
