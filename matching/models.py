from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from listings.models import Listing
from profiles.models import Candidate


class Invitation(models.Model):
    """A member of an employer asks a candidate to apply. It opens nothing of the candidate's profile."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="invitations")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "candidate"], name="invitation_once")
        ]

    def __str__(self):
        return f"Invitation {self.pk}"


class MatchAlert(models.Model):
    """A candidate's wish for mail about new listings that fit at least so well."""

    class Frequency(models.TextChoices):
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("every week")

    candidate = models.OneToOneField(
        Candidate, on_delete=models.CASCADE, related_name="match_alert"
    )
    min_share = models.PositiveSmallIntegerField(
        _("how well a job has to fit"), default=60, validators=[MaxValueValidator(100)]
    )
    frequency = models.CharField(max_length=8, choices=Frequency, default=Frequency.DAILY)
    hour = models.PositiveSmallIntegerField(
        _("hour of the day"), default=7, help_text=_("In the candidate's time zone")
    )
    next_run_at = models.DateTimeField(db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(min_share__lte=100), name="match_alert_share_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=models.Q(hour__lte=23), name="match_alert_hour_of_a_day"
            ),
        ]

    def __str__(self):
        return f"Match alert {self.pk}"


class MatchAlertDelivery(models.Model):
    """That a listing was told: nothing is told twice."""

    alert = models.ForeignKey(MatchAlert, on_delete=models.CASCADE, related_name="deliveries")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "listing"], name="match_alert_delivery_once")
        ]

    def __str__(self):
        return f"{self.alert_id} told of {self.listing_id}"
