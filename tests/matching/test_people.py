import re
from decimal import Decimal
from unittest import mock

from django.utils import timezone

from matching.adapters import current_index
from matching.models import Invitation
from matching.people.finding import PeopleReader, find_people
from matching.people.words import region
from matching.profile_queries import profile_queries, profile_query
from profiles import consents
from profiles.models import Candidate, Employer, User
from profiles.my_profile import CandidateProfile
from profiles.personal_data.erasure import erase
from profiles.snapshots import read_snapshots
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerFactory,
    EmployerMemberFactory,
    PlaceFactory,
    RoleFactory,
    SkillFactory,
    UserFactory,
)
from tests.matching.people_case import PeopleTestCase


def clock(*seconds):
    """The readings of `matching.people.finding`'s clock, one after the other."""
    return mock.patch(
        "matching.people.finding.time", mock.Mock(monotonic=mock.Mock(side_effect=seconds))
    )


class WhoSeesPeopleTests(PeopleTestCase):
    def test_a_member_sees_who_opted_in(self):
        candidate = self.person(current=self.csr)
        self.build()

        self.assertEqual(self.shown(), [candidate.pk])

    def test_signed_out_one_signs_in_first(self):
        self.client.logout()

        self.assertRedirects(self.page(), f"/accounts/login/?next={self.url()}")

    def test_it_is_hidden_from_everybody_else(self):
        self.person(current=self.csr)
        self.build()
        elsewhere = EmployerMemberFactory().user
        for user in (elsewhere, CandidateFactory().user, UserFactory(is_superuser=True)):
            self.client.force_login(user)
            self.assertEqual(self.page().status_code, 404)

    def test_a_member_who_was_taken_out_sees_nothing_on_the_next_request(self):
        self.build()
        self.assertEqual(self.page().status_code, 200)

        self.member.delete()

        self.assertEqual(self.page().status_code, 404)

    def test_an_employer_that_is_not_checked_is_told_why(self):
        self.person(current=self.csr, skills=[(self.zendesk, 3)])
        self.build()
        for columns, words in [
            ({"verified_at": None}, "We have not checked yet who stands behind Marlow Mutual"),
            ({"suspended_at": timezone.now()}, "The employer is suspended"),
            ({"suspended_at": timezone.now(), "verified_at": None}, "The employer is suspended"),
        ]:
            employer = Employer.objects.filter(pk=self.employer.pk)
            employer.update(**{"verified_at": timezone.now(), "suspended_at": None} | columns)
            with self.subTest(columns):
                response = self.page()
                self.assertContains(response, words, status_code=403)
                self.assertNotIn("people", response.context)

    def test_a_listing_that_is_not_open_shows_nobody(self):
        self.person(current=self.csr)
        posts = [
            self.listing(self.chat, employer=self.employer, **kind)
            for kind in ({"draft": True}, {"closed": True}, {"expired": True}, {"scheduled": True})
        ]
        self.build()
        for post in posts:
            with self.subTest(post.phase):
                response = self.page(post)
                self.assertContains(response, "This post is not open")
                self.assertNotIn("people", response.context)

    def test_a_listing_that_no_index_knows_waits(self):
        self.assertContains(self.page(), "This post is new")
        self.build()
        newer = self.listing(self.chat, employer=self.employer)

        self.assertContains(self.page(newer), "This post is new")
        self.assertEqual(self.page().status_code, 200)


