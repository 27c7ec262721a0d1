from django.db import connection

from listings.models import Listing
from listings.search.index import install, uninstall
from tests import factories as make
from tests.racing import RaceTestCase


def found(text):
    return set(Listing.objects.search(text).values_list("title", flat=True))


class InstallTest(RaceTestCase):
    """Changes tables: outside of any transaction, on a database of its own where that is SQLite."""

    def tearDown(self):
        uninstall(connection)
        install(connection)

    def test_it_is_made_anew_from_the_rows_that_are_there(self):
        make.ListingFactory(title="Ferry steward")
        uninstall(connection)
        make.ListingFactory(title="Tram steward")
        install(connection)
        self.assertEqual(found("steward"), {"Ferry steward", "Tram steward"})
        install(connection)  # again changes nothing
        make.ListingFactory(title="Bus steward")
        self.assertEqual(len(found("steward")), 3)
