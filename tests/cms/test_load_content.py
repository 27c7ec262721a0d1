import re
from collections import Counter
from io import StringIO

from django.core.management import call_command
from django.test import TestCase, override_settings
from django.utils.html import strip_tags
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page, ReferenceIndex, Site

from cms.blocks.text import TEXT_FEATURES
from cms.loading.taxonomy import taxonomy_loads
from cms.management.commands.load_content import CONTENT
from cms.management.commands.load_taxonomy import DATA
from cms.models import (
    CareerPathPage,
    FaqPage,
    GlossaryPage,
    GuidePage,
    HomePage,
    Industry,
    IndustryIndexPage,
    IndustryPage,
    Role,
    RolePage,
    RoleSkill,
    SeedRecord,
    Skill,
    SkillPage,
    StandardPage,
)

MARKED_UP = re.compile(r"<(?!/?p>)")  # more than paragraphs
PLAIN_TAGS = {"strong": "b", "em": "i"}


def load_content() -> str:
    out = StringIO()
    call_command("load_content", stdout=out)
    return out.getvalue().strip()


@override_settings(SITE_URL="https://jobs.example.org", CONTACT_EMAIL="people@example.org")
class LoadContentTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for load in taxonomy_loads(DATA).values():
            load()
        cls.welcome = Page.objects.filter(depth=2).first()  # where Wagtail's migrations have run
        if cls.welcome is None:
            cls.welcome = Page.get_first_root_node().add_child(title="Welcome", slug="home")
        Site.objects.update(root_page=cls.welcome)
        cls.said = load_content()
        cls.number = Page.objects.filter(depth__gt=1).count()

    def test_the_tree_stands_and_every_page_is_live(self):
        self.assertEqual(self.said, f"Pages: {self.number} created, 0 kept")
        self.assertEqual(RolePage.objects.live().count(), Role.objects.count())
        self.assertEqual(RolePage.objects.get(slug="sales").role.family, "exit")
        for model, folder in [
            (GuidePage, "guides"),
            (CareerPathPage, "paths"),
            (IndustryPage, "industries"),
            (StandardPage, "pages"),
        ]:
            slugs = {path.stem for path in (CONTENT / folder).iterdir()}
            self.assertEqual(set(model.objects.live().values_list("slug", flat=True)), slugs)
        self.assertEqual(
            set(
                HomePage.objects.get()
                .get_children()
                .not_type(StandardPage)
                .values_list("slug", flat=True)
            ),
            {"faq", "glossary", "guides", "industries", "pay", "roles", "skills"},
        )
        self.assertEqual(
            set(StandardPage.objects.values_list("slug", flat=True)),
            {
                "accessibility", "contact", "data-credits", "how-matching-works", "licence",
                "privacy", "terms", "what-a-post-must-state", "where-pay-figures-come-from",
            },
        )  # fmt: skip
        self.assertFalse(Page.objects.filter(live=False).exists())

    def test_a_page_without_words_of_its_own_is_published_and_can_be_edited(self):
        asked = Skill.objects.create(slug="juggling", preferred_label="Juggling", kind="service")
        RoleSkill.objects.create(role=Role.objects.get(slug="csr"), skill=asked)
        load_content()
        page = SkillPage.objects.live().get(slug="juggling")
        self.assertFalse(page.body)
        self.assertIsNone(page.latest_revision)
        self.assertIsNotNone(page.first_published_at)

        edited = page.get_latest_revision_as_object()
        edited.introduction = "You find out what somebody needs, and whether you have it."
        edited.save_revision().publish()

        page.refresh_from_db()
        self.assertTrue(page.introduction.startswith("You find out"))

    def test_the_home_page_takes_the_place_of_the_welcome_page(self):
        site = Site.objects.get(is_default_site=True)

        self.assertEqual(site.root_page.specific, HomePage.objects.get())
        self.assertFalse(Page.objects.filter(pk=self.welcome.pk).exists())
        self.assertEqual(
            (site.hostname, site.port, site.site_name), ("jobs.example.org", 443, "Rungs")
        )

    def test_every_page_passes_the_checks_of_the_editors_desk(self):
        # Pages without words of their own have nothing more to check.
        for page in Page.objects.filter(latest_revision__isnull=False).specific():
            with self.subTest(page.slug):
                page.full_clean()
                if hasattr(page, "body"):
                    page.body.stream_block.clean(page.body)

    def test_an_editor_who_opens_and_saves_a_text_loses_nothing(self):
        converter = ContentstateConverter(features=TEXT_FEATURES)
        for page in [
            *GuidePage.objects.all(),
            *StandardPage.objects.all(),
            *RolePage.objects.all(),
        ]:
            for block in page.body:
                if block.block_type == "text" and MARKED_UP.search(block.value.source):
                    source = block.value.source
                    saved = converter.to_database_format(converter.from_database_format(source))
                    with self.subTest(page.slug):
                        self.assertEqual(shape(saved), shape(source))

    def test_the_prose_of_a_role_becomes_its_blocks(self):
        body = RolePage.objects.get(slug="csr").body

        self.assertEqual(
            [block.block_type for block in body],
            ["heading", "text", "duties", "day", "ways_in", "heading", "text", "heading", "text"],
        )

    def test_a_guide_has_its_roles_and_sources(self):
        guide = GuidePage.objects.get(slug="from-calls-to-team-lead")

        self.assertIn(Role.objects.get(slug="team-lead"), guide.roles.all())
        self.assertEqual(guide.sources.get().publisher, "US Bureau of Labor Statistics")
        self.assertTrue(guide.first_published_at)

    def test_the_contact_address_and_links_between_pages_are_filled_in(self):
        privacy = str(StandardPage.objects.get(slug="privacy").body)
        licence = str(StandardPage.objects.get(slug="licence").body)

        self.assertIn('href="mailto:people@example.org"', privacy)
        self.assertNotIn("{{", privacy)
        self.assertIn('<a href="/data-credits/">Data credits</a>', licence)

    def test_every_skill_that_a_role_asks_has_a_page(self):
        asked = set(RoleSkill.objects.values_list("skill", flat=True))

        self.assertEqual(set(SkillPage.objects.values_list("skill", flat=True)), asked)
        page = SkillPage.objects.get(slug="active-listening")
        self.assertEqual({block.block_type for block in page.body}, {"points"})
        self.assertTrue(page.introduction)

    def test_an_industry_has_its_tips_under_a_heading_of_its_own(self):
        page = IndustryPage.objects.get(slug="retail")

        self.assertEqual(
            [block.block_type for block in page.body],
            ["heading", "text", "tips", "points", "heading", "text", "points"],
        )
        headings = {
            str(block.value["heading"])
            for page in IndustryPage.objects.all()
            for block in page.body
            if block.block_type == "tips"
        }
        self.assertEqual(len(headings), IndustryPage.objects.count())

    def test_questions_and_answers_stand_in_sections(self):
        page = FaqPage.objects.get()

        self.assertGreater(len(page.body), 2)
        answer = page.body[0].value["questions"][0]["answer"].source
        self.assertTrue(answer.startswith("<p>"), answer)

    def test_a_career_path_has_its_rungs_in_order(self):
        page = CareerPathPage.objects.get(slug="help-desk-to-support-engineer")

        self.assertEqual(
            [rung.role.slug for rung in page.rungs.all()],
            [
                "help-desk-technician",
                "technical-support-specialist",
                "support-analyst",
                "support-engineer",
            ],
        )

    def test_every_guide_teaches_one_to_six_skills(self):
        for guide in GuidePage.objects.all():
            self.assertIn(guide.skills.count(), range(1, 7), guide.slug)

    def test_no_two_guides_or_paths_bear_one_title(self):
        titles = Counter(
            Page.objects.type(GuidePage, CareerPathPage).values_list("title", flat=True)
        )
        self.assertEqual(titles.most_common(1)[0][1], 1)

    def test_a_link_to_a_page_of_the_site_follows_that_page(self):
        guide = GuidePage.objects.get(slug="resume-for-service-work")
        answers = str(FaqPage.objects.get().body.raw_data[0])

        self.assertIn(f'<a linktype="page" id="{guide.pk}">', answers)
        self.assertNotIn('href="/guides/resume-for-service-work/"', answers)

    def test_where_a_page_is_used_is_known(self):
        path = CareerPathPage.objects.get(slug="help-desk-to-support-engineer")
        role = Role.objects.get(slug="support-engineer")

        used_in = {reference.object_id for reference in ReferenceIndex.get_references_to(role)}

        self.assertIn(str(path.pk), used_in)

    def test_what_was_loaded_is_found_by_search(self):
        found = SkillPage.objects.search("listening")

        self.assertIn("active-listening", {page.slug for page in found})

    def test_a_second_load_makes_nothing(self):
        # What was made, roles, industries, skills; the site; the home page, a record for each of four groups and
        # the workflow; two savepoints of two.
        with self.assertNumQueries(15):
            self.assertEqual(load_content(), f"Pages: 0 created, {self.number} kept")

    def test_an_industry_that_an_editor_deleted_gets_no_page(self):
        IndustryPage.objects.get(slug="retail").delete()
        Industry.objects.get(slug="retail").delete()
        SeedRecord.objects.filter(kind="page", key="industries/retail").delete()

        self.assertEqual(load_content(), f"Pages: 0 created, {self.number - 1} kept")

    def test_nothing_is_put_below_an_index_that_an_editor_deleted(self):
        IndustryIndexPage.objects.get().delete()
        SeedRecord.objects.filter(kind="page", key="industries/retail").delete()

        load_content()

        self.assertFalse(IndustryPage.objects.exists())

    def test_what_an_editor_changed_stays_and_what_an_editor_deleted_does_not_come_back(self):
        RolePage.objects.filter(slug="csr").update(introduction="Ours now.")
        GuidePage.objects.get(slug="handle-time-read-properly").delete()
        left = GuidePage.objects.count()
        StandardPage.objects.filter(slug="terms").update(slug="house-rules")

        load_content()

        self.assertEqual(RolePage.objects.get(slug="csr").introduction, "Ours now.")
        self.assertEqual(GuidePage.objects.count(), left)
        self.assertFalse(StandardPage.objects.filter(slug="terms").exists())

    def test_a_tree_made_before_there_was_a_glossary_gets_its_page(self):
        GlossaryPage.objects.get().delete()
        SeedRecord.objects.filter(kind="page", key="glossary").delete()

        self.assertEqual(load_content(), f"Pages: 1 created, {self.number - 1} kept")

        self.assertTrue(GlossaryPage.objects.live().filter(slug="glossary").exists())

    def test_a_glossary_that_an_editor_deleted_does_not_come_back(self):
        GlossaryPage.objects.get().delete()

        load_content()

        self.assertFalse(GlossaryPage.objects.exists())

    def test_a_new_role_gets_a_page(self):
        Role.objects.create(
            slug="night-agent",
            title="Night agent",
            description="x",
            family="front_line",
            ladder_level=1,
        )

        self.assertEqual(load_content(), f"Pages: 1 created, {self.number} kept")
        self.assertEqual(
            RolePage.objects.get(slug="night-agent").url_path.split("/")[-3:-1],
            ["roles", "night-agent"],
        )

    @override_settings(SITE_URL="http://127.0.0.1:8123")
    def test_the_site_follows_the_settings(self):
        load_content()

        site = Site.objects.get(is_default_site=True)
        self.assertEqual((site.hostname, site.port), ("127.0.0.1", 8123))


def shape(html: str) -> tuple[str, Counter]:
    """Words and tags. Wagtail writes <b> for <strong>, and may put it inside a link instead of around it."""
    words = " ".join(strip_tags(html).replace("&quot;", '"').split())
    tags = [PLAIN_TAGS.get(name, name) for name in re.findall(r"<(\w+)", html)]
    return words.replace(" ", ""), Counter(tags) + Counter(re.findall(r'(?:href|id)="[^"]+"', html))
