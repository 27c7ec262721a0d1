from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from profiles.address_owners import AccountNotFree, owner_of
from profiles.models import Candidate, User
from tests.factories import CandidateFactory, EmployerMemberFactory, UserFactory

ADDRESS = "robin@example.org"


class AddressOwnerTests(TestCase):
    def unproven(self, **columns) -> User:
        user = UserFactory(email=ADDRESS, **columns)
        user.emailaddress_set.update(verified=False)
        return user

    def test_a_new_address_gets_an_account_without_a_password(self):
        user, is_new = owner_of("Robin@Example.org")

        self.assertTrue(is_new)
        self.assertEqual(user.email, ADDRESS)
        self.assertFalse(user.has_usable_password())
        address = EmailAddress.objects.get(user=user)
        self.assertEqual((address.verified, address.primary), (True, True))

    def test_asked_again_it_is_the_same_one(self):
        first, _new = owner_of(ADDRESS)

        self.assertEqual(owner_of(ADDRESS), (first, False))

    def test_a_second_address_that_somebody_proved_leads_to_them(self):
        user = UserFactory()
        EmailAddress.objects.create(user=user, email=ADDRESS, verified=True)

        self.assertEqual(owner_of(ADDRESS), (user, False))
        self.assertFalse(User.objects.filter(email=ADDRESS).exists())

    def test_what_a_stranger_began_with_the_address_opens_nothing(self):
        """Sign up with somebody's address, wait until they apply, then sign in: the oldest trick."""
        self.client.post(
            reverse("account_signup"), {"email": ADDRESS, "password1": "the-stranger-knows-it"}
        )
        begun = User.objects.get(email=ADDRESS)
        CandidateFactory(user=begun, headline="Written by a stranger")
        sessions = self.client  # of the stranger, whose sign-in waits for the address

        user, is_new = owner_of(ADDRESS)

        self.assertTrue(is_new)
        self.assertFalse(User.objects.filter(pk=begun.pk).exists())
        self.assertFalse(Candidate.objects.filter(headline="Written by a stranger").exists())
        self.assertFalse(user.check_password("the-stranger-knows-it"))
        for name in ("account_login", "account_email_verification_sent", "profiles:profile"):
            response = sessions.get(reverse(name), follow=True)
            self.assertEqual(response.status_code, 200)
            self.assertFalse(response.wsgi_request.user.is_authenticated, name)
        sessions.post(
            reverse("account_login"), {"login": ADDRESS, "password": "the-stranger-knows-it"}
        )
        self.assertNotIn("_auth_user_id", sessions.session)

    def test_nothing_that_was_ever_used_or_has_rights_is_replaced(self):
        for columns in (
            {"last_login": timezone.now()},
            {"is_staff": True},
            {"is_superuser": True},
            {"is_active": False},
        ):
            user = self.unproven(**columns)
            with self.subTest(columns), self.assertRaises(AccountNotFree):
                owner_of(ADDRESS)
            user.delete()
        editor = self.unproven()
        editor.groups.add(Group.objects.create(name="Editors of something"))
        with self.assertRaises(AccountNotFree):
            owner_of(ADDRESS)
        editor.delete()
        EmployerMemberFactory(user=self.unproven())
        with self.assertRaises(AccountNotFree):
            owner_of(ADDRESS)

    def test_an_account_whose_owner_proved_another_address_is_theirs(self):
        user = self.unproven()
        EmailAddress.objects.create(user=user, email="other@example.org", verified=True)

        with self.assertRaises(AccountNotFree):
            owner_of(ADDRESS)

    def test_a_blocked_account_stays_blocked(self):
        UserFactory(email=ADDRESS, is_active=False)

        with self.assertRaises(AccountNotFree):
            owner_of(ADDRESS)
