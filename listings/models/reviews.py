from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .listings import Listing


class Review(models.Model):
    """A moderator's decision on one version of a listing."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Not approved")

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="reviews")
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
