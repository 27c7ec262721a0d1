from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from listings.models import Listing, ListingChannel, ListingLanguage, ListingSkill
from profiles.models import RateLimit
from tests.factories import (
    EmployerFactory,
    ListingFactory,
    PlaceFactory,
    RoleFactory,
    SkillFactory,
)
from tests.listings.api_case import ApiCase


class JobListTests(ApiCase):
    def ids(self, **parameters) -> list[int]:
        return [job["id"] for job in self.get("jobs", **parameters)["results"]]

    def test_a_row_tells_what_a_card_tells_and_more(self):
        listing = ListingFactory(education_min="none", experience_months=0)
        ListingChannel.objects.create(listing=listing, channel="phone", share=70)

        (job,) = self.get("jobs")["results"]

        self.assertEqual(job["id"], listing.pk)
        self.assertEqual(job["url"], f"https://rungs.example{listing.get_absolute_url()}")
        self.assertEqual(
            job["employer"],
            {
                "name": listing.employer.name,
                "kind": "direct",
                "url": f"https://rungs.example{listing.employer.get_absolute_url()}",
            },
        )
        self.assertEqual(job["place"]["label"], "Columbus, OH")
        self.assertEqual(
            job["pay"],
            {
                "currency": "USD",
                "minimum": "21.50",
                "maximum": "24.00",
                "period": "hour",
                "hourly_guaranteed": "21.50",
            },
        )
        self.assertEqual(job["channels"], [{"channel": "phone", "share": 70}])
        self.assertEqual(job["education"], "none")
        self.assertEqual(job["experience_months"], 0)

    def test_what_is_not_said_is_empty(self):
        ListingFactory(
            remote=True,
            pay_not_stated=True,
            weekly_hours=None,
            shift_pattern="",
            applicant_states="OH MI",
        )

        (job,) = self.get("jobs")["results"]

        for name in ("pay", "place", "weekly_hours", "shift", "works_weekends", "education"):
            self.assertIsNone(job[name])
        self.assertEqual(job["applicant_countries"], ["US"])
        self.assertEqual(job["applicant_states"], ["OH", "MI"])

    def test_open_jobs_alone(self):
        for trait in ("draft", "in_review", "expired", "scheduled", "closed"):
            ListingFactory(**{trait: True})
        ListingFactory(employer=EmployerFactory(suspended=True))

        self.assertEqual(self.ids(), [])

    def test_the_filters_of_the_list_decide(self):
        here = ListingFactory(place=PlaceFactory())
        remote = ListingFactory(remote=True, salary_min=30, salary_max=30)

        self.assertEqual(self.ids(mode="remote"), [remote.pk])
        self.assertEqual(self.ids(location="Columbus, OH"), [here.pk])
        self.assertEqual(self.ids(pay="25"), [remote.pk])
        self.assertEqual(set(self.ids(mode=["remote", "on_site"])), {here.pk, remote.pk})

    def test_names_that_are_no_parameters_are_ignored(self):
        ListingFactory()

        self.assertEqual(len(self.ids(utm_source="x", sort="nonsense", page="7")), 1)

    def test_a_value_that_cannot_be_read_is_named(self):
        self.assertEqual(
            self.faults(mode=["remote", "moon"], pay="much", location="Nowhere", no_phone="maybe"),
            {"mode": "moon", "pay": "much", "location": "Nowhere", "no_phone": "maybe"},
        )
        self.assertEqual(self.faults(role="astronaut"), {"role": "astronaut"})
        self.assertEqual(list(self.faults(q="x" * 201)), ["q"])
        self.assertEqual(self.faults("facets", mode="moon"), {"mode": "moon"})

    def test_a_page_has_one_to_a_hundred_rows(self):
        for limit in ("0", "101", "-1", "many", ""):
            self.assertEqual(list(self.faults(limit=limit)), ["limit"])
        self.get("jobs", limit="100")

    def test_a_broken_query_string_is_answered_in_json(self):
        response = self.client.get("/api/v1/jobs?q=%00")

        self.assertEqual(response.status_code, 400)
        self.assertEqual(response.json()["errors"], [])

    def test_any_number_of_jobs_costs_the_same(self):
        for number in (3, 20):
            Listing.objects.all().delete()
            for _each in range(number):
                listing = ListingFactory()
                ListingChannel.objects.create(listing=listing, channel="phone")
            RateLimit.objects.all().delete()
            self.get("jobs")
            # The limit (look, count), titles of the choices, the listings with employer, role and
            # place, and their channels.
            with self.subTest(number), self.assertNumQueries(5):
                self.get("jobs", limit=100)


