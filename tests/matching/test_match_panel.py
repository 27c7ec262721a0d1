import re
from decimal import Decimal
from unittest import mock

from django.template import Context, Template
from django.test import RequestFactory

from listings.models import Listing
from matching.adapters import current_index
from matching.engine import explain
from matching.profile_queries import profile_query
from profiles.snapshot import ProfileSnapshot
from tests.factories import PlaceFactory, RoleFactory, SkillFactory
from tests.matching.indexed import MatchTestCase


class PanelTests(MatchTestCase):
    def panel(self, listing):
        response = self.client.get(listing.get_absolute_url())
        self.assertEqual(response.status_code, 200)
        return response

    def points(self, response):
        html = response.content.decode()
        table = html[html.index("What the post asks for") : html.index("In all")]
        points = [Decimal(p) for p in re.findall(r'<td class="nowrap">(\d+\.\d)</td>', table)]
        return points, Decimal(re.search(r"How it fits you: (\d+\.\d) of 100", html)[1])

    def test_points_add_up_to_the_share_on_the_screen(self):
        for level in (1, 2, 3, 4):
            self.as_guest(**self.profile(skills=[(self.zendesk, level), (self.chat, 3)]))
            for listing in self.some_listings()[:3]:
                self.build()
                response = self.panel(listing)
                with self.subTest(level=level, listing=listing.pk):
                    points, share = self.points(response)
                    self.assertEqual(sum(points), share)
                    self.assertContains(response, f"<strong>{share}</strong> of 100")
                    kinds = re.findall(
                        r"<li>(?:Skills|Tools|Languages|Role) (\d+\.\d)</li>",
                        response.content.decode(),
                    )
                    self.assertEqual(sum(map(Decimal, kinds)), share)

    def test_share_is_that_of_the_engine(self):
        listing = self.some_listings()[1]
        self.build()
        self.as_guest(**self.profile())
        snapshot = ProfileSnapshot(
            skills=((self.zendesk, 3), (self.chat, 4), (self.empathy, 1)),
            current_role=self.csr,
            languages=((self.spanish, "C1"),),
        )

        _points, share = self.points(self.panel(listing))

        exact = explain(current_index(), profile_query(snapshot).query, listing.pk).share
        self.assertAlmostEqual(float(share), exact, delta=0.0501)

    def test_all_of_it_at_full_level_is_a_hundred_and_never_more(self):
        listing = self.listing(self.chat, self.zendesk, self.empathy)
        self.build()
        self.as_guest(
            skills=[(s, 4) for s in (self.chat, self.zendesk, self.empathy)], current=self.csr
        )

        points, share = self.points(self.panel(listing))

        self.assertEqual((sum(points), share), (Decimal("100.0"), Decimal("100.0")))

    def test_too_few_things_asked_give_no_number(self):
        listing = self.listing(self.chat)
        self.build()
        self.as_guest(**self.profile())

        response = self.panel(listing)

        self.assertContains(response, "too few things to give points")
        self.assertNotContains(response, "of 100")

    def test_a_thin_profile_gets_no_number(self):
        listing = self.listing(self.chat, self.orders, self.empathy)
        self.build()
        self.as_guest(skills=[(self.chat, 3)])

        response = self.panel(listing)

        self.assertContains(response, "With three skills or your role")
        self.assertNotContains(response, "of 100")

    def test_limits_that_do_not_fit_are_said_and_take_no_points(self):
        listing = self.listing(self.chat, self.orders, self.empathy)
        self.build()
        self.as_guest(**self.profile())
        _points, before = self.points(self.panel(listing))

        self.as_guest(**self.profile(work_modes=("remote",), pay_floor=Decimal(30)))

        response = self.panel(listing)
        self.assertContains(response, "it is on site, and you chose remote")
        self.assertContains(
            response, "it starts at $21.50 an hour, below your lowest pay of $30.00"
        )
        self.assertEqual(self.points(response)[1], before)

    def test_other_shared_words_stand_apart_each_with_the_item_it_comes_from(self):
        listing = self.listing(
            self.chat,
            self.orders,
            self.empathy,
            title="Customer service agent",
            description="You coach people. Coaching and Zendesk are part of it.",
        )
        self.build()
        self.as_guest(**self.profile())

        response = self.panel(listing)

        self.assertContains(response, "Shared besides, which moves the order and gives no points:")
        self.assertContains(
            response, "customer service (from Customer Service Representative)", count=1
        )
        self.assertRegex(response.content.decode(), r"points:</strong>[^<]*\bZendesk[;.]")

    def test_somebody_unknown_is_invited(self):
        listing = self.listing(self.chat)
        self.build()

        response = self.panel(listing)

        self.assertContains(response, "Does it fit you?")
        self.assertContains(response, 'href="/me/start/"')

    def test_a_job_that_the_index_does_not_know_yet_says_so(self):
        self.listing(self.chat)
        self.build()
        listing = self.listing(self.chat)
        self.as_guest(**self.profile())

        self.assertContains(self.panel(listing), "has not been compared with profiles yet")

    def test_a_closed_job_outside_the_index_has_no_panel(self):
        listing = self.listing(self.chat, closed=True)
        self.build()
        self.as_guest(**self.profile())

        response = self.panel(listing)

        self.assertNotContains(response, "Does it fit you?")
        self.assertNotContains(response, "How it fits you")

    def test_the_page_works_without_an_index(self):
        listing = self.listing(self.chat)
        self.as_guest(**self.profile())

        self.assertContains(self.panel(listing), "has not been compared with profiles yet")

    def test_of_the_panel_does_not_grow_with_what_is_asked(self):
        self.as_guest(**self.profile(place=PlaceFactory()))
        small = self.listing(self.chat, self.freshdesk, self.empathy, self.coaching)
        large = self.listing(
            self.freshdesk,
            *(SkillFactory(slug=f"asked-{n}") for n in range(20)),
            languages=[self.spanish],
        )
        self.build()
        request = RequestFactory().get("/")
        request.session, request.user = self.client.session, mock.Mock(is_authenticated=False)
        self.assertTrue(request.session.keys())  # read before the counting begins
        template = Template("{% load match_tags %}{% match_panel listing %}")
        for listing in Listing.objects.filter(pk__in=[small.pk, large.pk]).for_page():
            request.__dict__.pop("_my_profile", None)
            # profile: skills and languages, role, place; limits; rivals of tools, whether labels
            # changed; names of terms and of roles, whether labels changed, rivals of tools that could
            # be added; what to read
            with self.subTest(listing.pk), self.assertNumQueries(11):
                template.render(Context({"request": request, "listing": listing}))


