import hashlib
import re
from datetime import timedelta

import time_machine
from django.urls import reverse
from django.utils import timezone

from profiles import api_keys
from profiles.models import EmployerApiKey, EmployerMember, Outbox
from tests import factories as make
from tests.outbox import mails, with_outbox
from tests.profiles.second_factor_case import SecondFactorCase
from tests.racing import RaceTestCase

OWNER, RECRUITER = EmployerMember.Role.OWNER, EmployerMember.Role.RECRUITER


def member(employer, user=None, role=OWNER):
    more = {"user": user} if user else {}
    return make.EmployerMemberFactory(employer=employer, role=role, **more).user


@with_outbox
class ApiKeyPageTests(SecondFactorCase):
    def setUp(self):
        super().setUp()
        self.employer = make.EmployerFactory(name="Marlow Mutual")
        member(self.employer, self.user)
        self.url = reverse("profiles:api_key_list", args=[self.employer.pk])
        self.sign_in()

    def make_one(self, name="Workday") -> str:
        """The text of a new key, as the page shows it."""
        self.prove()
        page = self.client.post(self.url, {"name": name})
        self.assertEqual(page.status_code, 200)
        return api_keys.KEY.search(page.content.decode())[0]

    def test_making_a_key_asks_for_the_password_first(self):
        response = self.client.post(self.url, {"name": "Workday"})

        self.assertIn("/accounts/reauthenticate/", response["Location"])
        self.assertFalse(EmployerApiKey.objects.exists())

    def test_the_text_is_shown_once_and_only_its_digest_is_kept(self):
        text = self.make_one()

        key = EmployerApiKey.objects.get()
        self.assertEqual(key.key_hash, hashlib.sha256(text.encode()).hexdigest())
        self.assertEqual((key.created_by, key.name), (self.user, "Workday"))
        self.assertTrue(text.startswith(f"rungs_{key.prefix}_"))
        self.assertNotContains(self.client.get(self.url), text)
        stored = str(list(EmployerApiKey.objects.values())) + str(list(Outbox.objects.values()))
        self.assertNotIn(text.rpartition("_")[2], stored)

    def test_the_page_with_the_text_is_stored_by_no_cache(self):
        self.prove()
        response = self.client.post(self.url, {"name": "Workday"})

        self.assertIn("no-store", response["Cache-Control"])

    def test_all_owners_are_written_to_and_nobody_else(self):
        owner, _recruiter = member(self.employer), member(self.employer, role=RECRUITER)
        self.make_one()

        self.assertEqual({address for address, _subject in mails()}, {self.user.email, owner.email})
        body = Outbox.objects.first().body
        self.assertIn("“Workday”", body)
        self.assertIn(self.url, body)

    def test_the_list_says_who_made_a_key_also_when_they_have_left(self):
        maker = member(self.employer)
        key, _text = api_keys.make_key(self.employer, name="Workday", user=maker)
        maker.employer_memberships.all().delete()
        self.assertContains(self.client.get(self.url), "no longer on the team")

        maker.delete()

        self.assertContains(self.client.get(self.url), "somebody whose account is gone")
        self.assertTrue(EmployerApiKey.objects.get(pk=key.pk).revoked_at is None)

    def test_a_name_is_given_once_at_a_time(self):
        self.make_one()
        page = self.client.post(self.url, {"name": " workday "})

        self.assertContains(page, "A key that works has this name.")
        self.assertEqual(EmployerApiKey.objects.count(), 1)

    def test_there_are_five_at_most_and_a_revoked_one_makes_room(self):
        for number in range(5):
            self.make_one(f"Program {number}")
        page = self.client.post(self.url, {"name": "One more"})
        self.assertContains(page, "There are 5 keys that work")
        self.assertEqual(EmployerApiKey.objects.count(), 5)

        key = EmployerApiKey.objects.first()
        self.client.post(reverse("profiles:api_key_revoke", args=[self.employer.pk, key.pk]))

        self.make_one("One more")
        self.assertContains(self.client.get(self.url), "Revoked")

    def test_an_empty_name_is_said_beside_the_field(self):
        self.prove()

        self.assertContains(
            self.client.post(self.url, {"name": " "}), "Write the name of the program."
        )

    def test_strangers_find_nothing_and_recruiters_are_refused(self):
        key, _text = api_keys.make_key(self.employer, name="Workday", user=self.user)
        urls = [self.url, reverse("profiles:api_key_revoke", args=[self.employer.pk, key.pk])]
        stranger = member(make.EmployerFactory())
        for user, status in ((member(self.employer, role=RECRUITER), 403), (stranger, 404)):
            self.client.force_login(user)
            for url in urls:
                with self.subTest(url, status=status):
                    self.assertEqual(self.client.post(url, {"name": "x"}).status_code, status)
        self.assertIsNone(EmployerApiKey.objects.get().revoked_at)

    def test_an_owner_revokes_no_key_of_another_employer(self):
        other = make.EmployerFactory()
        key, _text = api_keys.make_key(other, name="Theirs", user=member(other))

        response = self.client.post(
            reverse("profiles:api_key_revoke", args=[self.employer.pk, key.pk])
        )

        self.assertEqual(response.status_code, 404)

    def test_as_many_queries_for_five_keys_as_for_one(self):
        api_keys.make_key(self.employer, name="0", user=self.user)
        self.client.get(self.url)
        # session, person, known device (2), employer, keys
        with self.assertNumQueries(6):
            self.client.get(self.url)
        for number in range(1, 5):
            api_keys.make_key(self.employer, name=str(number), user=member(self.employer))
        with self.assertNumQueries(6):
            self.client.get(self.url)