class WhoIsShownTests(PeopleTestCase):
    def setUp(self):
        super().setUp()
        self.build()

    def test_only_those_who_chose_all_checked_employers(self):
        for visibility in ("private", "applied"):
            self.person(current=self.csr, visibility=visibility)
        candidate = self.person(current=self.csr)

        self.assertEqual(self.shown(), [candidate.pk])

    def test_opting_out_and_in_takes_effect_on_the_next_request(self):
        candidate = self.person(current=self.csr)
        profile = CandidateProfile(candidate.user)
        for visibility, shown in [
            ("private", []),
            ("employers", [candidate.pk]),
            ("applied", []),
        ]:
            profile.set_visibility(visibility)
            self.assertEqual(self.shown(), shown)
        # Not by the time of the change either: a bulk write leaves no trace in the row.
        Candidate.objects.filter(pk=candidate.pk).update(visibility="employers")
        self.assertEqual(self.shown(), [])
        consents.give(candidate.user, consents.Purpose.VISIBILITY)
        self.assertEqual(self.shown(), [candidate.pk])
        Candidate.objects.filter(pk=candidate.pk).update(visibility="private")
        self.assertEqual(self.shown(), [])

    def test_a_consent_to_old_words_covers_no_new_ones(self):
        candidate = self.person(current=self.csr)
        self.assertEqual(self.shown(), [candidate.pk])

        newer = {consents.Purpose.VISIBILITY: {1: "Old words", 2: "New words"}}
        with mock.patch.object(consents, "WORDS", newer):
            self.assertEqual(self.shown(), [])
            CandidateProfile(candidate.user).set_visibility("employers")
            self.assertEqual(self.shown(), [candidate.pk])

        versions = candidate.user.consents.order_by("version").values_list(
            "version", "withdrawn_at"
        )
        self.assertEqual([version for version, _at in versions], [1, 2])
        self.assertEqual([at is None for _version, at in versions], [False, True])

    def test_an_employer_that_the_person_named_sees_and_counts_nobody(self):
        candidate = self.person(current=self.csr, languages=[])
        other = self.listing(
            self.chat, employer=EmployerMemberFactory(user=self.member.user).employer
        )
        self.build()
        candidate.excluded_employers.add(self.employer)

        page = self.page()
        self.assertEqual(self.shown(), [])
        self.assertEqual((page.context["found"].left_out, page.context["found"].applied), (0, 0))
        self.assertEqual(self.shown(other), [candidate.pk])
        self.client.post(self.invite_url(candidate))
        self.assertFalse(Invitation.objects.exists())

    def test_who_applied_to_an_employer_they_named_is_counted_as_an_applicant(self):
        candidate = self.person(current=self.csr)
        candidate.excluded_employers.add(self.employer)
        ApplicationFactory(candidate=candidate, listing=self.post)

        self.assertEqual(self.page().context["found"].applied, 1)

    def test_who_was_erased_is_not_in_memory_either(self):
        candidate = self.person(current=self.csr, skills=[(self.chat, 3)])
        reader = PeopleReader()
        reader.current(current_index())
        self.assertIn(candidate.pk, reader._read)

        erase(candidate.user)

        self.assertNotIn(candidate.pk, reader.current(current_index()).index.keys_)
        self.assertNotIn(candidate.pk, reader._read)

    def test_nobody_whose_account_is_closed(self):
        candidate = self.person(current=self.csr)
        User.objects.filter(pk=candidate.user_id).update(is_active=False)

        self.assertEqual(self.shown(), [])

    def test_no_member_of_the_employer(self):
        candidate = self.person(current=self.csr)
        EmployerMemberFactory(employer=EmployerFactory(), user=candidate.user)
        self.assertEqual(self.shown(), [candidate.pk])

        EmployerMemberFactory(employer=self.employer, user=candidate.user)

        self.assertEqual(self.shown(), [])

    def test_who_applied_is_counted_and_found_among_the_applications(self):
        candidate = self.person(current=self.csr)
        ApplicationFactory(candidate=candidate)
        self.assertEqual(self.shown(), [candidate.pk])

        ApplicationFactory(candidate=candidate, listing=self.post)

        response = self.page()
        self.assertEqual(response.context["people"], [])
        self.assertContains(response, "1 has applied already")
        self.assertContains(response, f"/employer/listings/{self.post.pk}/applications/")

    def test_who_is_left_out_by_their_own_limits_is_counted(self):
        self.person(current=self.csr, work_modes=("remote",))
        self.person(current=self.csr, channels_avoided=("phone",), pay_floor=Decimal(99))

        response = self.page()
        self.assertEqual(response.context["people"], [])
        self.assertContains(response, "2 more people are left out: by limits of their own")
        self.assertContains(response, "can take this job within these limits")

    def test_with_nobody_it_says_so_kindly(self):
        response = self.page()

        self.assertContains(
            response, "Nobody who shows their profile to checked employers fits yet."
        )
        self.assertContains(response, "People who may fit: Agent")


