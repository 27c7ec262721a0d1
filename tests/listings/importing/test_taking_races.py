"""Two at the same moment take over postings, with each guard and with it taken away."""

from unittest import mock

from listings.importing import for_employers
from listings.importing.for_employers import Batch
from listings.importing.formats import read_file
from listings.importing.proposals import Proposal
from listings.models import Listing, PostingImport
from listings.services import Refused
from tests.factories import EmployerMemberFactory, RoleFactory
from tests.listings.importing.test_import_pages import lines, posting
from tests.racing import RaceTestCase


class TakingRaces(RaceTestCase):
    def setUp(self):
        super().setUp()
        self.role = RoleFactory(slug="csr", title="Customer Service Representative")
        self.member = EmployerMemberFactory()

    def kept(self) -> PostingImport:
        reading = read_file(lines(posting(), posting(2)), company="Brightline")
        return for_employers.keep(
            reading,
            employer=self.member.employer,
            user=self.member.user,
            file_name="posts.jsonl",
        )

    def taker(self, kept):
        return lambda: for_employers.take(kept, {1: self.role, 2: self.role}, user=self.member.user)

    def references(self) -> list:
        return sorted(Listing.objects.values_list("reference", flat=True))

    def test_of_one_file_drafts_are_made_once(self):
        kept = self.kept()

        outcomes = self.at_once(self.taker(kept), self.taker(kept))

        self.assertEqual(sum(isinstance(each, Refused) for each in outcomes), 1, outcomes)
        self.assertEqual(self.references(), ["R-1", "R-2"])

    def test_of_two_files_with_the_same_postings_each_is_made_once(self):
        first, second = self.kept(), self.kept()

        outcomes = self.at_once(self.taker(first), self.taker(second))

        self.assertTrue(all(isinstance(each, Batch) for each in outcomes), outcomes)
        self.assertEqual(self.references(), ["R-1", "R-2"])
        made = sorted(proposal.outcome.value for batch in outcomes for proposal in batch.proposals)
        self.assertEqual(made, ["here_already"] * 2 + ["made"] * 2)

    def test_without_the_unique_number_there_would_be_doubles(self):
        """The table cannot be made anew without its constraint under the search's triggers: an empty number escapes it."""
        first, second = self.kept(), self.kept()
        as_listing = Proposal.as_listing

        def without_number(proposal, *args):
            listing = as_listing(proposal, *args)
            listing.reference = None
            return listing

        with mock.patch.object(Proposal, "as_listing", without_number):
            self.at_once(self.taker(first), self.taker(second))

        self.assertEqual(Listing.objects.count(), 4)

    def test_without_the_guard_of_the_file_two_would_take_it(self):
        kept = self.kept()
        with mock.patch.object(PostingImport.objects, "filter", lambda **_any: _Always(kept)):
            outcomes = self.at_once(self.taker(kept), self.taker(kept))

        self.assertTrue(all(isinstance(each, Batch) for each in outcomes), outcomes)


class _Always:
    """In place of the conditional update: the row, whatever became of it."""

    def __init__(self, row):
        self._row = row

    def update(self, **values):
        return PostingImport._base_manager.filter(pk=self._row.pk).update(**values)
