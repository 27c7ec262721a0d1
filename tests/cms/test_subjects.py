"""Pages about industries, skills and questions, with what other apps show on them."""

import json
from decimal import Decimal

from django.test import TestCase

from cms.models import (
    FaqPage,
    Industry,
    IndustryIndexPage,
    IndustryPage,
    RoleSkill,
    SkillIndexPage,
    SkillPage,
    ToolFamily,
)
from cms.vocabulary import RoleFamily
from tests.cms.factories import PageTree, WageFactory
from tests.factories import EmployerFactory, ListingFactory, RoleFactory, SkillFactory

TIPS = {
    "type": "tips",
    "value": {
        "heading": "Retail: tips for the job",
        "tips": [{"title": "Walk the floor", "text": "You will be asked about everything."}],
    },
}


class SubjectTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.industries = cls.tree.home.add_child(
            instance=IndustryIndexPage(title="Industries", slug="industries", introduction="All.")
        )
        cls.skills = cls.tree.home.add_child(
            instance=SkillIndexPage(title="Skills", slug="skills", introduction="All.")
        )

    def get(self, address):
        response = self.client.get(address)
        self.assertEqual(response.status_code, 200, address)
        return response

    def same_count(self, address, grow):
        """Ask for a page before and after `grow`: it must cost the same number of queries."""
        self.get(address)  # the site's root is cached
        with self.assertNumQueries(self.queries):
            self.get(address)
        grow()
        with self.assertNumQueries(self.queries):
            self.get(address)

    @classmethod
    def industry_page(cls, slug="retail", sector="44-45", **kwargs) -> IndustryPage:
        industry = Industry.objects.create(slug=slug, title=slug.capitalize(), naics_sector=sector)
        return cls.industries.add_child(
            instance=IndustryPage(
                title=industry.title,
                slug=slug,
                industry=industry,
                introduction=f"Work in {slug}.",
                **kwargs,
            )
        )

    @classmethod
    def skill_page(cls, slug, **kwargs) -> SkillPage:
        skill = SkillFactory(slug=slug, **kwargs)
        return cls.skills.add_child(
            instance=SkillPage(title=skill.preferred_label, slug=slug, skill=skill)
        )


class IndustryIndexPageTests(SubjectTests):
    def test_each_industry_says_how_many_jobs_are_open_in_it(self):
        retail = self.industry_page().industry
        self.industry_page("banking")
        ListingFactory.create_batch(2, employer=EmployerFactory(industry=retail))
        ListingFactory(employer=EmployerFactory(industry=retail), expired=True)

        response = self.get("/industries/")

        self.assertContains(response, 'href="/industries/retail/"')
        self.assertContains(response, "Work in banking.")
        self.assertContains(response, "No open job now", count=1)

    def test_who_hires_names_employers_by_industry_and_leaves_empty_ones_out(self):
        retail = self.industry_page().industry
        Industry.objects.create(slug="mining", title="Mining")
        busy = EmployerFactory(name="Busy Shops", slug="busy-shops", industry=retail)
        ListingFactory.create_batch(2, employer=busy)
        ListingFactory(employer=EmployerFactory(name="Calm Shops", industry=retail))
        EmployerFactory(name="Full Shops", industry=retail)
        gone = EmployerFactory(name="Gone Shops", industry=retail, suspended=True)
        ListingFactory(employer=gone)

        response = self.get("/industries/")

        self.assertContains(response, 'href="/employers/busy-shops/"')
        text = response.content.decode()
        self.assertLess(text.index("Busy Shops"), text.index("Calm Shops"))
        self.assertContains(response, "See all 3 open jobs")
        for name in ("Full Shops", "Gone Shops", "Mining"):
            self.assertNotContains(response, name)

    def test_the_rest_of_many_employers_is_counted(self):
        retail = self.industry_page().industry
        for _each in range(9):
            ListingFactory(employer=EmployerFactory(industry=retail))

        self.assertContains(self.get("/industries/"), "3 more employers")

    def test_it_stands_without_industries_and_jobs(self):
        response = self.get("/industries/")

        self.assertContains(response, "No industry is described yet.")
        self.assertContains(response, "No employer has an open job right now.")

    def test_query_count_does_not_grow(self):
        # Wagtail's six, crumbs; industries, open jobs by industry; all industries, counts, employers.
        self.queries = 12
        ListingFactory(employer=EmployerFactory(industry=self.industry_page().industry))

        def grow():
            for number in range(8):
                industry = self.industry_page(f"industry-{number}").industry
                industry.roles.add(RoleFactory())
                ListingFactory.create_batch(2, employer=EmployerFactory(industry=industry))

        self.same_count("/industries/", grow)


