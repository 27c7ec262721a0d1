from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from listings.models import Listing
from matching.adapters import current_index
from matching.profile_queries import profile_query
from profiles.models import Employer
from profiles.snapshot import ProfileSnapshot
from tests.factories import PlaceFactory, RoleFactory, SkillFactory
from tests.matching.indexed import MATCHES, MatchTestCase


class WithoutRankingTests(MatchTestCase):
    def test_an_empty_profile_gets_an_invitation_and_no_order(self):
        self.listing(self.chat)
        self.build()

        response = self.client.get(MATCHES)

        self.assertContains(response, "/me/start/")
        self.assertNotContains(response, 'class="job')
        self.assertNotIn("reports", response.context)

    def test_preferences_alone_are_no_profile(self):
        self.listing(self.chat)
        self.build()
        self.as_guest(work_modes=("remote",))

        self.assertNotContains(self.client.get(MATCHES), 'class="job')

    def test_without_an_index_it_says_that_matches_are_prepared_and_search_works(self):
        self.listing(self.chat)
        self.as_guest(**self.profile())

        response = self.client.get(MATCHES)

        self.assertContains(response, "being prepared")
        self.assertContains(response, 'href="/jobs/"')

    def test_a_thin_profile_gets_an_order_in_words_without_numbers_and_bars(self):
        self.listing(self.chat, self.zendesk, self.empathy)
        self.build()
        self.as_guest(skills=[(self.chat, 3)])

        response = self.client.get(MATCHES)

        self.assertContains(response, "You have <strong>Live chat</strong>.")
        self.assertNotContains(response, "plot parts")
        self.assertNotContains(response, "1 of the 3")


class OrderTests(MatchTestCase):
    def test_is_that_of_the_engine(self):
        listings = self.some_listings()
        self.build()
        candidate = self.as_candidate(**self.profile())
        snapshot = ProfileSnapshot(
            skills=((self.chat, 4), (self.empathy, 1), (self.zendesk, 3)),
            current_role=self.csr,
            languages=((self.spanish, "C1"),),
        )
        query = profile_query(snapshot).query

        expected = current_index().rank(query, None).keys.tolist()

        self.assertEqual(self.keys_shown(), expected)
        self.assertEqual(len(expected), len(listings))
        self.assertEqual(candidate.candidate_skills.count(), 3)

    def test_guest_and_candidate_with_the_same_profile_see_the_same(self):
        self.some_listings()
        self.build()
        self.as_guest(**self.profile())
        as_guest = self.keys_shown()

        self.as_candidate(**self.profile())

        self.assertEqual(self.keys_shown(), as_guest)

    def test_equal_scores_keep_one_order(self):
        *_others, one, other = self.some_listings()
        self.build()
        self.as_guest(**self.profile())

        keys = self.keys_shown()

        self.assertEqual(keys.index(other.pk), keys.index(one.pk) + 1)

    def test_a_job_that_closed_a_second_ago_is_gone_without_a_new_index(self):
        listing, *_others = self.some_listings()
        self.build()
        self.as_guest(**self.profile())
        self.assertIn(listing.pk, self.keys_shown())

        Listing.objects.filter(pk=listing.pk).update(state="closed", outcome="hired")

        self.assertNotIn(listing.pk, self.keys_shown())

    def test_so_are_one_that_expired_and_those_of_a_suspended_employer(self):
        expired, suspended, *_others = self.some_listings()
        self.build()
        self.as_guest(**self.profile())

        Listing.objects.filter(pk=expired.pk).update(
            valid_through=timezone.now() - timedelta(seconds=1)
        )
        Employer.objects.filter(pk=suspended.employer_id).update(suspended_at=timezone.now())

        keys = self.keys_shown()
        self.assertNotIn(expired.pk, keys)
        self.assertNotIn(suspended.pk, keys)

    def test_a_scheduled_job_appears_at_its_hour_without_a_new_index(self):
        listing = self.listing(self.chat, scheduled=True)
        self.build()
        self.as_guest(**self.profile())
        self.assertNotIn(listing.pk, self.keys_shown())

        Listing.objects.filter(pk=listing.pk).update(date_posted=timezone.now())

        self.assertIn(listing.pk, self.keys_shown())

    def test_pages_of_twenty_neither_repeat_nor_lose_a_job(self):
        for _n in range(25):
            self.listing(self.chat, self.empathy)
        self.build()
        self.as_guest(**self.profile())

        first, second = self.keys_shown(), self.keys_shown(f"{MATCHES}?page=2")

        self.assertEqual((len(first), len(second)), (20, 5))
        self.assertEqual(len({*first, *second}), 25)

    def test_past_the_last_page_stands_the_way_back(self):
        self.some_listings()
        self.build()
        self.as_guest(**self.profile())

        response = self.client.get(f"{MATCHES}?page=2")

        self.assertContains(response, "Go to the first page", status_code=404)

    def test_the_second_page_hides_what_was_posted_after_the_first(self):
        new = self.listing(self.chat, date_posted=timezone.now())
        self.build()
        self.as_guest(**self.profile())
        before = (timezone.now() - timedelta(minutes=5)).isoformat()

        self.assertIn(new.pk, self.keys_shown())
        self.assertIn(new.pk, self.keys_shown(f"{MATCHES}?as_of=nonsense"))
        response = self.client.get(MATCHES, {"as_of": before})
        self.assertEqual(response.context["reports"], [])


