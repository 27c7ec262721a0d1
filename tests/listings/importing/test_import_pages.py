"""The pages on which an employer brings in a file: choose, look over, take over, read what came of it."""

import json
from datetime import timedelta
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from listings.importing.for_employers import KEPT, Batch, remove_old
from listings.models import Listing, ListingEvent, PostingImport
from tests.factories import (
    EmployerFactory,
    EmployerMemberFactory,
    ListingFactory,
    PlaceFactory,
    RoleFactory,
    SkillFactory,
)

CHOOSE = reverse("listings:employer_import")


def posting(number=1, **fields) -> dict:
    return {
        "id": f"R-{number}",
        "title": "Customer Service Representative",
        "description": f"You answer calls and emails of customers, {number}.\n\n- Zendesk\n- Patience",
        "location": "Columbus, OH",
        "country": "US",
        "salary": "$21 - $24 per hour",
        "employment_type": "Full-time",
        "url": f"https://jobs.example.org/{number}",
    } | fields


def lines(*postings) -> bytes:
    return "\n".join(json.dumps(each) for each in postings).encode()


class ImportPageTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.member = EmployerMemberFactory(employer__name="Brightline")
        cls.employer = cls.member.employer
        cls.role = RoleFactory(slug="csr", title="Customer Service Representative")
        cls.lead = RoleFactory(slug="team-lead", title="Customer Service Team Lead")
        SkillFactory(slug="zendesk", preferred_label="Zendesk", tool=True)
        cls.place = PlaceFactory()

    def setUp(self):
        self.client.force_login(self.member.user)

    def bring(self, content: bytes, name="posts.txt", **data):
        file = SimpleUploadedFile(name, content)
        return self.client.post(CHOOSE, {"file": file} | data)

    def brought(self, *postings, **data) -> PostingImport:
        response = self.bring(lines(*postings), **data)
        kept = PostingImport.objects.latest("pk")
        self.assertRedirects(response, self.page(kept), fetch_redirect_response=False)
        return kept

    def page(self, kept) -> str:
        return reverse("listings:employer_import_detail", args=[kept.pk])

    def take(self, kept, *numbers, **roles):
        data = {"take": numbers} | {f"role-{n}": "csr" for n in numbers} | roles
        return self.client.post(self.page(kept), data)


class ChooseTests(ImportPageTestCase):
    def test_the_page_says_what_each_form_is_and_offers_an_example(self):
        response = self.client.get(CHOOSE)

        for name in ("posting.html", "postings.xml", "postings.jsonl"):
            self.assertContains(response, f"/static/examples/{name}")
        self.assertContains(response, "The drafts will stand under <strong>Brightline</strong>.")
        self.assertContains(response, "None in the last 30 days.")

    def test_somebody_without_an_employer_is_sent_to_make_one(self):
        self.client.force_login(EmployerMemberFactory().user)
        self.member.user.employer_memberships.all().delete()
        self.client.force_login(self.member.user)

        self.assertRedirects(self.client.get(CHOOSE), reverse("profiles:employer_create"))

    def test_who_works_for_several_chooses_one_of_them_and_no_other(self):
        second = EmployerMemberFactory(user=self.member.user).employer
        stranger = EmployerFactory()
        response = self.bring(lines(posting()))
        self.assertContains(response, "This field is required.")
        response = self.bring(lines(posting()), employer=stranger.pk)
        self.assertContains(response, "Select a valid choice.")

        kept = self.brought(posting(), employer=second.pk)

        self.assertEqual(kept.employer, second)

    def test_the_company_in_the_file_is_shown_and_decides_nothing(self):
        other = EmployerFactory(name="Acme Ltd")
        kept = self.brought(posting(company="Acme Ltd"))

        response = self.client.get(self.page(kept))
        self.assertContains(response, "This file says <strong>Acme Ltd</strong>.")
        self.assertContains(response, "will stand under <strong>Brightline</strong>")
        self.take(kept, 1)

        self.assertEqual(self.employer.listings.count(), 1)
        self.assertEqual(other.listings.count(), 0)

    def test_a_file_that_cannot_be_read_is_told_beside_the_field(self):
        for content, words in (
            (b"", "The file is empty."),
            (b"%PDF-1.4", "This is a PDF."),
            (b"<html>nothing</html>", "the page holds no JobPosting data"),
            (b"{oops\n", "Line 1: The line is not JSON. (column 2: "),
        ):
            with self.subTest(words=words):
                response = self.bring(content)
                self.assertContains(response, words, count=2)  # summary and field
        self.assertFalse(PostingImport.objects.exists())

    def test_no_file_and_a_large_one_are_told(self):
        self.assertContains(self.client.post(CHOOSE), "Choose a file first.")
        with mock.patch("listings.forms.importing.MOST_BYTES", 10):
            self.assertContains(self.bring(b"x" * 11), "We take at most")

    def test_a_suspended_employer_brings_nothing(self):
        self.employer.suspended_at = timezone.now()
        self.employer.save()

        self.assertContains(self.bring(lines(posting())), "so it can bring in none")
        self.assertFalse(PostingImport.objects.exists())

    def test_ten_files_a_day_are_the_most(self):
        # The count ends with the day: not right before midnight.
        with mock.patch("listings.views.importing.FILES_A_DAY", 2):
            statuses = [self.bring(lines(posting())).status_code for _ in range(3)]

        self.assertEqual(statuses, [302, 302, 429])
        self.assertEqual(PostingImport.objects.count(), 2)

    def test_the_name_of_a_file_is_kept_as_one_safe_line(self):
        kept = self.brought(posting(), name="\u202ejobs \x7f 2026.txt")

        self.assertEqual(kept.file_name, "jobs 2026.txt")
        self.assertContains(self.client.get(CHOOSE), kept.file_name)

    def test_nothing_that_a_file_names_is_fetched(self):
        with mock.patch("socket.create_connection", side_effect=AssertionError("fetched")):
            kept = self.brought(posting(url="http://127.0.0.1:9/a"))
            self.client.get(self.page(kept))
            self.take(kept, 1)

        self.assertEqual(Listing.objects.get().apply_route, "on_site")


