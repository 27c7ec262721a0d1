"""Two roles become one, with their steps, paths and pages."""

import json
from datetime import date

from django.test import TestCase
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.merging import merge, plan_merge
from cms.models import (
    CareerPathPage,
    CareerStep,
    Industry,
    PathRung,
    RolePage,
    RoleSkill,
    SeedRecord,
)
from listings import services
from profiles.models import Experience
from tests.cms.factories import PageTree
from tests.cms.pointing import pointing_at
from tests.factories import (
    CandidateFactory,
    ListingFactory,
    RoleFactory,
    SkillFactory,
    UserFactory,
)


class RolesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.stays = RoleFactory(slug="csr", title="Representative")
        cls.goes = RoleFactory(slug="care-agent", title="Care Agent", alt_titles="Care worker")
        cls.lead = RoleFactory(slug="lead", ladder_level=3)

    def test_references_of_every_kind_follow_and_none_is_lost(self):
        retail = Industry.objects.create(slug="retail", title="Retail")
        self.goes.industries.add(retail)
        candidate = CandidateFactory(current_role=self.goes, target_role=self.goes)
        Experience.objects.create(candidate=candidate, title="Agent", role=self.goes)
        listing = ListingFactory(role=self.goes)
        self.goes.steps_out.create(to_role=self.lead, kind="promotion")
        RoleSkill.objects.create(role=self.goes, skill=SkillFactory())
        guide = self.tree.guide(roles=[self.goes])
        before = pointing_at(self.goes, self.stays)

        merge(self.goes, self.stays)

        self.assertEqual(pointing_at(self.stays), before)
        self.assertEqual(before, 8)
        candidate.refresh_from_db()
        listing.refresh_from_db()
        self.assertEqual(
            {candidate.current_role, candidate.target_role, listing.role}, {self.stays}
        )
        self.assertEqual(list(self.stays.industries.all()), [retail])
        self.assertEqual([role.slug for role in type(guide).objects.get().roles.all()], ["csr"])
        self.stays.refresh_from_db()
        self.assertEqual(self.stays.other_titles, ["Care Agent", "Care worker"])

    def test_steps_between_the_two_vanish_and_of_equal_steps_one_stays(self):
        self.goes.steps_out.create(to_role=self.stays, kind="lateral")
        self.stays.steps_out.create(to_role=self.goes, kind="lateral")
        self.stays.steps_out.create(to_role=self.lead, kind="promotion", frequency=1)
        self.goes.steps_out.create(
            to_role=self.lead, kind="promotion", frequency=3, condition="Shows it"
        )
        self.lead.steps_out.create(to_role=self.goes, kind="lateral")
        plan = plan_merge(self.goes, self.stays)

        merge(self.goes, self.stays)

        self.assertEqual(plan.steps_lost, 2)
        up, back = CareerStep.objects.order_by("pk")
        self.assertEqual((up.from_role, up.to_role, up.frequency), (self.stays, self.lead, 3))
        self.assertEqual(up.condition, "Shows it")
        self.assertEqual((back.from_role, back.to_role), (self.lead, self.stays))

    def test_of_two_rules_for_one_way_out_one_stays(self):
        one, other = RoleFactory(exit=True), RoleFactory(exit=True)
        for role, level in [(one, 2), (other, 3)]:
            CareerStep.objects.create(from_level=level, to_role=role, kind="exit")

        merge(other, one)

        self.assertEqual(CareerStep.objects.get().to_role, one)

    def test_a_path_that_names_both_names_the_one_once(self):
        path = self.tree.guides.add_child(
            instance=CareerPathPage(
                title="Up", slug="up", introduction="Up.", review_due=date(2099, 1, 1)
            )
        )
        for order, role in enumerate([self.goes, self.stays, self.lead]):
            PathRung.objects.create(page=path, role=role, sort_order=order)
        path = CareerPathPage.objects.get()
        path.save_revision()

        merge(self.goes, self.stays)

        self.assertEqual(
            [rung.role_id for rung in CareerPathPage.objects.get().rungs.all()],
            [self.stays.pk, self.lead.pk],
        )
        draft = CareerPathPage.objects.get().get_latest_revision_as_object()
        self.assertEqual(
            {rung.role_id for rung in draft.rungs.all()}, {self.stays.pk, self.lead.pk}
        )

    def test_blocks_follow_on_the_page_and_in_its_versions(self):
        guide = self.tree.guide(
            body=[
                {"type": "pay_band", "value": {"role": self.goes.pk, "place": ""}},
                {"type": "roles", "value": [self.goes.pk, self.lead.pk]},
                {"type": "live_jobs", "value": {"role": self.goes.pk}},
                {"type": "heading", "value": "Pay"},
            ],
            roles=[self.goes],
        )
        guide.save_revision()
        guide.title = "A draft"
        guide.save_revision()

        merge(self.goes, self.stays)

        live = type(guide).objects.get()
        for page in [
            live,
            live.get_latest_revision_as_object(),
            live.revisions.first().as_object(),
        ]:
            with self.subTest(page.title):
                self.assertEqual(page.body[0].value["role"], self.stays)
                self.assertEqual([role.slug for role in page.body[1].value], ["csr", "lead"])
                self.assertEqual(page.body[2].value["role"], self.stays)
                self.assertEqual([role.pk for role in page.roles.all()], [self.stays.pk])
        self.assertEqual(live.title, "A guide")

    def test_a_page_follows_where_the_other_has_none(self):
        page = self.tree.role_page(self.goes, introduction="What it is.")
        page.save_revision()

        merge(self.goes, self.stays)

        page = RolePage.objects.get()
        self.assertEqual((page.role, page.slug), (self.stays, "csr"))
        self.assertEqual(page.get_latest_revision_as_object().slug, "csr")
        self.assertEqual(self.client.get("/roles/csr/").status_code, 200)
        self.assertRedirects(self.client.get("/roles/care-agent/"), "/roles/csr/", 301)
        self.assertTrue(SeedRecord.objects.filter(kind="page", key="roles/csr").exists())

    def test_of_two_pages_one_stays_and_the_words_of_the_other_wait_in_its_draft(self):
        words = [{"type": "text", "value": "<p>Calm on the phone.</p>"}]
        lost = self.tree.role_page(self.goes, body=json.dumps(words))
        stays = self.tree.role_page(self.stays)
        keeper = UserFactory()
        linking = self.tree.guide(
            body=[
                {"type": "text", "value": f'<p><a linktype="page" id="{lost.pk}">Care</a></p>'},
                {"type": "related_pages", "value": [lost.pk]},
            ]
        )

        merge(self.goes, self.stays, user=keeper)

        self.assertFalse(Page.objects.filter(pk=lost.pk).exists())
        self.assertRedirects(self.client.get("/roles/care-agent/"), "/roles/csr/", 301)
        live = RolePage.objects.get()
        self.assertEqual(len(live.body), 0)
        draft = live.get_latest_revision_as_object()
        self.assertEqual([block.block_type for block in draft.body], ["heading", "text"])
        guide = type(linking).objects.get()
        self.assertIn(f'id="{stays.pk}"', guide.body[0].value.source)
        self.assertEqual(guide.body[1].value[0].pk, stays.pk)

    def test_redirects_to_the_lost_page_lead_on(self):
        lost, stays = self.tree.role_page(self.goes), self.tree.role_page(self.stays)
        Redirect.add_redirect("/old-agent", redirect_to=lost)

        merge(self.goes, self.stays)

        self.assertEqual(Redirect.objects.get(old_path="/old-agent").redirect_page_id, stays.pk)

    def test_a_change_of_a_post_that_waits_follows(self):
        change = services.open_change(ListingFactory(role=self.goes), None)

        merge(self.goes, self.stays)

        change.refresh_from_db()
        self.assertEqual(change.snapshot["columns"]["role"], self.stays.pk)