class OrderTests(PeopleTestCase):
    def test_order_is_that_of_the_score_which_the_people_themselves_see(self):
        people = self.some_people()
        self.build()
        scores = {
            candidate.pk: current_index().score(
                profile_query(CandidateProfile(candidate.user).snapshot()).query, [self.post.pk]
            )[0]
            for candidate in people
        }

        shown = self.shown()

        self.assertEqual(shown, [candidate.pk for candidate in people])
        known = [scores[key] for key in shown[:4]]
        self.assertEqual(known, sorted(known, reverse=True))
        self.assertGreater(scores[shown[4]], scores[shown[1]])

    def test_of_whom_little_is_known_stand_last_and_without_a_number(self):
        people = self.some_people()
        self.build()

        shown = self.page().context["people"]

        self.assertEqual([p.key for p in shown if p.report.is_thin], [people[-1].pk])
        self.assertIsNone(shown[-1].report.share)
        html = self.page().content.decode()
        self.assertNotIn("of 100", html[html.index(f'id="person-{people[-1].pk}"') :])
        self.assertIn("Little is known of them", html[html.index(f'id="person-{people[-1].pk}"') :])

    def test_nobody_is_hidden_for_a_low_score(self):
        nothing = self.person(current=self.lead)
        empty = self.person()
        self.build()

        self.assertEqual(self.shown(), [nothing.pk, empty.pk])

    def test_equal_people_stand_in_the_order_of_their_keys(self):
        people = [self.person(current=self.csr, skills=[(self.chat, 3)]) for _n in range(4)]
        self.build()

        self.assertEqual(self.shown(), [candidate.pk for candidate in people])

    def test_pages_hold_everybody_once(self):
        people = [self.person(current=self.csr, skills=[(self.chat, 3)]) for _n in range(23)]
        self.build()

        first, second = self.page(), self.page(page=2)

        keys = [p.key for r in (first, second) for p in r.context["people"]]
        self.assertEqual(keys, [candidate.pk for candidate in people])
        self.assertContains(first, "23 people who may fit: Agent")
        self.assertContains(second, "number 21 of the list")
        self.assertEqual(self.page(page=3).status_code, 404)

    def test_number_of_queries_does_not_grow_with_the_people(self):
        self.build()
        for n in (3, 17):
            for number in range(n):
                self.person(
                    skills=[(self.chat, 3), (self.zendesk, 2), (SkillFactory(), 1)],
                    languages=[(self.spanish, "B2")],
                    current=RoleFactory(),
                    target=RoleFactory(),
                    place=PlaceFactory(geoname_id=7_000_000 + 100 * n + number),
                ).experiences.create(title="Agent", summary="Refunds")
            self.page()  # reads those who are new
            # session, user, listing, channels, shifts, targets, languages, skills asked; skills, roles
            # and state of the index of people, who may be shown, who applied; the page's people, their skills and the skills' names, languages and names, jobs; tools,
            # labels of skills, names of what is asked, invitations; the user's and the group's permissions
            with self.subTest(n), self.assertNumQueries(25):
                self.page()


