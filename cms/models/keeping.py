"""Former slugs of renamed and merged rows, and terms that taxonomists rejected as skills."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerSlugQuerySet(models.QuerySet):
    def now_of(self, kind: str, slugs) -> dict[str, str]:
        """The slugs that answer today, by those of `slugs` that are former ones. One query, none for no slugs."""
        wanted = [slug for slug in slugs if slug and "\x00" not in slug]
        if not wanted:
            return {}
        return dict(self.filter(kind=kind, slug__in=wanted).values_list("slug", "now"))

    def renamed(self, kind: str, slug: str) -> str:
        """The slug that answers today for one that nobody has, empty where none does. One query."""
        return self.now_of(kind, [slug]).get(slug, "")

    def lead_on(self, kind: str, old: str, new: str) -> None:
        """Let `old`, and whatever led to it, lead to `new`. Three statements."""
        former = self.filter(kind=kind)
        # A slug that is in use leads nowhere else: `new` may have been a former one.
        former.filter(slug__in=[old, new]).delete()
        former.filter(now=old).update(now=new)
        self.bulk_create(
            [self.model(kind=kind, slug=old, now=new)],
            update_conflicts=True,
            unique_fields=["kind", "slug"],
            update_fields=["now"],
        )


class FormerSlug(models.Model):
    """The slug of a row that was renamed, or merged into another: old addresses and files still find it."""

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

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="former_slug_once"),
            models.CheckConstraint(
                condition=~models.Q(slug=models.F("now")), name="former_slug_leads_elsewhere"
            ),
        ]

    def __str__(self):
        return f"{self.slug}, now {self.now}"


KINDS = {
    "role": FormerSlug.Kind.ROLE,
    "skill": FormerSlug.Kind.SKILL,
    "toolfamily": FormerSlug.Kind.TOOL_FAMILY,
    "industry": FormerSlug.Kind.INDUSTRY,
    "glossaryterm": FormerSlug.Kind.TERM,
}


def kind_of(model: type[models.Model]) -> FormerSlug.Kind:
    """Under which kind former slugs of a table stand: tools and languages are skills."""
    return KINDS[model._meta.concrete_model._meta.model_name]


def rows_by_slug(rows: models.QuerySet, slugs) -> dict[str, models.Model]:
    """Rows by the slugs asked for, former ones too. One query, and two more where a slug is not known."""
    slugs = [slug for slug in slugs if slug and "\x00" not in slug]
    found = {row.slug: row for row in rows.filter(slug__in=slugs)} if slugs else {}
    renamed = FormerSlug.objects.now_of(kind_of(rows.model), [s for s in slugs if s not in found])
    if renamed:
        now = {row.slug: row for row in rows.filter(slug__in=renamed.values())}
        found |= {old: now[slug] for old, slug in renamed.items() if slug in now}
    return found


def keys_by_slug(model: type[models.Model]) -> dict[str, int]:
    """Primary keys of a whole table by slug, former slugs included. Two queries."""
    keys = dict(model.objects.values_list("slug", "pk"))
    former = FormerSlug.objects.filter(kind=kind_of(model)).values_list("slug", "now")
    return {old: keys[now] for old, now in former if now in keys} | keys


class SetAsideTerm(models.Model):
    """A word of postings or profiles that a taxonomist rejected as a skill. The log says who."""

    term = models.CharField(max_length=120, unique=True)
    set_aside_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["term"]

    def __str__(self):
        return self.term
