from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from cms.models import RoleSkill
from listings.forms.steps import FORMS
from listings.models import Listing
from tests.factories import (
    SkillFactory,
)
from tests.pages import said

from .posting_case import PAID, WHERE, StepCase


class WalkTests(StepCase):
    def test_a_post_is_written_step_by_step_and_sent_without_script(self):
        start = self.client.post(self.url("employer_listing_create"), {"title": "Chat agent"})
        listing = Listing.objects.exclude(pk=self.draft.pk).get()
        closing = (timezone.now() + timedelta(days=20)).date().isoformat()
        pages = {
            "job": {"title": "Chat agent", "role": self.role.pk, "description": "You chat."},
            "pay": WHERE | PAID | {
                "salary_min": "21.50", "salary_max": "24", "employment_type": "FULL_TIME",
                "weekly_hours": "40", "shift_pattern": "day",
                "starts_0_1": "09:00", "ends_0_1": "17:00",
            },
            "customers": {"channels": ["chat"], "share_email": "40", "share_chat": "60"},
            "asked": {"essential_skills": "Zendesk", "education_min": "none"},
            "apply": {"apply_route": "on_site", "closes_on": closing, "reply_within_days": "7",
                      "is_sift_anonymous": "on", "ask_1": "Can you work Saturdays?",
                      "ask_kind_1": "yes_no"},
        }  # fmt: skip
        self.assertRedirects(start, self.step_url("job", listing))
        where_next = [*list(pages)[1:], "check"]
        for step, following in zip(pages, where_next, strict=True):
            response = self.send(step, listing, **pages[step])
            self.assertRedirects(response, self.step_url(following, listing))
        check = self.client.get(self.step_url("check", listing))
        self.assertContains(check, "It states what every post must state.")
        self.assertContains(check, "Can you work Saturdays?", count=0)
        self.assertContains(check, "60%")
        listing.refresh_from_db()
        sent = self.send("check", listing)

        self.assertIn("Sent.", said(sent))
        listing.refresh_from_db()
        self.assertEqual((listing.state, listing.version), ("in_review", 6))
        self.assertEqual(
            (listing.slug, listing.salary_max, listing.place, listing.time_zone),
            ("chat-agent", Decimal(24), self.place, "America/New_York"),
        )
        self.assertTrue(listing.is_sift_anonymous)
        self.assertEqual(
            {row.channel: row.share for row in listing.channels.all()}, {"chat": 60, "email": 40}
        )
        self.assertEqual(listing.shifts.get().starts, time(9))
        self.assertEqual(listing.screening_questions.get().kind, "yes_no")

    def test_a_step_leaves_what_other_steps_wrote(self):
        self.draft.listing_skills.create(skill=self.zendesk)
        self.draft.channels.create(channel="chat")
        self.draft.shifts.create(weekday=0, starts=time(9), ends=time(17))
        Listing.objects.filter(pk=self.draft.pk).update(training="Two weeks.")

        self.send("asked", education_min="none", essential_skills="Zendesk")
        self.send("customers", channels=["email"])

        self.draft.refresh_from_db()
        self.assertEqual((self.draft.training, self.draft.education_min), ("Two weeks.", "none"))
        self.assertEqual(self.draft.salary_min, Decimal("21.50"))
        self.assertEqual(self.draft.channels.get().channel, "email")
        self.assertTrue(self.draft.shifts.exists())
        self.assertTrue(self.draft.listing_skills.exists())

    def test_gaps_are_no_errors_but_what_is_wrong_is(self):
        for step, data in {
            "job": {"title": "Chat agent"},
            "pay": PAID,
            "customers": {},
            "asked": {},
            "apply": {"apply_route": "on_site"},
        }.items():
            with self.subTest(step):
                self.assertEqual(self.send(step, **data).status_code, 302)
        for step, data, field in [
            ("job", {"title": ""}, "title"),
            ("pay", WHERE | PAID | {"salary_min": "twenty"}, "salary_min"),
            ("pay", PAID | {"work_mode": "moon"}, "work_mode"),
            ("pay", PAID | {"starts_0_1": "9"}, "starts_0_1"),
            ("customers", {"share_chat": "70"}, "channels"),
            ("asked", {"essential_skills": "Zzzz"}, "essential_skills"),
            ("apply", {"apply_route": "email"}, "apply_email"),
            ("apply", {"apply_route": "on_site", "closes_on": "2020-01-01"}, "closes_on"),
        ]:
            with self.subTest(f"{step} {field}"):
                self.assertIn(field, self.errors(self.send(step, **data)))

    def test_a_place_may_wait_and_nothing_of_that_is_shown(self):
        self.send("pay", work_mode="hybrid", place="", **PAID)

        self.draft.refresh_from_db()
        self.assertEqual((self.draft.place, self.draft.work_mode), (None, "hybrid"))
        page = self.client.get(self.step_url("pay"))
        self.assertEqual(page.context["form"]["location_note"].value(), "")
        self.assertContains(self.client.get(self.step_url("check")), "Name the town or city.")

    def test_buttons_lead_where_they_say(self):
        for action, expected in [
            ("next", self.step_url("asked")),
            ("back", self.step_url("pay")),
            ("save", self.step_url("customers")),
            ("go:apply", self.step_url("apply")),
            ("go:check", self.step_url("check")),
            ("go:elsewhere", self.step_url("asked")),
            ("leave", f"{self.url('employer_home')}?tab=draft"),
            ("nonsense", self.step_url("asked")),
        ]:
            with self.subTest(action):
                response = self.send("customers", channels=["chat"], action=action)
                self.assertEqual(response["Location"], expected)

    def test_one_resumes_at_the_first_step_that_needs_something(self):
        for change, step in [
            ({}, "customers"),
            ({"weekly_hours": None}, "pay"),
            ({"description": ""}, "job"),
        ]:
            Listing.objects.filter(pk=self.draft.pk).update(**change)
            response = self.client.get(self.url("employer_listing_update", self.draft))
            self.assertRedirects(response, self.step_url(step))

    def test_two_amounts_in_the_wrong_order_are_swapped_by_a_button(self):
        data = WHERE | PAID | {"salary_min": "24", "salary_max": "21.50"}

        page = self.send("pay", **data)
        swapped = self.send("pay", action="swap", **data)

        self.assertContains(page, "Enter $24.00 or more, or swap the two amounts.")
        self.assertContains(page, 'value="swap"')
        self.assertContains(page, "Not shown until it is put right:")
        self.assertContains(swapped, 'name="salary_min" value="21.50"')
        self.assertNotContains(swapped, 'value="swap"')

    def test_what_the_request_adds_of_state_or_employer_is_ignored(self):
        stolen = {
            "state": "approved",
            "employer": self.other.pk,
            "approved_version": "1",
            "date_posted": "2020-01-01",
            "source": "feed",
            "slug": "x",
            "client_name": "Big Bank",
        }
        self.send("job", title="New words", **stolen)

        self.draft.refresh_from_db()
        listing = self.draft
        self.assertEqual(
            (listing.state, listing.employer, listing.approved_version, listing.date_posted),
            ("draft", self.employer, None, None),
        )
        self.assertEqual((listing.source, listing.slug, listing.version), ("", "new-words", 2))
        self.assertEqual(listing.client_name, "")

    def test_agencies_say_for_whom(self):
        self.employer.kind = "outsourcer"
        self.employer.save()

        both = self.send("job", title="x", client_name="Big Bank", is_client_hidden="on")
        self.send("job", title="x", is_client_hidden="on")

        self.assertIn("Both cannot be true.", self.errors(both)["client_name"])
        self.draft.refresh_from_db()
        self.assertTrue(self.draft.is_client_hidden)

    def test_in_another_zone_five_in_the_afternoon_stays_five(self):
        closing = datetime(2027, 1, 20, 22, tzinfo=UTC)  # 5 p.m. in Columbus
        Listing.objects.filter(pk=self.draft.pk).update(valid_through=closing)

        self.send("pay", time_zone="America/Los_Angeles", **WHERE, **PAID)

        self.draft.refresh_from_db()
        self.assertEqual(self.draft.valid_through, closing + timedelta(hours=3))

    def test_a_last_day_is_proposed_and_counts_once_the_step_is_sent(self):
        page = self.client.get(self.step_url("apply"))
        proposed = page.context["form"]["closes_on"].value()
        self.assertEqual(Listing.objects.get(pk=self.draft.pk).valid_through, None)

        self.send("apply", apply_route="on_site", closes_on=proposed.isoformat())

        self.draft.refresh_from_db()
        self.assertEqual(self.draft.valid_through.astimezone(UTC).date(), proposed)

    def test_an_address_of_a_way_not_taken_holds_nothing_up(self):
        closes = (timezone.now() + timedelta(days=20)).date().isoformat()
        dates = {"closes_on": closes, "apply_email": "nobody"}

        refused = self.send("apply", apply_route="external", apply_url="http://bad", **dates)
        self.assertEqual(
            self.errors(refused), {"apply_url": "Write an address that starts with https://"}
        )
        taken = self.send("apply", apply_route="on_site", apply_url="http://bad", **dates)

        self.assertRedirects(taken, self.step_url("check"))
        self.draft.refresh_from_db()
        self.assertEqual((self.draft.apply_url, self.draft.apply_email), ("", ""))

    def test_a_number_that_cannot_be_is_met_with_what_to_write(self):
        hours = "Write the hours a week as a number from 1 to 80, like 40 or 37.5."
        for typed in ("forty", "0", "400", "40.25", "1e999", "NaN"):
            with self.subTest(typed):
                page = self.send("pay", weekly_hours=typed)
                self.assertIn(hours, self.errors(page)["weekly_hours"])
                self.assertContains(page, f'value="{typed}"')
        page = self.send("asked", experience_months="-3")
        self.assertEqual(
            self.errors(page)["experience_months"],
            "Write the months as a whole number, 0 to 360.",
        )

    def test_skills_are_suggested_and_added_with_one_press(self):
        RoleSkill.objects.create(role=self.role, skill=self.zendesk, is_essential=True)
        named = SkillFactory(preferred_label="De-escalation")
        Listing.objects.filter(pk=self.draft.pk).update(description="De-escalation is the work.")

        page = self.client.get(self.step_url("asked"))
        self.send("asked", action="add:essential_skills:De-escalation", education_min="none")
        after = self.client.get(self.step_url("asked"))

        self.assertContains(page, 'value="add:essential_skills:De-escalation"')
        self.assertContains(page, 'value="add:essential_skills:Zendesk"')
        self.assertEqual(self.draft.listing_skills.get().skill, named)
        self.draft.refresh_from_db()
        self.assertEqual(self.draft.education_min, "none")
        self.assertNotContains(after, 'value="add:essential_skills:De-escalation"')

    def test_strange_actions_add_nothing(self):
        for action in ("add:title:x", "add:essential_skills", "add", "add:essential_skills:Zzz"):
            response = self.send("asked", action=action)
            self.assertIn(response.status_code, {200, 302})
        self.assertFalse(self.draft.listing_skills.exists())

    def test_unknown_steps_are_not_found(self):
        for step in ("nothing", "job-2", "review-1"):
            self.assertEqual(self.client.get(self.step_url(step)).status_code, 404)

    def test_client_input_never_breaks_a_step(self):
        for value in ("\x00", "9" * 5000, "٣"):
            for step, form in {step.slug: form for step, form in FORMS.items()}.items():
                fields = form(post=_post(self.draft)).fields
                with self.subTest(f"{step} {value[:5]}"):
                    response = self.send(step, **dict.fromkeys(fields, value))
                    self.assertIn(response.status_code, {200, 302, 409})


def _post(listing):
    from listings.posting.posts import ListingPost

    return ListingPost(Listing.objects.select_related("employer", "place").get(pk=listing.pk))
