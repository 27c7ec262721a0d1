from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from django.test import TestCase, override_settings
from django.utils import timezone

from listings.models import Listing
from tests.factories import EmployerFactory, ListingFactory, PlaceFactory

ATOM = "{http://www.w3.org/2005/Atom}"


@override_settings(SITE_URL="https://rungs.example")
class SearchFeedTests(TestCase):
    def get(self, query="", **headers):
        return self.client.get(f"/jobs/feed/{query}", headers=headers)

    def feed(self, query=""):
        response = self.get(query)
        self.assertEqual(response.status_code, 200)
        return ElementTree.fromstring(response.content)

    def titles(self, query="") -> list[str]:
        return [entry.findtext(f"{ATOM}title") for entry in self.feed(query).iter(f"{ATOM}entry")]

    def links(self, element) -> dict[str, str]:
        return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}

    def test_an_entry_tells_the_job(self):
        employer = EmployerFactory(name="Corvane Mutual")
        listing = ListingFactory(
            employer=employer,
            work_mode="hybrid",
            date_posted=timezone.now() - timedelta(days=3),
            valid_through=datetime(2100, 12, 11, 22, tzinfo=UTC),
        )

        (entry,) = self.feed().iter(f"{ATOM}entry")

        self.assertEqual(
            entry.findtext(f"{ATOM}title"), "Customer service representative, Corvane Mutual"
        )
        self.assertEqual(
            entry.findtext(f"{ATOM}summary"),
            "Columbus, OH · Hybrid · $21.50–$24.00 an hour · closes Saturday, December 11, 2100, "
            "5 p.m. Eastern time",
        )
        self.assertEqual(entry.findtext(f"{ATOM}id"), f"tag:rungs.example,2026:job-{listing.pk}")
        self.assertEqual(
            self.links(entry)["alternate"], f"https://rungs.example{listing.get_absolute_url()}"
        )
        self.assertEqual(entry.findtext(f"{ATOM}updated"), listing.updated_at.isoformat())

    def test_the_filters_of_the_list_decide(self):
        ListingFactory(title="Here")
        ListingFactory(title="Anywhere", remote=True)

        self.assertEqual(len(self.titles()), 2)
        (only,) = self.titles("?mode=remote")
        self.assertIn("Anywhere", only)

    def test_the_self_link_is_the_search_in_its_shortest_form(self):
        feed = self.feed("?mode=remote&unknown=1&pay=&radius=25")

        self.assertEqual(
            self.links(feed),
            {
                "self": "https://rungs.example/jobs/feed/?mode=remote",
                "alternate": "https://rungs.example/jobs/?mode=remote",
            },
        )
        self.assertEqual(feed.findtext(f"{ATOM}title"), "Customer-service jobs on Rungs: Remote")

    def test_newest_first_whatever_order_is_asked_for_and_fifty_at_most(self):
        now = timezone.now()
        employer, place = EmployerFactory(), PlaceFactory()
        for days in range(55):
            ListingFactory(
                title=f"Job {days:02}",
                employer=employer,
                place=place,
                date_posted=now - timedelta(days=days + 1),
            )

        titles = self.titles("?sort=closing")
        self.assertEqual(len(titles), 50)
        self.assertEqual(titles, sorted(titles))

    def test_what_is_not_open_is_not_in_it(self):
        for trait in ("draft", "expired", "scheduled", "closed"):
            ListingFactory(**{trait: True})
        ListingFactory(employer=EmployerFactory(suspended=True))

        self.assertEqual(self.titles(), [])

    def test_a_value_that_cannot_be_read_is_ignored_as_on_the_list(self):
        ListingFactory()

        self.assertEqual(len(self.titles("?pay=x&mode=moon&location=Nowhere&radius=-1")), 1)

    def test_control_characters_do_not_break_it(self):
        ListingFactory(title="Agent \x0b\x1b[31m", employer=EmployerFactory(name="A\x08B"))

        (title,) = self.titles()
        self.assertEqual(title, "Agent [31m, AB")
        self.assertEqual(self.get("?q=%0B%1B").status_code, 200)

    def test_unchanged_it_is_not_sent_again(self):
        listing = ListingFactory()
        first = self.get("?mode=on_site")
        self.assertEqual(first["Content-Type"], "application/atom+xml; charset=utf-8")
        self.assertEqual(first["Cache-Control"], "public, max-age=600")

        again = self.get("?mode=on_site", if_none_match=first["ETag"])
        self.assertEqual(again.status_code, 304)
        self.assertEqual(again.content, b"")

        Listing.objects.filter(pk=listing.pk).update(valid_through=timezone.now())
        self.assertEqual(self.get("?mode=on_site", if_none_match=first["ETag"]).status_code, 200)

    def test_a_date_alone_never_hides_that_a_job_has_left(self):
        ListingFactory()

        response = self.get()
        self.assertNotIn("Last-Modified", response)
        late = "Fri, 01 Jan 2100 00:00:00 GMT"
        self.assertEqual(self.get("", if_modified_since=late).status_code, 200)

    def test_an_empty_feed_stays_the_same(self):
        self.assertEqual(self.get()["ETag"], self.get()["ETag"])
        self.assertEqual(self.feed().findtext(f"{ATOM}updated"), "2026-01-01T00:00:00+00:00")

    def test_it_answers_reading_alone(self):
        self.assertEqual(self.client.post("/jobs/feed/").status_code, 405)
        self.assertEqual(self.client.head("/jobs/feed/").status_code, 200)

    def test_any_number_of_jobs_costs_the_same(self):
        for number in (3, 20):
            Listing.objects.all().delete()
            for _each in range(number):
                ListingFactory()
            # Titles of the choices, the place, and the listings with employer and place.
            with self.subTest(number), self.assertNumQueries(3):
                self.get("?location=Columbus")
