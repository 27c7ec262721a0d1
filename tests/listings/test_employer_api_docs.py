"""What the page of the API says of writing is so."""

import shlex
from unittest import mock

from django.utils import timezone

from listings.api.writing.examples import examples
from listings.models import Listing
from listings.services import approve_listing
from tests import factories as make
from tests.listings.employer_api_case import KEY, EmployerApiCase


class DocumentationTests(EmployerApiCase):
    def page(self) -> str:
        return self.client.get("/api/").content.decode()

    def schema(self) -> dict:
        return self.client.get("/api/v1/employer/openapi.json").json()

    def test_the_examples_do_what_they_say(self):
        make.RoleFactory(slug="customer-service-representative")
        listing, answers = None, []
        for example in examples(timezone.now()):
            path = example.path.replace("{id}", str(listing.pk if listing else 0))
            answers.append(self.send(example, path, {200, 201}))
            listing = Listing.objects.get()
            if example.method == "PATCH":
                # The person who reads it: a program cannot publish.
                approve_listing(
                    listing=listing, moderator=make.ModeratorFactory(), version=listing.version
                )
        created, found, changed, confirmed, renewed, closed = answers

        self.assertEqual((created["state"], found["results"][0]["id"]), ("in_review", listing.pk))
        self.assertEqual(changed["post"]["pay"]["maximum"], "25.00")
        self.assertTrue(confirmed["confirmed_at"])
        self.assertGreater(renewed["closes_at"], created["closes_at"])
        self.assertEqual((closed["state"], closed["outcome"]), ("closed", "hired"))

    def send(self, example, path, statuses):
        """What curl would send, read from the command itself."""
        words = shlex.split(example.curl.replace("\\\n", " "))
        headers = {
            name.lower(): value.replace("$RUNGS_KEY", KEY)
            for name, _colon, value in (
                words[i + 1].partition(": ") for i, word in enumerate(words) if word == "-H"
            )
        }
        body = words[words.index("-d") + 1] if "-d" in words else ""
        method = words[words.index("-X") + 1] if "-X" in words else "GET"
        response = self.client.generic(
            method,
            f"/api/v1/employer/listings{path}",
            body,
            content_type=headers.pop("content-type", ""),
            headers=headers,
        )
        self.assertIn(response.status_code, statuses, response.content)
        return response.json()

    def test_the_page_tells_every_operation_field_and_example(self):
        page, schema = self.page(), self.schema()

        for path, methods in schema["paths"].items():
            for method in methods:
                self.assertIn(f"<code>{method.upper()} {path}</code>", page)
        for name in schema["components"]["schemas"]["PostToWrite"]["properties"]:
            self.assertIn(f"<code>{name}", page)
        for name in ("skills[].is_essential", "pay.minimum", "week[].starts", "returned_reason"):
            self.assertIn(f"<code>{name}</code>", page)
        self.assertEqual(page.count('class="typed"'), len(examples(timezone.now())))

    def test_every_operation_asks_for_a_key_and_says_what_it_refuses(self):
        schema = self.schema()
        self.assertEqual(
            schema["components"]["securitySchemes"],
            {"EmployerKey": {"type": "http", "scheme": "bearer"}},
        )
        for methods in schema["paths"].values():
            for method, operation in methods.items():
                self.assertEqual(operation["security"], [{"EmployerKey": []}])
                said = set(operation["responses"])
                self.assertLessEqual({"400", "401", "403", "404", "405", "429"}, said)
                if method != "get":
                    self.assertLessEqual({"409", "413", "415", "422"}, said)

    def test_the_page_needs_no_query(self):
        with self.assertNumQueries(0):
            self.client.get("/api/")

    def test_the_reading_api_is_as_it_was(self):
        with mock.patch("listings.api.limits.TIMES", 10**9):
            self.assertEqual(self.client.get("/api/v1/roles").status_code, 200)
        paths = self.client.get("/api/v1/openapi.json").json()["paths"]
        self.assertFalse([path for path in paths if "employer" in path])
