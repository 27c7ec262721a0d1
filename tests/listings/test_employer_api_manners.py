"""Who gets in, how often, with what: whatever comes, the answer is JSON that says what is wrong."""

import json
from datetime import timedelta
from unittest import mock

import time_machine
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from listings.api.writing import bodies, keys
from listings.models import ApiWrite, Listing
from listings.retention import remove_old_writes
from profiles.api_keys import revoke_key
from profiles.models import EmployerApiKey, EmployerMember
from tests import factories as make
from tests.listings.employer_api_case import BASE, KEY, EmployerApiCase, key_for, whole_post


class KeyTests(EmployerApiCase):
    def test_without_a_key_that_works_nothing_opens(self):
        scheme = {"authorization": f"Basic {KEY}"}
        for key, headers in (
            (None, {}),
            (None, scheme),
            ("", {}),
            (KEY[:-1] + "0", {}),
            ("é" * 40, {}),
            (f"{KEY} {KEY}", {}),
        ):
            with self.subTest(key=key, headers=headers):
                answer = self.ask("get", key=key, status=401, **headers)
                self.assertIn("Send a key", answer["message"])
                self.assertEqual(self.response["WWW-Authenticate"], 'Bearer realm="Rungs"')

    def test_being_signed_in_opens_nothing(self):
        owner = make.EmployerMemberFactory(
            employer=self.employer, role=EmployerMember.Role.OWNER
        ).user
        self.client.force_login(owner)

        self.ask("get", key=None, status=401)
        self.ask("post", body=whole_post(), key=None, status=401)
        self.assertFalse(Listing.objects.exists())

    def test_a_key_needs_no_cross_site_token(self):
        self.client = Client(enforce_csrf_checks=True)

        self.ask("post", body=whole_post(), status=201)

    def test_a_revoked_key_stops_with_the_next_request(self):
        self.ask("get")
        revoke_key(self.key)

        self.ask("get", status=401)

    def test_a_suspended_employer_s_keys_rest(self):
        type(self.employer).objects.update(suspended_at=timezone.now())
        answer = self.ask("get", status=403)
        self.assertIn("suspended", answer["message"])
        self.ask("post", body=whole_post(), status=403)

        type(self.employer).objects.update(suspended_at=None)

        self.ask("get")

    def test_a_key_outlives_whoever_made_it(self):
        maker = make.UserFactory()
        EmployerApiKey.objects.update(created_by=maker)
        maker.delete()

        self.ask("get")

    def test_the_day_of_use_is_written_once_a_day(self):
        EmployerApiKey.objects.update(last_used_on=None)
        self.ask("get")
        self.assertEqual(EmployerApiKey.objects.get().last_used_on, timezone.now().date())
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            self.ask("get")
            # key, limit (3), posts: no write any more
            with self.assertNumQueries(5):
                self.ask("get")


class LimitTests(EmployerApiCase):
    def test_writes_and_reads_are_counted_apart_and_for_each_key(self):
        with mock.patch.object(keys, "WRITES", 2), mock.patch.object(keys, "READS", 3):
            for left in (2, 1, 0):
                self.ask("get")
                self.assertIn(f'"reads";r={left};t=', self.response["RateLimit"])
            self.assertEqual(self.response["RateLimit-Policy"], '"reads";q=3;w=60')
            answer = self.ask("get", status=429)
            self.assertIn("Too many requests", answer["message"])
            self.assertIn(int(self.response["Retry-After"]), range(1, 61))

            self.ask("post", body=whole_post(), status=201)
            self.ask("put", "99999", body={}, status=404)
            self.ask("post", body=whole_post(), status=429)
        self.assertEqual(Listing.objects.count(), 1)

    def test_the_limits_are_sixty_writes_and_six_hundred_reads_a_minute(self):
        self.assertEqual((keys.WRITES, keys.READS, keys.WINDOW), (60, 600, timedelta(minutes=1)))