class IndustryPageTests(SubjectTests):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.page = cls.industry_page(body=json.dumps([TIPS]))
        cls.retail = cls.page.industry
        cls.csr = RoleFactory(slug="csr", title="Representative", soc_code="43-4051")
        cls.clerk = RoleFactory(slug="clerk", soc_code="41-2031")
        cls.clerk.industries.add(cls.retail)
        for role in (cls.csr, cls.clerk):
            cls.tree.role_page(role)
        WageFactory(naics_sector="44-45", industry="Retail Trade", hourly_median=Decimal("17.96"))
        WageFactory(hourly_median=Decimal("21.53"))

    def test_tips_stand_under_their_own_heading(self):
        response = self.get("/industries/retail/")

        self.assertContains(response, "Retail: tips for the job</h2>")
        self.assertContains(response, "Walk the floor")

    def test_roles_show_the_pay_of_the_sector_and_whose_figures_they_are(self):
        Industry.objects.create(slug="e-commerce", title="E-commerce", naics_sector="44-45")

        response = self.get("/industries/retail/")

        self.assertContains(response, "$17.96 an hour")
        self.assertNotContains(response, "$21.53")
        self.assertContains(response, "no published figure", count=1)  # the clerk's
        self.assertContains(response, "“Retail Trade”")
        self.assertContains(response, "E-commerce stands in the same sector")
        self.assertContains(response, "Occupational Employment and Wage Statistics, May 2025")

    def test_roles_of_every_industry_are_the_first_and_the_steps_up_from_it(self):
        lead = RoleFactory(slug="lead", family=RoleFamily.LEADERSHIP, ladder_level=3)
        aside = RoleFactory(slug="aside", ladder_level=2)
        bankers = RoleFactory(slug="bankers", ladder_level=2)
        bankers.industries.create(slug="banking", title="Banking")
        for role, kind in [(lead, "promotion"), (aside, "lateral"), (bankers, "promotion")]:
            self.tree.role_page(role)
            self.csr.steps_out.create(to_role=role, kind=kind)

        pay = self.get("/industries/retail/").context["pay"]

        self.assertEqual([role.slug for role, _wage in pay.common_rows], ["csr", "lead"])
        self.assertEqual([role.slug for role, _wage in pay.own_rows], ["clerk"])

    def test_an_industry_without_a_sector_shows_no_pay(self):
        self.industry_page("clubs", sector="")

        response = self.get("/industries/clubs/")

        self.assertContains(response, "Representative")
        self.assertNotContains(response, "an hour")
        self.assertNotContains(response, "no published figure")
        self.assertNotContains(response, "Roles of this industry")

    def test_it_says_who_hires_and_shows_their_jobs(self):
        employer = EmployerFactory(name="Busy Shops", slug="busy-shops", industry=self.retail)
        ListingFactory(employer=employer, title="Shop helper")
        ListingFactory(title="Night porter")

        response = self.get("/industries/retail/")

        self.assertContains(response, 'href="/employers/busy-shops/"')
        self.assertContains(response, "Shop helper")
        self.assertNotContains(response, "Night porter")
        self.assertContains(response, "/jobs/?industry=retail")

    def test_where_nobody_hires_it_says_so(self):
        response = self.get("/industries/retail/")

        self.assertContains(
            response, "No employer of this industry has an open job on Rungs right now."
        )
        self.assertContains(response, "No job of this industry is open right now.")

    def test_guides_of_its_roles_are_offered(self):
        self.tree.guide("at-the-till", roles=[self.clerk])
        self.tree.guide("on-the-phone", roles=[self.csr])

        response = self.get("/industries/retail/")

        self.assertContains(response, "/guides/at-the-till/")
        self.assertNotContains(response, "/guides/on-the-phone/")

    def test_query_count_does_not_grow(self):
        # Wagtail's eight, sources, crumbs; industry; roles of its own, of all, wages, sharers; number of jobs,
        # who hires (two), jobs and their channels, guides and their roles.
        self.queries = 22
        ListingFactory(employer=EmployerFactory(industry=self.retail))
        self.tree.guide("at-the-till", roles=[self.clerk])

        def grow():
            for number in range(8):
                role = RoleFactory(slug=f"shop-role-{number}", soc_code=f"43-{number}")
                role.industries.add(self.retail)
                self.tree.role_page(role)
                self.tree.guide(f"guide-{number}", roles=[role])
                ListingFactory(role=role, employer=EmployerFactory(industry=self.retail))

        self.same_count("/industries/retail/", grow)


