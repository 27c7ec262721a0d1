from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from listings.alerts.times import Rhythm

from .listings import Listing


class JobAlertQuerySet(models.QuerySet):
    def for_user(self, user):
        """A person's own: set while signed in, or to an address that is theirs for certain."""
        if not user.is_authenticated:
            return self.none()
        addresses = user.emailaddress_set.filter(verified=True).values("email")
        return self.filter(Q(user=user) | Q(email__in=addresses))


class JobAlert(models.Model):
    """Somebody's wish for mail about new listings that a search finds. No account is needed.

    It runs from the moment its address is confirmed: by the link of a mail, or at once for a person
    who is signed in with that address.
    """

    class Frequency(models.TextChoices):
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("every week")

    email = models.EmailField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="job_alerts",
    )
    query = models.CharField(max_length=2_000, blank=True, help_text="As ListingFilterSet.query()")
    frequency = models.CharField(max_length=8, choices=Frequency, default=Frequency.DAILY)
    hour = models.PositiveSmallIntegerField(default=7, validators=[MaxValueValidator(23)])
    time_zone = models.CharField(max_length=40, default="UTC")
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    # Only what is confirmed and not paused is due at any time.
    next_run_at = models.DateTimeField(null=True, blank=True, db_index=True)
    # The last time that its owner did something with it; long ago, it is warned of and taken away.
    touched_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True, blank=True)

    objects = JobAlertQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["email", "query"], name="job_alert_once"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="job_alert_hour_of_a_day"),
            models.CheckConstraint(
                condition=Q(next_run_at__isnull=True)
                | Q(confirmed_at__isnull=False, paused_at__isnull=True),
                name="job_alert_runs_only_confirmed",
            ),
        ]

    def __str__(self):
        return f"Job alert {self.pk}"

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.frequency, self.hour, self.time_zone)


class AlertDelivery(models.Model):
    """That a listing was told: nothing is told twice."""

    alert = models.ForeignKey(JobAlert, on_delete=models.CASCADE, related_name="deliveries")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "listing"], name="alert_delivery_once")
        ]

    def __str__(self):
        return f"{self.alert_id} told of {self.listing_id}"
