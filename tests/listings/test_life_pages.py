"""Pages of a post that was approved: extended, its history, its changes, and how it stands in the workspace."""

from datetime import timedelta
from unittest import mock

from django.urls import reverse
from django.utils import timezone

from listings import services
from listings.models import Listing, ListingRevision
from listings.services.events import record_event
from tests.factories import EmployerMemberFactory, ListingFactory, ModeratorFactory, UserFactory
from tests.pages import said

from .member_case import MemberTestCase
from .test_snapshots import full_listing


def day(days) -> str:
    return f"{timezone.now() + timedelta(days=days):%Y-%m-%d}"


class ExtendPageTests(MemberTestCase):
    def extend(self, listing, **data):
        data = {"closes_on": day(40), "reason": "A third place is open."} | data
        return self.client.post(self.url("employer_listing_extend", listing), data)

    def test_it_closes_on_the_new_day_at_the_same_hour(self):
        listing = self.listing()

        response = self.extend(listing)

        self.assertIn("Extended: it closes", said(response))
        stored = Listing.objects.get()
        self.assertEqual((stored.valid_through - listing.valid_through).total_seconds() % 3600, 0)
        self.assertEqual(stored.events.get().user, self.member.user)

    def test_what_cannot_be_comes_back_beside_its_field_with_what_was_typed(self):
        listing = self.listing()
        cases = {
            "Say why it stays open.": {"reason": " "},
            "at most 90 days ahead": {"closes_on": day(92)},
            "after": {"closes_on": day(2)},
            "Say until when people can apply.": {"closes_on": ""},
            "Write the day like this": {"closes_on": "soon\0"},
            "Write the hour like this": {"closes_at": "noon"},
        }
        for words, data in cases.items():
            page = self.extend(listing, **{"reason": "Typed by me"} | data)
            with self.subTest(words):
                self.assertContains(page, words)
                if "reason" not in data:
                    self.assertContains(page, "Typed by me")
        for year in ("9999-12-31", "0001-01-01"):
            self.assertEqual(self.extend(listing, closes_on=year).status_code, 200)
        self.assertEqual(Listing.objects.get().valid_through, listing.valid_through)

    def test_midnight_stays_the_end_of_a_day(self):
        midnight = (timezone.now() + timedelta(days=9)).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        listing = self.listing(valid_through=midnight, time_zone="UTC")

        self.extend(listing)

        self.assertEqual(
            f"{Listing.objects.get().valid_through:%Y-%m-%d %H:%M}", f"{day(40)} 23:59"
        )

    def test_one_that_ended_long_ago_or_was_never_public_has_no_such_page(self):
        for kind in ({"draft": True}, {"closed": True}, {"scheduled": True}):
            response = self.client.get(self.url("employer_listing_extend", self.listing(**kind)))
            with self.subTest(kind):
                self.assertIn("cannot be extended", said(response))

    def test_a_refusal_says_why_and_keeps_what_was_typed(self):
        listing = self.listing()
        with mock.patch.object(services, "extend_listing", side_effect=services.Conflict):
            page = self.extend(listing)
        self.assertContains(page, "changed since you opened it", status_code=409)
        self.assertContains(page, "A third place is open.", status_code=409)


class HistoryPageTests(MemberTestCase):
    def test_it_tells_everything_by_role_and_never_who_decided(self):
        listing = self.listing()
        moderator = ModeratorFactory(first_name="Maya", last_name="Lindqvist")
        record_event(listing, "submitted", by="employer", user=self.member.user)
        record_event(listing, "returned", by="moderator", user=moderator, note="Name the <team>.")
        record_event(
            listing,
            "submitted",
            by="employer",
            changes=[
                {"field": "pay", "label": "Pay", "before": "$21 an hour", "after": "$22 an hour"}
            ],
        )
        record_event(listing, "asked", by="system")

        page = self.client.get(self.url("employer_listing_history", listing))

        for words in (
            'Sent to review</strong>, <span class="who">your team',
            'Sent back to be put right</strong>, <span class="who">Rungs',
            "Name the &lt;team&gt;.",
            "Changed while it was in review",
            'Asked whether it is still open</strong>, <span class="who">by itself',
        ):
            self.assertContains(page, words)
        self.assertContains(page, "<del>")
        self.assertNotContains(page, "Lindqvist")
        self.assertNotContains(page, moderator.email)

    def test_query_count_does_not_grow_with_the_history(self):
        listing = self.listing()
        for n in (3, 17):
            for _event in range(n):
                record_event(listing, "confirmed", by="employer", user=UserFactory())
            # session, user, listing, events; the user's and the group's permissions, for the footer
            with self.subTest(n), self.assertNumQueries(6):
                self.client.get(self.url("employer_listing_history", listing))

    def test_a_post_without_events_says_so(self):
        page = self.client.get(self.url("employer_listing_history", self.listing()))

        self.assertContains(page, "Nothing is noted here yet.")


