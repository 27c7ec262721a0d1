"""Old addresses, picks and data files that name a row by the slug that it had before it was merged."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from django.test import TestCase

from cms.loading.taxonomy import (
    load_career_steps,
    load_industries,
    load_role_skills,
    load_roles,
    load_skills,
    load_tool_families,
    load_tools,
)
from cms.merging import merge
from cms.models import (
    CareerStep,
    FormerSlug,
    Industry,
    Role,
    RoleSkill,
    SeedRecord,
    Skill,
    ToolFamily,
)
from cms.models.keeping import keys_by_slug, rows_by_slug
from listings.filters import ListingFilterSet
from listings.models import ListingSkill
from profiles.session_profile import GUEST_KEY, SessionProfile
from tests.cms.factories import PageTree
from tests.factories import ListingFactory, RoleFactory, SkillFactory


class AddressesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        PageTree()
        cls.stays, cls.goes = RoleFactory(slug="csr"), RoleFactory(slug="care-agent")
        cls.lead = RoleFactory(slug="lead", ladder_level=3)
        cls.tool, cls.old_tool = (SkillFactory(slug=slug, tool=True) for slug in ("new", "old"))
        cls.listing = ListingFactory(role=cls.goes)
        ListingSkill.objects.create(listing=cls.listing, skill=cls.old_tool)
        merge(cls.goes, cls.stays)
        merge(cls.old_tool, cls.tool)

    def moved(self, address: str, to: str):
        self.assertRedirects(self.client.get(address), to, 301)

    def test_a_search_for_it_leads_to_the_same_search(self):
        self.moved("/jobs/?role=care-agent&q=phone", "/jobs/?role=csr&q=phone")
        self.moved("/jobs/?tool=old&role=csr", "/jobs/?tool=new&role=csr")
        self.moved("/jobs/?role=care-agent&role=csr", "/jobs/?role=csr")

    def test_an_alert_that_holds_it_finds_the_same_jobs(self):
        search = ListingFilterSet().with_query("role=care-agent&tool=old")

        self.assertEqual(list(search.qs), [self.listing])

    def test_an_unknown_slug_is_unknown_still(self):
        for address in ("/jobs/?role=nothing", "/jobs/?role=%00", f"/jobs/?role={'9' * 5000}"):
            with self.subTest(address[:30]):
                self.assertIn(self.client.get(address).status_code, {200, 400})
        self.assertEqual(self.client.get("/jobs/role/nothing-at-all/").status_code, 404)

    def test_its_landing_page_leads_on(self):
        self.moved("/jobs/role/care-agent/", "/jobs/role/csr/")
        self.moved("/jobs/role/care-agent/remote/", "/jobs/role/csr/remote/")

    def test_the_ladder_leads_on(self):
        self.moved("/ladder/?from=care-agent&to=lead", "/ladder/?from=csr&to=lead")
        self.moved("/ladder/?from=lead&to=care-agent", "/ladder/?from=lead&to=csr")

    def test_a_guest_s_picks_follow_and_can_be_taken_back(self):
        session = {}
        profile = SessionProfile(session)
        profile.set_roles(self.stays, None)
        profile.set_skill(self.tool, 2)
        picks = session[GUEST_KEY]
        picks["current_role"] = "care-agent"
        picks["skills"]["old"] = [4, *picks["skills"]["new"][1:]]

        profile = SessionProfile(session)

        held = profile.snapshot()
        self.assertEqual([(skill, int(level)) for skill, level in held.skills], [(self.tool, 4)])
        self.assertEqual(held.current_role, self.stays)
        profile.remove_skill(self.tool)
        self.assertEqual(SessionProfile(session).snapshot().skills, ())

    def test_rows_are_found_by_either_slug_in_at_most_three_queries(self):
        with self.assertNumQueries(1):
            self.assertEqual(rows_by_slug(Role.objects.all(), ["csr"]), {"csr": self.stays})
        with self.assertNumQueries(3):
            found = rows_by_slug(Role.objects.all(), ["care-agent", "lead", "nothing"])
        self.assertEqual(found, {"care-agent": self.stays, "lead": self.lead})
        self.assertEqual(keys_by_slug(Role)["care-agent"], self.stays.pk)


class DataFilesTests(TestCase):
    """The files are loaded, two rows are merged, and the files are loaded again."""

    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def load(self, loader, header: str, *lines: str):
        path = self.folder / f"{loader.__name__}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(line.split(",") for line in (header, *lines))
        return loader(path)

    def skills(self):
        header = "slug,preferred_label,kind,alt_labels,is_matchable,description,basis"
        return self.load(
            load_skills,
            header,
            "typing,Typing,service,,true,,seed",
            "keying,Keying,service,,true,,seed",
        )

    def roles(self):
        header = (
            "slug,title,alt_titles,family,ladder_level,channels,work_modes,industries,soc_code,"
            "soc_is_proxy,onet_soc_code,description,basis"
        )
        return self.load(
            load_roles,
            header,
            "csr,Rep,,front_line,1,,,shops,,false,,Helps.,seed",
            "agent,Agent,,front_line,1,,,shops,,false,,Helps.,seed",
            "lead,Lead,,leadership,3,,,,,false,,Leads.,seed",
        )

    def links(self):
        return self.load(
            load_role_skills,
            "role,skill,importance,is_essential,basis",
            "csr,typing,3,false,seed",
            "csr,keying,5,true,seed",
            "agent,keying,2,false,seed",
            "lead,keying,4,false,seed",
        )

    def steps(self):
        return self.load(
            load_career_steps,
            "from_role,to_role,kind,condition,from_level,basis",
            "agent,csr,lateral,,,seed",
            "agent,lead,promotion,,,seed",
            "csr,lead,promotion,,,seed",
        )

    def industries(self):
        return self.load(
            load_industries, "slug,title,naics_sector", "retail,Retail,44-45", "shops,Shops,44-45"
        )

    def all(self) -> list:
        return [
            each() for each in (self.industries, self.skills, self.roles, self.links, self.steps)
        ]

    def test_what_was_merged_does_not_come_back_and_nothing_that_named_it_is_lost(self):
        self.all()
        merge(Skill.objects.get(slug="keying"), Skill.objects.get(slug="typing"))
        merge(Role.objects.get(slug="agent"), Role.objects.get(slug="csr"))
        merge(Industry.objects.get(slug="shops"), Industry.objects.get(slug="retail"))
        links = set(RoleSkill.objects.values_list("role__slug", "skill__slug", "importance"))

        again = self.all()
        once_more = self.all()

        self.assertEqual(set(Skill.objects.values_list("slug", flat=True)), {"typing"})
        self.assertEqual(set(Role.objects.values_list("slug", flat=True)), {"csr", "lead"})
        self.assertEqual(links, {("csr", "typing", 5), ("lead", "typing", 4)})
        self.assertEqual(
            set(RoleSkill.objects.values_list("role__slug", "skill__slug", "importance")), links
        )
        self.assertEqual(
            set(CareerStep.objects.values_list("from_role__slug", "to_role__slug")),
            {("csr", "lead")},
        )
        csr = Role.objects.get(slug="csr")
        self.assertEqual([each.slug for each in csr.industries.all()], ["retail"])
        for tallies in (again, once_more):
            self.assertEqual([tally.created + tally.removed for tally in tallies], [0] * 5)

    def test_a_link_that_an_editor_deleted_after_the_merge_stays_deleted(self):
        self.all()
        merge(Skill.objects.get(slug="keying"), Skill.objects.get(slug="typing"))
        RoleSkill.objects.filter(role__slug="lead").delete()

        self.all()

        self.assertFalse(RoleSkill.objects.filter(role__slug="lead").exists())

    def test_a_row_of_a_new_file_under_a_former_slug_is_not_made(self):
        SkillFactory(slug="typing")
        merge(SkillFactory(slug="keying"), Skill.objects.get(slug="typing"))

        self.skills()

        self.assertFalse(Skill.objects.filter(slug="keying").exists())
        self.assertFalse(SeedRecord.objects.filter(kind="skill", key="keying").exists())

    def test_tools_name_the_family_that_answers_now(self):
        families = ("slug,title,transfer", "chat,Chat,0.5", "messaging,Messaging,0.5")
        tools = ("slug,preferred_label,family,alt_labels", "kayako,Kayako,messaging,")
        self.load(load_tool_families, *families)
        self.load(load_tools, *tools)
        merge(ToolFamily.objects.get(slug="messaging"), ToolFamily.objects.get(slug="chat"))

        self.load(load_tool_families, *families)
        tally = self.load(load_tools, *tools)

        self.assertEqual(tally.unchanged, 1)
        self.assertEqual(Skill.objects.get().tool_family.slug, "chat")
        self.assertEqual(FormerSlug.objects.get().kind, "tool_family")
