"""What the people of an employer keep about applications among themselves, and words they send often."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles.models import Employer

from .applications import Application


class ApplicationNote(models.Model):
    """A note for colleagues. The applicant does not see it on the site; their export holds it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = models.TextField(max_length=1_000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"Note {self.pk}"


class ApplicationTag(models.Model):
    """A word by which an employer sorts its applications."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=30)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["application", "name"], name="application_tag_once")
        ]

    def __str__(self):
        return self.name


class MessageTemplateQuerySet(models.QuerySet):
    def for_user(self, user):
        """Those of the employers that this person acts for."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(employer__members__user=user)


class MessageTemplate(models.Model):
    """Words that an employer sends often, with places for a name, a job and the like."""

    class Use(models.TextChoices):
        MESSAGE = "message", _("A message")
        SHORTLISTED = "shortlisted", _("On the shortlist")
        INTERVIEW = "interview", _("Invitation to talk")
        HIRED = "hired", _("Chosen")
        DECLINED = "declined", _("Not going further")

    employer = models.ForeignKey(
        Employer, on_delete=models.CASCADE, related_name="message_templates"
    )
    name = models.CharField(max_length=60)
    use = models.CharField(max_length=11, choices=Use, default=Use.MESSAGE)
    body = models.TextField(max_length=2_000)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MessageTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["use", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "use", "name"], name="message_template_once"
            )
        ]

    def __str__(self):
        return self.name
