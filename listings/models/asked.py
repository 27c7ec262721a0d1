"""What a listing asks for, when the work is, how customers come, and what a person is measured by."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cms.models import GlossaryTerm, Skill
from cms.vocabulary import Cefr, Channel, SkillKind, Weekday


class ListingSkill(models.Model):
    """A skill, tool or certificate that a listing asks for."""

    listing = models.ForeignKey(
        "listings.Listing", on_delete=models.CASCADE, related_name="listing_skills"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="listing_skills")
    is_essential = models.BooleanField(default=True)

    class Meta:
        ordering = ["-is_essential", "skill__preferred_label"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "skill"], name="listing_skill_once")
        ]

    def __str__(self):
        return f"{self.listing_id} asks {self.skill_id}"


class ListingLanguage(models.Model):
    """A language that a listing asks for, at least at a level."""

    listing = models.ForeignKey(
        "listings.Listing", on_delete=models.CASCADE, related_name="languages"
    )
    language = models.ForeignKey(
        Skill,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": SkillKind.LANGUAGE},
    )
    level = models.CharField(max_length=2, choices=Cefr, default=Cefr.B2)
    is_essential = models.BooleanField(default=True)

    class Meta:
        ordering = ["-is_essential", "language__preferred_label"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "language"], name="listing_language_once")
        ]

    def __str__(self):
        return f"{self.listing_id} asks {self.language_id} {self.level}"


class ListingChannel(models.Model):
    """A channel by which customers reach the person in the job, and its share of the contacts."""

    listing = models.ForeignKey(
        "listings.Listing", on_delete=models.CASCADE, related_name="channels"
    )
    channel = models.CharField(max_length=12, choices=Channel)
    share = models.PositiveSmallIntegerField(
        _("share, percent"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )

    class Meta:
        ordering = [F("share").desc(nulls_last=True), "channel"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "channel"], name="listing_channel_once")
        ]

    def __str__(self):
        return f"{self.channel} {self.share}%"


class ListingShift(models.Model):
    """Hours of work on one day of the usual week, in the listing's time zone."""

    listing = models.ForeignKey("listings.Listing", on_delete=models.CASCADE, related_name="shifts")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts = models.TimeField()
    ends = models.TimeField(help_text=_("Not after the start: it ends on the next day"))

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "weekday", "starts"], name="listing_shift_once"
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6), name="listing_shift_on_a_day_of_the_week"
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.starts:%H:%M} to {self.ends:%H:%M}"


class ListingTarget(models.Model):
    """A figure that a person in the job is measured by, as the employer states it."""

    listing = models.ForeignKey(
        "listings.Listing", on_delete=models.CASCADE, related_name="targets"
    )
    metric = models.ForeignKey(
        GlossaryTerm,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"is_metric": True},
    )
    target = models.CharField(
        max_length=120, blank=True, help_text=_("As on the post: 85% of answered surveys")
    )

    class Meta:
        ordering = ["metric__title"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "metric"], name="listing_target_once")
        ]

    def __str__(self):
        return f"{self.metric_id}: {self.target}"


class ScreeningQuestion(models.Model):
    """What the employer asks whoever applies, beside the note. Answers never rank anybody."""

    class Kind(models.TextChoices):
        YES_NO = "yes_no", _("Yes or no")
        CHOICE = "choice", _("One of several answers")
        NUMBER = "number", _("A number")
        TEXT = "text", _("A few sentences")

    listing = models.ForeignKey(
        "listings.Listing", on_delete=models.CASCADE, related_name="screening_questions"
    )
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("question"), max_length=200)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.TEXT)
    choices = models.TextField(
        _("answers to choose from"), max_length=1_000, blank=True, help_text=_("One a line")
    )
    is_required = models.BooleanField(_("has to be answered"), default=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "position"], name="screening_question_in_order"
            )
        ]

    def __str__(self):
        return self.text
