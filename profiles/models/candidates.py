from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models import Place, Role, Skill
from cms.vocabulary import Cefr, SkillKind

from .employers import Employer

EVIDENCE_LENGTH = PHRASE_LENGTH = 200
YEARS_AT_MOST = 60  # of use of a tool


class Visibility(models.TextChoices):
    PRIVATE = "private", _("Only me")
    APPLIED = "applied", _("Employers I apply to")
    EMPLOYERS = "employers", _("All checked employers")


class Source(models.TextChoices):
    """Where a part of a profile comes from. Parts read from a résumé are stored once the person accepts them."""

    OWN = "own", _("You wrote it")
    RESUME = "resume", _("Read from your résumé")
    ROLE = "role", _("Usual in your role")


class Sourced(models.Model):
    """A part of a profile with its source."""

    source = models.CharField(max_length=6, choices=Source, default=Source.OWN)
    source_phrase = models.CharField(
        max_length=PHRASE_LENGTH, blank=True, help_text=_("The words that it was read from")
    )

    class Meta:
        abstract = True


class CandidateQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(user=user) if user.is_authenticated else self.none()


class OfCandidateQuerySet(models.QuerySet):
    """Rows that belong to a candidate."""

    def for_user(self, user):
        return self.filter(candidate__user=user) if user.is_authenticated else self.none()


class Candidate(models.Model):
    """A person's profile as a job seeker. Private unless the person says otherwise."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="candidate"
    )
    headline = models.CharField(max_length=120, blank=True)
    current_role = models.ForeignKey(
        Role, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    target_role = models.ForeignKey(
        Role, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    skills = models.ManyToManyField(Skill, through="CandidateSkill", related_name="+")
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PRIVATE)
    visibility_warned_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it was said that the profile will be hidden soon")
    )
    excluded_employers = models.ManyToManyField(
        Employer,
        blank=True,
        related_name="+",
        help_text=_("They see nothing of this person who has not applied to them"),
    )
    closing_reminders = models.BooleanField(
        default=True, help_text=_("A mail before a saved job closes")
    )

    # Preferences and limits. They leave listings out of the matches; they are never points.
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    commute_miles = models.PositiveSmallIntegerField(default=25)
    time_zone = models.CharField(max_length=40, default="UTC")
    work_modes = models.JSONField(default=list, blank=True)
    channels_avoided = models.JSONField(default=list, blank=True)
    employment_types = models.JSONField(default=list, blank=True)
    pay_floor = models.DecimalField(
        _("lowest pay an hour"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    pay_currency = models.CharField(max_length=3, default="USD")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CandidateQuerySet.as_manager()

    def __str__(self):
        return f"Candidate {self.pk}"


class Level(models.IntegerChoices):
    """How well somebody has a skill, in words rather than numbers."""

    LEARNING = 1, _("I am learning it")
    WITH_HELP = 2, _("I can do it with help")
    ALONE = 3, _("I can do it alone")
    TEACHES = 4, _("I teach it")

    @property
    def short_label(self) -> str:
        """For a row of four on a phone."""
        return SHORT_LEVELS[self]


SHORT_LEVELS = {
    Level.LEARNING: _("Learning"),
    Level.WITH_HELP: _("With help"),
    Level.ALONE: _("Alone"),
    Level.TEACHES: _("I teach it"),
}


class CandidateSkill(Sourced):
    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="candidate_skills"
    )
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.ALONE)
    evidence = models.CharField(
        max_length=EVIDENCE_LENGTH,
        blank=True,
        help_text=_("Where you showed it"),
    )
    years = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(YEARS_AT_MOST)],
        help_text=_("Of use: for tools. 0 is less than one"),
    )

    class Meta:
        ordering = ["skill__kind", "skill__preferred_label"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "skill"], name="candidate_skill_once"),
            models.CheckConstraint(
                condition=models.Q(level__range=(1, 4)), name="candidate_skill_level_has_an_anchor"
            ),
        ]

    def __str__(self):
        return f"{self.skill_id} at {self.level}"


class CandidateLanguage(Sourced):
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="languages")
    language = models.ForeignKey(
        Skill,
        on_delete=models.CASCADE,
        related_name="+",
        limit_choices_to={"kind": SkillKind.LANGUAGE},
    )
    spoken = models.CharField(max_length=2, choices=Cefr)
    written = models.CharField(max_length=2, choices=Cefr, blank=True)

    class Meta:
        ordering = ["language__preferred_label"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "language"], name="candidate_language_once"
            )
        ]

    def __str__(self):
        return f"{self.language_id} {self.spoken}"


class Experience(Sourced):
    """A job that somebody held. `end` is empty for the present one; days do not count."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="experiences")
    title = models.CharField(max_length=120)
    employer_name = models.CharField(_("employer"), max_length=120, blank=True)
    role = models.ForeignKey(
        Role, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    summary = models.TextField(max_length=2000, blank=True)

    objects = OfCandidateQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__isnull=True)
                | models.Q(start__isnull=True)
                | models.Q(end__gte=models.F("start")),
                name="experience_ends_after_it_starts",
            )
        ]

    def __str__(self):
        return self.title
