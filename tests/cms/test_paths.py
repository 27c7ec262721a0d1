"""Career paths: an editor's words, and what the ladder knows of each rung."""

from decimal import Decimal
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset

from cms.models import CareerPathPage, PathRung, Role, RoleSkill
from cms.vocabulary import RoleFamily
from tests.cms.desk_case import DeskTests, guide_form
from tests.cms.factories import PageTree, WageFactory
from tests.factories import ListingFactory, RoleFactory, SkillFactory

TEXT = {"type": "text", "value": "<p>Ask <b>early</b>.</p>"}


class CareerPathPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.low = RoleFactory(title="Low rung", soc_code="43-4051")
        cls.mid = RoleFactory(
            title="Mid rung", ladder_level=2, soc_code="15-1232", family=RoleFamily.TECHNICAL
        )
        cls.top = RoleFactory(
            title="Top rung", ladder_level=4, soc_code="43-1011", soc_is_proxy=True
        )
        cls.low.steps_out.create(
            to_role=cls.mid, kind="promotion", condition="Solve what others pass on"
        )
        WageFactory()
        WageFactory(soc_code="15-1232", hourly_median=Decimal("28.21"))
        WageFactory(soc_code="43-1011", hourly_median=Decimal("33.41"))
        cls.known, cls.new = SkillFactory(), SkillFactory(preferred_label="Reading logs")
        RoleSkill.objects.create(role=cls.low, skill=cls.known)
        for role in (cls.mid, cls.top):
            RoleSkill.objects.create(role=role, skill=cls.known)
            RoleSkill.objects.create(role=role, skill=cls.new)
        cls.path = cls.tree.path([cls.low, cls.mid, cls.top], body=[TEXT])

    def path_with_repeated(self, *roles):
        """As rows from before the rule: the first role once more at the end."""
        path = self.tree.path(roles, "round")
        PathRung.objects.create(page=path, role=roles[0], sort_order=9)

    def get(self):
        response = self.client.get("/guides/a-path/")
        self.assertEqual(response.status_code, 200)
        return response

    def route(self):
        return self.get().context["route"]

    def test_the_rungs_stand_in_the_editors_order_with_words_and_checked_line(self):
        response = self.get()

        self.assertEqual(
            [rung.role.title for rung in response.context["route"].rungs],
            ["Low rung", "Mid rung", "Top rung"],
        )
        self.assertContains(response, "<b>early</b>")
        self.assertContains(response, "By Rungs editors · 1 minute · checked")

    def test_a_rung_asks_for_what_the_ones_below_do_not(self):
        low, mid, top = self.route().rungs

        self.assertEqual(mid.gap.missing_names, ["Reading logs"])
        self.assertEqual(top.gap.missing_names, [])
        self.assertEqual(low.gap.missing_names, [])

    def test_a_step_in_pay_stands_between_two_occupations_of_their_own_alone(self):
        low, mid, top = self.route().rungs

        self.assertIsNone(low.pay_step)
        self.assertEqual(mid.pay_step, Decimal("8.21"))
        self.assertIsNone(top.pay_step)
        response = self.get()
        self.assertContains(response, "+$8.21")
        self.assertContains(response, "no published step")

    def test_a_step_that_the_ladder_does_not_know_has_no_condition(self):
        _low, mid, top = self.route().rungs

        self.assertEqual(mid.step.condition, "Solve what others pass on")
        self.assertIsNone(top.step)
        self.assertContains(self.get(), "Solve what others pass on.")

    def test_its_rungs_are_counted_even_where_two_stand_at_one_height(self):
        Role.objects.update(ladder_level=2)

        self.assertContains(self.get(), "<dt>rungs</dt><dd>3</dd>")

    def test_nobody_is_told_that_they_stand_on_it(self):
        response = self.get()

        self.assertNotContains(response, "You are here")
        self.assertNotContains(response, "stop-you")

    def test_open_jobs_and_guides_of_each_rung_are_named(self):
        ListingFactory(role=self.mid)
        self.tree.guide("about-mid", roles=[self.mid])
        self.tree.guide("draft-about-mid", roles=[self.mid], live=False)

        response = self.get()

        self.assertEqual([rung.open_jobs for rung in response.context["route"].rungs], [0, 1, 0])
        self.assertContains(response, 'href="/guides/about-mid/"')
        self.assertNotContains(response, "draft-about-mid")

    def test_a_role_that_is_deleted_takes_its_rung_along(self):
        self.mid.delete()

        self.assertEqual(len(self.route().rungs), 2)

    def test_a_path_without_a_rung_still_stands(self):
        self.path.rungs = []
        self.path.save()

        self.assertNotContains(self.get(), "Rung by rung")

    def test_the_same_role_twice_breaks_nothing(self):
        self.path_with_repeated(self.low, self.mid)

        self.assertEqual(self.client.get("/guides/round/").status_code, 200)

    def test_query_count_does_not_grow_with_rungs_skills_and_guides(self):
        def count(address):
            self.client.get(address)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(address)
            return len(queries)

        roles = [RoleFactory(ladder_level=n, soc_code="43-4051") for n in range(1, 7)]
        for below, above in pairwise(roles):
            below.steps_out.create(to_role=above, kind="promotion")
            for _ in range(3):
                RoleSkill.objects.create(role=above, skill=SkillFactory())
            self.tree.guide(f"about-{above.pk}", roles=[above])
        self.tree.guide("about-low", roles=[self.low])
        self.tree.path(roles, "long", body=[TEXT])

        # Wagtail's six, rungs, their roles, sources, crumbs, the route's five, what to read about what
        # is missing, related guides and their roles; the terms that the text may mark
        self.assertEqual(count("/guides/a-path/"), count("/guides/long/"))
        self.assertLessEqual(count("/guides/long/"), 21)

    def test_a_role_names_the_paths_that_lead_through_it_once(self):
        self.tree.role_page(self.mid)
        self.path_with_repeated(self.mid, self.top)
        hidden = self.tree.path([self.mid, self.top], "hidden")
        CareerPathPage.objects.filter(pk=hidden.pk).update(live=False)

        response = self.client.get(f"/roles/{self.mid.slug}/")

        self.assertEqual([path.slug for path in response.context["paths"]], ["a-path", "round"])
        self.assertContains(response, 'href="/guides/a-path/"')


class RungsOnceTests(DeskTests):
    """An editor sends a path with these rungs."""

    def send(self, *roles, **changes):
        rungs = [{"id": "", "role": role.pk} for role in roles]
        form = guide_form(self.role, slug="a-way", rungs=inline_formset(rungs), **changes)
        return self.client.post(
            reverse("wagtailadmin_pages:add", args=("cms", "careerpathpage", self.tree.guides.pk)),
            form,
        )

    def test_a_role_that_stands_twice_is_refused_beside_its_second_rung(self):
        lead = RoleFactory()
        response = self.send(self.role, lead, self.role, **{"action-submit": "1"})

        rungs = response.context["form"].formsets["rungs"]
        self.assertEqual([form.errors.keys() for form in rungs], [set(), set(), {"role"}])
        self.assertContains(response, "This role is a rung of the path already.")
        self.send(self.role, lead, **{"action-submit": "1"})
        self.assertTrue(CareerPathPage.objects.filter(slug="a-way").exists())

    def test_a_draft_with_it_is_kept_and_cannot_go_live(self):
        self.send(self.role, self.role)

        draft = CareerPathPage.objects.get(slug="a-way")
        with self.assertRaisesMessage(ValidationError, "names a role twice"):
            draft.get_latest_revision().publish()
        self.assertFalse(Page.objects.get(pk=draft.pk).live)