class SkillIndexPageTests(SubjectTests):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.skill_page("de-escalation", alt_labels="calming people\nÜber-ruhe")
        cls.skill_page("zendesk", tool=True)

    def slugs(self, query=""):
        kinds = self.get(f"/skills/{query}").context["kinds"]
        return [skill.slug for _kind, skills in kinds for skill in skills]

    def test_skills_stand_by_kind_and_those_without_a_live_page_are_left_out(self):
        SkillFactory(slug="juggling")
        self.skill_page("knitting").unpublish()

        self.assertEqual(self.slugs(), ["de-escalation", "zendesk"])
        self.assertContains(self.get("/skills/"), 'href="/skills/zendesk/"')

    def test_one_finds_a_skill_by_any_of_its_names_in_any_case(self):
        self.assertEqual(self.slugs("?q=CALMING"), ["de-escalation"])
        self.assertEqual(self.slugs("?q=people+calm"), ["de-escalation"])
        self.assertEqual(self.slugs("?q=%C3%BCBER"), ["de-escalation"])
        self.assertEqual(self.slugs("?kind=tool"), ["zendesk"])
        self.assertEqual(self.slugs("?kind=tool&q=calming"), [])

    def test_what_cannot_be_read_is_left_out_and_said_so(self):
        for query in (f"?q={'x' * 5000}", "?kind=bogus"):
            response = self.get(f"/skills/{query}")
            self.assertContains(response, "It was left out.")
            self.assertEqual(response.context["number"], 2)

    def test_query_count_does_not_grow(self):
        self.queries = 8  # Wagtail's six, crumbs, skills

        def grow():
            for number in range(10):
                page = self.skill_page(f"skill-of-note-{number}")
                RoleSkill.objects.create(role=RoleFactory(), skill=page.skill)

        self.same_count("/skills/", grow)


