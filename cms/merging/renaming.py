"""A row gets another slug: what named it by the old one still finds it."""

from django.db import models, transaction

from cms.models import FormerSlug, SeedRecord
from cms.models.keeping import kind_of

from .pages import follow, page_of

# Records of links between two rows, by the table whose slugs are the left and the right part of their keys.
LINKS = {
    "role": [("role_skill", 0), ("career_step", 0), ("career_step", 1)],
    "skill": [("role_skill", 1)],
}


@transaction.atomic
def rename(row: models.Model, old: str) -> None:
    """`row` is saved under its new slug; addresses, data files and its page follow from `old`.

    Three statements, one for the page and some ten where there is one, and one for each link that the data
    files made.
    """
    FormerSlug.objects.lead_on(kind_of(type(row)), old, row.slug)
    rename_in_records(type(row), old, row.slug)
    page = page_of(row)
    if page and page.get_url_parts():
        follow(page, row)


def rename_in_records(model: type[models.Model], old: str, new: str) -> None:
    """The data files' links keep what is known of them under the slug that answers now.

    So a link that an editor deleted is not made again, and one that nobody touched still follows its file.
    """
    for kind, place in LINKS.get(model._meta.concrete_model._meta.model_name, []):
        pattern = {"key__startswith": f"{old}/"} if place == 0 else {"key__endswith": f"/{old}"}
        for record in SeedRecord.objects.filter(kind=kind, **pattern):
            parts = record.key.split("/")
            parts[place] = new
            key = "/".join(parts)
            is_circle = kind == "career_step" and parts[0] == parts[1]
            if is_circle or SeedRecord.objects.filter(kind=kind, key=key).exists():
                record.delete()
            else:
                SeedRecord.objects.filter(pk=record.pk).update(key=key)
