"""What becomes of a program's posts: changes of live ones, renewal, confirmation, closure."""

from datetime import timedelta

from django.utils import timezone

from cms.models import Skill
from listings import services
from listings.models import Listing, ListingChannel, ListingEvent, ListingRevision, ListingSkill
from tests import factories as make
from tests.listings.employer_api_case import BASE, EmployerApiCase

State = Listing.State
Change = ListingRevision.State


def at(**ahead) -> str:
    return (timezone.now() + timedelta(**ahead)).isoformat(timespec="seconds")


class LivingCase(EmployerApiCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.live = make.ListingFactory(
            employer=cls.employer, role=cls.role, place=cls.place, education_min="none"
        )
        ListingChannel.objects.create(listing=cls.live, channel="phone", share=100)
        ListingSkill.objects.create(
            listing=cls.live, skill=Skill.objects.get(slug="zendesk"), is_essential=True
        )

    def setUp(self):
        super().setUp()
        self.pk = str(self.live.pk)

    def events(self):
        return list(self.live.events.values_list("kind", "by").order_by("pk"))


class ChangingALivePostTests(LivingCase):
    def test_what_is_public_stays_and_the_change_waits(self):
        answer = self.ask("patch", self.pk, body={"title": "Senior agent", "send": True})

        self.assertEqual(answer["post"]["title"], "Customer service representative")
        self.assertEqual(answer["change"]["state"], "in_review")
        self.assertEqual(answer["change"]["post"]["title"], "Senior agent")
        self.live.refresh_from_db()
        self.assertEqual(
            (self.live.title, self.live.version), ("Customer service representative", 1)
        )
        self.assertEqual(self.events(), [("change_submitted", "program")])

    def test_without_send_it_is_a_draft_that_a_person_may_go_on_with(self):
        self.ask("patch", self.pk, body={"benefits": "Dental."})
        answer = self.ask("patch", self.pk, body={"training": "Six weeks, paid."})

        self.assertEqual(answer["change"]["state"], "draft")
        self.assertEqual(answer["change"]["post"]["benefits"], "Dental.")  # PATCH goes on from it
        self.assertEqual(ListingRevision.objects.count(), 1)

    def test_a_change_in_review_is_rewritten_there(self):
        self.ask("patch", self.pk, body={"title": "Senior agent", "send": True})
        answer = self.ask("patch", self.pk, body={"title": "Lead agent"})

        self.assertEqual(answer["change"]["state"], "in_review")
        self.assertEqual(answer["change"]["post"]["title"], "Lead agent")
        self.assertEqual({by for _kind, by in self.events()}, {"program"})

    def test_a_post_sent_back_as_it_is_makes_no_change(self):
        post = self.ask("get", self.pk)["post"]

        answer = self.ask("put", self.pk, body=post | {"send": True})

        self.assertIsNone(answer["change"])
        self.assertFalse(ListingRevision.objects.exists())

    def test_what_says_again_what_is_public_takes_the_change_back(self):
        post = self.ask("get", self.pk)["post"]
        self.ask("patch", self.pk, body={"title": "Senior agent", "send": True})

        answer = self.ask("put", self.pk, body=post)

        self.assertIsNone(answer["change"])
        self.assertEqual(ListingRevision.objects.get().state, Change.WITHDRAWN)
        self.assertEqual(self.events()[-1], ("change_withdrawn", "program"))

    def test_an_approved_change_is_what_is_read_then(self):
        self.ask("patch", self.pk, body={"title": "Senior agent", "send": True})
        revision = ListingRevision.objects.get()
        services.approve_change(
            revision=revision, moderator=make.ModeratorFactory(), version=revision.version
        )

        answer = self.ask("get", self.pk)

        self.assertEqual((answer["title"], answer["change"]), ("Senior agent", None))

    def test_a_change_stays_complete(self):
        faults = self.faults(self.ask("patch", self.pk, body={"skills": []}, status=422))

        self.assertIn("skills", faults)
        self.assertFalse(ListingRevision.objects.exists())

    def test_dates_are_no_part_of_a_change(self):
        faults = self.faults(
            self.ask("patch", self.pk, body={"closes_at": at(days=40)}, status=422)
        )
        self.assertIn("renewal", faults["closes_at"])
        self.ask("patch", self.pk, body={"appears_on": "2030-01-01"}, status=422)
        self.ask("patch", self.pk, body={"closes_at": "tomorrow"}, status=422)

    def test_a_scheduled_post_changes_in_the_same_way(self):
        Listing.objects.filter(pk=self.pk).update(date_posted=timezone.now() + timedelta(days=3))
        post = self.ask("get", self.pk)["post"]
        self.assertTrue(post["appears_on"])

        answer = self.ask("put", self.pk, body=post | {"title": "Senior agent"})

        self.assertEqual((answer["state"], answer["change"]["state"]), ("scheduled", "draft"))


class RenewingTests(LivingCase):
    def renew(self, status=200, **body):
        body = {"until": at(days=60), "reason": "A third place is open."} | body
        return self.ask("post", f"{self.pk}/renewal", body=body, status=status)

    def test_it_closes_later_and_the_reason_stands_in_its_history(self):
        until = at(days=60)
        answer = self.renew(until=until)

        self.live.refresh_from_db()
        self.assertEqual(self.live.valid_through.isoformat(timespec="seconds"), until)
        self.assertEqual(answer["state"], "live")
        event = ListingEvent.objects.get()
        self.assertEqual(
            (event.kind, event.by, event.note), ("extended", "program", "A third place is open.")
        )

    def test_an_expired_post_comes_back(self):
        Listing.objects.filter(pk=self.pk).update(valid_through=timezone.now() - timedelta(days=2))

        self.assertEqual(self.renew()["state"], "live")

    def test_what_will_not_do_is_said_by_field(self):
        for body, field in (
            ({"until": at(days=1)}, "until"),
            ({"until": at(days=91)}, "until"),
            ({"until": "2030-01-01"}, "until"),
            ({"until": "9999-12-31T23:59:59-12:00"}, "until"),
            ({"until": ""}, "until"),
            ({"reason": " "}, "reason"),
        ):
            with self.subTest(body):
                self.assertEqual(set(self.faults(self.renew(422, **body))), {field})
        self.renew(400, reason="")
        self.renew(400, why="x")
        self.assertEqual(self.events(), [])

    def test_a_draft_is_not_renewed(self):
        Listing.objects.filter(pk=self.pk).update(state=State.DRAFT)

        self.renew(409)


class ConfirmingTests(LivingCase):
    def test_still_hiring(self):
        Listing.objects.filter(pk=self.pk).update(is_unconfirmed=True)

        for body in (None, {}):
            answer = self.ask("post", f"{self.pk}/confirmation", body=body)

        self.assertTrue(answer["confirmed_at"])
        self.live.refresh_from_db()
        self.assertFalse(self.live.is_unconfirmed)
        self.assertEqual(self.events(), [("confirmed", "program")])

    def test_only_a_live_one_is(self):
        Listing.objects.filter(pk=self.pk).update(valid_through=timezone.now())

        self.ask("post", f"{self.pk}/confirmation", status=409)
        self.ask("post", f"{self.pk}/confirmation", body={"really": True}, status=400)


class ClosingTests(LivingCase):
    def close(self, body, status=200):
        return self.ask("post", f"{self.pk}/closure", body=body, status=status)

    def test_with_what_came_of_it(self):
        answer = self.close({"outcome": "hired"})

        self.assertEqual((answer["state"], answer["outcome"]), ("closed", "hired"))
        self.assertEqual(self.events(), [("closed", "program")])
        self.close({"outcome": "hired"}, 409)

    def test_a_public_one_needs_an_outcome(self):
        for body in ({}, {"outcome": None}, {"outcome": "unconfirmed"}, {"outcome": "x"}):
            with self.subTest(body):
                self.assertIn("outcome", self.faults(self.close(body, 422)))
        self.assertEqual(Listing.objects.get(pk=self.pk).state, State.APPROVED)

    def test_one_that_nobody_saw_is_given_up(self):
        Listing.objects.filter(pk=self.pk).update(state=State.IN_REVIEW)

        self.assertEqual(self.close({})["state"], "withdrawn")
        self.assertEqual(self.events(), [("withdrawn", "program")])

    def test_closing_reads_as_the_same_post_by_its_reference(self):
        Listing.objects.filter(pk=self.pk).update(reference="REQ-7")
        row = self.ask("get", f"{BASE}?reference=REQ-7")["results"][0]

        self.assertEqual(row["id"], self.live.pk)
