from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

GLOSSARY_PATH = "/glossary/"


class GlossaryTerm(models.Model):
    """A word of the trade, or a figure that people are measured by, in plain words."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=80)
    abbreviation = models.CharField(max_length=12, blank=True)
    is_metric = models.BooleanField(
        _("measures people or teams"),
        default=False,
        help_text=_("Ticked, a job may name a target for it"),
    )
    definition = models.TextField(max_length=600)
    caution = models.TextField(
        max_length=400,
        blank=True,
        help_text=_("What it leaves out, or how it misleads when it is read alone"),
    )
    source_name = models.CharField(_("source"), max_length=120, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)
    source_year = models.PositiveSmallIntegerField(_("year of the source"), null=True, blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{GLOSSARY_PATH}#{self.slug}"

    def clean(self):
        if self.source_url and not self.source_name:
            raise ValidationError({"source_name": _("Say whose address it is.")})

    @property
    def initial(self) -> str:
        """The letter that it stands under; "#" for a title that starts with none."""
        first = self.title[:1].upper()
        return first if first.isalpha() else "#"

    @property
    def short_title(self) -> str:
        return self.abbreviation or self.title
