from datetime import datetime
from decimal import Decimal
from unittest import mock

from tests.factories import (
    ListingFactory,
)

from .posting_case import PAID, WHERE, StepCase


class TwoTabsTests(StepCase):
    def test_the_second_of_two_is_told_and_keeps_the_text(self):
        data = {"version": "1", "action": "next"}
        self.client.post(self.step_url("job"), data | {"title": "First"})

        response = self.client.post(self.step_url("job"), data | {"title": "Second"})
        quietly = self.client.post(
            self.step_url("customers"), {"version": "1", "action": "autosave", "channels": "chat"}
        )

        self.assertContains(response, "Somebody changed this post", status_code=409)
        self.assertContains(response, 'value="Second"', status_code=409)
        self.assertEqual(quietly.status_code, 409)
        self.assertIn("Somebody changed this post", quietly.json()["conflict"])
        self.draft.refresh_from_db()
        self.assertEqual((self.draft.title, self.draft.version), ("First", 2))

    def test_without_a_version_nothing_is_saved(self):
        for version in ("", "x", "0", "9" * 5000, "\x00"):
            response = self.client.post(
                self.step_url("job"), {"version": version, "title": "Changed"}
            )
            self.assertIn(response.status_code, {200, 409})
        self.draft.refresh_from_db()
        self.assertEqual(self.draft.title, "Chat agent")

    def test_sending_what_is_as_it_was_makes_no_new_version(self):
        self.draft.channels.create(channel="chat", share=100)

        self.send("customers", channels=["chat"], share_chat="100")

        self.draft.refresh_from_db()
        self.assertEqual(self.draft.version, 1)


class AutosaveTests(StepCase):
    def test_it_saves_the_step_and_tells_the_new_version(self):
        response = self.send("job", action="autosave", title="Evening agent")

        self.draft.refresh_from_db()
        answer = response.json()
        self.assertEqual(answer["version"], 2)
        self.assertEqual(
            datetime.fromisoformat(answer["saved_at"]).replace(microsecond=0),
            self.draft.updated_at.replace(microsecond=0),
        )
        self.assertEqual((self.draft.title, self.draft.version), ("Evening agent", 2))

    def test_what_is_wrong_is_told_by_field_and_nothing_is_half_written(self):
        response = self.send(
            "pay", action="autosave", salary_min="twenty", weekly_hours="12", **WHERE, **PAID
        )

        self.assertEqual(response.status_code, 200)
        self.assertEqual(list(response.json()["errors"]), ["salary_min"])
        self.assertEqual(response.json()["errors"]["salary_min"]["label"], "Guaranteed pay, from")
        self.draft.refresh_from_db()
        self.assertEqual((self.draft.version, self.draft.weekly_hours), (1, Decimal(40)))

    def test_it_is_limited(self):
        with mock.patch("listings.views.posting.steps.may", return_value=False):
            response = self.send("job", action="autosave", title="Evening agent")

        self.assertEqual(response.status_code, 429)
        self.draft.refresh_from_db()
        self.assertEqual(self.draft.title, "Chat agent")


class PreviewTests(StepCase):
    def preview(self, step, **data):
        return self.client.post(
            self.url("employer_listing_preview", self.draft), {"step": step} | data
        )

    def test_it_shows_what_is_typed_and_stores_nothing(self):
        response = self.preview(
            "pay", salary_min="48k", salary_max="", weekly_hours="37.5",
            salary_period="year", salary_currency="USD", work_mode="remote", countries="US",
        )  # fmt: skip

        self.assertContains(response, "from $24.62")
        self.assertContains(response, "from $48,000")
        self.assertContains(response, "37.5 hours a week")
        self.assertContains(response, "open to the US")
        self.draft.refresh_from_db()
        self.assertEqual((self.draft.version, self.draft.salary_min), (1, Decimal("21.50")))

    def test_what_is_typed_wrong_is_left_out_and_named(self):
        response = self.preview("pay", salary_min="24", salary_max="21.50", **WHERE, **PAID)

        self.assertContains(response, "from $24.00")
        self.assertContains(response, "Guaranteed pay, to")
        self.assertNotContains(response, "$21.50")

    def test_text_is_escaped(self):
        response = self.preview("job", title="<script>alert(1)</script>")

        self.assertContains(response, "&lt;script&gt;")
        self.assertNotContains(response, "<script>")

    def test_unknown_steps_and_others_posts_are_not_found(self):
        theirs = ListingFactory(employer=self.other, draft=True)
        address = self.url("employer_listing_preview", theirs)

        self.assertEqual(self.client.post(address, {"step": "job"}).status_code, 404)
        for step in ("check", "", "\x00", "nothing"):
            self.assertEqual(self.preview(step).status_code, 404)

    def test_it_is_limited(self):
        with mock.patch("listings.views.posting.preview.may", return_value=False):
            self.assertEqual(self.preview("job", title="x").status_code, 429)
