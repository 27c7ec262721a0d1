import io
import json
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path
from unittest import mock

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from listings.models import Listing
from profiles.employers import sole_ownerships
from profiles.models import Employer, EmployerMember, Erasure, Outbox, User
from profiles.personal_data.erasure import NotErasable, erase
from profiles.personal_data.export import build_export
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerFactory,
    EmployerMemberFactory,
    ListingFactory,
    UserFactory,
)
from tests.outbox import with_outbox

PASSWORD = "a-long-way-up-the-ladder"
OWNER = EmployerMember.Role.OWNER


class PersonCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = UserFactory(email="sam@example.org")
        cls.user.set_password(PASSWORD)
        cls.user.save()
        cls.candidate = CandidateFactory(user=cls.user)

    def setUp(self):
        self.client.force_login(self.user)

    def prove(self, response):
        """Write the password, as the page asks; the act that was begun is done then."""
        self.assertEqual(response.status_code, 302)
        self.assertIn("/accounts/reauthenticate/", response["Location"])
        return self.client.post(response["Location"], {"password": PASSWORD})


class DataExportTests(PersonCase):
    url = "/me/account/data/"

    def test_the_page_says_what_is_in_it(self):
        response = self.client.get(self.url)

        self.assertContains(response, "Take your data along")
        self.assertContains(response, "What you agreed to")

    def test_the_password_is_asked_for_and_the_file_comes(self):
        response = self.prove(self.client.post(self.url))

        self.assertEqual(response["Content-Type"], "application/zip")
        self.assertIn('attachment; filename="rungs-data-', response["Content-Disposition"])
        self.assertIn("no-store", response["Cache-Control"])
        self.assertIn("private", response["Cache-Control"])
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")
        self.assertEqual(response["Content-Security-Policy"], "default-src 'none'; sandbox")
        archive = zipfile.ZipFile(io.BytesIO(response.getvalue()))
        self.assertEqual(archive.namelist(), ["data.json", "read-me.txt"])
        kinds = json.loads(archive.read("data.json"))["kinds"]
        self.assertEqual(kinds["profiles.User"]["rows"][0]["email"], "sam@example.org")
        self.assertIn("- Account: 1", archive.read("read-me.txt").decode())

    def test_a_wrong_password_gives_nothing(self):
        response = self.client.post(self.url)
        response = self.client.post(response["Location"], {"password": "wrong"})

        self.assertEqual(response["Content-Type"].partition(";")[0], "text/html")

    def test_three_an_hour_are_the_most(self):
        response = self.prove(self.client.post(self.url))
        for _again in range(2):
            response = self.client.post(self.url)
            self.assertEqual(response["Content-Type"], "application/zip")

        self.assertEqual(self.client.post(self.url).status_code, 429)

    def test_it_holds_nothing_of_anybody_else(self):
        ApplicationFactory(name="CANARY", note="CANARY")
        other = ApplicationFactory(listing__employer=EmployerMemberFactory(user=self.user).employer)
        other.messages.create(
            sender=other.candidate.user,
            is_from_employer=False,
            body="CANARY",
            sent_at=timezone.now(),
        )

        response = self.prove(self.client.post(self.url))

        data = zipfile.ZipFile(io.BytesIO(response.getvalue())).read("data.json")
        self.assertNotIn(b"CANARY", data)

    def test_it_costs_the_same_for_much_and_for_little(self):
        build_export(self.user).close()  # the kinds of things are looked up once a process
        counts = []
        for _more in range(2):
            for _n in range(4):
                application = ApplicationFactory(candidate=self.candidate)
                application.answers.create(position=1, question="q", answer="a")
                self.candidate.saved_jobs.create(listing=application.listing)
            with CaptureQueriesContext(connection) as queries:
                build_export(self.user).close()
            counts.append(len(queries))

        self.assertEqual(counts[0], counts[1])


