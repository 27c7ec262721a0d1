from unittest import mock

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import SimpleTestCase, override_settings
from django.urls import reverse

from jobboard.settings import base
from profiles.models import Outbox, RateLimit, User
from profiles.passwords import LittleElseThanKnownWordsValidator
from tests.profiles.test_accounts import AccountPages, link_in, without_tokens

PROXY = "198.51.100.7"


class LimitTests(AccountPages):
    """Our own limits: a table counts them, so they hold for all processes together."""

    def test_a_network_makes_20_accounts_an_hour_and_the_21st_is_not_hashed(self):
        with mock.patch.object(User, "set_password"):
            for number in range(20):
                self.sign_up(f"new-{number}@example.org")
        with mock.patch.object(User, "set_password") as hashing:
            page = self.sign_up("one-more@example.org")

        self.assertContains(page, "Too many accounts")
        hashing.assert_not_called()
        self.assertFalse(User.objects.filter(email="one-more@example.org").exists())

    def test_three_links_an_hour_go_to_an_address_known_or_not(self):
        for email in ("dana@example.org", "nobody@example.org"):
            for _link in range(3):
                self.client.post(reverse("account_reset_password"), {"email": email})
            page = self.client.post(reverse("account_reset_password"), {"email": email})
            with self.subTest(email):
                self.assertContains(page, "Too many links")
        self.assertEqual(Outbox.objects.count(), 3)

    def test_an_address_that_one_writes_before_the_proxys_own_counts_for_nothing(self):
        for number in range(20):
            RateLimit.objects.filter(key__startswith="sign-in:account").delete()
            page = self.client.post(
                reverse("account_login"),
                {"login": "dana@example.org", "password": "wrong-wrong"},
                headers={"x-forwarded-for": f"203.0.113.{number}, {PROXY}"},
            )

        self.assertContains(page, "Too many tries")
        self.assertEqual(
            list(
                RateLimit.objects.filter(key__startswith="sign-in:address").values_list(
                    "key", flat=True
                )
            ),
            [f"sign-in:address:{PROXY}"],
        )


@override_settings(ACCOUNT_RATE_LIMITS=base.ACCOUNT_RATE_LIMITS)
class AllauthsLimitTests(AccountPages):
    """Allauth's limits, as production has them, in its shared cache."""

    def setUp(self):
        cache.clear()
        self.addCleanup(cache.clear)

    def last_answer(self, url_name, data, times):
        for number in range(times):
            response = self.client.post(
                reverse(url_name),
                {key: value.format(number) for key, value in data.items()},
                headers={"x-forwarded-for": f"203.0.113.{number}, {PROXY}"},
            )
        return response.status_code

    def test_they_trip_whatever_address_a_request_claims_to_be_from(self):
        nobody = {"login": "a{}@example.org", "password": "wrong-wrong"}
        self.assertEqual(self.last_answer("account_login", nobody, 11), 429)
        new = {"email": "b{}@example.org", "password1": "short"}
        self.assertEqual(self.last_answer("account_signup", new, 6), 429)
        asked = {"email": "c{}@example.org"}
        self.assertEqual(self.last_answer("account_reset_password", asked, 6), 429)

    def test_production_keeps_them_where_all_processes_look(self):
        self.assertIn("DatabaseCache", base.CACHES["default"]["BACKEND"])
        self.assertEqual(base.ALLAUTH_TRUSTED_PROXY_COUNT, 1)


