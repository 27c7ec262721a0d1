from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from cms.vocabulary import LADDER_LEVELS, Channel, RoleFamily, WorkMode

from .skills import Skill, lines


class Industry(models.Model):
    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=80)
    naics_sector = models.CharField(
        "NAICS sector",
        max_length=6,
        blank=True,
        help_text=_("The sector whose wages are shown for it"),
    )

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "industries"

    def __str__(self):
        return self.title


class RoleQuerySet(models.QuerySet):
    def service(self):
        """Roles on the ladder: all but the exits."""
        return self.exclude(family=RoleFamily.EXIT)

    def on_channel(self, channel: str):
        """Roles in which customers come through `channel`."""
        # The list is JSON; SQLite cannot look into it, and in quotes no value is part of another.
        return self.annotate(channel_text=Cast("channels", models.TextField())).filter(
            channel_text__contains=f'"{channel}"'
        )

    def narrowed(self, line="", level="", channel="", industry: Industry | None = None):
        """Roles that answer to everything that is given."""
        roles = self.filter(family=line) if line else self
        roles = roles.filter(ladder_level=level) if level else roles
        roles = roles.on_channel(channel) if channel else roles
        return roles.filter(industries=industry) if industry else roles

    def most_read(self):
        """By how often their pages were read in the last 30 days; until any was, those from which most ways lead."""
        since = timezone.now().date() - timedelta(days=30)
        recent = models.Q(page__days__day__gt=since)
        ways = CareerStep.objects.filter(from_role=models.OuterRef("pk")).order_by()
        ways = ways.values("from_role").annotate(n=models.Count("pk")).values("n")
        return self.annotate(
            reads=Coalesce(models.Sum("page__days__reads", filter=recent), 0),
            ways=Coalesce(models.Subquery(ways), 0),
        ).order_by("-reads", "-ways", "title")

    def by_line(self):
        """In the order of the lines, lowest rung first."""
        order = [
            models.When(family=family, then=position)
            for position, family in enumerate(RoleFamily.values)
        ]
        return self.order_by(models.Case(*order), "ladder_level", "title")


class Role(ClusterableModel):
    """A kind of job, and a station of the ladder: O*NET would say occupation title.

    Clusterable, so that editors have the skills that a role asks on the role's own desk.
    """

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=80)
    alt_titles = models.TextField(
        _("alternative titles"),
        blank=True,
        help_text=_("One a line: titles that mean the same job"),
    )
    description = models.TextField(help_text=_("One sentence: what a person in it does"))
    family = models.CharField(_("line"), max_length=20, choices=RoleFamily)
    ladder_level = models.PositiveSmallIntegerField(
        _("rung"),
        null=True,
        blank=True,
        choices=LADDER_LEVELS,
        help_text=_("Empty for a role outside customer service"),
    )
    channels = models.JSONField(default=list, blank=True)
    work_modes = models.JSONField(default=list, blank=True)
    industries = models.ManyToManyField(Industry, blank=True, related_name="roles")
    soc_code = models.CharField(
        _("SOC code"), max_length=7, blank=True, help_text=_("The occupation whose wages are shown")
    )
    soc_is_proxy = models.BooleanField(
        _("is a proxy"),
        default=False,
        help_text=_("The code is only the nearest that has figures; pages say so"),
    )
    onet_soc_code = models.CharField("O*NET-SOC code", max_length=10, blank=True)
    skills = models.ManyToManyField(Skill, through="RoleSkill", related_name="roles")
    basis = models.CharField(max_length=20, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(family=RoleFamily.EXIT, ladder_level__isnull=True)
                # Without a rung the range would be NULL, and that passes a check.
                | (
                    ~models.Q(family=RoleFamily.EXIT)
                    & models.Q(ladder_level__isnull=False, ladder_level__range=(1, 6))
                ),
                name="role_on_the_ladder_has_a_rung",
            )
        ]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        if self.family and self.is_exit != (self.ladder_level is None):
            no_rung = _("A way out of service stands on no rung.")
            text = no_rung if self.is_exit else _("Say on which rung of its line the role stands.")
            raise ValidationError({"ladder_level": text})

    def get_absolute_url(self):
        return f"/roles/{self.slug}/"

    @property
    def line(self) -> RoleFamily:
        return RoleFamily(self.family)

    @property
    def level_name(self) -> str:
        return LADDER_LEVELS.get(self.ladder_level, "")

    @property
    def channel_labels(self) -> list[str]:
        return [Channel(channel).label for channel in self.channels if channel in Channel]

    @property
    def work_mode_labels(self) -> list[str]:
        return [WorkMode(mode).label for mode in self.work_modes if mode in WorkMode]

    @property
    def titles(self) -> list[str]:
        return [self.title, *lines(self.alt_titles)]

    @property
    def other_titles(self) -> list[str]:
        return lines(self.alt_titles)

    @property
    def is_exit(self) -> bool:
        return self.family == RoleFamily.EXIT


