"""People at work in the CMS's admin, and what its forms send."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.test import TestCase
from django.utils import timezone
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from cms.blocks.text import TEXT_FEATURES
from cms.groups import EDITORS, ensure_groups
from tests.cms.factories import PageTree
from tests.factories import RoleFactory, UserFactory


def make_person(group: str, **kwargs):
    person = UserFactory(**kwargs)
    person.groups.add(Group.objects.get(name=group))
    return person


class DeskTests(TestCase):
    """Somebody of one of the groups is at work."""

    group = EDITORS

    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        ensure_groups()
        cls.person = make_person(cls.group)
        cls.role = RoleFactory(slug="csr", title="Representative", channels=["phone"])

    def setUp(self):
        self.client.force_login(self.person)


def guide_form(role, **changes):
    """What the desk sends for a new guide: a heading, a text and the pay of `role`."""
    today = timezone.localdate()
    return nested_form_data(
        {
            "title": "How to hand over a case",
            "slug": "hand-over",
            "kind": "guide",
            "introduction": "So that nobody has to ask twice.",
            "roles": (str(role.pk),),
            "body": streamfield(
                [
                    ("heading", "Write it down"),
                    ("text", rich_text("<p>Facts first.</p>", features=TEXT_FEATURES)),
                    ("pay_band", {"role": str(role.pk)}),
                ]
            ),
            "sources": inline_formset([]),
            "author": "Jo Park",
            "reviewed_on": today,
            "review_due": today + timedelta(days=90),
            "comments": inline_formset([]),
        }
        | changes
    )
