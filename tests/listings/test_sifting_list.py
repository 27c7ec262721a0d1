"""The employer's lists of applicants: what they find, in which order, and what a page costs."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from listings.models import Application
from profiles.models import Resume
from tests.factories import ApplicationFactory
from tests.listings.member_case import MemberTestCase


class ListCase(MemberTestCase):
    def setUp(self):
        super().setUp()
        self.post = self.listing(reply_within_days=5)

    def applied(self, days_ago=0, **columns):
        columns.setdefault("submitted_at", timezone.now() - timedelta(days=days_ago))
        return ApplicationFactory(**{"listing": self.post} | columns)

    def page(self, **query):
        return self.client.get(self.url("employer_application_list", self.post), query)

    def found(self, **query):
        return list(self.page(**query).context["page_obj"])


class FilterTests(ListCase):
    def test_words_stand_in_name_or_note_in_any_order(self):
        ana = self.applied(name="Ana Torres", note="Night shifts at a bank")
        self.applied(name="Ben Ito", note="Chat for a shop")

        for words in ("torres", "night bank", "bank ana"):
            self.assertEqual(self.found(q=words), [ana], words)
        self.assertEqual(self.found(q="torres chat"), [])

    def test_what_a_person_took_back_is_not_found_by_its_words(self):
        self.applied(name="Ana Torres", note="Night", state="withdrawn")

        self.assertEqual(self.found(q="night"), [])

    def test_who_waits_is_new_and_without_a_message_of_the_employer(self):
        waits = self.applied()
        self.applied(answered_at=timezone.now())
        self.applied(state="shortlisted")

        self.assertEqual(self.found(state="waiting"), [waits])
        self.assertEqual(len(self.found(state="submitted")), 2)

    def test_overdue_ones_wait_longer_than_promised(self):
        late = self.applied(days_ago=7)
        self.applied(days_ago=2)
        self.applied(days_ago=7, answered_at=timezone.now())

        self.assertEqual(self.found(overdue="on"), [late])

    def test_what_nobody_has_looked_at_and_where_a_new_message_waits(self):
        new = self.applied(days_ago=1)
        written = self.applied(days_ago=2, read_at=timezone.now())
        written.messages.create(is_from_employer=False, body="Hi", sent_at=timezone.now())
        self.applied(read_at=timezone.now())

        self.assertEqual(self.found(unopened="on"), [new])
        self.assertEqual(self.found(messages="on"), [written])
        Application.objects.update(state="withdrawn")
        self.assertEqual(self.found(unopened="on") + self.found(messages="on"), [])

    def test_those_with_a_file(self):
        with_file = self.applied()
        resume = Resume(
            candidate=with_file.candidate, original_name="a.txt", content_type="text/plain", size=1
        )
        resume.file.save("a.txt", ContentFile(b"a"))
        Application.objects.filter(pk=with_file.pk).update(resume=resume)
        self.applied()

        self.assertEqual(self.found(resume="on"), [with_file])

    def test_tags_to_choose_are_those_of_the_list(self):
        tagged = self.applied()
        tagged.tags.create(name="evenings")
        self.applied()
        ApplicationFactory(listing=self.listing()).tags.create(name="elsewhere")

        self.assertEqual(self.found(tag="evenings"), [tagged])
        self.assertEqual(len(self.found(tag="elsewhere")), 2)
        self.assertNotContains(self.page(), "elsewhere")

    def test_a_value_that_cannot_be_read_counts_as_none(self):
        self.applied()
        for query in (
            {"state": "nonsense"},
            {"sort": "'; drop"},
            {"tag": "x" * 9_000},
            {"q": "y" * 300},
            {"overdue": "9" * 5_000, "q": ""},
        ):
            with self.subTest(str(query)[:40]):
                response = self.page(**query)
                self.assertEqual(response.status_code, 200)
        self.assertEqual(len(self.found(state="nonsense", q="z" * 300)), 1)


class OrderTests(ListCase):
    def test_each_order(self):
        ben = self.applied(days_ago=8, name="Ben")
        ana = self.applied(days_ago=2, name="Ana")
        cem = self.applied(days_ago=1, name="Cem")

        for order, expected in {
            "": [ben, cem, ana],
            "newest": [cem, ana, ben],
            "oldest": [ben, ana, cem],
            "name": [ana, ben, cem],
        }.items():
            self.assertEqual(self.found(sort=order), expected, order)


class CostTests(ListCase):
    def some(self, n, listing=None):
        for application in ApplicationFactory.create_batch(n, listing=listing or self.post):
            application.tags.create(name="evenings")
            application.messages.create(is_from_employer=False, body="Hi", sent_at=timezone.now())

    def test_a_page_of_twenty_costs_what_one_of_three_does(self):
        for is_anonymous in (False, True):
            self.post.is_sift_anonymous = is_anonymous
            self.post.save()
            self.post.applications.all().delete()
            for n in (3, 17):
                self.some(n)
                # session, user, listing, tags to choose from, promises, how many wait, count,
                # applications, their tags; the user's and the group's permissions
                with self.subTest(n, hidden=is_anonymous), self.assertNumQueries(11):
                    self.page()

    def test_so_does_the_list_over_all_posts(self):
        for n in (3, 17):
            self.some(n, self.listing())
            # session, user, tags to choose from, promises, count, applications, their tags; the
            # reader's employers and two for the record of one; permissions of user and group.
            # The record takes its second statement from five applications that count.
            with self.subTest(n), self.assertNumQueries(11):
                self.client.get(reverse("listings:employer_waiting_list"))


class WaitingListTests(ListCase):
    def test_it_has_those_of_all_own_posts_who_wait(self):
        first, second = self.applied(days_ago=7), ApplicationFactory(listing=self.listing())
        self.applied(state="declined")
        ApplicationFactory(listing__employer=self.other)

        page = self.client.get(reverse("listings:employer_waiting_list"))

        self.assertEqual(list(page.context["page_obj"]), [first, second])
        self.assertContains(page, "2 people wait for an answer")

    def test_the_workspace_says_how_many_are_overdue(self):
        self.applied(days_ago=7)
        self.applied(days_ago=1)

        page = self.client.get(reverse("listings:employer_home"))

        self.assertContains(page, "1 answer is overdue.")
        self.assertContains(page, "2 people wait for an answer")