class FindingKeysTests(SecondFactorCase):
    def setUp(self):
        super().setUp()
        self.employer = make.EmployerFactory()
        self.key, self.text = api_keys.make_key(
            self.employer, name="Workday", user=member(self.employer)
        )

    def test_a_live_key_is_found_by_one_query_and_brings_its_employer(self):
        with self.assertNumQueries(1):
            self.assertEqual(api_keys.find_key(self.text).employer, self.employer)

    def test_a_revoked_key_is_not_found(self):
        self.assertTrue(api_keys.revoke_key(self.key))

        self.assertIsNone(api_keys.find_key(self.text))
        self.assertFalse(api_keys.revoke_key(self.key))

    def test_what_cannot_be_a_key_costs_no_query(self):
        with self.assertNumQueries(0):
            for text in (
                "",
                "rungs_",
                self.text[:-1],
                f"{self.text}\n",
                self.text.upper(),
                "\x00" * 60,
            ):
                self.assertIsNone(api_keys.find_key(text))

    def test_one_letter_off_is_another_key(self):
        wrong = self.text[:-1] + ("0" if self.text[-1] != "0" else "1")

        self.assertIsNone(api_keys.find_key(wrong))

    def test_the_day_of_use_is_written_once_a_day(self):
        today = timezone.now().date()
        with self.assertNumQueries(1):
            api_keys.note_use(self.key, today)
        again = api_keys.find_key(self.text)
        self.assertEqual(again.last_used_on, today)
        with self.assertNumQueries(0):
            api_keys.note_use(again, today)

    def test_a_late_writer_does_not_take_the_day_back(self):
        today = timezone.now().date()
        api_keys.note_use(self.key, today)

        api_keys.note_use(self.key, today - timedelta(days=1))

        self.assertEqual(api_keys.find_key(self.text).last_used_on, today)

    def test_keys_are_letters_and_digits(self):
        self.assertTrue(re.fullmatch(r"\w+", self.text, re.ASCII))

    def test_a_key_never_ends_by_itself(self):
        with time_machine.travel(timezone.now() + timedelta(days=4000)):
            self.assertIsNotNone(api_keys.find_key(self.text))


class KeyRaces(RaceTestCase):
    def test_parallel_owners_make_no_sixth_key(self):
        employer = make.EmployerFactory()
        owner = member(employer)

        def one(number):
            def act():
                try:
                    return api_keys.make_key(employer, name=f"Program {number}", user=owner)
                except api_keys.TooManyKeys as refusal:
                    return refusal

            return act

        self.at_once(*[one(number) for number in range(8)])

        self.assertEqual(api_keys.live_keys(employer).count(), 5)