class LimitTests(MatchTestCase):
    def test_jobs_outside_the_limits_are_left_out_and_counted(self):
        inside = self.listing(self.chat, work_mode="remote", place=None)
        self.listing(self.chat, work_mode="on_site")
        self.listing(self.chat, work_mode="on_site", salary_min=Decimal(15))
        self.build()
        self.as_guest(**self.profile(work_modes=("remote",), pay_floor=Decimal(20)))

        response = self.client.get(MATCHES)

        self.assertEqual([r.listing.pk for r in response.context["reports"]], [inside.pk])
        self.assertContains(response, "2 by work mode")
        self.assertContains(response, "1 below your lowest pay")
        self.assertContains(response, '<a href="/me/profile/#preferences">Change')

    def test_what_fits_stands_beside_the_score(self):
        self.listing(self.chat, place=PlaceFactory(dublin=True))
        self.build()
        self.as_guest(**self.profile(place=PlaceFactory(), pay_floor=Decimal(20)))

        response = self.client.get(MATCHES)

        self.assertContains(response, "11 miles from Columbus, OH")
        self.assertContains(response, "$21.50 an hour, your lowest is $20.00")

    def test_limits_never_move_the_order(self):
        self.some_listings()
        self.build()
        self.as_guest(**self.profile())
        without = self.keys_shown()

        self.as_guest(**self.profile(employment_types=("FULL_TIME",), pay_floor=Decimal(5)))

        self.assertEqual(self.keys_shown(), without)

    def test_when_nothing_is_left_the_limits_and_the_way_out_stand_there(self):
        self.listing(self.chat)
        self.build()
        self.as_guest(**self.profile(employment_types=("INTERN",)))

        response = self.client.get(MATCHES)

        self.assertContains(response, "No open job fits")
        self.assertContains(response, "1 by kind of employment")
        self.assertContains(response, 'href="/jobs/"')


class OpenDoorTests(MatchTestCase):
    def test_name_the_skills_that_most_of_the_best_matches_ask_for(self):
        self.listing(self.chat, self.orders, self.coaching)
        self.listing(self.chat, self.orders)
        self.listing(self.chat, self.zendesk)
        self.build()
        self.as_guest(skills=[(self.chat, 3)], current=self.csr)

        doors = self.client.get(MATCHES).context["doors"]

        self.assertEqual((doors[0].skill, doors[0].count), (self.orders, 2))
        self.assertNotIn(self.chat, [door.skill for door in doors])

    def test_what_a_rival_tool_covers_in_part_is_no_door(self):
        self.listing(self.freshdesk, self.chat)
        self.build()
        self.as_guest(skills=[(self.zendesk, 3), (self.chat, 3)], current=self.csr)

        self.assertEqual(self.client.get(MATCHES).context["doors"], [])


class QueryCountTests(MatchTestCase):
    def listings(self, rows):
        while Listing.objects.count() < rows:
            n = Listing.objects.count()
            listing = self.listing(
                self.chat,
                SkillFactory(slug=f"skill-of-{n}"),
                self.freshdesk,
                role=RoleFactory(slug=f"role-of-{n}"),
                place=PlaceFactory(geoname_id=n + 1, name=f"Town {n}"),
                languages=[SkillFactory(slug=f"language-of-{n}", language=True)],
            )
            listing.languages.update(is_essential=False)
            listing.channels.create(channel="chat")
        self.build()

    def test_of_the_list_does_not_grow_with_the_jobs(self):
        self.as_guest(**self.profile(place=PlaceFactory(), commute_miles=100))
        self.listings(1)
        self.client.get(MATCHES)  # the finder is built
        for rows in (3, 20):
            self.listings(rows)
            # session; profile: skills and languages, roles, place; rivals of tools, whether labels
            # changed; allowed keys, counts; jobs, channels, languages; names of terms, open doors
            with self.subTest(rows), self.assertNumQueries(13):
                response = self.client.get(MATCHES)
            self.assertEqual(len(response.context["reports"]), rows)
