from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles.limits import address_may, may, may_sign_in, may_sign_up
from profiles.models import RateLimit
from tests import factories as make

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def limits_begin_with_the_test():
    """Here windows start where they do for people."""


class RateLimitTests(TestCase):
    def take(self, key="paste:user:1", limit=3):
        return RateLimit.objects.take(key, limit=limit, window=HOUR)

    def test_it_gives_as_many_as_the_limit_and_no_more(self):
        self.assertEqual([self.take() for _n in range(5)], [True, True, True, False, False])

    def test_keys_are_counted_apart(self):
        for _n in range(3):
            self.take("a")

        self.assertFalse(self.take("a"))
        self.assertTrue(self.take("b"))

    def test_a_passed_window_gives_anew(self):
        start = timezone.now().replace(minute=0, second=0, microsecond=0)
        with time_machine.travel(start, tick=False) as clock:
            self.assertEqual([self.take() for _n in range(4)], [True, True, True, False])
            clock.shift(timedelta(minutes=59, seconds=59))
            self.assertFalse(self.take())
            clock.shift(timedelta(seconds=1))
            self.assertTrue(self.take())

    def test_a_limit_of_none_gives_none(self):
        self.assertFalse(self.take(limit=0))
        self.assertFalse(self.take(limit=0))

    def test_the_many_addresses_of_one_ipv6_network_count_as_one(self):
        def first_press(address):
            request = RequestFactory().post("/", REMOTE_ADDR=address)
            return address_may(request, "press", times=1, window=HOUR)

        self.assertTrue(first_press("2001:db8:1:2::1"))
        self.assertFalse(first_press("2001:db8:1:2:ffff::9"))
        self.assertTrue(first_press("2001:db8:1:3::1"))
        # Written as IPv6, each address of the older kind stays one of its own.
        self.assertTrue(first_press("::ffff:203.0.113.1"))
        self.assertTrue(first_press("::ffff:203.0.113.2"))
        for act in (may_sign_up, lambda address: may_sign_in(address, "dana@example.org")):
            act("2001:db8:1:2::1")
        self.assertTrue(RateLimit.objects.filter(key="sign-up:address:2001:db8:1:2::/64").exists())
        self.assertTrue(RateLimit.objects.filter(key="sign-in:address:2001:db8:1:2::/64").exists())

    def test_one_conditional_statement_decides(self):
        self.take()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            self.take()

        updates = [q["sql"] for q in captured if q["sql"].startswith("UPDATE")]
        self.assertEqual(len(updates), 1)
        self.assertIn('"count" < 3', updates[0])
        self.assertIn('"count" + 1', updates[0])

    def test_a_request_that_read_an_old_count_gets_no_extra_use(self):
        # Another request takes the last one between our look and our statement.
        row = RateLimit.objects.create(key="k", window=0, count=2, ends_at=timezone.now())

        def stale(**kwargs):
            RateLimit.objects.filter(pk=row.pk).update(count=3)
            return row, False

        with mock.patch.object(type(RateLimit.objects.all()), "get_or_create", side_effect=stale):
            self.assertFalse(RateLimit.objects.all().take("k", limit=3, window=HOUR))
        row.refresh_from_db()
        self.assertEqual(row.count, 3)


class MayTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make.UserFactory()

    def ask(self, user=None, address="203.0.113.7", session_key=None):
        request = RequestFactory(REMOTE_ADDR=address).post("/")
        request.user = user or mock.Mock(is_authenticated=False)
        request.session = mock.Mock(session_key=session_key)
        return may(request, "paste", times=2, window=HOUR)

    def test_a_person_is_counted_wherever_they_are(self):
        self.assertTrue(self.ask(self.user, "203.0.113.1"))
        self.assertTrue(self.ask(self.user, "203.0.113.2"))
        self.assertFalse(self.ask(self.user, "203.0.113.3"))

    def test_a_visit_is_counted_by_its_session(self):
        self.assertEqual([self.ask(session_key="a") for _n in range(3)], [True, True, False])
        self.assertTrue(self.ask(session_key="b"))

    def test_without_cookies_the_address_is_counted(self):
        self.assertEqual([self.ask() for _n in range(21)].count(True), 20)
        self.assertTrue(self.ask(address="203.0.113.8"))


@pytest.mark.parametrize("window", [timedelta(minutes=1), HOUR, timedelta(days=1)])
def test_all_processes_agree_on_the_start_of_a_window_without_a_look(window):
    starts = set()
    begin = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    for part in (0, 0.3, 0.999):
        with time_machine.travel(begin + window * part, tick=False):
            queryset = mock.Mock(get_or_create=mock.Mock(return_value=(None, True)))
            type(RateLimit.objects.all()).take(queryset, "k", limit=1, window=window)
            starts.add(queryset.get_or_create.call_args.kwargs["window"])
    assert len(starts) == 1