class ChangePageTests(MemberTestCase):
    def live(self, **columns):
        return full_listing(employer=self.employer, **columns)

    def change_url(self, name, listing, *args):
        return reverse(f"listings:{name}", args=[listing.pk, *args])

    def begin(self, listing):
        return self.client.post(self.change_url("employer_change_create", listing))

    def edit(self, listing, step="job", **data):
        url = self.change_url("employer_change_step", listing, step)
        form = self.client.get(url).context["form"]
        shown = {
            name: "" if value is None else value
            for name, value in ((field.html_name, field.value()) for field in form)
            if value is not False
        }
        return self.client.post(url, shown | data)

    def test_a_change_is_begun_written_on_the_steps_and_sent_while_the_post_stays(self):
        listing = self.live(title="Old words")
        self.assertRedirects(
            self.begin(listing), self.change_url("employer_change_step", listing, "job")
        )

        self.edit(listing, title="New words")
        check = self.client.get(self.change_url("employer_change_check", listing))
        version = ListingRevision.objects.get().version
        response = self.client.post(
            self.change_url("employer_change_check", listing), {"version": version}
        )

        self.assertContains(check, "What changes")
        self.assertContains(check, "<del>")
        self.assertIn("A person reads it", said(response))
        revision = ListingRevision.objects.get()
        self.assertEqual(
            (revision.state, revision.snapshot["columns"]["title"]), ("in_review", "New words")
        )
        self.assertEqual(Listing.objects.get().title, "Old words")
        self.assertContains(self.client.get(listing.get_absolute_url()), "Old words")
        home = self.client.get(response.url)
        self.assertContains(home, "Your change is in review")

    def test_each_step_of_a_change_opens_with_what_is_public(self):
        listing = self.live(title="Old words")
        self.begin(listing)

        for step in ("job", "pay", "customers", "asked", "apply"):
            with self.subTest(step):
                page = self.client.get(self.change_url("employer_change_step", listing, step))
                self.assertContains(page, "change of a live post")
                self.assertFalse(page.context["form"].is_bound)

    def test_parts_of_other_steps_stay_when_one_is_saved(self):
        listing = self.live()
        self.begin(listing)

        self.edit(listing, title="New words")

        text = ListingRevision.objects.get().snapshot
        self.assertEqual(len(text["skills"]), 2)
        self.assertEqual(len(text["questions"]), 1)

    def test_nothing_changed_is_not_sent(self):
        listing = self.live()
        self.begin(listing)

        response = self.client.post(
            self.change_url("employer_change_check", listing), {"version": "1"}
        )

        self.assertIn("says the same", said(response))
        self.assertEqual(ListingRevision.objects.get().state, "draft")

    def test_it_is_taken_back_after_asking_once(self):
        listing = self.live()
        self.begin(listing)
        url = self.change_url("employer_change_withdraw", listing)
        self.assertContains(self.client.get(url), "Take this change back?")

        response = self.client.post(url)

        self.assertIn("Taken back", said(response))
        self.assertEqual(ListingRevision.objects.get().state, "withdrawn")
        self.assertIn("No change of this post", said(self.client.get(url)))

    def test_one_that_came_back_shows_why(self):
        listing = self.live()
        self.begin(listing)
        self.edit(listing, title="New words")
        revision = ListingRevision.objects.get()
        services.submit_change(revision=revision, seen_version=revision.version)
        services.return_change(
            revision=revision,
            moderator=ModeratorFactory(),
            version=revision.version,
            reason="Say more about the pay.",
        )

        page = self.client.get(self.change_url("employer_change_step", listing, "job"))

        self.assertContains(page, "Say more about the pay.")
        self.assertContains(
            self.client.get(self.url("employer_home")), "Your change came back with a comment"
        )

    def test_what_is_over_or_suspended_has_none(self):
        self.assertIn("neither live nor scheduled", said(self.begin(self.listing(closed=True))))
        listing = self.live()
        self.employer.suspended_at = timezone.now()
        self.employer.save()
        self.assertIn("may not publish posts", said(self.begin(listing)))
        self.assertFalse(ListingRevision.objects.exists())

    def test_a_colleagues_save_meanwhile_is_not_overwritten(self):
        listing = self.live()
        self.begin(listing)
        self.edit(listing, title="Mine")

        response = self.edit(listing, title="Theirs", version="1")

        self.assertEqual(response.status_code, 409)
        self.assertContains(response, "Theirs", status_code=409)
        title = ListingRevision.objects.get().snapshot["columns"]["title"]
        self.assertEqual(title, "Mine")

    def test_somebody_elses_post_is_not_there(self):
        other = ListingFactory(employer=EmployerMemberFactory().employer)
        services.open_change(other, None)

        self.assertEqual(self.begin(other).status_code, 404)
        for name in ("employer_change_check", "employer_change_withdraw"):
            self.assertEqual(self.client.get(self.change_url(name, other)).status_code, 404)


class HomeRowTests(MemberTestCase):
    def home(self, tab="live"):
        return self.client.get(self.url("employer_home"), {"tab": tab})

    def test_a_row_says_what_comes_next(self):
        returned = self.listing(in_review=True)
        services.return_listing(
            listing=returned, moderator=ModeratorFactory(), version=1, reason="No pay"
        )
        self.listing(state="rejected")
        self.listing(confirm_asked_at=timezone.now())
        self.listing(valid_through=timezone.now() + timedelta(days=2))

        self.assertContains(self.home("draft"), "Came back with a comment")
        self.assertContains(self.home("ended"), "It cannot be sent again")
        self.assertContains(self.home(), "Is it still open? We asked on")
        self.assertContains(self.home(), "closes in 2 days")

    def test_what_can_be_done_depends_on_the_state(self):
        listing = self.listing()
        page = self.home()
        for name in ("close", "extend", "history", "confirm"):
            self.assertContains(page, self.url(f"employer_listing_{name}", listing))
        self.assertContains(page, self.url("employer_change_create", listing))
        for kind, tab in (({"draft": True}, "draft"), ({"closed": True}, "ended")):
            other = self.listing(**kind)
            page = self.home(tab)
            self.assertNotContains(page, self.url("employer_change_create", other))
            self.assertNotContains(page, self.url("employer_listing_extend", other))

    def test_risk_is_never_shown(self):
        finding = {"rule": "fee", "quote": "CANARY", "weight": 60}
        listing = self.listing(in_review=True, risk=60, findings=[finding])
        for url in (
            f"{self.url('employer_home')}?tab=in_review",
            self.url("employer_listing_history", listing),
        ):
            self.assertNotContains(self.client.get(url), "CANARY")
