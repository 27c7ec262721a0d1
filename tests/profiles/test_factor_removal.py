"""A superuser takes somebody's second step off: its owner is told, and whoever is signed in is so no more."""

from unittest import mock

from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests import factories as make
from tests.outbox import mails, with_outbox
from tests.profiles.second_factor_case import SecondFactorCase, set_up_app

MAIL = [("dana@example.org", "Your second step was taken off")]


@with_outbox
class RemovalTests(SecondFactorCase):
    def setUp(self):
        super().setUp()
        set_up_app(self.user)
        self.sign_in_with_code()
        self.factor = Authenticator.objects.get(user=self.user, type=Authenticator.Type.TOTP)
        self.superuser = make.UserFactory(is_staff=True, is_superuser=True)
        self.desk = self.client_class()
        self.desk.force_login(self.superuser)
        self.delete = reverse("admin:mfa_authenticator_delete", args=[self.factor.pk])

    def act_on_all(self):
        keys = list(Authenticator.objects.values_list("pk", flat=True))
        data = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
        return self.desk.post(reverse("admin:mfa_authenticator_changelist"), data)

    def test_its_owner_is_told_and_signed_out(self):
        self.assertTrue(self.is_signed_in())
        self.desk.post(self.delete, {"post": "yes"})

        self.assertEqual(mails(), MAIL)
        self.assertFalse(self.is_signed_in())
        self.assertTrue(self.is_signed_in(self.desk))

    def test_recovery_codes_go_with_it_so_that_the_password_opens_the_account(self):
        self.desk.post(self.delete, {"post": "yes"})
        self.assertFalse(Authenticator.objects.exists())

        self.sign_in()
        self.assertTrue(self.is_signed_in())

    def test_all_at_once_is_one_mail_to_each(self):
        self.act_on_all()

        self.assertEqual(mails(), MAIL)
        self.assertFalse(Authenticator.objects.exists())
        self.assertFalse(self.is_signed_in())

    def test_without_the_mail_nothing_is_taken_off(self):
        self.desk.raise_request_exception = False
        with mock.patch("profiles.mail.OutboxBackend.send_messages", side_effect=RuntimeError):
            self.desk.post(self.delete, {"post": "yes"})
            self.act_on_all()

        self.assertEqual(Authenticator.objects.count(), 2)
        self.assertTrue(self.is_signed_in())
