from unittest import mock

from django.test import TestCase
from django.urls import reverse

from profiles import consents
from profiles.models import Candidate, Consent
from tests.factories import CandidateFactory, EmployerFactory, UserFactory

NEW_WORDS = {consents.Purpose.VISIBILITY: {1: "Old words", 2: "Words of today"}}


class VisibilityTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = UserFactory()
        cls.page = reverse("profiles:profile")

    def setUp(self):
        self.client.force_login(self.user)

    def choose(self, visibility, **more):
        url = reverse("profiles:profile_visibility")
        return self.client.post(url, {"visibility": visibility, **more}, follow=True)

    def visibility(self):
        candidate = Candidate.objects.filter(user=self.user).first()
        return candidate.visibility if candidate else None

    def in_force(self):
        return consents.in_force(self.user, consents.Purpose.VISIBILITY)

    def test_the_words_stand_beside_the_choice(self):
        response = self.client.get(self.page)

        self.assertContains(response, consents.words(consents.Purpose.VISIBILITY))
        self.assertContains(response, 'name="consent" value="1"')

    def test_without_the_consent_nothing_is_shown(self):
        response = self.choose("employers")

        self.assertContains(response, "Tick the box if you agree")
        self.assertIsNone(self.visibility())
        self.assertFalse(Consent.objects.exists())

    def test_the_consent_is_noted_with_its_version(self):
        self.choose("employers", consent="1")

        self.assertEqual(self.visibility(), "employers")
        consent = Consent.objects.get(user=self.user)
        self.assertEqual((consent.purpose, consent.version), ("visibility", 1))
        self.assertContains(self.client.get(self.page), "Take it back: hide my profile")

    def test_saving_it_once_more_is_no_second_consent(self):
        self.choose("employers", consent="1")
        self.choose("employers")
        consents.give(self.user, consents.Purpose.VISIBILITY)

        self.assertEqual(Consent.objects.count(), 1)

    def test_taking_it_back_is_one_click(self):
        self.choose("employers", consent="1")
        self.choose("applied")

        self.assertEqual((self.visibility(), self.in_force()), ("applied", False))
        self.assertIsNotNone(Consent.objects.get().withdrawn_at)

    def test_words_that_changed_while_the_page_was_open_are_read_again(self):
        with mock.patch.object(consents, "WORDS", NEW_WORDS):
            response = self.choose("employers", consent="1")

        self.assertContains(response, "The words have changed meanwhile")
        self.assertFalse(Consent.objects.exists())

    def test_who_agreed_to_old_words_is_told_that_nobody_sees_the_profile(self):
        self.choose("employers", consent="1")

        with mock.patch.object(consents, "WORDS", NEW_WORDS):
            self.assertFalse(self.in_force())
            page = self.client.get(self.page)
            self.assertContains(page, "None of them sees your profile until you have read")
            self.assertContains(page, "Words of today")
            self.choose("employers", consent="2")
            self.assertTrue(self.in_force())

        told = Consent.objects.order_by("version").values_list("version", "withdrawn_at")
        self.assertEqual([(n, at is None) for n, at in told], [(1, False), (2, True)])

    def test_a_version_that_is_no_number_is_refused_in_words(self):
        self.assertContains(self.choose("employers", consent="1; drop"), "words have changed")


class HiddenFromTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.candidate = CandidateFactory()
        cls.employer = EmployerFactory(name="Harrow Cover")
        cls.url = reverse("profiles:excluded_employers")

    def setUp(self):
        self.client.force_login(self.candidate.user)

    def act(self, action, employer=None, **more):
        data = {"action": action, "employer": (employer or self.employer).pk}
        return self.client.post(self.url, data | more, follow=True)

    def named(self):
        return list(self.candidate.excluded_employers.all())

    def test_an_employer_is_found_by_a_part_of_its_name_and_named(self):
        EmployerFactory(name="Somebody else")
        EmployerFactory(name="Harrow suspended", suspended=True)

        page = self.client.get(self.url, {"q": "harrow"})
        self.assertEqual(list(page.context["found"]), [self.employer])

        self.assertContains(self.act("add"), "Harrow Cover does not see your profile.")
        self.assertEqual(self.named(), [self.employer])
        self.assertEqual(list(self.client.get(self.url, {"q": "harrow"}).context["found"]), [])

    def test_naming_twice_is_naming_once_and_it_can_be_taken_back(self):
        self.act("add")
        self.act("add")
        self.assertEqual(self.named(), [self.employer])

        self.act("remove")
        self.assertEqual(self.named(), [])

    def test_the_employer_of_the_present_job_is_offered(self):
        self.candidate.experiences.create(title="Agent", employer_name="harrow cover")
        past = EmployerFactory(name="Past Ltd")
        self.candidate.experiences.create(title="Agent", employer_name=past.name, end="2024-05-01")

        self.assertEqual(list(self.client.get(self.url).context["offered"]), [self.employer])
        self.act("add")
        self.assertEqual(list(self.client.get(self.url).context["offered"]), [])

    def test_an_employer_that_is_not_there_is_answered_in_words(self):
        for pk in ("", "x", "0", "9" * 30, "²"):
            response = self.client.post(self.url, {"action": "add", "employer": pk}, follow=True)
            self.assertContains(response, "not here any more")

    def test_the_page_costs_the_same_for_many(self):
        for n in (3, 20):
            while self.candidate.excluded_employers.count() < n:
                self.candidate.excluded_employers.add(EmployerFactory(name="Harrow"))
            # session, user, candidate, names of present jobs, found, named, and two of rights for
            # the links of the page's foot
            with self.assertNumQueries(8):
                self.client.get(self.url, {"q": "harrow"})

    def test_who_has_no_profile_yet_may_look_and_name(self):
        self.client.force_login(UserFactory())

        self.assertEqual(self.client.get(self.url, {"q": "harrow"}).status_code, 200)
        self.assertContains(self.act("add"), "Harrow Cover does not see your profile.")
