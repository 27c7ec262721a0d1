from unittest import mock

from listings.api import limits
from tests.factories import ListingFactory, RoleFactory
from tests.listings.api_case import ApiCase


class RoleAndFacetTests(ApiCase):
    def test_roles_stand_on_the_ladder_with_their_open_jobs(self):
        csr = RoleFactory(slug="csr", title="Representative", alt_titles="CSR\nAgent")
        RoleFactory(slug="teller", exit=True)
        ListingFactory(role=csr)
        ListingFactory(role=csr, expired=True)

        representative, teller = self.get("roles")["results"]

        self.assertEqual(representative["other_titles"], ["CSR", "Agent"])
        self.assertEqual(representative["open_jobs"], 1)
        self.assertEqual((representative["line"], representative["rung"]), ("front_line", 1))
        self.assertEqual((teller["rung"], teller["open_jobs"]), (None, 0))

    def test_roles_come_in_pages(self):
        for number in range(5):
            RoleFactory(slug=f"role-{number}")

        page = self.get("roles", limit=3)
        rest = self.client.get(page["next"].removeprefix("https://rungs.example")).json()

        slugs = [role["slug"] for role in page["results"] + rest["results"]]
        self.assertEqual(slugs, [f"role-{number}" for number in range(5)])
        self.assertIsNone(rest["next"])

    def test_the_number_beside_a_value_is_what_it_finds(self):
        ListingFactory()
        ListingFactory(work_mode="hybrid")
        ListingFactory(remote=True)

        answer = self.get("facets", mode="remote")
        modes = {facet["name"]: facet for facet in answer["facets"]}["mode"]

        self.assertEqual(answer["count"], 1)
        for option in modes["options"]:
            found = self.get("jobs", mode=option["value"])["results"]
            self.assertEqual(len(found), option["count"])


class ManneredTests(ApiCase):
    def test_it_is_for_reading(self):
        for path in ("jobs", "roles", "facets"):
            for method in ("post", "put", "patch", "delete"):
                response = getattr(self.client, method)(f"/api/v1/{path}")
                self.assertEqual(response.status_code, 405)
                self.assertEqual(set(response["Allow"].split(", ")), {"GET", "HEAD"})
            self.assertEqual(self.client.head(f"/api/v1/{path}").status_code, 200)

    def test_answers_may_be_kept_for_a_minute_and_refusals_not_at_all(self):
        response = self.client.get("/api/v1/jobs")
        self.assertEqual(response["Cache-Control"], "public, max-age=60")
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")
        self.assertFalse(response.cookies)

        self.assertEqual(self.client.get("/api/v1/jobs?limit=0")["Cache-Control"], "no-store")

    def test_whoever_asks_too_often_has_to_wait(self):
        with mock.patch.object(limits, "TIMES", 2):
            self.get("jobs")
            self.get("roles")
            response = self.client.get("/api/v1/jobs")

        self.assertEqual(response.status_code, 429)
        self.assertIn(int(response["Retry-After"]), range(1, 61))
        self.assertIn("Too many", response.json()["message"])

    def test_one_address_does_not_use_up_what_another_may(self):
        with mock.patch.object(limits, "TIMES", 1):
            self.get("jobs")
            other = self.client.get("/api/v1/jobs", headers={"x-forwarded-for": "203.0.113.9"})

        self.assertEqual(other.status_code, 200)


class DocumentationTests(ApiCase):
    def test_the_page_tells_every_operation_parameter_and_field(self):
        schema = self.get("openapi.json")

        page = self.client.get("/api/").content.decode()

        for path, methods in schema["paths"].items():
            self.assertIn(f"<code>GET {path}</code>", page)
            self.assertEqual(list(methods), ["get"])
            for parameter in methods["get"]["parameters"]:
                self.assertIn(f"<code>{parameter['name']}</code>", page)
        for name in ("results[].pay.minimum", "description", "facets[].options[].count", "next"):
            self.assertIn(f"<code>{name}</code>", page)
        self.assertNotIn("<script", page.partition("<main")[2])

    def test_the_page_needs_no_query(self):
        with self.assertNumQueries(0):
            self.client.get("/api/")

    def test_the_bare_address_leads_to_the_page(self):
        self.assertRedirects(self.client.get("/api/v1/"), "/api/")

    def test_every_filter_of_the_list_is_described_but_the_order(self):
        from listings.filters import ListingFilterSet

        described = {
            parameter["name"]
            for parameter in self.get("openapi.json")["paths"]["/api/v1/jobs"]["get"]["parameters"]
        }

        self.assertEqual(described, {*ListingFilterSet.base_filters, "limit", "cursor"} - {"sort"})
