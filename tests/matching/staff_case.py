"""Who opens the staff pages in the tests: a taxonomist, and people who are not."""

from django.contrib.auth.models import Group, Permission

from cms.groups import TAXONOMISTS, ensure_groups
from matching.adapters import index_store
from tests.cms.factories import PageTree
from tests.factories import UserFactory
from tests.matching.indexed import MatchTestCase

PAGE = "/admin/matching/health/"
REBUILD = "/admin/matching/health/rebuild/"
CHECK = "/admin/matching/health/check/"


def make_editor():
    """Somebody who edits the vocabulary."""
    PageTree()
    ensure_groups()
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name=TAXONOMISTS))
    return editor


def make_desk_user(*rights):
    """Somebody who may come into the admin, with no right but `rights`."""
    user = UserFactory()
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["access_admin", *rights]).exclude(
            content_type__app_label="admin"
        )
    )
    return user


class HealthTestCase(MatchTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.editor = make_editor()

    def setUp(self):
        super().setUp()
        self.client.force_login(self.editor)

    def spoil(self, name="weights_data.npy", *, same_size=False):
        """Cut a file of the current generation short, or change a byte of it."""
        file = self.index_directory / index_store().current() / name
        content = file.read_bytes()
        file.write_bytes(content[:-1] + b"\x7f" if same_size else content[:-1])

    def generations(self):
        return {path.name for path in self.index_directory.glob("gen-*")}

    def press(self, address=REBUILD, **data):
        return self.client.post(address, data, follow=True)