class PreviewTests(ImportPageTestCase):
    def test_it_shows_each_posting_as_it_was_understood(self):
        kept = self.brought(
            posting(),
            posting(2, salary="$90 a week?", location="Atlantis", title="Team wizard"),
            posting(3, location="Remote", is_remote=True, country="", url=""),
        )

        response = self.client.get(self.page(kept))

        self.assertContains(response, "3 postings read")
        self.assertContains(response, "Columbus, OH")
        self.assertContains(response, "$21.00–$24.00 an hour")
        self.assertContains(response, '<option value="csr" selected>', count=2)
        self.assertContains(response, "On your own site", count=2)
        self.assertContains(response, "“Atlantis”")
        self.assertContains(response, "No place called")
        self.assertContains(response, "This may not be a customer-service job")
        self.assertContains(response, "No country is named where one may live")
        self.assertContains(response, "State the hours a week.", count=3)
        ticks = [each.is_ticked for each in response.context["previews"]]
        self.assertEqual(ticks, [True, False, True])

    def test_pay_that_was_not_understood_says_why(self):
        kept = self.brought(posting(salary="$18"))

        self.assertContains(self.client.get(self.page(kept)), "Not taken over. No period (hour")

    def test_all_or_none_may_be_ticked_at_once(self):
        kept = self.brought(posting(), posting(2, title="Team wizard"))

        for asked, ticks in (("all", [True, True]), ("none", [False, False]), ("x", [True, False])):
            response = self.client.get(self.page(kept), {"tick": asked})
            self.assertEqual([each.is_ticked for each in response.context["previews"]], ticks)

    def test_what_could_not_be_read_is_listed_with_its_reason(self):
        response = self.bring(lines(posting()) + b"\n{oops\n" + lines(posting(3, title="")))

        response = self.client.get(response.url)

        self.assertContains(response, "2 could not be read")
        self.assertContains(response, "Line 2")
        self.assertContains(response, "No title is given.")

    def test_a_post_with_the_same_number_cannot_be_ticked(self):
        ListingFactory(employer=self.employer, reference="R-1", title="Here before")
        kept = self.brought(posting(), posting(2))

        response = self.client.get(self.page(kept))

        self.assertContains(response, "You have a post with this number: “Here before”")
        self.assertNotContains(response, 'name="take" value="1"')
        self.assertContains(response, 'name="take" value="2"')

    def test_where_all_are_here_already_there_is_nothing_to_press(self):
        ListingFactory(employer=self.employer, reference="R-1")
        kept = self.brought(posting())

        response = self.client.get(self.page(kept))

        self.assertContains(response, "All of these are here already")
        self.assertNotContains(response, "Make drafts of the ticked")

    def test_a_post_that_is_the_same_job_is_pointed_out_and_not_ticked(self):
        ListingFactory(
            employer=self.employer, title="Customer service representative", place=self.place
        )
        kept = self.brought(posting())

        response = self.client.get(self.page(kept))

        self.assertContains(response, "This looks like a post that you have already")
        self.assertFalse(response.context["previews"][0].is_ticked)

    def test_others_neither_see_it_nor_take_it(self):
        kept = self.brought(posting())
        self.client.force_login(EmployerMemberFactory().user)

        self.assertEqual(self.client.get(self.page(kept)).status_code, 404)
        self.assertEqual(self.take(kept, 1).status_code, 404)
        self.client.logout()
        self.assertRedirects(
            self.client.get(self.page(kept)),
            f"{reverse('account_login')}?next={self.page(kept)}",
        )
        self.assertEqual(Listing.objects.count(), 0)

    def test_who_left_the_employer_loses_its_files_at_once(self):
        kept = self.brought(posting())
        self.member.delete()

        self.assertEqual(self.client.get(self.page(kept)).status_code, 404)

    def test_the_page_takes_as_many_queries_for_60_postings_as_for_3(self):
        def check(count):
            towns = ["Columbus", *(f"Town {n}" for n in range(1, count))]
            kept = self.brought(
                *(posting(n, location=town, title=f"Support {n}") for n, town in enumerate(towns))
            )
            for n in range(0, count, 3):
                ListingFactory(employer=self.employer, reference=f"R-{n}", title=f"Post {n}")
            # session, user; the file with its employer, roles, places, the posts with the same
            # numbers, those that stand; the person's rights and those of their groups
            with self.assertNumQueries(9):
                response = self.client.get(self.page(kept))
            self.assertEqual(len(response.context["previews"]), count)
            Listing.objects.all().delete()

        check(3)
        for n in range(1, 60):
            PlaceFactory(name=f"Town {n}")
        check(60)