class BodyTests(EmployerApiCase):
    def send(self, body, status, content_type="application/json", **more):
        headers = {"authorization": f"Bearer {KEY}", "idempotency-key": "k"}
        response = self.client.generic(
            "POST", BASE, body, content_type=content_type, headers=headers, **more
        )
        self.assertEqual(response.status_code, status, response.content)
        self.assertTrue(response["Content-Type"].startswith("application/json"))
        return response.json()

    def test_what_is_no_json_is_refused(self):
        deep = "[" * 100_000
        for body in (
            "",
            "{",
            "[]",
            "null",
            '"text"',
            '{"title": "a", "title": "b"}',
            '{"title": NaN}',
            '{"title": "\\u0000"}',
            '{"title": "\\ud800"}',
            '{"\\ud800": 1}',
            '{"concurrent_contacts": 1' + "0" * 5_000 + "}",
            deep,
            b"\xff\xfe{}",
            '{"title": "x"}'.encode("utf-16"),
        ):
            with self.subTest(body[:40]):
                self.assertIn("message", self.send(body, 400))
        self.assertFalse(Listing.objects.exists())

    def test_a_number_too_large_for_any_column_is_said_beside_its_field(self):
        for number in (10**30, -(10**30), 10**4000):
            body = json.dumps(whole_post(concurrent_contacts=number, experience_months=number))
            with self.subTest(len(str(number))):
                answer = self.send(body, 422)
                self.assertEqual(
                    set(self.faults(answer)), {"concurrent_contacts", "experience_months"}
                )

    def test_too_large_and_of_another_type(self):
        self.send("x" * (bodies.LARGEST + 1), 413)
        for content_type in (
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
        ):
            self.send(json.dumps(whole_post()), 415, content_type)
        self.send(json.dumps(whole_post()), 201, "application/json; charset=utf-8")

    def test_a_body_that_breaks_off_is_met(self):
        with mock.patch("django.core.handlers.wsgi.LimitedStream.read", side_effect=OSError):
            self.send("{}", 400)

    def test_lies_about_the_length_are_met(self):
        for length in ("-1", "1e9", "٣", "0x10", ""):
            with self.subTest(length):
                self.send("{}", 400, CONTENT_LENGTH=length)

    def test_headers_of_all_kinds_are_met(self):
        odd = ["\x00", "é" * 50, "x" * 5_000, ",;=\t\"'", "%00", "🔑".encode().decode("latin-1")]
        for name in ("authorization", "idempotency-key", "accept", "x-forwarded-for", "if-match"):
            for value in odd:
                with self.subTest(name=name, value=value[:20]):
                    headers = {"authorization": f"Bearer {KEY}", "idempotency-key": "k"}
                    response = self.client.post(
                        BASE,
                        "{}",
                        content_type="application/json",
                        headers=headers | {name: value},
                    )
                    self.assertIn(response.status_code, {400, 401, 422})
                    response.json()


class ManneredTests(EmployerApiCase):
    def test_a_wrong_method_is_said_with_the_right_ones(self):
        for path, methods in (
            ("", {"GET", "HEAD", "POST"}),
            ("1", {"GET", "HEAD", "PUT", "PATCH"}),
        ):
            answer = self.ask("delete", path, status=405)
            self.assertIn("DELETE", answer["message"])
            self.assertEqual(set(self.response["Allow"].split(", ")), methods)
        self.ask("get", "1/closure", status=405)

    def test_no_address_at_all_is_json_too_for_whoever_writes(self):
        self.client = Client(enforce_csrf_checks=True)
        for path in ("/api/v1/employer/", "/api/v1/employer/posts", f"{BASE}/x", f"{BASE}/1/send"):
            with self.subTest(path):
                for method in ("get", "post"):
                    response = getattr(self.client, method)(path, content_type="application/json")
                    self.assertEqual(response.status_code, 404)
                    self.assertIn("message", response.json())
        self.ask("get", "9" * 30, status=404)

    def test_head_answers_as_get(self):
        response = self.client.head(BASE, headers={"authorization": f"Bearer {KEY}"})

        self.assertEqual((response.status_code, response.content), (200, b""))

    def test_nothing_of_what_is_written_is_logged(self):
        with self.assertLogs(level="DEBUG") as logs:
            self.ask(
                "post", body=whole_post(title="CANARY", reference="CANARY", pay={}), status=400
            )
            self.ask("post", body=whole_post(title="CANARY", role="CANARY"), status=422)
        self.assertNotIn("CANARY", "\n".join(logs.output))
        self.assertNotIn(KEY[15:], "\n".join(logs.output))