@with_outbox
class AccountRemovalTests(PersonCase):
    url = "/me/account/removal/"

    def remove(self, email="Sam@example.org "):
        return self.prove(self.client.post(self.url, {"email": email}))

    def test_the_page_says_what_goes_and_what_stays(self):
        response = self.client.get(self.url)

        for words in ("What goes", "What stays, and why", "Take your data along first"):
            self.assertContains(response, words)
        self.assertTrue(User.objects.filter(pk=self.user.pk).exists())

    def test_the_account_goes_by_password_and_typed_address(self):
        with self.captureOnCommitCallbacks(execute=True):
            response = self.remove()

        self.assertRedirects(response, "/", fetch_redirect_response=False)
        self.assertFalse(User.objects.filter(email="sam@example.org").exists())
        self.assertNotIn("_auth_user_id", self.client.session)
        mail = Outbox.objects.get()
        self.assertEqual((mail.to, mail.about), (["sam@example.org"], None))
        self.assertNotIn("Sam", mail.body)

    def test_another_address_removes_nothing(self):
        response = self.remove("somebody@example.org")

        self.assertContains(response, "This is not the address of this account.")
        self.assertTrue(User.objects.filter(pk=self.user.pk).exists())

    def test_without_the_password_nothing_goes(self):
        self.client.post(self.url, {"email": "sam@example.org"})

        self.assertTrue(User.objects.filter(pk=self.user.pk).exists())

    def test_who_looks_after_the_site_is_told_to_hand_that_over(self):
        for rights in ({"is_staff": True}, {"is_superuser": True}, {}):
            user = UserFactory(**rights)
            if not rights:
                user.groups.add(Group.objects.create(name="Editors of guides"))
            with self.subTest(rights), self.assertRaises(NotErasable):
                erase(user)
            self.client.force_login(user)
            self.assertContains(self.client.get(self.url), "You look after this site")

    def test_everybody_signed_in_elsewhere_is_signed_out(self):
        other = self.client_class()
        other.force_login(self.user)

        erase(self.user)

        self.assertEqual(other.get("/me/profile/hidden-from/").status_code, 302)

    def test_the_employer_reads_that_it_was_removed_and_nothing_else(self):
        application = ApplicationFactory(candidate=self.candidate, name="CANARY", note="CANARY")
        member = EmployerMemberFactory(employer=application.listing.employer)
        erase(self.user)
        self.client.force_login(member.user)

        page = self.client.get(
            reverse("listings:employer_application_list", args=[application.listing_id])
        )
        detail = self.client.get(
            reverse("listings:employer_application_detail", args=[application.pk])
        )
        resume = self.client.get(
            reverse("listings:employer_application_resume", args=[application.pk])
        )

        self.assertContains(page, "Removed by the applicant")
        self.assertContains(page, "1 application")
        self.assertContains(detail, "Removed by the applicant")
        self.assertNotContains(detail, "mailto:")
        self.assertEqual(resume.status_code, 404)
        self.assertNotIn("CANARY", page.content.decode() + detail.content.decode())

    def test_a_mail_that_is_answered_to_them_loses_the_address(self):
        Outbox.objects.create(
            to=["b@example.org"],
            from_email="a@b.c",
            reply_to=[self.user.email],
            subject="s",
            body="b",
        )

        erase(self.user, says_goodbye=False)

        self.assertEqual(Outbox.objects.get().reply_to, [])

    def test_an_address_that_nobody_confirmed_erases_nothing_of_its_owner(self):
        stranger = ApplicationFactory().listing.held_applications.create(
            email="victim@example.org",
            name="V",
            consent_version=1,
            token_hash="h",
            created_at=timezone.now(),
            expires_at=timezone.now() + timedelta(days=1),
        )
        self.user.emailaddress_set.create(email="victim@example.org", verified=False)

        erase(self.user)

        stranger.refresh_from_db()

    def test_a_failure_in_the_middle_leaves_everything(self):
        with (
            mock.patch("profiles.personal_data.erasure._say_goodbye", side_effect=OSError),
            self.assertRaises(OSError),
        ):
            erase(self.user)

        self.assertTrue(User.objects.filter(pk=self.user.pk).exists())
        self.assertFalse(Erasure.objects.exists())


class LastOwnerTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.owner = EmployerMemberFactory(role=OWNER)
        cls.employer = cls.owner.employer

    def test_the_last_owner_with_other_members_hands_over_first(self):
        colleague = EmployerMemberFactory(employer=self.employer)

        with self.assertRaises(NotErasable) as refusal:
            erase(self.owner.user)

        self.assertIn(self.employer.name, refusal.exception.obstacles[0])
        EmployerMember.objects.filter(pk=colleague.pk).update(role=OWNER)
        self.assertTrue(erase(self.owner.user))
        self.assertTrue(Employer.objects.filter(pk=self.employer.pk).exists())

    def test_alone_the_posts_close_and_the_name_stays(self):
        live = ListingFactory(employer=self.employer)
        draft = ListingFactory(employer=self.employer, draft=True)
        later = ListingFactory(employer=self.employer, scheduled=True)

        self.client.force_login(self.owner.user)
        self.assertContains(self.client.get("/me/account/removal/"), self.employer.name)
        erase(self.owner.user)

        states = dict(Listing.objects.values_list("pk", "state"))
        self.assertEqual(states, {live.pk: "closed", draft.pk: "withdrawn", later.pk: "withdrawn"})
        self.assertFalse(self.employer.members.exists())

    def test_an_employer_that_never_had_a_public_post_goes_too(self):
        ListingFactory(employer=self.employer, draft=True)

        erase(self.owner.user)

        self.assertFalse(Employer.objects.filter(pk=self.employer.pk).exists())

    def test_sole_ownerships_are_those_without_another_owner(self):
        user = self.owner.user
        shared = EmployerMemberFactory(user=user, role=OWNER).employer
        EmployerMemberFactory(employer=shared, role=OWNER)
        helped = EmployerMemberFactory(user=user).employer
        EmployerMemberFactory(employer=helped, role=OWNER)
        EmployerFactory()

        self.assertEqual(list(sole_ownerships(user)), [self.employer])


