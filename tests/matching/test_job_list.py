"""The job list in the order of how well the jobs fit whoever reads."""

from tests.matching.indexed import MatchTestCase

LIST = "/jobs/"


class BestForYouTests(MatchTestCase):
    def titles(self, **data):
        response = self.client.get(LIST, data)
        return [listing.title for listing in response.context["page_obj"]]

    def three(self):
        self.listing(self.coaching, title="Coach")
        self.listing(self.chat, self.zendesk, self.empathy, title="All of it")
        self.listing(self.chat, self.coaching, title="Some of it")
        self.build()

    def test_it_is_offered_to_whoever_may_have_a_profile_and_to_nobody_else(self):
        self.three()
        self.assertNotContains(self.client.get(LIST), "sort=fit")
        self.as_guest(skills=[(self.chat, 3)])
        self.assertContains(self.client.get(LIST), "sort=fit")

    def test_without_a_profile_the_value_is_no_choice(self):
        self.three()
        response = self.client.get(LIST, {"sort": "fit"})
        self.assertContains(response, "left out")
        self.assertEqual(response.context["search"].order_name, "newest")

    def test_the_best_stand_first_and_what_shares_nothing_last(self):
        self.three()
        self.as_guest(skills=[(self.chat, 4), (self.zendesk, 4), (self.empathy, 4)])
        self.assertEqual(self.titles(sort="fit"), ["All of it", "Some of it", "Coach"])

    def test_filters_hold_in_this_order_too(self):
        self.three()
        self.listing(self.chat, self.zendesk, self.empathy, title="At home", work_mode="hybrid")
        self.build()
        self.as_guest(skills=[(self.chat, 4), (self.zendesk, 4), (self.empathy, 4)])
        self.assertEqual(self.titles(sort="fit", mode="hybrid"), ["At home"])

    def test_each_card_says_in_words_what_is_covered(self):
        self.three()
        self.as_guest(skills=[(self.chat, 4), (self.zendesk, 4), (self.empathy, 4)])
        response = self.client.get(LIST, {"sort": "fit"})
        self.assertContains(response, "You cover <strong>3 of the 3 skills</strong> asked.")
        self.assertNotContains(self.client.get(LIST), "You cover")

    def test_a_job_that_the_index_does_not_know_yet_stands_among_the_last(self):
        self.three()
        self.listing(self.chat, self.zendesk, self.empathy, title="Just posted")
        self.as_guest(skills=[(self.chat, 4), (self.zendesk, 4), (self.empathy, 4)])
        self.assertEqual(set(self.titles(sort="fit")[2:]), {"Coach", "Just posted"})

    def test_an_empty_profile_gets_the_newest_and_is_told_why(self):
        self.three()
        self.as_candidate()
        response = self.client.get(LIST, {"sort": "fit"})
        self.assertContains(response, "Your profile is empty")
        self.assertEqual(self.titles(sort="fit"), self.titles())

    def test_without_an_index_the_newest_are_shown_and_it_is_said(self):
        self.listing(self.chat)
        self.as_guest(skills=[(self.chat, 3)])
        self.assertContains(self.client.get(LIST, {"sort": "fit"}), "being prepared")

    def test_pages_follow_one_another_without_a_gap(self):
        for number in range(23):
            self.listing(self.chat, title=f"Agent {number}")
        self.build()
        self.as_guest(skills=[(self.chat, 4), (self.zendesk, 4), (self.empathy, 4)])
        first, second = self.titles(sort="fit"), self.titles(sort="fit", page=2)
        self.assertEqual((len(first), len(second)), (20, 3))
        self.assertEqual(len({*first, *second}), 23)

    def test_no_more_statements_with_more_jobs(self):
        self.as_guest(skills=[(self.chat, 4), (self.zendesk, 4), (self.empathy, 4)])
        counts = []
        for n in (3, 17):
            for _number in range(n):
                self.listing(self.chat, self.zendesk, self.empathy, self.coaching)
            self.build()
            self.client.get(LIST, {"sort": "fit"})  # reads the index
            # session; titles of choices; skills of the profile; keys of all jobs found; rivals of tools;
            # counts; the page's jobs, channels, languages; names of terms
            with self.assertNumQueries(10) as queries:
                self.client.get(LIST, {"sort": "fit"})
            counts.append(len(queries))
        self.assertEqual(*counts)
