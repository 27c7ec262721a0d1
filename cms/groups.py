"""The two groups of people with rights: who writes the site, and who reads posts before they appear."""

import hashlib

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from cms.models import HomePage, SeedRecord

EDITORS = "Editors"
MODERATORS = "Listing moderators"

PAGE_RIGHTS = ["add_page", "change_page", "publish_page"]
FILE_RIGHTS = [
    f"{action}_{thing}" for thing in ("image", "document") for action in ("add", "change", "choose")
]
TAXONOMY = [
    "skill", "tool", "language", "role", "roleskill", "careerstep", "toolfamily", "industry",
    "glossaryterm", "postadvice", "cannedanswer",
]  # fmt: skip
ADMIN_RIGHTS = ["wagtailadmin.access_admin"] + [
    f"cms.{action}_{model}" for model in TAXONOMY for action in ("view", "add", "change", "delete")
]
MODERATOR_RIGHTS = ["listings.review_listing"]


@transaction.atomic
def ensure_groups() -> None:
    """Make the groups and give them their rights, once for each list of rights.

    Rights that an administrator takes from a group later stay taken until this file asks for others.
    Two queries when there is nothing to do.
    """
    home = HomePage.objects.first()
    if home is not None and _asks_for_more(EDITORS, [*PAGE_RIGHTS, *FILE_RIGHTS, *ADMIN_RIGHTS]):
        group, _ = Group.objects.get_or_create(name=EDITORS)
        _grant(group, ADMIN_RIGHTS)
        _grant_pages(group, home)
        _grant_files(group)
    if _asks_for_more(MODERATORS, MODERATOR_RIGHTS):
        group, _ = Group.objects.get_or_create(name=MODERATORS)
        _grant(group, MODERATOR_RIGHTS)


def _asks_for_more(name: str, rights: list[str]) -> bool:
    digest = hashlib.sha256(" ".join(rights).encode()).hexdigest()
    record, is_new = SeedRecord.objects.get_or_create(
        kind="group", key=name, defaults={"digest": digest}
    )
    if is_new or record.digest == digest:
        return is_new
    record.digest = digest
    record.save(update_fields=["digest"])
    return True


def _permissions(names: list[str]):
    """Permissions by "app.codename", so that a right of an app above this one can be named."""
    wanted = Q(pk=None)
    for app, codename in (name.split(".") for name in names):
        wanted |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(wanted)


def _grant(group: Group, names: list[str]) -> None:
    group.permissions.add(*_permissions(names))


def _grant_pages(group: Group, home: HomePage) -> None:
    # Wagtail's migrations give its own group "Editors" rights on the root, above the site.
    group.page_permissions.exclude(page=home).delete()
    for right in _permissions([f"wagtailcore.{codename}" for codename in PAGE_RIGHTS]):
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=right)


def _grant_files(group: Group) -> None:
    collection = Collection.get_first_root_node()
    rights = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=FILE_RIGHTS
    )
    for right in rights:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=right
        )
