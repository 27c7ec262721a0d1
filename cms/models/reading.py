"""Reads of a page and answers of its readers. Neither identifies a reader."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class PageDay(models.Model):
    """How often a page was read on a day (UTC)."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    reads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "day"], name="page_day_once")]

    def __str__(self):
        return f"{self.page_id} on {self.day}"


class PageFeedback(models.Model):
    """One answer to "Was this useful?", without a name."""

    class Reason(models.TextChoices):
        MISSING = "missing", _("Something is missing")
        UNCLEAR = "unclear", _("It is hard to understand")
        WRONG = "wrong", _("Something is wrong or out of date")
        NOT_FOR_ME = "not_for_me", _("It is not about my situation")
        OTHER = "other", _("Something else")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="feedback")
    is_useful = models.BooleanField()
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    comment = models.TextField(max_length=1_000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = "page feedback"
        indexes = [models.Index(fields=["page", "-created_at"], name="page_feedback_newest")]

    def __str__(self):
        return f"{self.page_id}: {'useful' if self.is_useful else 'not useful'}"
