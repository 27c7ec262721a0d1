"""Words that editors keep for the people who write posts and those who review them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .skills import lines


class PostAdvice(models.Model):
    """What a post is told about itself while it is written: a wording that keeps people away, or a gap.

    It never blocks. A wording is found by `phrases`, a gap by its `condition`.
    """

    class Kind(models.TextChoices):
        WORDING = "wording", _("A wording")
        GAP = "gap", _("Something left open")

    class Condition(models.TextChoices):
        NO_TRAINING = "no_training", _("Training is not described")
        NO_REPLY_PROMISE = "no_reply_promise", _("No day is named by which people hear back")
        NO_TARGETS = "no_targets", _("Nothing is said of what people are measured on")
        NO_WEEK = "no_week", _("The usual week is not painted")
        NO_SHARES = "no_shares", _("Channels have no shares")
        WIDE_PAY = "wide_pay", _("The highest pay is more than 1.5 times the lowest")
        DEGREE_AT_ENTRY = "degree_at_entry", _("A degree is asked on the two lowest rungs")
        YEARS_AT_ENTRY = "years_at_entry", _("Two years or more are asked on the lowest rung")
        MANY_ESSENTIALS = "many_essentials", _("More than eight skills are essential")
        SHORT_TEXT = "short_text", _("The description is shorter than 80 words")
        LONG_TEXT = "long_text", _("The description is longer than 900 words")

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.WORDING)
    phrases = models.TextField(
        blank=True,
        help_text=_(
            "For a wording: one a line. A star at the end finds longer words too: rockstar*"
        ),
    )
    condition = models.CharField(
        max_length=20, choices=Condition, blank=True, help_text=_("For something left open")
    )
    reason = models.TextField(
        max_length=300, help_text=_("Why it matters to whoever reads the post")
    )
    suggestion = models.CharField(max_length=200, blank=True, help_text=_("What to write instead"))
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "title"]
        verbose_name = _("advice on posts")
        verbose_name_plural = _("advice on posts")

    def __str__(self):
        return self.title

    def clean(self):
        if self.kind == self.Kind.WORDING and not self.phrase_list:
            raise ValidationError({"phrases": _("Write at least one wording that it looks for.")})
        if self.kind == self.Kind.GAP and not self.condition:
            raise ValidationError({"condition": _("Choose when it is said.")})

    @property
    def phrase_list(self) -> list[str]:
        return lines(self.phrases)


class CannedAnswer(models.Model):
    """Words that moderators send again and again, kept by editors."""

    class Use(models.TextChoices):
        RETURN = "return", _("Sending a post back to be put right")
        REJECT = "reject", _("Refusing a post")
        COMMENT = "comment", _("Asking the employer")
        EMPLOYER = "employer", _("Not verifying an employer")

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=80)
    use = models.CharField(max_length=8, choices=Use)
    body = models.TextField(
        max_length=2_000,
        help_text=_(
            "As the employer gets it: what is wrong, and what to do. The moderator can change it"
        ),
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["use", "title"]

    def __str__(self):
        return self.title
