"""The groups with their permissions, and the workflow in which a second person reads a page.

Editors write, reviewers publish, taxonomists keep the vocabulary, moderators read posts before they
appear. Each group has what its work needs and no more: who does two of them is in two groups.
"""

import hashlib
from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.models import HomePage, SecondReadingTask, SeedRecord

EDITORS = "Editors"
REVIEWERS = "Reviewers"
TAXONOMISTS = "Taxonomists"
MODERATORS = "Listing moderators"

# Named as Wagtail speaks of it: "Submit to a second reader", "Sent to a second reader".
READ_TWICE = "a second reader"
FORMERLY = "Read by a second person"
# What Wagtail's own migrations put on the root page, with a group of that name.
WAGTAILS_WORKFLOW = "Moderators approval"
WAGTAILS_GROUP = "Moderators"

VOCABULARY = [
    "skill", "tool", "language", "role", "roleskill", "careerstep", "toolfamily", "industry",
    "glossaryterm",
]  # fmt: skip
DESK = "wagtailadmin.access_admin"


def all_rights(app: str, *models: str) -> list[str]:
    return [
        f"{app}.{act}_{model}" for model in models for act in ("view", "add", "change", "delete")
    ]


REDIRECTS = all_rights("wagtailredirects", "redirect")
# Wagtail's migrations make groups of their own, "Editors" among them, with these; on files it asks the
# rights on collections instead, which `_grant_files` gives.
WAGTAILS_RIGHTS = all_rights("wagtailimages", "image") + all_rights("wagtaildocs", "document")
WAGTAILS_RIGHTS += ["wagtailimages.choose_image", "wagtaildocs.choose_document"]
# A group's rights everywhere, on the pages below home, and on files.
RIGHTS = {
    EDITORS: [DESK],
    # Who takes a page off the site says where its address leads.
    REVIEWERS: [DESK, *REDIRECTS],
    TAXONOMISTS: [DESK, *all_rights("cms", *VOCABULARY), "cms.view_wage", *REDIRECTS],
    MODERATORS: [DESK, "listings.review_listing", *all_rights("cms", "postadvice", "cannedanswer")],
}
PAGE_RIGHTS = {
    EDITORS: ["add_page", "change_page"],
    # Moving a page into a section counts as adding one there.
    REVIEWERS: [
        "add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page",
    ],
}  # fmt: skip
FILE_RIGHTS = [
    f"{action}_{thing}" for thing in ("image", "document") for action in ("add", "change", "choose")
]


@transaction.atomic
def ensure_groups() -> None:
    """Make the groups and bring their rights in line with this file, once for each change of a list.

    What an administrator gives or takes later stays so until the group's list changes here. Then
    rights that this file knows are set as it says; others that somebody gave are left alone. Groups
    that work on pages wait for a home page. Six queries when there is nothing to do.
    """
    home = HomePage.objects.first()
    for name, rights in RIGHTS.items():
        page_rights = PAGE_RIGHTS.get(name, [])
        file_rights = FILE_RIGHTS if page_rights else []
        if (page_rights and home is None) or not _is_new(
            "group", name, [*rights, *page_rights, *file_rights]
        ):
            continue
        group, _created = Group.objects.get_or_create(name=name)
        _set_rights(group, rights)
        if home is not None:
            _set_page_rights(group, home, page_rights)
        if page_rights:
            _grant_files(group, file_rights)
    if home is not None and _is_new("workflow", "second-person", [READ_TWICE]):
        _make_workflow(home)


def _is_new(kind: str, key: str, words: Iterable[str]) -> bool:
    """Whether this is the first time that these words are met. It is remembered."""
    digest = hashlib.sha256(" ".join(words).encode()).hexdigest()
    record, is_new = SeedRecord.objects.get_or_create(
        kind=kind, key=key, defaults={"digest": digest}
    )
    if is_new or record.digest == digest:
        return is_new
    record.digest = digest
    record.save(update_fields=["digest"])
    return True


def _permissions(names: Iterable[str]):
    """Permissions by "app.codename", so that a right of an app above this one can be named."""
    wanted = Q(pk=None)
    for app, codename in (name.split(".") for name in names):
        wanted |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(wanted)


def _set_rights(group: Group, names: list[str]) -> None:
    known = {right for rights in [*RIGHTS.values(), WAGTAILS_RIGHTS] for right in rights}
    group.permissions.remove(*_permissions(known - set(names)))
    group.permissions.add(*_permissions(names))


def _set_page_rights(group: Group, home: HomePage, codenames: list[str]) -> None:
    # Wagtail's migrations give its own group "Editors" rights on the root, above the site.
    group.page_permissions.filter(page__depth=1).delete()
    known = {codename for rights in PAGE_RIGHTS.values() for codename in rights}
    group.page_permissions.filter(permission__codename__in=known - set(codenames)).delete()
    for right in _permissions([f"wagtailcore.{codename}" for codename in codenames]):
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=right)


def _grant_files(group: Group, codenames: list[str]) -> None:
    collection = Collection.get_first_root_node()
    rights = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=codenames
    )
    for right in rights:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=right
        )


def _make_workflow(home: HomePage) -> None:
    """What an editor submits waits for a reviewer. A home page that has a workflow keeps it."""
    WorkflowPage.objects.filter(
        page=Page.get_first_root_node(), workflow__name=WAGTAILS_WORKFLOW
    ).delete()
    # Its group looks like ours for posts, and would give rights on the root to whoever is put into it.
    Group.objects.filter(name=WAGTAILS_GROUP, user=None).delete()
    renamed = [
        named.objects.filter(name=FORMERLY).update(name=READ_TWICE)
        for named in (SecondReadingTask, Workflow)
    ]
    # Ours was made before: where it leads since then is an administrator's decision.
    if any(renamed) or WorkflowPage.objects.filter(page=home).exists():
        return
    task, _created = SecondReadingTask.objects.get_or_create(name=READ_TWICE)
    task.groups.add(Group.objects.get_or_create(name=REVIEWERS)[0])
    workflow, _created = Workflow.objects.get_or_create(name=READ_TWICE)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    WorkflowPage.objects.create(page=home, workflow=workflow)
