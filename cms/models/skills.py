from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.vocabulary import SkillKind


def lines(text: str) -> list[str]:
    """The values of a field that holds one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class ToolFamily(models.Model):
    """Tools that do the same work, and how far knowing one counts towards another."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=80)
    transfer = models.FloatField(
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("From 0 (nothing carries over) to 1 (the same thing under another name)"),
    )

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "tool families"

    def __str__(self):
        return self.title

    @property
    def percent(self) -> int:
        """`transfer` in whole percent."""
        return round(100 * self.transfer)


class SkillQuerySet(models.QuerySet):
    def matchable(self):
        return self.filter(is_matchable=True)

    def pickable(self):
        """What a person may put on a profile as a skill; languages have levels of their own."""
        return self.filter(is_matchable=True).exclude(kind=SkillKind.LANGUAGE)

    def with_pages(self):
        """Each with `has_page`: whether a live page tells of it. No query by itself."""
        return self.annotate(has_page=models.F("page__live"))


class Skill(models.Model):
    """Something a person can do, know or use, under the one name that the site uses for it.

    Tools, languages and certificates are skills of their own kind (as in ESCO), so that a role, a
    posting and a profile point at one table. `preferred_label` and `alt_labels` are ESCO's names.
    """

    slug = models.SlugField(max_length=60, unique=True)
    preferred_label = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=SkillKind)
    alt_labels = models.TextField(
        _("alternative labels"),
        blank=True,
        help_text=_("One a line: other words that people and postings use for the same thing"),
    )
    description = models.TextField(blank=True)
    tool_family = models.ForeignKey(
        ToolFamily, null=True, blank=True, on_delete=models.SET_NULL, related_name="tools"
    )
    is_matchable = models.BooleanField(
        default=True, help_text=_("Unticked, it is known to the site and counts for no match")
    )
    basis = models.CharField(max_length=20, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SkillQuerySet.as_manager()

    class Meta:
        ordering = ["preferred_label"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tool_family__isnull=True) | models.Q(kind=SkillKind.TOOL),
                name="skill_only_a_tool_has_a_family",
            )
        ]

    def __str__(self):
        return self.preferred_label

    def get_absolute_url(self):
        return f"/skills/{self.slug}/"

    @property
    def labels(self) -> list[str]:
        """Every wording, the preferred one first."""
        return [self.preferred_label, *self.other_labels]

    @property
    def other_labels(self) -> list[str]:
        return lines(self.alt_labels)


class KindManager(models.Manager.from_queryset(SkillQuerySet)):
    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def get_queryset(self):
        return super().get_queryset().filter(kind=self.kind)


class Tool(Skill):
    """A product that people work with. The row is a Skill; this is the editor's desk for it."""

    objects = KindManager(SkillKind.TOOL)

    class Meta:
        proxy = True
        ordering = ["preferred_label"]


class Language(Skill):
    """A spoken or signed language. The row is a Skill; this is the editor's desk for it."""

    objects = KindManager(SkillKind.LANGUAGE)

    class Meta:
        proxy = True
        ordering = ["preferred_label"]
