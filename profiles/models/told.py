"""Parts of a profile that people state themselves: figures, education, certificates, hours."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models import GlossaryTerm, Skill
from cms.vocabulary import Education as EducationLevel
from cms.vocabulary import SkillKind, Weekday

from .candidates import Candidate, OfCandidateQuerySet, Sourced

YEARS = [MinValueValidator(1940), MaxValueValidator(2100)]


class CandidateMetric(Sourced):
    """A service figure as the person states it, with period and evidence. We do not check it."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="metrics")
    metric = models.ForeignKey(
        GlossaryTerm,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"is_metric": True},
    )
    value = models.CharField(max_length=60, help_text=_("With its unit: 94%, 4 min 30 s"))
    period = models.CharField(max_length=60, blank=True, help_text=_("January to June 2026"))
    evidence = models.CharField(
        max_length=200, blank=True, help_text=_("A review, an award, a scorecard: who saw it")
    )

    objects = OfCandidateQuerySet.as_manager()

    class Meta:
        ordering = ["metric__title", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "metric", "period"], name="candidate_metric_once_a_period"
            )
        ]

    def __str__(self):
        return f"{self.metric_id}: {self.value}"


class Education(Sourced):
    """A school or course, finished or not."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="education")
    level = models.CharField(max_length=12, choices=EducationLevel, blank=True)
    subject = models.CharField(_("subject or degree"), max_length=120, blank=True)
    school = models.CharField(max_length=120)
    start_year = models.PositiveSmallIntegerField(null=True, blank=True, validators=YEARS)
    end_year = models.PositiveSmallIntegerField(null=True, blank=True, validators=YEARS)

    objects = OfCandidateQuerySet.as_manager()

    class Meta:
        ordering = [models.F("end_year").desc(nulls_first=True), "-pk"]
        verbose_name_plural = "education"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_year__isnull=True)
                | models.Q(start_year__isnull=True)
                | models.Q(end_year__gte=models.F("start_year")),
                name="education_ends_after_it_starts",
            )
        ]

    def __str__(self):
        return self.subject or self.school


class Certificate(Sourced):
    """A certificate or licence. `skill` is set where the vocabulary knows it: then it counts in matching."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="certificates")
    name = models.CharField(max_length=120)
    skill = models.ForeignKey(
        Skill,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"kind": SkillKind.CERTIFICATION},
    )
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True, validators=YEARS)
    expires_year = models.PositiveSmallIntegerField(null=True, blank=True, validators=YEARS)

    objects = OfCandidateQuerySet.as_manager()

    class Meta:
        ordering = [models.F("year").desc(nulls_last=True), "name", "pk"]

    def __str__(self):
        return self.name


class AvailableTime(models.Model):
    """Hours in which the person can work on a day of the usual week, in `Candidate.time_zone`."""

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="available_times"
    )
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts = models.TimeField()
    ends = models.TimeField(help_text=_("Not after the start: it ends on the next day"))

    objects = OfCandidateQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "weekday", "starts"], name="available_time_once"
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6), name="available_time_on_a_day_of_the_week"
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.starts:%H:%M} to {self.ends:%H:%M}"