class KnownOrNotTests(AccountPages):
    """Nobody learns from us who has an account, neither from the answer nor from the time it takes."""

    def test_signing_in_costs_one_hash_known_or_not(self):
        for email in ("dana@example.org", "nobody@example.org"):
            with (
                mock.patch.object(User, "set_password") as made,
                mock.patch.object(User, "check_password", return_value=False) as checked,
            ):
                self.sign_in(email)
            with self.subTest(email):
                self.assertEqual(made.call_count + checked.call_count, 1)

    def test_signing_up_costs_one_hash_known_or_not(self):
        for email in ("dana@example.org", "nobody@example.org"):
            with mock.patch.object(User, "set_password") as made:
                self.sign_up(email)
            with self.subTest(email):
                self.assertEqual(made.call_count, 1)

    def test_an_account_without_a_password_is_answered_like_all_others(self):
        User.objects.create_user("guest@example.org")
        unknown = self.sign_in("nobody@example.org")
        without = self.sign_in("guest@example.org")

        self.assertEqual(
            without_tokens(unknown, "nobody@example.org"),
            without_tokens(without, "guest@example.org"),
        )

    def test_a_link_is_asked_for_in_as_many_hashes_known_or_not(self):
        for email in ("dana@example.org", "nobody@example.org"):
            with mock.patch.object(User, "set_password") as made:
                self.client.post(reverse("account_reset_password"), {"email": email})
            with self.subTest(email):
                self.assertEqual(made.call_count, 1)

    def test_a_strangers_unconfirmed_note_keeps_nobody_from_their_address(self):
        EmailAddress.objects.create(user=self.user, email="new@example.org", verified=False)
        self.sign_up("new@example.org")

        self.assertTrue(User.objects.filter(email="new@example.org").exists())
        self.assertEqual(
            EmailAddress.objects.get(email="new@example.org").user.email, "new@example.org"
        )

    def test_signing_up_with_the_confirmed_second_address_of_an_account_takes_nothing_from_it(self):
        second = EmailAddress.objects.create(
            user=self.user, email="second@example.org", verified=True
        )
        self.sign_up("second@example.org")

        self.assertTrue(EmailAddress.objects.filter(pk=second.pk).exists())
        self.assertFalse(User.objects.filter(email="second@example.org").exists())


class LinkTests(AccountPages):
    def test_a_link_of_an_address_that_another_account_confirmed_says_so(self):
        self.sign_up("new@example.org")
        link = link_in(Outbox.objects.get())
        EmailAddress.objects.filter(email="new@example.org").update(verified=False)
        EmailAddress.objects.filter(user=self.user).delete()
        EmailAddress.objects.create(
            user=self.user, email="new@example.org", verified=True, primary=True
        )

        self.assertContains(self.client.get(link), "cannot be confirmed here")
        self.client.post(link)
        self.assertEqual(EmailAddress.objects.filter(verified=True).count(), 1)

    def test_a_link_is_good_for_three_days(self):
        self.sign_up("new@example.org")
        link = link_in(Outbox.objects.get())
        with mock.patch("django.core.signing.time.time", return_value=4e9):
            self.assertContains(self.client.get(link), "too old, was used already")
            self.client.post(link)

        self.assertFalse(EmailAddress.objects.get(email="new@example.org").verified)


class PasswordRuleTests(SimpleTestCase):
    def is_refused(self, password, email="dana.miller@example.org"):
        try:
            LittleElseThanKnownWordsValidator().validate(password, User(email=email))
        except ValidationError:
            return True
        return False

    def test_words_of_the_site_and_of_ones_address_are_not_enough(self):
        for password in (
            *("rungs-rungs-2026", "RungsCareer!2026", "customer-service", "career-support-1"),
            *("danamiller2026!", "dana-miller-2026", "miller.example.rungs"),
        ):
            with self.subTest(password):
                self.assertTrue(self.is_refused(password))

    def test_among_others_they_are_welcome(self):
        for password in (
            *(
                "career otter lantern plum",
                "plum-lantern-otter",
                "84920175629384",
                "дорога-река-мост",
            ),
            *("ladder up the old mill", "x" * 64),
        ):
            with self.subTest(password):
                self.assertFalse(self.is_refused(password))


class LongPasswordTests(AccountPages):
    def test_a_password_of_128_letters_is_taken_as_it_is(self):
        long = "plum lantern otter " * 6 + "and a boat"
        self.assertGreater(len(long), 120)
        self.sign_up("new@example.org", password=long)

        user = User.objects.get(email="new@example.org")
        self.assertTrue(user.check_password(long))
        self.assertFalse(user.check_password(long[:-1]))
        self.assertIn("profiles.passwords", str(settings.AUTH_PASSWORD_VALIDATORS))

    def test_the_rule_is_told_beside_the_field(self):
        page = self.sign_up(password="rungs-customer-service")
        self.assertContains(page, "little else than a word of this site")
