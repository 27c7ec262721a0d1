"""What a change would do to matches: the same as it does once it is saved."""

from itertools import zip_longest

import numpy as np
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import RoleSkill, Skill, ToolFamily
from cms.vocabulary import SkillKind
from listings.models import Listing
from matching.profile_queries import profile_queries
from matching.staff.preview import PLACES, VISIBLE, Bench, preview, stand_ins_of
from matching.staff.proposals import Spotter, Taxonomy
from tests.factories import RoleFactory, SkillFactory
from tests.matching.staff_case import HealthTestCase, make_desk_user


class PreviewTestCase(HealthTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        for role, skills in [
            (cls.csr, [cls.zendesk, cls.chat, cls.empathy]),
            (cls.lead, [cls.coaching, cls.empathy, cls.spanish]),
        ]:
            for skill in skills:
                RoleSkill.objects.create(role=role, skill=skill)
        case = cls()
        case.some_listings()
        texts = [
            "You reset passwords and answer in live chat.",
            "Web chat, Freshdesk and phone. You reset passwords.",
            "You coach a team of ten, in Spanish.",
            "Order desk: you enter orders, then e-mail them.",
        ]
        for n in range(24):
            role = [cls.csr, cls.lead][n % 3 == 2]
            skills = [[cls.freshdesk, cls.empathy], [cls.chat, cls.orders], [cls.coaching]][n % 3]
            case.listing(*skills, role=role, title=f"Agent {n}", description=texts[n % 4])

    def setUp(self):
        super().setUp()
        self.build()

    def foretold(self, change):
        before = Taxonomy.load()
        bench = Bench()
        return before, bench, preview(bench, before, change(before))

    def assert_comes_true(self, change, save):
        """The oracle: save for good, build anew, rank each stand-in again and compare by hand."""
        before, bench, told = self.foretold(change)
        old = self.ranked(bench.index, before, stand_ins := list(stand_ins_of(before)))
        save()
        self.build()
        new = self.ranked(Bench().index, Taxonomy.load(), stand_ins)
        keys = sorted(old[0][1])
        touched = {
            key
            for (_first, one), (_next, other) in zip(old, new, strict=True)
            for key in keys
            if abs(one[key] - other[key]) >= VISIBLE
        }
        changes = {}
        for (role, _asked), (first, one), (following, other) in zip(
            stand_ins, old, new, strict=True
        ):
            places = sum(a != b for a, b in zip_longest(first, following))
            if places:
                changes[role.pk] = (
                    places,
                    {key: (one[key], other[key]) for key in following if key not in first},
                    {key: (one[key], other[key]) for key in first if key not in following},
                )
        self.assertEqual(told.touched, len(touched))
        self.assertEqual(
            {c.role.pk: c.places for c in told.changes}, {k: v[0] for k, v in changes.items()}
        )
        for change_ in told.changes:
            _places, entered, left = changes[change_.role.pk]
            for moves, expected in [(change_.entered, entered), (change_.left, left)]:
                self.assertEqual({move.listing for move in moves}, set(expected))
                for move in moves:
                    np.testing.assert_allclose(
                        (move.before, move.after), expected[move.listing], atol=1e-5
                    )
        return told

    def ranked(self, index, taxonomy, stand_ins):
        """First places and scores of each stand-in, read as the site reads a person."""
        snapshots = [taxonomy.stand_in(role, asked) for role, asked in stand_ins]
        keys = sorted(Listing.objects.open().values_list("pk", flat=True))
        found = []
        for each in profile_queries(snapshots, index):
            scores = dict(zip(keys, index.score(each.query, keys).tolist(), strict=True))
            found.append((index.rank(each.query, PLACES, keys).keys.tolist(), scores))
        return found


class ForetellingTests(PreviewTestCase):
    def test_another_transfer_does_what_was_told(self):
        family = ToolFamily.objects.get()

        told = self.assert_comes_true(
            lambda t: t.with_transfer(family.pk, 0.1),
            lambda: ToolFamily.objects.filter(pk=family.pk).update(transfer=0.1),
        )

        self.assertTrue(told.touched)
        self.assertEqual(told.reread, 0)

    def test_a_new_label_does_what_was_told(self):
        def save():
            self.empathy.alt_labels = "reset passwords\nWeb chat"
            self.empathy.save()

        told = self.assert_comes_true(
            lambda t: t.with_skill(self.empathy.pk, alt_labels="reset passwords\nWeb chat"), save
        )

        self.assertTrue(told.changes)
        self.assertEqual(
            told.reread, Listing.objects.filter(description__contains="passwords").count()
        )

    def test_a_label_taken_away_does_what_was_told(self):
        def save():
            self.chat.preferred_label = "Messaging"
            self.chat.save()

        told = self.assert_comes_true(
            lambda t: t.with_skill(self.chat.pk, preferred_label="Messaging"), save
        )

        self.assertTrue(told.touched)

    def test_a_skill_that_counts_no_more_does_what_was_told(self):
        def save():
            self.empathy.is_matchable = False
            self.empathy.save()

        told = self.assert_comes_true(
            lambda t: t.with_skill(self.empathy.pk, is_matchable=False), save
        )

        self.assertTrue(told.changes)
        self.assertTrue(told.reread)

    def test_a_skill_that_begins_to_count_does_what_was_told(self):
        self.orders.is_matchable = False
        self.orders.save()
        self.build()

        def save():
            self.orders.is_matchable = True
            self.orders.save()

        told = self.assert_comes_true(
            lambda t: t.with_skill(self.orders.pk, is_matchable=True), save
        )

        self.assertTrue(told.touched)

    def test_a_tool_in_no_family_does_what_was_told(self):
        def save():
            self.freshdesk.tool_family = None
            self.freshdesk.save()

        told = self.assert_comes_true(
            lambda t: t.with_skill(self.freshdesk.pk, tool_family=None), save
        )

        self.assertTrue(told.touched)

    def test_other_skills_of_a_role_do_what_was_told(self):
        asked = [self.orders.pk, self.coaching.pk]

        def save():
            RoleSkill.objects.filter(role=self.csr).delete()
            for skill in asked:
                RoleSkill.objects.create(role=self.csr, skill_id=skill)
            self.csr.save()

        # The stand-ins stay who they are: people do not change because a role does.
        self.assert_comes_true(lambda t: t.with_asks(self.csr.pk, asked), save)

    def test_nothing_is_written(self):
        before = list(Skill.objects.values()), list(ToolFamily.objects.values())
        self.foretold(lambda t: t.with_transfer(ToolFamily.objects.get().pk, 0.1))
        self.foretold(lambda t: t.with_skill(self.chat.pk, preferred_label="x", is_matchable=False))

        self.assertEqual((list(Skill.objects.values()), list(ToolFamily.objects.values())), before)

    def test_the_same_values_change_nothing(self):
        _before, _bench, told = self.foretold(
            lambda t: t.with_skill(self.chat.pk, alt_labels=self.chat.alt_labels)
        )

        self.assertTrue(told.changes_nothing)

    def test_the_term_that_moved_a_listing_is_the_one_whose_points_changed_most(self):
        _before, _bench, told = self.foretold(
            lambda t: t.with_skill(self.empathy.pk, is_matchable=False)
        )

        terms = {move.term for change in told.changes for move in (*change.entered, *change.left)}
        self.assertIn("skill:empathy", terms)

    def test_listings_that_closed_or_changed_since_are_left_out(self):
        first, second, *_others = Listing.objects.order_by("pk")
        Listing.objects.filter(pk=first.pk).update(state="closed", outcome="hired")
        second.title, second.version = "Other words", second.version + 1
        second.save()

        bench = Bench()

        self.assertEqual(bench.newer, 1)
        self.assertTrue({first.pk, second.pk}.isdisjoint(bench.open_keys.tolist()))

    def test_where_the_vocabulary_is_newer_than_the_index_there_is_nothing_to_try_it_on(self):
        self.chat.save()

        self.assertIsNone(Bench().index)
        with self.assertRaisesMessage(ValueError, "no index"):
            preview(Bench(), Taxonomy.load(), Taxonomy.load())


class SpotterTests(HealthTestCase):
    def test_no_text_is_passed_over_in_which_a_label_is_found(self):
        for label, text in [
            ("email support", "E-mail support"),
            ("e-mail support", "You give email-support."),
            ("Q&A", "Questions (Q and A) each week"),
            ("café work", "CAFE\u0301 WORK"),
            ("strasse", "Straße"),
            ("live chat", "li\u00adve chat"),
            ("live chat", "live female chat"),  # a gender is blanked out before reading
            ("customer's voice", "the customer\u2019s voice"),
            ("C++", "we write c++ here"),
            ("\u65e5\u672c\u8a9e", "\u65e5\u672c\u8a9e"),
        ]:
            with self.subTest(label, text=text):
                self.assertTrue(Spotter([(label, "it")]).holds("A title", text))

    def test_other_texts_are_passed_over(self):
        self.assertFalse(Spotter([("live chat", "it")]).holds("Chat live", "alive chats"))
        self.assertFalse(Spotter([]).holds("live chat"))


class PreviewPageTests(PreviewTestCase):
    def page(self, row, **values):
        desk = {SkillKind.TOOL: "tool", SkillKind.LANGUAGE: "language"}.get(
            getattr(row, "kind", None), row._meta.model_name
        )
        return self.client.get(f"/admin/matching/preview/{desk}/{row.pk}/", values)

    def test_the_form_begins_with_what_is_there_and_tells_nothing_yet(self):
        response = self.page(ToolFamily.objects.get())

        self.assertContains(response, 'value="0.8"')
        self.assertNotIn("preview", response.context)

    def test_it_tells_who_comes_in_and_who_drops_out_and_by_which_word(self):
        response = self.page(self.empathy, **{"try": "1", "preferred_label": "Empathy"})

        self.assertContains(response, "comes in")
        self.assertContains(response, "drops out")
        self.assertContains(response, "first places would hold another listing")
        rows = [row for each in response.context["changes"] for row in each["rows"]]
        self.assertIn("Empathy", {row["term"] for row in rows})
        self.assertContains(response, rows[0]["listing"].get_absolute_url())
        self.empathy.refresh_from_db()
        self.assertTrue(self.empathy.is_matchable)

    def test_it_says_in_words_that_nothing_changes(self):
        response = self.page(ToolFamily.objects.get(), **{"try": "1", "transfer": "0.8"})

        self.assertContains(response, "Nothing would change in matches")

    def test_other_skills_of_a_role_can_be_tried_and_importance_is_said_not_to_count(self):
        response = self.page(
            self.csr, **{"try": "1", "kept": [self.chat.pk], "added_1": self.coaching.pk}
        )

        self.assertContains(response, "not in matches")
        self.assertTrue(response.context["preview"].touched)
        asked = response.context["form"].proposed.asks[self.csr.pk]
        self.assertEqual(asked, (self.chat.pk, self.coaching.pk))

    def test_a_family_is_asked_of_tools_only(self):
        self.assertIn("tool_family", self.page(self.zendesk).context["form"].fields)
        self.assertNotIn("tool_family", self.page(self.spanish).context["form"].fields)

    def test_values_that_are_none_are_refused_beside_their_field_and_nothing_is_told(self):
        for row, values in [
            (ToolFamily.objects.get(), {"transfer": "1.5"}),
            (ToolFamily.objects.get(), {"transfer": "nan"}),
            (ToolFamily.objects.get(), {"transfer": "9" * 5000}),
            (self.chat, {"preferred_label": ""}),
            (self.chat, {"preferred_label": "a\x00b"}),
            (self.zendesk, {"preferred_label": "Zendesk", "tool_family": "9" * 5000}),
            (self.csr, {"kept": "9" * 5000}),
            (self.csr, {"added_1": "x"}),
        ]:
            with self.subTest(values):
                response = self.page(row, **{"try": "1"}, **values)
                # A NUL never gets as far as the form.
                self.assertIn(response.status_code, {200, 400})
                if response.status_code == 200:
                    self.assertTrue(response.context["form"].errors)
                    self.assertNotIn("preview", response.context)

    def test_rows_of_other_desks_or_none_are_not_found(self):
        for address in [
            f"skill/{self.zendesk.pk}", f"tool/{self.chat.pk}", "role/999999", "toolfamily/999999",
            f"careerstep/{self.csr.pk}", "toolfamily/" + "9" * 30,
        ]:  # fmt: skip
            with self.subTest(address):
                response = self.client.get(f"/admin/matching/preview/{address}/")
                self.assertEqual(response.status_code, 404)

    def test_while_the_index_is_older_than_the_skills_it_says_so(self):
        self.chat.save()

        response = self.page(self.chat, **{"try": "1", "preferred_label": "Messaging"})

        self.assertContains(response, "Skills or roles changed a moment ago")
        self.assertNotIn("preview", response.context)

    def test_the_page_is_reached_from_the_form_and_from_the_list(self):
        address = f"/admin/matching/preview/tool/{self.zendesk.pk}/"
        for page in [
            reverse("wagtailsnippets_cms_tool:edit", args=[self.zendesk.pk]),
            reverse("wagtailsnippets_cms_tool:list"),
        ]:
            self.assertContains(self.client.get(page), address)

    def test_only_who_may_change_the_table_may_try(self):
        address = f"/admin/matching/preview/toolfamily/{ToolFamily.objects.get().pk}/"
        self.client.force_login(make_desk_user("change_skill"))
        self.assertEqual(self.client.get(address).status_code, 302)
        self.client.force_login(make_desk_user("change_toolfamily"))
        self.assertEqual(self.client.get(address).status_code, 200)

    def test_as_many_queries_with_more_listings_and_roles(self):
        def count():
            self.build()
            values = {"try": "1", "preferred_label": "Empathy"}
            self.page(self.empathy, **values)
            with CaptureQueriesContext(connection) as queries:
                self.page(self.empathy, **values)
            return len(queries)

        few = count()
        for _ in range(4):
            role = RoleFactory()
            skills = [SkillFactory(), self.empathy]
            for skill in skills:
                RoleSkill.objects.create(role=role, skill=skill)
            self.listing(*skills, role=role)

        self.assertEqual(count(), few)