class PagingTests(ApiCase):
    @classmethod
    def setUpTestData(cls):
        cls.employer, cls.place = EmployerFactory(), PlaceFactory()
        cls.now = timezone.now()
        for number in range(7):
            cls.post(minutes=60 + number // 2)  # some at the same instant

    @classmethod
    def post(cls, minutes):
        return ListingFactory(
            employer=cls.employer,
            place=cls.place,
            date_posted=cls.now - timedelta(minutes=minutes),
        )

    def follow(self, address):
        parts = urlsplit(address)
        self.assertEqual(f"{parts.scheme}://{parts.netloc}", "https://rungs.example")
        return self.client.get(f"{parts.path}?{parts.query}").json()

    def test_the_pages_hold_every_job_once_newest_first(self):
        page = self.get("jobs", limit=3, mode="on_site")
        found = [job["id"] for job in page["results"]]
        while page["next"]:
            self.assertIn("mode=on_site", page["next"])
            page = self.follow(page["next"])
            self.assertLessEqual(len(page["results"]), 3)
            found += [job["id"] for job in page["results"]]

        self.assertEqual(found, [each.pk for each in Listing.objects.open()])

    def test_jobs_that_come_and_go_meanwhile_shift_nothing(self):
        before = [each.pk for each in Listing.objects.open()]
        page = self.get("jobs", limit=3)
        found = [job["id"] for job in page["results"]]
        self.post(minutes=1)
        Listing.objects.filter(pk=found[-1]).update(state="closed")

        while page["next"]:
            page = self.follow(page["next"])
            found += [job["id"] for job in page["results"]]

        self.assertEqual(found, before)

    def test_a_cursor_that_was_not_given_out_is_refused(self):
        address = self.get("jobs", limit=3)["next"]
        cursor = address.partition("cursor=")[2]

        for wrong in ("x", cursor[:-1], "a" + cursor, "1"):
            self.assertEqual(list(self.faults(cursor=wrong)), ["cursor"])

    def test_a_cursor_is_for_its_own_list(self):
        for _each in range(3):
            RoleFactory()
        cursor = self.get("roles", limit=1)["next"].partition("cursor=")[2]

        self.assertEqual(list(self.faults(cursor=cursor)), ["cursor"])


class JobTests(ApiCase):
    def test_one_job_has_all_of_its_text(self):
        listing = ListingFactory(training="Five paid weeks.")
        ListingSkill.objects.create(
            listing=listing, skill=SkillFactory(slug="zendesk", tool=True), is_essential=False
        )
        ListingLanguage.objects.create(
            listing=listing, language=SkillFactory(slug="spanish", language=True), level="B2"
        )

        # The limit (first use: look, point, row, release), the job, skills, languages, shifts, channels.
        with self.assertNumQueries(9):
            job = self.get(f"jobs/{listing.pk}")

        self.assertIn("<p>Five paid weeks.</p>", job["description"])
        self.assertEqual(
            job["skills"],
            [{"slug": "zendesk", "name": "Zendesk", "kind": "tool", "is_essential": False}],
        )
        self.assertEqual(
            job["languages"], [{"name": "Spanish", "level": "B2", "is_essential": True}]
        )

    def test_a_job_that_is_not_open_is_not_found(self):
        for trait in ("draft", "in_review", "expired", "scheduled", "closed"):
            self.get(f"jobs/{ListingFactory(**{trait: True}).pk}", 404)
        self.get(f"jobs/{ListingFactory(employer=EmployerFactory(suspended=True)).pk}", 404)

    def test_what_is_no_address_is_not_found_in_json(self):
        for path in (
            "jobs/0",
            f"jobs/{'9' * 40}",
            "jobs/-1",
            "jobs/x",
            "jobs/",
            "people",
            "jobs/%0A",
            "%0Ax",
        ):
            answer = self.get(path, 404)
            self.assertEqual(answer["errors"], [])
            self.assertTrue(answer["message"])

    def test_nothing_personal_is_given_out(self):
        listing = ListingFactory()

        answer = str(self.get(f"jobs/{listing.pk}")).casefold()

        for word in ("email", "phone_number", "member", "review", "source_id", "candidate"):
            self.assertNotIn(word, answer)
