from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from profiles.employers import create_employer
from profiles.forms.fields import validate_website
from profiles.models import Employer
from tests import factories as make


@pytest.mark.parametrize(
    "url",
    ["https://example.org", "https://www.example.co.uk/jobs?a=1", "https://xn--bcher-kva.example"],
)
def test_a_public_address_is_taken(url):
    validate_website(url)


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.org", "ftp://example.org", "javascript:alert(1)", "data:text/html,x"),
        *("https://user:pw@example.org", "https://127.0.0.1", "https://169.254.169.254/latest"),
        *("https://localhost", "https://intranet", "https://[::1]/", "https://example.org:8443"),
        *(
            "https://example.org:99999999",
            "https://",
            "https://exa mple.org",
            "https://-x.example",
            "https://example.org/<b>",
        ),
    ],
)
def test_any_other_address_is_refused(url):
    with pytest.raises(ValidationError):
        validate_website(url)


class EmployerTests(TestCase):
    url = "/employer/new/"

    @classmethod
    def setUpTestData(cls):
        cls.user = make.UserFactory()
        cls.place = make.PlaceFactory()

    def setUp(self):
        self.client.force_login(self.user)

    def send(self, **data):
        return self.client.post(
            self.url,
            {
                "name": "Lantern Row Hotels",
                "kind": "direct",
                "website": "lantern.example",
                "place": "Columbus, OH",
                "description": "",
            }
            | data,
        )

    def test_it_makes_an_unverified_employer_with_its_owner(self):
        response = self.send()

        self.assertRedirects(
            response, reverse("listings:employer_home"), fetch_redirect_response=False
        )
        employer = Employer.objects.get()
        self.assertEqual(employer.slug, "lantern-row-hotels")
        self.assertEqual(employer.website, "https://lantern.example")
        self.assertEqual(employer.place, self.place)
        self.assertFalse(employer.is_verified)
        self.assertEqual(employer.members.get().user, self.user)
        self.assertEqual(employer.members.get().role, "owner")

    def test_what_is_not_asked_for_is_not_taken(self):
        self.send(verified_at="2026-01-01", slug="admin", import_key="x", suspended_at="")

        employer = Employer.objects.get()
        self.assertIsNone(employer.verified_at)
        self.assertEqual((employer.slug, employer.import_key), ("lantern-row-hotels", None))

    def test_the_form_sent_twice_makes_one_employer(self):
        self.send()
        self.send()
        self.assertEqual(Employer.objects.count(), 1)

        # ... and also where the second request looked before the first had written.
        with time_machine.travel(timezone.now()):
            from profiles.employers import BeingMade

            with self.assertRaises(BeingMade):
                create_employer(employer=Employer(name="Again"), owner=self.user)
        self.assertEqual(Employer.objects.count(), 1)

    def test_employers_of_one_name_have_addresses_of_their_own(self):
        for number in range(3):
            with time_machine.travel(timezone.now() + timedelta(minutes=5 * number)):
                create_employer(employer=Employer(name="Acme!"), owner=make.UserFactory())
        create_employer(employer=Employer(name="日本"), owner=make.UserFactory())

        self.assertEqual(
            set(Employer.objects.values_list("slug", flat=True)),
            {"acme", "acme-2", "acme-3", "employer"},
        )

    def test_without_a_member_there_is_no_employer(self):
        ghost = make.UserFactory()
        pk, ghost.pk = ghost.pk, None
        with self.assertRaises(ValueError):
            create_employer(employer=Employer(name="Acme"), owner=ghost)
        ghost.pk = pk

        self.assertFalse(Employer.objects.exists())

    def test_bad_input_is_answered_beside_the_field_and_nothing_is_made(self):
        for data, words in [
            ({"name": ""}, "Write the name of the company."),
            ({"name": "---"}, "Write the name of the company."),
            ({"website": "http://lantern.example"}, "starts with https://"),
            ({"website": "https://127.0.0.1"}, "public web address"),
            ({"place": "Nowhereville"}, "We do not know a place"),
            ({"kind": "scam"}, "Select a valid choice"),
            ({"description": "x" * 2_001}, "at most 2000"),
        ]:
            with self.subTest(words):
                self.assertContains(self.send(**data), words)
        self.assertFalse(Employer.objects.exists())

    def test_a_member_is_led_to_the_desk(self):
        make.EmployerMemberFactory(user=self.user)

        self.assertRedirects(
            self.client.get(self.url),
            reverse("listings:employer_home"),
            fetch_redirect_response=False,
        )

    def test_a_guest_is_asked_to_sign_in(self):
        self.client.logout()

        self.assertIn(reverse("account_login"), self.client.get(self.url)["Location"])

    def test_looking_changes_nothing(self):
        self.client.get(self.url)

        self.assertFalse(Employer.objects.exists())


class EmployerUpdateTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.member = make.EmployerMemberFactory()
        cls.employer = cls.member.employer
        cls.place = make.PlaceFactory()
        cls.url = reverse("profiles:employer_update", args=[cls.employer.pk])

    def setUp(self):
        self.client.force_login(self.member.user)

    def send(self, **data):
        current = {"name": self.employer.name, "kind": "direct", "website": "", "place": ""}
        return self.client.post(self.url, current | data)

    def test_a_member_changes_the_description_and_the_check_mark_stays(self):
        self.send(description="We insure bicycles.", place="Columbus, OH")

        self.employer.refresh_from_db()
        self.assertEqual(self.employer.description, "We insure bicycles.")
        self.assertEqual(self.employer.place, self.place)
        self.assertTrue(self.employer.is_verified)

    def test_a_new_name_or_website_has_to_be_checked_again(self):
        for change in ({"name": "Big Bank"}, {"website": "https://bigbank.example"}):
            Employer.objects.update(verified_at=timezone.now())
            self.send(**change)
            self.employer.refresh_from_db()
            with self.subTest(change):
                self.assertFalse(self.employer.is_verified)
        self.assertContains(self.client.get(self.url), "Not checked yet")

    def test_a_new_name_leaves_the_address(self):
        slug = self.employer.slug
        self.send(name="Big Bank")

        self.employer.refresh_from_db()
        self.assertEqual(self.employer.slug, slug)

    def test_another_employers_page_is_not_found(self):
        self.client.force_login(make.EmployerMemberFactory().user)
        self.assertEqual(self.client.get(self.url).status_code, 404)
        self.assertEqual(self.send(name="Stolen").status_code, 404)
        self.client.force_login(make.UserFactory(is_superuser=True))
        self.assertEqual(self.send(name="Stolen").status_code, 404)

        self.employer.refresh_from_db()
        self.assertNotEqual(self.employer.name, "Stolen")

    def test_a_member_who_was_removed_is_out_at_the_next_request(self):
        self.member.delete()

        self.assertEqual(self.send(name="Stolen").status_code, 404)