class SkillPageTests(SubjectTests):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        family = ToolFamily.objects.create(slug="ticketing", title="Ticketing", transfer=0.8)
        cls.zendesk = cls.skill_page(
            "zendesk",
            tool=True,
            tool_family=family,
            alt_labels="Zendesk Suite",
            description="Where messages become tickets.",
        ).skill
        cls.agent = RoleFactory(slug="agent", title="Chat agent")
        cls.tree.role_page(cls.agent)

    def test_it_says_what_the_skill_is_and_its_other_names(self):
        response = self.get("/skills/zendesk/")

        self.assertContains(response, "Where messages become tickets.")
        self.assertContains(response, "Zendesk Suite")

    def test_it_says_which_roles_ask_for_it_and_how_much(self):
        RoleSkill.objects.create(
            role=self.agent, skill=self.zendesk, importance=4, is_essential=True
        )
        hidden = RoleFactory(title="Role without a page")
        RoleSkill.objects.create(role=hidden, skill=self.zendesk)

        response = self.get("/skills/zendesk/")

        self.assertContains(response, "Chat agent")
        self.assertContains(response, "Essential")
        self.assertContains(response, "importance 4")
        self.assertNotContains(response, "Role without a page")

    def test_a_tool_says_how_far_another_of_its_kind_counts(self):
        SkillFactory(slug="freshdesk", tool=True, tool_family=self.zendesk.tool_family)

        response = self.get("/skills/zendesk/")

        self.assertContains(response, "“Ticketing”")
        self.assertContains(response, "80%")
        self.assertContains(response, '<span class="chip">Freshdesk</span>')  # it has no page

    def test_what_there_is_none_of_brings_no_section(self):
        self.skill_page("patience")

        response = self.get("/skills/patience/")

        for heading in ("Roles that ask for it", "Guides that teach it", "Tools of its kind"):
            self.assertNotContains(response, heading)
        self.assertContains(response, "No open job asks for it in its list right now.")

    def test_open_jobs_that_ask_for_it_and_guides_that_teach_it_are_listed(self):
        ListingFactory(title="Ticket solver").listing_skills.create(skill=self.zendesk)
        ListingFactory(title="Night porter")
        guide = self.tree.guide("queues-in-order")
        guide.skills.add(self.zendesk)
        guide.save()

        response = self.get("/skills/zendesk/")

        self.assertContains(response, "Ticket solver")
        self.assertNotContains(response, "Night porter")
        self.assertContains(response, "/jobs/?tool=zendesk")
        self.assertContains(response, "/guides/queues-in-order/")

    def test_a_language_is_found_in_the_jobs_that_ask_for_it(self):
        spanish = self.skill_page("spanish", language=True).skill
        ListingFactory(title="Spanish desk").languages.create(language=spanish)

        response = self.get("/skills/spanish/")

        self.assertContains(response, "Spanish desk")
        self.assertContains(response, "/jobs/?language=spanish")
        self.assertContains(response, "/me/profile/#languages")

    def test_a_guest_puts_it_on_a_profile_with_one_click(self):
        self.assertContains(self.get("/skills/zendesk/"), 'name="name" value="Zendesk"')

        self.client.post("/me/profile/skills/", {"name": "Zendesk", "level": "3"})

        self.assertContains(self.client.get("/me/profile/"), "Zendesk")

    def test_a_skill_that_counts_for_no_match_is_not_offered_for_a_profile(self):
        self.skill_page("vague", is_matchable=False)

        self.assertNotContains(self.get("/skills/vague/"), "Add to my profile")

    def test_query_count_does_not_grow(self):
        # Wagtail's eight, sources, skill, crumbs; roles, family, its tools, guides; jobs and their channels.
        self.queries = 17
        RoleSkill.objects.create(role=self.agent, skill=self.zendesk)
        ListingFactory().listing_skills.create(skill=self.zendesk)

        def grow():
            for _each in range(15):
                role = RoleFactory()
                self.tree.role_page(role)
                RoleSkill.objects.create(role=role, skill=self.zendesk)
                SkillFactory(tool=True, tool_family=self.zendesk.tool_family)
            for _each in range(4):
                ListingFactory().listing_skills.create(skill=self.zendesk)

        self.same_count("/skills/zendesk/", grow)


class FaqPageTests(SubjectTests):
    def faq(self, answers):
        body = [
            {
                "type": "faq",
                "value": {
                    "heading": f"Section {number}",
                    "questions": [{"question": f"Question {number}?", "answer": answer}],
                },
            }
            for number, answer in enumerate(answers)
        ]
        FaqPage.objects.all().delete()
        return self.tree.home.add_child(
            instance=FaqPage(title="Questions", slug="faq", body=json.dumps(body))
        )

    def test_questions_stand_in_sections_with_addresses_of_their_own(self):
        self.faq(["<p>Yes.</p>", "<p>No.</p>"])

        response = self.get("/faq/")

        self.assertContains(response, 'id="section-0"')
        self.assertContains(response, 'id="question-1"')
        self.assertContains(response, "<p>No.</p>", html=True)

    def test_machines_read_them_as_a_faq_page(self):
        self.faq(["<p>Yes.</p>", "<p>No.</p>"])

        faq = self.get("/faq/").context["markup"][1]

        self.assertEqual(faq["@type"], "FAQPage")
        self.assertEqual(
            [(each["name"], each["acceptedAnswer"]["text"]) for each in faq["mainEntity"]],
            [("Question 0?", "<p>Yes.</p>"), ("Question 1?", "<p>No.</p>")],
        )

    def test_a_link_in_an_answer_leads_where_its_page_is(self):
        guide = self.tree.guide("how-to")
        self.faq([f'<p><a linktype="page" id="{guide.pk}">Read it</a></p>'])

        self.assertContains(self.get("/faq/"), '<a href="/guides/how-to/">Read it</a>')

    def test_query_count_does_not_grow_with_answers_that_link(self):
        links = [
            f'<p><a linktype="page" id="{self.tree.guide(f"g-{n}").pk}">Read</a></p>'
            for n in range(6)
        ]
        # Wagtail's six, linked pages and those of their type, sources, crumbs, terms
        self.queries = 11
        self.faq(links[:1])

        self.same_count("/faq/", lambda: self.faq(links))
