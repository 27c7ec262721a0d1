"""The page of the merged row: it becomes the other row's page, or is deleted if that row has one."""

import json

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.actions.delete_page import DeletePageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex
from wagtail.search import index

from cms.models import SeedRecord

from .references import page_field
from .streams import Swap, rewrite_pages


class RedirectLost(Exception):
    """The address of the page that goes could not be found out: nothing would lead on from it."""


def page_of(row: models.Model) -> Page | None:
    """The page about a row of the taxonomy. One query."""
    field = page_field(type(row))
    return field and field.model._default_manager.filter(**{field.attname: row.pk}).first()


def move_page(loser: models.Model, winner: models.Model, user) -> None:
    """Let the loser's page follow, with a redirect from its address.

    Where the winner has no page it becomes that page. Where it has one, the words of the loser's page go
    under the winner's in a draft, for an editor to keep or to drop, and the page is taken away: a page
    about a row cannot be without it.
    """
    page, stays = page_of(loser), page_of(winner)
    if page is None:
        return
    if stays is None:
        follow(page, winner)
        return
    path = _path(page)
    _keep_words(page, stays, user)
    rewrite_pages(Swap(Page, page.pk, stays.pk))
    Redirect.objects.filter(redirect_page=page.pk).update(redirect_page=stays.pk)
    page.refresh_from_db()
    # It goes with its row: whoever may merge may take it away, whatever their rights on pages.
    DeletePageAction(page, user=user).execute(skip_permission_checks=True)
    _lead_on(path, stays)


def follow(page: Page, row: models.Model) -> None:
    """Make it the page about `row`, at the address that the row's slug gives; the old address leads there."""
    path = _path(page)
    _become(page, row)
    _lead_on(path, page)


def _lead_on(path: str, page: Page) -> None:
    if _path(page) != path:
        Redirect.objects.filter(old_path=Redirect.normalise_path(path)).delete()
        Redirect.add_redirect(path, redirect_to=page, is_permanent=True)


def _path(page: Page) -> str:
    parts = page.get_url_parts()
    if parts is None:
        raise RedirectLost(f"{page} stands under no site")
    return parts[2]


def _become(page: Page, winner: models.Model) -> None:
    setattr(page, page_field(type(winner)).name, winner)
    is_free = not page.get_siblings(inclusive=False).filter(slug=winner.slug).exists()
    if is_free:
        page.slug = winner.slug
    page.save(clean=False)
    for version in page.revisions.all():
        version.content |= {"slug": page.slug, page_field(type(winner)).name: winner.pk}
        version.save(update_fields=["content"])
    section = page.get_parent().slug
    SeedRecord.objects.get_or_create(
        kind="page", key=f"{section}/{winner.slug}", defaults={"digest": ""}
    )


def _keep_words(page: Page, stays: Page, user) -> None:
    words = list(page.body.get_prep_value())
    if not words:
        return
    draft = stays.get_latest_revision_as_object()
    heading = {"type": "heading", "value": page.title[:100]}
    draft.body = json.dumps([*draft.body.get_prep_value(), heading, *words])
    draft.save_revision(user=user, clean=False, log_action=True)


def sources_of(row: models.Model) -> list[tuple[int, str]]:
    """What Wagtail's index of references has as naming the row: content types and keys. One query."""
    concrete = row._meta.concrete_model(pk=row.pk)
    references = ReferenceIndex.get_references_to(concrete)
    return list(references.values_list("base_content_type", "object_id").distinct())


def index_again(sources: list[tuple[int, str]], winner: models.Model) -> None:
    """Bring that index and the search in line with what the rows say now. A few queries for each source."""
    for content_type, key in sources:
        model = ContentType.objects.get_for_id(content_type).model_class()
        source = model and model._base_manager.filter(pk=key).first()
        if isinstance(source, Page):
            source = source.specific
        if source is not None:
            ReferenceIndex.create_or_update_for_object(source)
    if page := page_of(winner):
        index.insert_or_update_object(page)
