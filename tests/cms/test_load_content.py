import re
from collections import Counter
from io import StringIO

from django.core.management import call_command
from django.test import TestCase, override_settings
from django.utils.html import strip_tags
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page, Site

from cms.blocks.text import TEXT_FEATURES
from cms.loading.taxonomy import taxonomy_loads
from cms.management.commands.load_taxonomy import DATA
from cms.models import (
    GlossaryPage,
    GuidePage,
    HomePage,
    Role,
    RolePage,
    SeedRecord,
    StandardPage,
)

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

    def test_the_tree_stands_and_every_page_is_live(self):
        self.assertEqual(self.said, "Pages: 89 created, 0 kept")
        self.assertEqual(RolePage.objects.live().count(), Role.objects.count())
        self.assertEqual(RolePage.objects.get(slug="sales").role.family, "exit")
        self.assertEqual(GuidePage.objects.live().count(), 4)
        self.assertEqual(
            set(StandardPage.objects.values_list("slug", flat=True)),
            {
                "accessibility", "contact", "data-credits", "how-matching-works", "licence",
                "privacy", "terms", "what-a-post-must-state", "where-pay-figures-come-from",
            },
        )  # fmt: skip
        self.assertFalse(Page.objects.filter(live=False).exists())

    def test_a_role_page_without_words_of_its_own_is_published_and_can_be_edited(self):
        page = RolePage.objects.get(slug="sales")
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
        for page in Page.objects.filter(depth__gt=1).specific():
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
                if block.block_type == "text":
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
        self.assertFalse(RolePage.objects.get(slug="sales").body)

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

    def test_a_second_load_makes_nothing(self):
        # What was made, roles; the site; the home page, a record for each group; two savepoints of two.
        with self.assertNumQueries(10):
            self.assertEqual(load_content(), "Pages: 0 created, 89 kept")

    def test_what_an_editor_changed_stays_and_what_an_editor_deleted_does_not_come_back(self):
        RolePage.objects.filter(slug="csr").update(introduction="Ours now.")
        GuidePage.objects.get(slug="handle-time-read-properly").delete()
        StandardPage.objects.filter(slug="terms").update(slug="house-rules")

        load_content()

        self.assertEqual(RolePage.objects.get(slug="csr").introduction, "Ours now.")
        self.assertEqual(GuidePage.objects.count(), 3)
        self.assertFalse(StandardPage.objects.filter(slug="terms").exists())

    def test_a_tree_made_before_there_was_a_glossary_gets_its_page(self):
        GlossaryPage.objects.get().delete()
        SeedRecord.objects.filter(kind="page", key="glossary").delete()

        self.assertEqual(load_content(), "Pages: 1 created, 88 kept")

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

        self.assertEqual(load_content(), "Pages: 1 created, 89 kept")
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