class TakeTests(ImportPageTestCase):
    def test_the_ticked_become_drafts_of_the_employer_and_no_more(self):
        kept = self.brought(posting(), posting(2), posting(3))

        response = self.take(kept, 1, 3, **{"role-3": "team-lead"})

        self.assertRedirects(response, self.page(kept))
        first, third = Listing.objects.order_by("reference")
        self.assertEqual([first.reference, third.reference], ["R-1", "R-3"])
        self.assertEqual([first.role, third.role], [self.role, self.lead])
        self.assertEqual({first.state, third.state}, {"draft"})
        self.assertEqual(first.employer, self.employer)
        self.assertEqual((first.source, first.source_id), ("", None))
        self.assertEqual((first.date_posted, first.submitted_at), (None, None))
        self.assertEqual(first.place, self.place)
        self.assertEqual((str(first.salary_min), first.salary_period), ("21.00", "hour"))
        self.assertEqual(first.apply_url, "https://jobs.example.org/1")
        self.assertEqual([row.skill.slug for row in first.listing_skills.all()], ["zendesk"])
        event = ListingEvent.objects.get(listing=first)
        self.assertEqual(
            (event.kind, event.by, event.user), ("created", "employer", self.member.user)
        )

    def test_the_result_tells_each_ones_fate(self):
        ListingFactory(employer=self.employer, reference="R-2", title="Here before")
        kept = self.brought(posting(), posting(2, title="Seen"), posting(3, title="Left alone"))

        self.take(kept, 1, 2)
        response = self.client.get(self.page(kept))

        self.assertContains(response, "1 draft made")
        self.assertContains(response, "Here before")
        self.assertContains(response, "Left alone")
        self.assertEqual(
            [len(response.context[name]) for name in ("made", "here_already", "left_out")],
            [1, 1, 1],
        )

    def test_a_second_click_makes_nothing_and_says_so(self):
        kept = self.brought(posting())
        self.take(kept, 1)

        response = self.client.post(self.page(kept), {"take": [1], "role-1": "csr"}, follow=True)

        self.assertContains(response, "Drafts were made of this file before.")
        self.assertEqual(Listing.objects.count(), 1)

    def test_the_same_file_again_makes_no_doubles(self):
        self.take(self.brought(posting(), posting(2)), 1)
        again = self.brought(posting(), posting(2))

        self.take(again, 1, 2)

        self.assertEqual(
            list(Listing.objects.order_by("pk").values_list("reference", flat=True)),
            ["R-1", "R-2"],
        )
        outcomes = [
            each.outcome for each in Batch.of(PostingImport.objects.get(pk=again.pk)).proposals
        ]
        self.assertEqual(outcomes, ["here_already", "made"])

    def test_an_ended_post_with_the_number_stays_as_it_is(self):
        ended = ListingFactory(employer=self.employer, reference="R-1", closed=True)
        kept = self.brought(posting())

        self.take(kept, 1)

        self.assertEqual(Listing.objects.get(), ended)

    def test_nothing_ticked_and_an_unknown_role_are_told_and_make_nothing(self):
        kept = self.brought(posting(), posting(2))
        for data, words in (
            ({}, "Tick at least one posting"),
            ({"take": ["0", "99", "x", "9" * 5000, "\x00"]}, "Tick at least one posting"),
            ({"take": [2], "role-2": "no-such"}, "One of the roles is not on the list."),
            ({"take": [2], "role-2": "\x00"}, "One of the roles is not on the list."),
        ):
            with self.subTest(data=str(data)[:60]):
                response = self.client.post(self.page(kept), data)
                self.assertContains(response, words, status_code=400)
        self.assertEqual([each.is_ticked for each in response.context["previews"]], [False, True])
        self.assertEqual(Listing.objects.count(), 0)
        kept.refresh_from_db()
        self.assertIsNone(kept.taken_at)

    def test_ticks_and_roles_are_kept_where_something_is_wrong(self):
        kept = self.brought(posting(), posting(2), posting(3))

        response = self.client.post(
            self.page(kept),
            {"take": [2, 3], "role-1": "team-lead", "role-2": "", "role-3": "no-such"},
        )

        shown = response.context["previews"]
        self.assertEqual([each.is_ticked for each in shown], [False, True, True])
        self.assertEqual([each.chosen for each in shown], [self.lead, None, None])

    def test_a_role_may_be_chosen_later(self):
        kept = self.brought(posting())

        self.take(kept, 1, **{"role-1": ""})

        self.assertIsNone(Listing.objects.get().role)

    def test_a_suspended_employer_takes_nothing(self):
        kept = self.brought(posting())
        self.employer.suspended_at = timezone.now()
        self.employer.save()

        response = self.client.post(self.page(kept), {"take": [1]}, follow=True)

        self.assertContains(response, "Nothing was made: posts of Brightline")
        self.assertEqual(Listing.objects.count(), 0)
        kept.refresh_from_db()
        self.assertIsNone(kept.taken_at)

    def test_one_that_the_database_refuses_loses_no_other(self):
        kept = self.brought(posting(), posting(2))
        kept.records["postings"][0]["columns"]["salary_min"] = "99.00"  # above the highest
        kept.save()

        self.take(kept, 1, 2)

        self.assertEqual(Listing.objects.get().reference, "R-2")
        self.assertContains(self.client.get(self.page(kept)), "Could not be kept")

    def test_where_making_broke_off_the_page_says_so_and_the_file_may_come_again(self):
        kept = self.brought(posting(), posting(2))
        with (
            mock.patch("listings.services.save_listing", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
        ):
            self.take(kept, 1, 2)

        self.assertContains(self.client.get(self.page(kept)), "are being made now")
        PostingImport.objects.update(taken_at=timezone.now() - timedelta(minutes=6))
        self.assertContains(self.client.get(self.page(kept)), "broke off")
        self.take(self.brought(posting(), posting(2)), 1, 2)
        self.assertEqual(Listing.objects.count(), 2)

    def test_a_draft_can_be_opened_in_the_steps(self):
        kept = self.brought(posting(location="", country=""))
        self.take(kept, 1)
        draft = Listing.objects.get()

        response = self.client.get(
            reverse("listings:employer_listing_update", args=[draft.pk]), follow=True
        )

        self.assertEqual(response.status_code, 200)

    def test_it_can_be_taken_when_place_and_skill_are_gone_since(self):
        kept = self.brought(posting())
        self.place.delete()
        SkillFactory._meta.model.objects.all().delete()

        self.take(kept, 1)

        draft = Listing.objects.get()
        self.assertEqual((draft.place, draft.location_note), (None, "Columbus, OH"))


class KeepingTests(ImportPageTestCase):
    def test_a_file_goes_after_30_days_and_its_drafts_stay(self):
        old, new = self.brought(posting()), self.brought(posting(2))
        self.take(old, 1)
        now = timezone.now()
        PostingImport.objects.filter(pk=old.pk).update(created_at=now - KEPT)

        with self.assertNumQueries(2):  # keys, rows
            self.assertEqual(remove_old(now), 1)
        with self.assertNumQueries(1):
            self.assertEqual(remove_old(now), 0)

        self.assertEqual(PostingImport.objects.get(), new)
        self.assertEqual(Listing.objects.count(), 1)
