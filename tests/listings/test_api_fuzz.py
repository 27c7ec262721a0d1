"""Anything at all is asked of the API: it never fails, and what it answers is what its description says."""

from unittest import mock

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import TestCase
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from jobboard.wsgi import application
from listings.api import limits
from listings.models import ListingChannel, ListingLanguage, ListingSkill
from tests.factories import ListingFactory, PlaceFactory, RoleFactory, SkillFactory

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 15  # of each operation and kind
# Parameters whose values no description can list.
IN_THE_DATA = {"role", "tool", "language", "industry", "location", "cursor"}


def served(environ, start_response):
    """The site behind a server, which always says who asks."""
    return application(environ | {"REMOTE_ADDR": "127.0.0.1"}, start_response)


class ServedCase(TestCase):
    """Asks through the server's door, inside the test's transaction."""

    def setUp(self):
        super().setUp()
        # As Django's own test client: the end of a request would end the test's transaction.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
            self.addCleanup(signal.connect, close_old_connections)


class ApiFuzzTests(ServedCase):
    @classmethod
    def setUpTestData(cls):
        listing = ListingFactory(pk=1, role=RoleFactory(slug="csr"), place=PlaceFactory())
        ListingChannel.objects.create(listing=listing, channel="chat", share=60)
        ListingSkill.objects.create(listing=listing, skill=SkillFactory(slug="zendesk", tool=True))
        ListingLanguage.objects.create(
            listing=listing, language=SkillFactory(slug="spanish", language=True)
        )
        ListingFactory(pk=2, remote=True, pay_not_stated=True, role=None, state="draft")
        ListingFactory(pk=3, remote=True, pay_not_stated=True, weekly_hours=None, shift_pattern="")

    def operations(self):
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", served)
        return [result.ok() for result in schema.get_all_operations()]

    def test_every_operation_answers_as_described(self):
        operations = self.operations()
        self.assertEqual(len(operations), 4)
        for operation in operations:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                with self.subTest(f"{mode} {operation.label}"):
                    fuzz(operation, mode, lambda case: case.call_and_validate(checks=CHECKS))

    def test_whatever_the_description_allows_is_answered(self):
        def ask(case):
            query = {name: each for name, each in case.query.items() if name not in IN_THE_DATA}
            case.query = query
            response = case.call_and_validate(checks=CHECKS)
            self.assertEqual(
                response.status_code,
                400 if any("\x00" in str(each) for each in flat(query)) else 200,
            )

        for operation in self.operations():
            if operation.path in {"/api/v1/jobs", "/api/v1/facets"}:
                with self.subTest(operation.label):
                    fuzz(operation, GenerationMode.POSITIVE, ask)


def flat(query: dict):
    """Every value of a query, the several of one name apart."""
    for value in query.values():
        yield from value if isinstance(value, list) else [value]


def fuzz(operation, mode, ask):
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def examples(case):
        ask(case)

    with mock.patch.object(limits, "TIMES", 10**9):  # else the limit would answer
        examples()
