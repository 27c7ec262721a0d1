from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

# Apps whose tables the index of words hangs on.
INDEXED = {"listings", "profiles"}


class ListingsConfig(AppConfig):
    name = "listings"

    def ready(self):
        import listings.personal_data  # noqa: F401

        # No call of ours stands at the end of every migrate, test set-up and flush; these signals do.
        pre_migrate.connect(take_index_down, sender=self)
        post_migrate.connect(put_index_up, sender=self)


def take_index_down(using, plan, **kwargs):
    """Before tables change: SQLite makes a changed table anew and drops its triggers without a word."""
    from listings.search.index import uninstall

    if any(migration.app_label in INDEXED for migration, _backwards in plan):
        uninstall(connections[using])


def put_index_up(using, **kwargs):
    from listings.search.index import install

    install(connections[using])