class WhatIsShownTests(PeopleTestCase):
    def test_nothing_personal_is_on_the_page(self):
        candidate = self.person(
            skills=[(self.chat, 3), (self.orders, 3), (self.empathy, 2)],
            languages=[(self.spanish, "C1")],
            current=self.csr,
            target=self.lead,
            place=PlaceFactory(),
        )
        canaries = ["Zachariah", "Quennell", "zq@canary.example", "Canaryhead", "Canarytitle"]
        canaries += [
            "Canarycorp",
            "Canaryjob",
            "Canaryproof",
            "canaryfile",
            "+1 614 555",
            "Columbus",
        ]
        User.objects.filter(pk=candidate.user_id).update(
            first_name=canaries[0], last_name=canaries[1], email=canaries[2]
        )
        Candidate.objects.filter(pk=candidate.pk).update(headline=canaries[3])
        candidate.experiences.create(
            title=f"{canaries[4]} chat agent at {canaries[5]}",
            employer_name=canaries[5],
            summary=f"Policyholders of {canaries[6]} rang me at +1 614 555 0100",
        )
        candidate.candidate_skills.update(evidence=canaries[7])
        candidate.resumes.create(
            file=f"resumes/{canaries[8]}",
            original_name=canaries[8],
            content_type="text/plain",
            size=1,
        )
        CandidateProfile(candidate.user).touch()
        post = self.listing(
            self.chat,
            self.orders,
            languages=[self.spanish],
            employer=self.employer,
            work_mode="remote",
            place=None,
            # Words of theirs in the post: they move the order and stay unsaid.
            description="You answer policyholders of Canaryjob and Canarycorp, Canarytitle.",
            title="Agent",
        )
        self.build()

        response = self.page(post)

        self.assertEqual([p.key for p in response.context["people"]], [candidate.pk])
        html = response.content.decode()
        for canary in canaries:
            with self.subTest(canary):
                self.assertNotIn(canary.lower(), html.lower())

    def test_skills_and_languages_stand_with_their_level_in_words(self):
        self.person(
            skills=[(self.chat, 4), (self.orders, 3), (self.empathy, 2), (self.coaching, 1)],
            languages=[(self.spanish, "C1")],
            current=self.csr,
            target=self.lead,
            place=PlaceFactory(),
        )
        self.build()

        response = self.page()

        [person] = response.context["people"]
        self.assertEqual(
            person.skills,
            [
                ("Teaches it", ["Live chat"]),
                ("Does it alone", ["Order processing"]),
                ("Does it with help", ["Empathy"]),
                ("Is learning it", ["Coaching"]),
            ],
        )
        for words in ("Spanish (C1)", "Ohio", "Customer Service Representative", "Team Lead"):
            self.assertContains(response, words)
        self.assertContains(response, "Covers <strong>3 of the 4 skills</strong> asked.")
        self.assertContains(response, "Not in the profile: Zendesk.")

    def test_each_thing_that_is_asked_stands_with_what_they_say_of_it(self):
        post = self.listing(
            self.chat,
            self.zendesk,
            self.empathy,
            languages=[self.spanish, self.english],
            role=self.lead,
            employer=self.employer,
        )
        self.person(
            skills=[(self.chat, 1), (self.freshdesk, 3), (self.empathy, 4)],
            languages=[(self.spanish, "C1")],
            current=self.csr,
            target=self.lead,
        )
        self.build()

        [person] = self.page(post).context["people"]

        self.assertEqual(
            {each.asked.label: each.words for each in person.asked},
            {
                "Live chat": "Is learning it",
                "Zendesk": "Knows Freshdesk, which counts 80% towards it",
                "Empathy": "Teaches it",
                "Spanish": "Speaks it at C1",
                "English": "Has not said how well they speak it",
                "Role: Team Lead": "The role they want",
            },
        )

    def test_it_speaks_of_them_and_never_to_them(self):
        self.some_people()
        self.build()

        html = self.page().content.decode()

        cards = re.search(r'<ul role="list" class="jobs">.*?</ul>\s*<', html, re.DOTALL)[0]
        self.assertNotRegex(cards, r"(?i)\byours?\b|you said|you cover|you have|you named")

    def test_points_and_words_are_those_that_the_person_sees(self):
        candidate = self.some_people()[1]
        self.build()

        person = next(p for p in self.page().context["people"] if p.key == candidate.pk)
        self.client.force_login(candidate.user)
        theirs = self.client.get(self.post.get_absolute_url())

        self.assertContains(theirs, f"How it fits you: {person.report.share_shown} of 100")
        self.assertContains(theirs, "You cover <strong>1 of the 4 skills</strong> asked.")
        self.assertEqual(person.report.covered, ["Live chat"])
        self.assertEqual(sum(each.asked.points for each in person.asked), person.report.share)

    def test_with_too_few_things_asked_there_is_no_number(self):
        post = self.listing(self.chat, employer=self.employer)
        self.person(skills=[(self.chat, 3), (self.orders, 3), (self.empathy, 3)], current=self.csr)
        self.build()

        response = self.page(post)

        self.assertContains(response, "Covers <strong>1 of the one skill</strong> asked.")
        self.assertNotContains(response, "of 100")

    def test_of_a_place_the_state_or_the_country_is_told(self):
        self.assertEqual(region(PlaceFactory()), "Ohio")
        self.assertEqual(region(PlaceFactory(leeds=True)), "United Kingdom")
        self.assertEqual(region(PlaceFactory(geoname_id=1, admin1_code="")), "United States")
        self.assertEqual(region(None), "")


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