class IdempotencyTests(EmployerApiCase):
    def test_the_same_again_gets_the_same_answer_and_has_no_second_effect(self):
        body = whole_post(title="Once")
        one = self.ask("post", body=body, once="req-2", status=201)
        self.assertNotIn("Idempotent-Replayed", self.response)
        two = self.ask("post", body=body, once="req-2", status=201)
        self.assertEqual(self.response["Idempotent-Replayed"], "true")
        self.assertEqual(one, two)
        self.assertEqual(Listing.objects.filter(title="Once").count(), 1)

    def test_another_body_under_the_same_key_is_refused_and_the_first_stands(self):
        body = whole_post()
        first = self.ask("post", body=body, once="req-1", status=201)
        answer = self.ask("post", body=body | {"title": "Other"}, once="req-1", status=422)
        self.assertEqual(set(self.faults(answer)), {"Idempotency-Key"})
        self.ask("post", f"{first['id']}/closure", body={}, once="req-1", status=422)

        listing = Listing.objects.get()
        self.assertEqual((listing.title, listing.state), ("Support agent", "draft"))
        self.assertEqual(self.ask("post", body=body, once="req-1", status=201), first)

    def test_a_refusal_keeps_nothing_so_that_its_key_may_be_used_again(self):
        self.ask("post", body=whole_post(role="nobody"), once="req-1", status=422)
        self.assertFalse(ApiWrite.objects.exists())

        self.ask("post", body=whole_post(), once="req-1", status=201)

    def test_each_key_of_an_employer_has_numbers_of_its_own(self):
        other = "rungs_ffffffff_" + "f" * 48
        key_for(self.employer, other, name="Other")
        body = whole_post()
        self.ask("post", body=body, once="req-1", status=201)
        self.ask("post", body=body, once="req-1", key=other, status=201)

        self.assertEqual(Listing.objects.count(), 2)

    def test_every_post_needs_one_of_visible_characters(self):
        for wrong in ("", "x" * 81, "a b", "é"):
            with self.subTest(wrong):
                headers = {"idempotency-key": wrong} if wrong else {}
                answer = self.ask("post", body=whole_post(), once="", status=400, **headers)
                self.assertEqual(set(self.faults(answer)), {"Idempotency-Key"})
        self.ask("post", body=whole_post(), once="!" * 80, status=201)

    def test_an_act_is_repeated_without_effect_too(self):
        live = make.ListingFactory(employer=self.employer)
        for _time in range(2):
            answer = self.ask(
                "post", f"{live.pk}/closure", body={"outcome": "hired"}, once="close-1"
            )

        self.assertEqual(answer["state"], "closed")
        self.assertEqual(live.events.count(), 1)

    def test_one_that_is_being_answered_for_long_is_said_to_be(self):
        """As where the first still holds the row when the second has waited as long as it may."""
        with mock.patch.object(
            type(ApiWrite.objects), "get_or_create", side_effect=OperationalError
        ):
            answer = self.ask("post", body=whole_post(), status=409)

        self.assertIn("is being answered", answer["message"])
        self.assertFalse(Listing.objects.exists())

    def test_answers_are_forgotten_after_a_day(self):
        self.ask("post", body=whole_post(), status=201)
        now = timezone.now()
        self.assertEqual(remove_old_writes(now + timedelta(hours=23)), 0)
        self.assertEqual(remove_old_writes(now + timedelta(hours=25)), 1)
        with self.assertNumQueries(1):
            self.assertEqual(remove_old_writes(now + timedelta(hours=25)), 0)
