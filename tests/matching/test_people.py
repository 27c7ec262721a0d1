"""Who may open the page of people for a listing, who is on it, and in which order."""

from decimal import Decimal
from unittest import mock

from django.utils import timezone

from matching.adapters import current_index
from matching.models import Invitation
from matching.people.finding import PeopleReader
from matching.profile_queries import profile_query
from profiles import consents
from profiles.models import Candidate, Employer, User
from profiles.my_profile import CandidateProfile
from profiles.personal_data.erasure import erase
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
