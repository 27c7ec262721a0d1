import json
from datetime import time
from decimal import Decimal

from django.test import SimpleTestCase, TestCase

from listings.models import Listing
from listings.screening import Question
from listings.snapshots import COLUMNS, Difference, Parts, differences, parts_of, restore, snapshot
from listings.weeks import Shift
from tests.factories import ListingFactory, MetricFactory, PlaceFactory, RoleFactory, SkillFactory

# Of a listing, and no part of what is advertised and reviewed.
NOT_TEXT = {
    "id", "employer", "reference", "skills", "hourly_guaranteed", "state", "version",
    "approved_version", "outcome", "date_posted", "valid_through", "submitted_at", "confirmed_at",
    "confirm_asked_at", "is_unconfirmed", "closed_at", "last_applied_at", "updated_at",
    "review_reasons", "findings", "risk", "fingerprint", "source", "source_id", "source_digest",
}  # fmt: skip


def full_listing(**columns) -> Listing:
    """A live listing with at least one row of each part."""
    listing = ListingFactory(education_min="none", **columns)
    listing.listing_skills.create(skill=SkillFactory(slug="zendesk"), is_essential=True)
    listing.listing_skills.create(skill=SkillFactory(slug="excel"), is_essential=False)
    listing.languages.create(language=SkillFactory(slug="spanish", language=True), level="B2")
    listing.channels.create(channel="phone", share=60)
    listing.channels.create(channel="chat", share=40)
    listing.shifts.create(weekday=0, starts=time(9), ends=time(17, 30))
    listing.targets.create(metric=MetricFactory(slug="csat"), target="88%")
    listing.screening_questions.create(
        position=1, text="Which shift?", kind="choice", choices="Days\nNights", is_required=False
    )
    return listing


class SnapshotTests(TestCase):
    def test_every_column_is_text_or_said_not_to_be(self):
        columns = {field.name for field in Listing._meta.get_fields() if field.concrete}

        self.assertEqual(columns - NOT_TEXT, set(COLUMNS))

    def test_it_is_json_and_brings_everything_back(self):
        listing = full_listing(client_name="Northgate Bank", weekly_hours=Decimal("37.5"))
        text = json.loads(json.dumps(snapshot(listing, parts_of(listing))))

        other = Listing()
        parts = restore(other, text)

        self.assertEqual(snapshot(other, parts), text)
        self.assertEqual(parts, parts_of(listing))
        for name in COLUMNS:
            self.assertEqual(getattr(other, name), getattr(Listing.objects.get(), name), name)

    def test_forty_hours_from_a_form_are_the_forty_of_the_table(self):
        stored = Listing.objects.get(pk=ListingFactory(weekly_hours=Decimal("40.0")).pk)
        typed = Listing.objects.get(pk=stored.pk)
        typed.weekly_hours, typed.salary_min = Decimal(40), Decimal("21.5")

        self.assertEqual(snapshot(stored, Parts()), snapshot(typed, Parts()))

    def test_rows_in_another_order_are_the_same_text(self):
        skills = {SkillFactory(): True, SkillFactory(): False}
        backwards = dict(reversed(skills.items()))
        listing = ListingFactory()

        self.assertEqual(
            snapshot(listing, Parts(skills=skills)), snapshot(listing, Parts(skills=backwards))
        )

    def test_a_skill_that_is_gone_is_left_out(self):
        gone = SkillFactory()
        listing = ListingFactory()
        text = snapshot(listing, Parts(skills={gone: True}))
        gone.delete()

        self.assertEqual(restore(listing, text), Parts())

    def test_what_it_costs(self):
        listing = full_listing()

        with self.assertNumQueries(6):  # one for each kind of rows
            parts = parts_of(listing)
        text = snapshot(listing, parts)
        with self.assertNumQueries(2):  # skills with languages, metrics
            restore(Listing(), text)
        with self.assertNumQueries(4):  # skills, metrics, roles, places
            differences(text, text)


class DifferenceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.listing = full_listing()

    def changed(self, parts=None, **columns):
        before = snapshot(self.listing, parts_of(self.listing))
        after = Listing.objects.get(pk=self.listing.pk)
        for name, value in columns.items():
            setattr(after, name, value)
        found = differences(before, snapshot(after, parts or parts_of(after)))
        return {one.field: (one.before, one.after) for one in found}

    def test_the_same_text_has_none(self):
        self.assertEqual(self.changed(), {})

    def test_money_has_its_unit_and_is_one_thing(self):
        self.assertEqual(
            self.changed(salary_min=Decimal(22), salary_max=Decimal("25.50")),
            {"pay": ("$21.50–$24.00 an hour", "$22.00–$25.50 an hour")},
        )
        self.assertEqual(
            self.changed(salary_min=None, salary_max=None, salary_currency="", salary_period=""),
            {"pay": ("$21.50–$24.00 an hour", "")},
        )

    def test_places_roles_and_choices_go_by_their_names(self):
        role = RoleFactory(title="Team lead")
        self.assertEqual(
            self.changed(place=PlaceFactory(cleveland=True), role=role, shift_pattern="night"),
            {
                "role": (self.listing.role.title, "Team lead"),
                "place": ("Columbus, OH", "Cleveland, OH"),
                "shift_pattern": ("Days", "Nights"),
            },
        )

    def test_where_remote_people_may_live_is_told_in_countries_and_states(self):
        self.assertEqual(
            self.changed(applicant_countries="US CA", applicant_states="OH MI")["applicants"],
            ("", "United States and Canada; in the US: Ohio and Michigan"),
        )

    def test_how_to_apply_is_one_thing_with_its_address(self):
        self.assertEqual(
            self.changed(apply_route="email", apply_email="jobs@example.org"),
            {"apply": ("On Rungs", "By email: jobs@example.org")},
        )

    def test_rows_are_told_by_their_names(self):
        parts = parts_of(self.listing)
        zendesk = next(skill for skill in parts.skills if skill.slug == "zendesk")
        parts.skills[zendesk] = False
        parts.channels = {"chat": 100}
        parts.shifts = [Shift(5, time(10), time(14))]
        parts.questions = [Question("Do you have a quiet room?", "yes_no")]
        parts.languages, parts.targets = {}, {}

        self.assertEqual(
            self.changed(parts),
            {
                "shifts": ("Mon, 9 a.m.–5:30 p.m.", "Sat, 10 a.m.–2 p.m."),
                "channels": ("Phone 60%, Chat 40%", "Chat 100%"),
                "targets": ("Csat: 88%", ""),
                "essential_skills": ("Zendesk", ""),
                "desirable_skills": ("Excel", "Excel, Zendesk"),
                "languages": ("Spanish, B2, at ease at work, needed", ""),
                "questions": (
                    "Which shift? (One of several answers, Days, Nights, may be left open)",
                    "Do you have a quiet room? (Yes or no)",
                ),
            },
        )


class WordsTests(SimpleTestCase):
    def words(self, before, after):
        return Difference("description", "Description", before, after).words

    def test_what_stayed_went_and_came_is_told_apart(self):
        self.assertEqual(
            self.words("You answer calls by day.", "You answer chats by day and night."),
            [
                ("same", "You answer"),
                ("removed", " calls"),
                ("added", " chats"),
                ("same", " by"),
                ("removed", " day."),
                ("added", " day and night."),
            ],
        )

    def test_both_texts_can_be_read_out_of_it(self):
        before = "# The job\n\n- calls\n- mails\n\nDays."
        after = "The job\n\n- calls\n- chats\n- mails\n\nNights and days. "
        pieces = self.words(before, after)

        for text, left_out in ((before, "added"), (after, "removed")):
            read = "".join(words for kind, words in pieces if kind != left_out)
            self.assertEqual("".join(read.split()), "".join(text.split()))

    def test_nothing_became_something(self):
        self.assertEqual(self.words("", "New words"), [("added", "New words")])
        self.assertEqual(self.words("Old words", ""), [("removed", "Old words")])

    def test_a_long_stretch_that_stayed_is_shortened_to_its_ends(self):
        middle = " ".join(f"word-{n}" for n in range(100))
        one = Difference("description", "Description", f"Old {middle} end", f"New {middle} fin")

        kinds = [kind for kind, _text in one.excerpt]
        same = one.excerpt[2][1]
        self.assertEqual(kinds, ["removed", "added", "same", "removed", "added"])
        self.assertIn("word-0", same)
        self.assertIn("word-99", same)
        self.assertIn(" … ", same)
        self.assertNotIn("word-50", same)

    def test_two_huge_texts_are_not_compared_word_by_word(self):
        before, after = "a b " * 2_500, "b a " * 2_500

        self.assertEqual(self.words(before, after), [("removed", before), ("added", after)])