@with_outbox
class ByAnAdministratorTests(PersonCase):
    """Who writes instead of pressing the button themselves gets the same."""

    def setUp(self):
        self.client.force_login(UserFactory(is_superuser=True, is_staff=True))

    def test_the_cms_erases_the_whole_account_and_not_the_row_alone(self):
        application = ApplicationFactory(candidate=self.candidate, note="words of theirs")

        response = self.client.post(f"/admin/users/delete/{self.user.pk}/", follow=True)

        self.assertContains(response, "sam@example.org is removed, with all its data.")
        application.refresh_from_db()
        self.assertEqual((application.state, application.note), ("erased", ""))
        self.assertTrue(Erasure.objects.filter(user_key=self.user.pk).exists())
        self.assertEqual(Outbox.objects.get().subject, "Your account is removed")

    def test_several_at_once_go_the_same_way_and_who_may_not_stays(self):
        colleague = EmployerMemberFactory()
        owner = EmployerMemberFactory(employer=colleague.employer, role=OWNER)

        response = self.client.post(
            f"/admin/bulk/profiles/user/delete/?id={self.user.pk}&id={owner.user.pk}", follow=True
        )

        self.assertContains(response, f"{owner.user.email} was not removed")
        self.assertEqual(list(Erasure.objects.values_list("user_key", flat=True)), [self.user.pk])
        self.assertTrue(User.objects.filter(pk=owner.user.pk).exists())

    def test_asking_first_removes_nobody_and_the_other_admin_never_does(self):
        self.assertContains(self.client.get(f"/admin/users/delete/{self.user.pk}/"), "Are you sure")
        other = reverse("admin:profiles_user_delete", args=[self.user.pk])
        self.assertEqual(self.client.post(other, {"post": "yes"}).status_code, 403)
        self.client.post(
            reverse("admin:profiles_user_changelist"),
            {"action": "delete_selected", "_selected_action": self.user.pk, "post": "yes"},
        )

        self.assertTrue(User.objects.filter(pk=self.user.pk).exists())


class EraseAgainTests(TestCase):
    def setUp(self):
        self.ledger = Path(tempfile.mkdtemp()) / "erasures.txt"

    def run_again(self):
        out = io.StringIO()
        call_command("erase_again", ledger=self.ledger, stdout=out, stderr=out)
        return out.getvalue()

    def test_an_erasure_is_written_down_beside_the_database(self):
        user = UserFactory()
        key = user.pk
        with (
            mock.patch("profiles.personal_data.erasure.ledger_file", lambda: self.ledger),
            self.captureOnCommitCallbacks(execute=True),
        ):
            erase(user)

        self.assertEqual(self.ledger.read_text().split(" ")[0], str(key))

    def test_who_a_backup_brought_back_is_erased_again_without_a_mail(self):
        user = UserFactory()
        at = timezone.now() + timedelta(seconds=1)
        self.ledger.write_text(f"{user.pk} {at.isoformat()}\n77")

        self.assertEqual(self.run_again(), "1 erased again, 0 to look at by hand\n")
        self.assertFalse(User.objects.filter(pk=user.pk).exists())
        self.assertFalse(Outbox.objects.exists())

    def test_who_got_the_number_of_an_erased_account_after_the_restore_stays(self):
        user = UserFactory()
        at = user.date_joined - timedelta(seconds=1)
        self.ledger.write_text(f"{user.pk} {at.isoformat()}\n")

        self.assertEqual(self.run_again(), "0 erased again, 0 to look at by hand\n")
        self.assertTrue(User.objects.filter(pk=user.pk).exists())
