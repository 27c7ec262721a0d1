"""How profiles are read for the page of people: all at once, in chunks, and only what changed."""

from decimal import Decimal
from unittest import mock

from matching.adapters import current_index
from matching.people.finding import PeopleReader, find_people
from matching.profile_queries import profile_queries, profile_query
from profiles.models import Candidate
from profiles.my_profile import CandidateProfile
from profiles.snapshots import read_snapshots
from tests.factories import (
    PlaceFactory,
)
from tests.matching.people_case import PeopleTestCase


def clock(*seconds):
    """The readings of `matching.people.finding`'s clock, one after the other."""
    return mock.patch(
        "matching.people.finding.time", mock.Mock(monotonic=mock.Mock(side_effect=seconds))
    )


class ReadingTests(PeopleTestCase):
    """Everybody at once, as each of them by themselves."""

    def setUp(self):
        super().setUp()
        self.listing(self.orders, description="You answer billing questions and give refunds.")
        self.build()

    def everybody(self):
        people = self.some_people()
        more = self.person(
            skills=[(self.zendesk, 3)],
            languages=[(self.spanish, "B1"), (self.english, "C2")],
            current=self.csr,
            target=self.lead,
            place=PlaceFactory(),
            commute_miles=40,
            work_modes=("remote", "on_site"),
            channels_avoided=("phone",),
            pay_floor=Decimal("19.50"),
        )
        more.experiences.create(title="Agent", summary="Billing and refunds in live chat")
        more.experiences.create(title="Clerk", summary="Orders", start="2020-01-01")
        return [*people, more]

    def test_snapshots_are_those_of_each_profile(self):
        people = self.everybody()

        found = [snapshot for _candidate, snapshot in read_snapshots(Candidate.objects.all())]

        self.assertEqual(found, [CandidateProfile(c.user).snapshot() for c in people])

    def test_queries_are_those_of_each_profile(self):
        self.everybody()
        found = [snapshot for _candidate, snapshot in read_snapshots(Candidate.objects.all())]

        for snapshot, profile in zip(found, profile_queries(found, current_index()), strict=True):
            alone = profile_query(snapshot)
            self.assertEqual(profile.transfers, alone.transfers)
            self.assertEqual(profile.query.terms, alone.query.terms)
            self.assertEqual(profile.query.claims.tolist(), alone.query.claims.tolist())
            self.assertEqual(profile.query.holders, alone.query.holders)

    def test_claims_in_memory_are_those_of_each_profile_by_every_index(self):
        people = self.everybody()
        reader = PeopleReader()
        for _n in range(2):
            self.build()
            index = current_index()
            found = reader.current(index).index
            for row, candidate in enumerate(people):
                query = profile_query(
                    CandidateProfile(candidate.user).snapshot(), index=index
                ).query
                claims = found.claims_[[row], :].toarray()[0]
                held = {
                    term: claim
                    for term, claim in zip(found.terms_.tolist(), claims.tolist(), strict=True)
                    if claim
                }
                self.assertEqual(
                    held, dict(zip(query.terms, query.claims.tolist(), strict=True)), candidate
                )
            # Another index, in which refunds are no rare word any more.
            self.listing(self.chat, description="Refunds and billing. Refunds and orders.")

    def test_only_who_changed_is_read_again(self):
        people = self.everybody()
        reader = PeopleReader()
        before = reader.current(current_index()).index
        with self.assertNumQueries(3):  # skills, roles, state
            self.assertIs(reader.current(current_index()).index, before)

        CandidateProfile(people[0].user).remove_skill(self.chat)

        kept = reader._read[people[1].pk]
        after = reader.current(current_index()).index
        self.assertIs(reader._read[people[1].pk], kept)
        self.assertEqual(after.keys_.tolist(), before.keys_.tolist())
        self.assertLess(after.claims_.nnz, before.claims_.nnz)

    def test_who_opted_out_is_forgotten(self):
        people = self.everybody()
        reader = PeopleReader()
        reader.current(current_index())

        CandidateProfile(people[0].user).set_visibility("private")

        self.assertNotIn(people[0].pk, reader.current(current_index()).index.keys_)
        self.assertNotIn(people[0].pk, reader._read)

    def test_a_changed_skill_or_tool_family_reads_everybody_again(self):
        self.everybody()
        reader = PeopleReader()
        before = reader.current(current_index()).index

        family = self.zendesk.tool_family
        family.transfer = 0.5
        family.save()
        after = reader.current(current_index()).index
        self.assertFalse((before.claims_ != after.claims_).nnz == 0)

        self.zendesk.is_matchable = False
        self.zendesk.save()
        self.assertNotIn("skill:zendesk", reader.current(current_index()).index.terms_)

    def test_a_look_reads_for_some_seconds_and_the_next_goes_on(self):
        people = self.some_people()
        self.build()
        reader = PeopleReader()
        names = {"_reader": reader, "READ_AT_ONCE": 2, "READ_SECONDS": 0.0}
        # Two reads of the clock for each look, and one more for each two people.
        with mock.patch.multiple("matching.people.finding", **names):
            with clock(0, -1, 0):
                response = self.page()
            self.assertEqual(reader._people.index.keys_.tolist(), [p.pk for p in people[:2]])
            self.assertEqual({p.key for p in response.context["people"]}, {p.pk for p in people})
            self.assertContains(response, "3 profiles could not be compared yet")

            with clock(0, -1, -1):
                response = self.page()
            self.assertEqual([p.key for p in response.context["people"]], [p.pk for p in people])
            self.assertNotContains(response, "could not be compared yet")

    def test_who_is_not_in_the_index_yet_stands_last(self):
        people = self.some_people()
        self.build()
        reader = PeopleReader()
        reader.current(current_index())
        late = self.person(skills=[(self.chat, 4), (self.zendesk, 4)], current=self.csr)

        with (
            mock.patch("matching.people.finding._reader", reader),
            mock.patch.object(reader, "current", return_value=reader._people),
        ):
            found = find_people(current_index(), self.post)

        self.assertEqual(found.keys.tolist()[:4], [candidate.pk for candidate in people[:4]])
        self.assertEqual(set(found.keys.tolist()[4:]), {people[4].pk, late.pk})
