from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from profiles.employers import create_employer
from profiles.forms.fields import validate_website
from profiles.models import Employer, RateLimit
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

    def test_the_domain_of_ones_mail_is_taken_as_people_write_it(self):
        for typed, kept in [
            ("@Lantern.example", "lantern.example"),
            ("nadia@mail.lantern.example", "mail.lantern.example"),
            ("lantern.example.", "lantern.example"),
            ("", ""),
        ]:
            Employer.objects.all().delete()
            RateLimit.objects.all().delete()
            self.send(email_domain=typed)
            with self.subTest(typed):
                self.assertEqual(Employer.objects.get().email_domain, kept)

    def test_a_domain_that_shows_nothing_is_not_taken(self):
        for typed, words in [
            ("gmail.com", "Anybody can have an address at gmail.com"),
            ("nadia@mail.Yahoo.com", "Anybody can have an address"),
            ("lantern", "Write what stands after the @"),
            ("127.0.0.1", "Write what stands after the @"),
            ("https://lantern.example", "Write what stands after the @"),
            ("lantern .example", "Write what stands after the @"),
            ("a\x00.example", "Write what stands after the @"),
            (".".join(["x" * 30] * 4) + ".org", "at most 100"),
        ]:
            with self.subTest(typed):
                self.assertContains(self.send(email_domain=typed), words)
        self.assertFalse(Employer.objects.exists())

    def test_the_domain_of_the_persons_own_address_is_proposed_unless_it_is_free(self):
        self.assertContains(self.client.get(self.url), 'value="example.org"')
        self.client.force_login(make.UserFactory(email="nadia@gmail.com"))
        self.assertNotContains(self.client.get(self.url), "gmail.com")

    def test_each_kind_is_explained(self):
        page = self.client.get(self.url)

        self.assertContains(page, "answer the customers of your clients")
        self.assertContains(page, "they work at a client of yours")


class AlreadyHereTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make.UserFactory(email="robin@corvane.example")
        cls.employer = make.EmployerFactory(name="Corvane Mutual", email_domain="corvane.example")
        cls.owner = make.EmployerMemberFactory(
            employer=cls.employer, role="owner", user__first_name="Nadia"
        )

    def look(self, user=None):
        self.client.force_login(user or self.user)
        return self.client.get("/employer/new/")

    def test_a_checked_employer_at_ones_own_domain_is_named_and_its_people_are_not(self):
        page = self.look()

        self.assertContains(page, "Corvane Mutual")
        self.assertContains(page, self.employer.get_absolute_url())
        self.assertContains(page, "ask an owner")
        for words in ("Nadia", self.owner.user.email):
            self.assertNotContains(page, words)

    def test_nobody_else_learns_of_it(self):
        for email in ("robin@elsewhere.example", "robin@mail.corvane.example", "r@gmail.com"):
            with self.subTest(email):
                page = self.look(make.UserFactory(email=email))
                self.assertNotContains(page, "Corvane Mutual")
                self.assertContains(page, "ask a colleague who owns its page")

    def test_an_address_that_is_not_confirmed_names_nothing(self):
        self.user.emailaddress_set.update(verified=False)

        self.assertNotContains(self.look(), "Corvane Mutual")

    def test_an_employer_that_is_not_checked_or_suspended_is_not_named(self):
        for change in ({"verified_at": None}, {"suspended_at": timezone.now()}):
            Employer.objects.update(verified_at=timezone.now(), suspended_at=None)
            Employer.objects.update(**change)
            with self.subTest(change):
                self.assertNotContains(self.look(), "Corvane Mutual")

    def test_free_mail_names_nobody_even_where_a_row_says_so(self):
        Employer.objects.update(email_domain="gmail.com")

        self.assertNotContains(self.look(make.UserFactory(email="r@gmail.com")), "Corvane Mutual")


class EmployerUpdateTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.member = make.EmployerMemberFactory(role="owner")
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

    def test_what_a_moderator_went_by_has_to_be_checked_again(self):
        self.assertContains(self.client.get(self.url), "the company has to be checked again")
        for change in (
            {"name": "Big Bank"},
            {"website": "https://bigbank.example"},
            {"register_number": "Ohio 4512345"},
            {"email_domain": "bigbank.example"},
        ):
            Employer.objects.update(verified_at=timezone.now())
            self.send(**change)
            self.employer.refresh_from_db()
            with self.subTest(change):
                self.assertFalse(self.employer.is_verified)
        self.assertContains(self.client.get(self.url), "Not checked yet")

    def test_what_it_says_of_itself_is_saved_and_needs_no_check(self):
        words = {
            "growth": "Two of ten leads **began** on the phone.",
            "training": "Four weeks, paid.",
            "support": "Ten minutes after a hard call.",
        }
        self.send(**words)

        self.employer.refresh_from_db()
        self.assertEqual({name: getattr(self.employer, name) for name in words}, words)
        self.assertTrue(self.employer.is_verified)
        self.assertContains(self.send(growth="x" * 1501), "at most 1500")

    def test_whoever_takes_the_check_mark_off_is_told(self):
        answer = self.client.post(
            self.url, {"name": "Big Bank", "kind": "direct", "place": ""}, follow=True
        )

        self.assertContains(answer, "A moderator checks the company again")

    def test_a_recruiter_knows_the_company_and_may_not_change_it(self):
        self.client.force_login(make.EmployerMemberFactory(employer=self.employer).user)

        self.assertEqual(self.client.get(self.url).status_code, 403)
        self.assertEqual(self.send(name="Mine").status_code, 403)
        self.employer.refresh_from_db()
        self.assertNotEqual(self.employer.name, "Mine")

    def test_what_a_moderator_checks_stands_beside_the_form_with_what_is_missing(self):
        Employer.objects.update(verified_at=None)
        page = self.client.get(self.url)
        self.assertContains(page, "Say at which domain")
        self.assertContains(page, "Add its address")

        Employer.objects.update(email_domain="bank.example", website="https://bank.example")
        page = self.client.get(self.url)
        self.assertContains(page, f"helps: yours is {self.member.user.email}")
        self.assertContains(page, "(missing)", 2)

        colleague = make.EmployerMemberFactory(employer=self.employer)
        colleague.user.emailaddress_set.create(email="b@mail.bank.example", verified=True)
        self.assertContains(self.client.get(self.url), "A colleague of yours has one")

        self.member.user.emailaddress_set.create(email="a@bank.example", verified=True)
        self.assertContains(self.client.get(self.url), "Yours is a@bank.example")

    def test_what_a_moderator_found_missing_stands_there_until_it_is_checked(self):
        self.employer.reviews.create(decision="suspended", reason="Not for them.")
        self.employer.reviews.create(decision="not_verified", reason="Which <b>street</b>?")
        self.assertNotContains(self.client.get(self.url), "street")

        Employer.objects.update(verified_at=None)
        for url in (self.url, reverse("profiles:employer_team", args=[self.employer.pk])):
            page = self.client.get(url)
            self.assertContains(page, "Which &lt;b&gt;street&lt;/b&gt;?")
            self.assertNotContains(page, "Not for them.")

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