class RoleSkill(models.Model):
    """What a role asks. `importance` is O*NET's scale IM, 1 to 5."""

    role = ParentalKey(Role, on_delete=models.CASCADE, related_name="role_skills")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="role_skills")
    importance = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    is_essential = models.BooleanField(default=False)
    basis = models.CharField(max_length=20, blank=True, editable=False)

    class Meta:
        ordering = ["-is_essential", "-importance", "skill__preferred_label"]
        constraints = [
            models.UniqueConstraint(fields=["role", "skill"], name="role_skill_once"),
            models.CheckConstraint(
                condition=models.Q(importance__range=(1, 5)), name="role_skill_importance_1_to_5"
            ),
        ]

    def __str__(self):
        return f"{self.role_id} asks {self.skill_id}"


class CareerStepQuerySet(models.QuerySet):
    def leaving(self, role: Role):
        """Steps that a person in `role` can take: its own, and the rules for any service role."""
        own = models.Q(from_role=role)
        if role.ladder_level is not None:
            own |= models.Q(from_role__isnull=True, from_level__lte=role.ladder_level)
        return self.filter(own).exclude(to_role=role)


class CareerStep(models.Model):
    """A move from one role to another. An exit leaves from any service role: one row, not one a role."""

    class Kind(models.TextChoices):
        PROMOTION = "promotion", _("promotion")
        SPECIALISE = "specialise", _("specialization")
        LATERAL = "lateral", _("sideways")
        EXIT = "exit", _("way out of service")

    class Frequency(models.IntegerChoices):
        RARE = 1, _("rare")
        SOMETIMES = 2, _("now and then")
        OFTEN = 3, _("often")

    from_role = models.ForeignKey(
        Role,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="steps_out",
        help_text=_("Empty: from any service role"),
    )
    from_level = models.PositiveSmallIntegerField(
        _("from rung"),
        null=True,
        blank=True,
        choices=LADDER_LEVELS,
        help_text=_("For a way out from any service role: the lowest rung it is open to"),
    )
    to_role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="steps_in")
    kind = models.CharField(max_length=12, choices=Kind)
    condition = models.CharField(
        max_length=200, blank=True, help_text=_("What usually has to be shown before the move")
    )
    frequency = models.PositiveSmallIntegerField(
        choices=Frequency,
        default=Frequency.SOMETIMES,
        help_text=_("How often people in that role make this move rather than another"),
    )
    basis = models.CharField(max_length=20, blank=True, editable=False)

    objects = CareerStepQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["from_role", "to_role"], name="career_step_once"),
            models.UniqueConstraint(
                fields=["to_role"],
                condition=models.Q(from_role__isnull=True),
                name="career_step_one_rule_per_exit",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_role=models.F("to_role")), name="career_step_moves"
            ),
            models.CheckConstraint(
                condition=models.Q(from_role__isnull=False, from_level__isnull=True)
                | models.Q(from_role__isnull=True, from_level__isnull=False, kind="exit"),
                name="career_step_from_a_role_or_a_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(frequency__range=(1, 3)), name="career_step_frequency_is_known"
            ),
        ]

    def __str__(self):
        """From which role to which. A query for each that is not loaded."""
        return f"{self.from_role or _('Any role')} → {self.to_role if self.to_role_id else ''}"
