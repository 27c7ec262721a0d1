from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.Model):
    """That a person agreed to something in the words of one version, and when they took it back.

    The words stand in `profiles.consents`. A consent to old words covers no new ones.
    """

    class Purpose(models.TextChoices):
        VISIBILITY = "visibility", _("Showing the profile to checked employers")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(max_length=12, choices=Purpose)
    version = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="consent_one_in_force",
            )
        ]

    def __str__(self):
        return f"{self.purpose} version {self.version}"


class Erasure(models.Model):
    """That an account was erased: its key alone, so that a restored backup can be erased again."""

    user_key = models.BigIntegerField(unique=True)
    erased_at = models.DateTimeField()

    class Meta:
        ordering = ["-erased_at"]

    def __str__(self):
        return f"Erasure {self.pk}"
