"""The act of merging itself."""

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.log_actions import log

from cms.models import FormerSlug
from cms.models.keeping import kind_of
from cms.models.skills import lines

from .moving import move_rows
from .pages import index_again, move_page, sources_of
from .plan import MergeRefused, check, joining_labels, names_of
from .references import page_field, references_to
from .renaming import rename_in_records
from .streams import Swap, rewrite_pages

# Actions in Wagtail's log: of the row that stays, and of the one that is no more.
MERGED, MERGED_INTO = "cms.merge", "cms.merged_into"


@transaction.atomic
def merge(loser: models.Model, winner: models.Model, user=None) -> int:
    """Make `loser` one with `winner`: everything that names it names `winner`, and it is gone.

    Returns how many rows now point elsewhere. Raises MergeRefused where the two are of different kinds, or
    where one of them was changed, merged or deleted since it was read.
    """
    check(loser, winner)
    _claim(loser, winner)
    sources = sources_of(loser)
    swap = Swap(type(loser)._meta.concrete_model, loser.pk, winner.pk)
    moved = move_rows(loser, winner)
    rewrite_pages(swap)
    move_page(loser, winner, user)
    for follow in hooks.get_hooks("taxonomy_merged"):
        follow(swap.model, loser.pk, winner.pk)
    _take_names(loser, winner)
    FormerSlug.objects.lead_on(kind_of(swap.model), loser.slug, winner.slug)
    rename_in_records(swap.model, loser.slug, winner.slug)
    _be_sure_of_nothing_left(loser)
    words = {"label": str(loser), "slug": loser.slug, "rows": moved}
    log(instance=winner, action=MERGED, user=user, data=words)
    words = {"label": str(winner), "slug": winner.slug, "rows": moved}
    log(instance=loser, action=MERGED_INTO, user=user, data=words, deleted=True)
    type(loser)._base_manager.get(pk=loser.pk).delete()
    index_again(sources, winner)
    return moved


def _claim(loser: models.Model, winner: models.Model) -> None:
    """Nobody else merges either of the two, and nothing new points at the loser, until this is done.

    The rows are written to in the order of their keys, so that two merges wait for one another rather than
    for each other. The loser's slug is what other tables could point at: once it is changed, PostgreSQL
    lets no new foreign key at the row until the transaction ends.
    """
    model = type(loser)._meta.concrete_model
    claims = {
        loser.pk: (loser.slug, f"merged-{loser.pk}"),
        winner.pk: (winner.slug, F("slug")),
    }
    for key, (slug, now) in sorted(claims.items()):
        if not model._base_manager.filter(pk=key, slug=slug).update(slug=now):
            raise MergeRefused(
                _("Somebody changed or merged one of the two just now. Look at the list again.")
            )


def _take_names(loser: models.Model, winner: models.Model) -> None:
    """The loser's names are further names of the winner, whose time of change tells indexes of all this."""
    columns = names_of(winner)
    if columns is None:
        return
    model, others = type(winner)._meta.concrete_model, columns[1]
    fresh = model._base_manager.get(pk=winner.pk)
    labels = [*lines(getattr(fresh, others)), *joining_labels(loser, fresh)]
    changes = {others: "\n".join(labels), "updated_at": timezone.now()}
    model._base_manager.filter(pk=winner.pk).update(**changes)


def _be_sure_of_nothing_left(loser: models.Model) -> None:
    """Deleting the row must take nothing with it. One query for each column that points at the table."""
    left = [str(each) for each in references_to(type(loser)) if each.rows(loser.pk).exists()]
    field = page_field(type(loser))
    if field and field.model._base_manager.filter(**{field.attname: loser.pk}).exists():
        left.append(str(field))
    if left:
        raise MergeRefused(
            _("Something still points at it: %(names)s") % {"names": ", ".join(left)}
        )