class SimilarListingTests(MatchTestCase):
    def similar(self, listing):
        context = Template("{% load match_tags %}{% similar_listings listing %}")
        html = context.render(Context({"listing": listing}))
        return [int(pk) for pk in re.findall(r'href="/jobs/(\d+)-', html)]

    def test_ask_for_most_of_the_same_and_are_three_at_most(self):
        listing = self.listing(self.chat, self.zendesk)
        near = [self.listing(self.chat, self.zendesk) for _n in range(2)]
        half = self.listing(self.chat, self.coaching)
        self.listing(self.coaching, self.orders, role=self.lead)
        self.build()

        self.assertEqual(self.similar(listing), [*(each.pk for each in near), half.pk])

    def test_are_open(self):
        listing, closed = (self.listing(self.chat, self.zendesk) for _n in range(2))
        other = self.listing(self.chat)
        self.build()
        Listing.objects.filter(pk=closed.pk).update(state="closed")

        self.assertEqual(self.similar(listing), [other.pk])

    def test_are_the_newest_of_the_role_without_an_index(self):
        listing, same_role = self.listing(self.chat), self.listing(self.coaching)
        self.listing(self.chat, role=self.lead)

        self.assertEqual(self.similar(listing), [same_role.pk])
        listing.role = None
        self.assertEqual(self.similar(listing), [])

    def test_of_a_job_that_the_index_does_not_know_go_by_what_it_asks(self):
        near = self.listing(self.chat, self.zendesk, role=self.lead)
        half = self.listing(self.chat, self.coaching, role=self.lead)
        self.listing(self.orders, role=RoleFactory())
        closed = self.listing(self.chat, self.zendesk, closed=True, role=RoleFactory())
        self.build()

        self.assertEqual(self.similar(closed), [near.pk, half.pk])

    def test_ask_the_database_for_no_change_and_still_come_from_the_newest_index(self):
        listing = self.listing(self.chat)
        self.build()
        later = Listing.objects.for_page().get(pk=self.listing(self.chat).pk)
        with mock.patch("matching.live.LOOK_EVERY", -1), self.assertNumQueries(2):
            self.similar(later)  # jobs, channels

        self.build()

        self.assertEqual(self.similar(listing), [later.pk])

    def test_query_count_does_not_grow_with_the_jobs(self):
        listing = self.listing(self.chat)
        for rows in (3, 20):
            while Listing.objects.count() < rows:
                self.listing(self.chat, role=RoleFactory())
            self.build()
            with self.subTest(rows), self.assertNumQueries(2):  # jobs, channels
                self.similar(listing)
