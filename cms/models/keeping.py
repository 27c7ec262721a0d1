"""What the taxonomy's keepers decided: names that went into others, and words that are no skill."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerSlug(models.Model):
    """The slug of a row that was merged into another: old addresses and files still find it."""

    class Kind(models.TextChoices):
        ROLE = "role", _("role")
        SKILL = "skill", _("skill")
        TOOL_FAMILY = "tool_family", _("tool family")
        INDUSTRY = "industry", _("industry")
        TERM = "term", _("glossary term")

    kind = models.CharField(max_length=12, choices=Kind)
    slug = models.SlugField(max_length=60)
    now = models.SlugField(max_length=60, help_text=_("The slug that answers for it"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="former_slug_once"),
            models.CheckConstraint(
                condition=~models.Q(slug=models.F("now")), name="former_slug_leads_elsewhere"
            ),
        ]

    def __str__(self):
        return f"{self.slug}, now {self.now}"


class SetAsideTerm(models.Model):
    """A word of postings or profiles that a keeper looked at and did not want as a skill. The log says who."""

    term = models.CharField(max_length=120, unique=True)
    set_aside_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["term"]

    def __str__(self):
        return self.term
