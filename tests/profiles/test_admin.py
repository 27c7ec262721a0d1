from django.test import TestCase
from django.urls import reverse

from profiles.models import Outbox, User
from profiles.models.outbox import MAX_ATTEMPTS
from tests import factories as make

MODELS = ["user", "employer", "employermember", "outbox"]


class AdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.superuser = make.UserFactory(is_staff=True, is_superuser=True)
        cls.staff = make.UserFactory(is_staff=True)
        make.EmployerMemberFactory()
        cls.letter = Outbox.objects.create(
            to=["a@example.org"],
            from_email="b@example.org",
            subject="Waiting",
            body="A secret link",
        )
        cls.dead = Outbox.objects.create(
            to=["a@example.org"],
            from_email="b@example.org",
            subject="Given up",
            body="Text",
            attempts=MAX_ATTEMPTS,
        )

    def test_superusers_see_every_list_and_form(self):
        self.client.force_login(self.superuser)
        for model in MODELS:
            listed = self.client.get(reverse(f"admin:profiles_{model}_changelist"))
            self.assertEqual(listed.status_code, 200)
            row = listed.context["cl"].result_list[0]
            page = self.client.get(reverse(f"admin:profiles_{model}_change", args=[row.pk]))
            with self.subTest(model):
                self.assertEqual(page.status_code, 200)

    def test_other_staff_see_nothing_of_it(self):
        self.client.force_login(self.staff)
        for model in MODELS:
            with self.subTest(model):
                response = self.client.get(reverse(f"admin:profiles_{model}_changelist"))
                self.assertEqual(response.status_code, 403)

    def test_a_letter_is_looked_at_and_not_changed(self):
        self.client.force_login(self.superuser)
        url = reverse("admin:profiles_outbox_change", args=[self.letter.pk])

        self.assertNotContains(self.client.get(url), 'name="_save"')
        self.assertNotContains(self.client.get(url), "A secret link")
        self.assertEqual(self.client.post(url, {"subject": "x"}).status_code, 403)
        self.assertEqual(self.client.get(reverse("admin:profiles_outbox_add")).status_code, 403)

    def test_letters_that_were_given_up_have_a_filter(self):
        self.client.force_login(self.superuser)
        for state, expected in [("dead", [self.dead]), ("waiting", [self.letter]), ("sent", [])]:
            page = self.client.get(reverse("admin:profiles_outbox_changelist"), {"state": state})
            with self.subTest(state):
                self.assertEqual(list(page.context["cl"].result_list), expected)

    def test_a_user_is_added_by_address(self):
        self.client.force_login(self.superuser)
        self.client.post(
            reverse("admin:profiles_user_add"),
            {
                "email": "New@Example.org",
                "usable_password": "true",
                "password1": "plum-lantern-otter",
                "password2": "plum-lantern-otter",
            },
        )

        self.assertTrue(User.objects.filter(email="new@example.org").exists())
