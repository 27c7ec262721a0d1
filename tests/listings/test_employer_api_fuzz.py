"""Anything at all is sent with a key that works: nothing fails, and each answer is as its description says."""

from unittest import mock

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from werkzeug.test import Client

from listings.api.writing import keys
from tests import factories as make
from tests.listings.employer_api_case import KEY, EmployerApiCase
from tests.listings.test_api_fuzz import CHECKS, ServedCase, served

EXAMPLES = 5  # of each operation and kind


class EmployerApiFuzzTests(ServedCase, EmployerApiCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        # The keys that examples hit: a draft, a live one, one in review.
        make.ListingFactory(pk=0, employer=cls.employer, draft=True)
        make.ListingFactory(pk=1, employer=cls.employer)
        make.ListingFactory(pk=2, employer=cls.employer, in_review=True)

    def test_every_operation_answers_as_described(self):
        schema = schemathesis.openapi.from_wsgi("/api/v1/employer/openapi.json", served)
        operations = [result.ok() for result in schema.get_all_operations()]
        self.assertEqual(len(operations), 8)
        for operation in operations:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                with self.subTest(f"{mode} {operation.label}"):
                    self.fuzz(operation, mode)

    def fuzz(self, operation, mode):
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # a failure is read as it came: to make it small takes long
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(generation_mode=mode))
        def examples(case):
            if "listing_id" in case.path_parameters and mode == GenerationMode.POSITIVE:
                case.path_parameters["listing_id"] %= 3
            case.call_and_validate(
                checks=CHECKS, headers={**(case.headers or {}), "Authorization": f"Bearer {KEY}"}
            )

        limits = {"READS": 10**9, "WRITES": 10**9}  # else the limit would answer
        with mock.patch.multiple(keys, **limits):
            examples()

    def test_no_codec_that_a_request_claims_is_an_error_of_ours(self):
        client = Client(served)
        for charset in ("rot13", "idna", "utf-16", "undefined", '"punycode"', "base64", "x" * 999):
            with self.subTest(charset):
                response = client.get(
                    "/api/v1/employer/listings?reference=%C3%A9",
                    headers={
                        "Authorization": f"Bearer {KEY}",
                        "Content-Type": f"application/json; charset={charset}",
                    },
                )
                self.assertEqual((response.status_code, response.json["results"]), (200, []))
