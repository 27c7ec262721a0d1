"""What machines read of the editors' pages: the head of each, and its schema.org data."""

import json
from datetime import date
from html.parser import HTMLParser

from django.test import RequestFactory, SimpleTestCase, TestCase, override_settings
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from cms import structured_data
from cms.models import (
    FaqPage,
    GlossaryPage,
    GlossaryTerm,
    IndustryIndexPage,
    IndustryPage,
    PageSource,
    PayPage,
    RolePage,
    SkillIndexPage,
    SkillPage,
)
from cms.structured_data import as_script, faq_page, occupation
from cms.vocabulary import RoleFamily
from tests.cms.factories import PageTree, WageFactory
from tests.factories import ListingFactory, PlaceFactory, RoleFactory, SkillFactory

SITE = "https://rungs.example"
TEXT = {"type": "text", "value": "<p>Ask <b>early</b>.</p>"}


class HeadReader(HTMLParser):
    """The metadata and the JSON-LD of a page."""

    def __init__(self):
        super().__init__()
        self.meta, self.canonical, self.scripts, self.alternates = {}, [], [], []
        self._in_data = False

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "meta" and "content" in attrs:
            name = attrs.get("property") or attrs.get("name")
            self.meta.setdefault(name, []).append(attrs["content"])
        elif tag == "link" and attrs.get("rel") == "canonical":
            self.canonical.append(attrs["href"])
        elif tag == "script" and attrs.get("type") == "application/ld+json":
            self._in_data = True
            self.scripts.append("")

    def handle_endtag(self, tag):
        if tag == "script":
            self._in_data = False

    def handle_data(self, data):
        if self._in_data:
            self.scripts[-1] += data

    @property
    def data(self) -> dict[str, dict]:
        """Each thing by its type; a type that stands there twice fails."""
        found = {}
        for script in self.scripts:
            content = json.loads(script)
            for thing in content if isinstance(content, list) else [content]:
                assert thing["@context"] == "https://schema.org"
                assert thing["@type"] not in found, thing["@type"]
                found[thing["@type"]] = thing
        return found


@override_settings(SITE_URL=SITE)
class PageHeadTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.csr = RoleFactory(slug="csr", soc_code="43-4051", alt_titles="CSR\nservice rep")
        cls.lead = RoleFactory(
            slug="team-lead",
            family=RoleFamily.LEADERSHIP,
            ladder_level=3,
            soc_code="43-4051",
            soc_is_proxy=True,
        )
        WageFactory(hourly_p90=None)
        cls.tree = PageTree()
        for role in (cls.csr, cls.lead):
            cls.tree.role_page(role)
        cls.guide = cls.tree.guide(
            roles=[cls.csr], body=[TEXT], kind="wellbeing", search_description="Found by it."
        )
        cls.guide.sources = [
            PageSource(title="A survey", publisher="A bureau", year=2025, url="https://e.org/s")
        ]
        cls.guide.save()

    def read(self, address) -> HeadReader:
        response = self.client.get(address)
        self.assertEqual(response.status_code, 200, address)
        reader = HeadReader()
        reader.feed(response.content.decode())
        return reader

    def crumbs(self, address) -> list[tuple[str, str]]:
        items = self.read(address).data["BreadcrumbList"]["itemListElement"]
        self.assertEqual([item["position"] for item in items], list(range(1, len(items) + 1)))
        return [(item["name"], item["item"].removeprefix(SITE)) for item in items]

    def test_every_page_type_has_one_address_and_says_how_it_looks_when_shared(self):
        self.tree.standard_page(body=[TEXT])
        self.tree.path([self.csr, self.lead])

        for address in (
            "/", "/roles/", "/roles/csr/", "/guides/", "/guides/a-guide/", "/guides/a-path/", "/privacy/",
        ):  # fmt: skip
            with self.subTest(address):
                head = self.read(address)

                self.assertEqual(head.canonical, [SITE + address])
                self.assertEqual(head.meta["og:url"], [SITE + address])
                self.assertEqual(head.meta["og:image"], [f"{SITE}/static/img/social.png"])
                self.assertEqual(head.meta["twitter:card"], ["summary_large_image"])
                self.assertEqual(len(head.meta["og:title"]), 1)
                self.assertEqual(head.meta["og:description"], head.meta["description"])
                self.assertNotIn("robots", head.meta)

    def test_pages_about_one_thing_and_their_indexes_have_head_and_data_too(self):
        home = self.tree.home
        said = {"introduction": "What it is."}
        retail = self.csr.industries.create(slug="retail", title="Retail")
        listening = SkillFactory(slug="listening")
        question = {"question": "A degree?", "answer": "<p>For most, no.</p>"}
        faq = [{"type": "faq", "value": {"heading": "Start", "questions": [question]}}]
        industries = IndustryIndexPage(title="Industries", slug="industries", **said)
        skills = SkillIndexPage(title="Skills", slug="skills", **said)
        for page in (
            industries,
            skills,
            PayPage(title="Pay", slug="pay", **said),
            FaqPage(title="Questions", slug="faq", body=json.dumps(faq)),
        ):
            home.add_child(instance=page)
        industries.add_child(
            instance=IndustryPage(title="Retail", slug="retail", industry=retail, **said)
        )
        skills.add_child(
            instance=SkillPage(title="Listening", slug="listening", skill=listening, **said)
        )

        for address, kinds in {
            "/industries/": {"BreadcrumbList"},
            "/industries/retail/": {"BreadcrumbList", "Article"},
            "/skills/": {"BreadcrumbList"},
            "/skills/listening/": {"BreadcrumbList"},
            "/pay/": {"BreadcrumbList"},
            "/faq/": {"BreadcrumbList", "Article", "FAQPage"},
        }.items():
            with self.subTest(address):
                head = self.read(address)

                self.assertEqual(head.canonical, [SITE + address])
                self.assertLessEqual(kinds, set(head.data))
                self.assertEqual(self.crumbs(address)[0], ("Home", "/"))
        listening = self.read("/skills/listening/")
        self.assertNotIn("Article", listening.data)  # it has no words of its own
        self.assertIn(
            "the roles and the open jobs that ask for it", listening.meta["description"][0]
        )
        answer = self.read("/faq/").data["FAQPage"]["mainEntity"][0]["acceptedAnswer"]["text"]
        self.assertIn("For most, no.", answer)

    def test_a_filter_in_the_address_leaves_the_canonical_one_clean(self):
        self.assertEqual(self.read("/guides/?kind=wellbeing").canonical, [f"{SITE}/guides/"])
        self.assertEqual(self.read("/roles/csr/?near=Columbus").canonical, [f"{SITE}/roles/csr/"])

    def test_a_view_that_is_no_page_of_the_editors_has_the_same_head(self):
        listing = ListingFactory(role=self.csr, title='Chat & "more"')

        head = self.read(listing.get_absolute_url())

        self.assertEqual(head.canonical, [SITE + listing.get_absolute_url()])
        self.assertEqual(head.meta["og:url"], head.canonical)
        self.assertIn('Chat & "more"', head.meta["og:title"][0])
        self.assertEqual(head.meta["og:type"], ["website"])

    def test_a_view_without_an_address_of_its_own_names_none(self):
        head = self.read("/accounts/login/")

        self.assertEqual(head.canonical, [])
        self.assertNotIn("og:url", head.meta)
        self.assertEqual(head.meta["og:title"], ["Sign in"])

    def test_a_page_with_a_picture_of_its_own_is_shared_with_it(self):
        picture = Image.objects.create(
            title="Two desks", file=get_test_image_file(size=(1300, 700))
        )
        self.guide.social_image = picture
        self.guide.save()

        head = self.read("/guides/a-guide/")

        self.assertTrue(head.meta["og:image"][0].startswith("http"))
        self.assertIn("fill-1200x630", head.meta["og:image"][0])
        self.assertEqual(head.meta["og:image:alt"], ["Two desks"])
        self.assertEqual(head.data["Article"]["image"], head.meta["og:image"][0])

    def test_a_preview_is_kept_from_search_engines(self):
        request = RequestFactory().get("/")
        preview = self.guide.make_preview_request(request, "")
        reader = HeadReader()
        reader.feed(preview.rendered_content)

        self.assertEqual(reader.meta["robots"], ["noindex"])

    def test_a_guide_is_an_article_with_author_days_and_sources(self):
        article = self.read("/guides/a-guide/").data["Article"]

        self.assertEqual(article["headline"], "A guide")
        self.assertEqual(article["description"], "Found by it.")
        self.assertEqual(article["url"], f"{SITE}/guides/a-guide/")
        self.assertEqual(article["articleSection"], "Wellbeing")
        self.assertEqual(article["author"], {"@type": "Organization", "name": "Rungs editors"})
        self.assertEqual(article["publisher"]["name"], "Rungs")
        date.fromisoformat(article["mainEntityOfPage"]["lastReviewed"])
        self.assertIn("T", article["datePublished"])
        self.assertEqual(article["citation"][0]["publisher"]["name"], "A bureau")
        self.assertEqual(article["citation"][0]["url"], "https://e.org/s")

    def test_a_name_is_a_person(self):
        self.guide.author = "Ada Field"
        self.guide.save()

        author = self.read("/guides/a-guide/").data["Article"]["author"]

        self.assertEqual(author, {"@type": "Person", "name": "Ada Field"})

    def test_a_career_path_is_an_article(self):
        self.tree.path([self.csr, self.lead])

        self.assertIn("Article", self.read("/guides/a-path/").data)

    def test_a_role_is_an_occupation_with_pay_unit_source_and_year(self):
        data = self.read("/roles/csr/").data["Occupation"]

        self.assertEqual(data["alternateName"], ["CSR", "service rep"])
        self.assertEqual(data["occupationalCategory"], "43-4051 Customer Service Representatives")
        self.assertEqual(data["occupationLocation"], {"@type": "Country", "name": "United States"})
        pay = data["estimatedSalary"]
        self.assertEqual(pay["@type"], "MonetaryAmountDistribution")
        self.assertEqual((pay["currency"], pay["duration"]), ("USD", "PT1H"))
        self.assertEqual(
            (pay["percentile10"], pay["percentile25"], pay["median"], pay["percentile75"]),
            (10, 15, 20, 25),
        )
        self.assertNotIn("percentile90", pay)  # not published
        self.assertEqual(pay["name"], "base")
        self.assertIn("Bureau of Labor Statistics", pay["description"])

    def test_a_borrowed_figure_is_given_to_no_machine(self):
        self.assertNotIn("estimatedSalary", self.read("/roles/team-lead/").data["Occupation"])

    def test_the_nation_speaks_to_machines_whatever_place_a_reader_asked_for(self):
        plain = self.read("/roles/csr/").data["Occupation"]
        WageFactory(area__columbus=True, area__cities=[PlaceFactory()], hourly_median=22)

        self.assertContains(self.client.get("/roles/csr/?near=Columbus"), "$22.00")
        self.assertEqual(self.read("/roles/csr/?near=Columbus").data["Occupation"], plain)

    def test_a_role_without_a_published_figure_names_none(self):
        page = RolePage(role=RoleFactory(soc_code=""))

        self.assertNotIn("estimatedSalary", occupation(page, None))

    def test_crumbs_lead_from_the_front_door_to_the_page(self):
        self.assertEqual(
            self.crumbs("/guides/a-guide/"),
            [
                ("Home", "/"),
                ("Guides", "/guides/"),
                ("Wellbeing", "/guides/?kind=wellbeing"),
                ("A guide", "/guides/a-guide/"),
            ],
        )
        self.assertEqual(
            self.crumbs("/roles/csr/")[1:3],
            [("Roles", "/roles/"), ("Front line", "/roles/?line=front_line")],
        )
        self.assertEqual(self.crumbs("/roles/"), [("Home", "/"), ("Roles", "/roles/")])

    def test_the_front_door_is_a_website_and_has_no_crumbs(self):
        data = self.read("/").data

        self.assertEqual(data["WebSite"]["url"], f"{SITE}/")
        self.assertNotIn("BreadcrumbList", data)

    def test_the_glossary_is_a_set_of_defined_terms(self):
        GlossaryTerm.objects.create(
            slug="csat",
            title="Satisfaction",
            abbreviation="CSAT",
            definition="How pleased </script>",
        )
        self.tree.home.add_child(
            instance=GlossaryPage(title="Glossary", slug="glossary", introduction="Plain.")
        )

        terms = self.read("/glossary/").data["DefinedTermSet"]["hasDefinedTerm"]

        self.assertEqual(
            terms,
            [
                {
                    "@type": "DefinedTerm",
                    "@id": f"{SITE}/glossary/#csat",
                    "name": "Satisfaction",
                    "description": "How pleased </script>",
                    "alternateName": "CSAT",
                }
            ],
        )


@override_settings(SITE_URL=SITE)
class DataTests(SimpleTestCase):
    def test_no_text_ends_the_script_that_it_stands_in(self):
        script = as_script({"name": "</script><script>alert(1)</script><!-- & é"})

        self.assertEqual(script.count("<"), 2)
        inside = script.partition(">")[2].rpartition("<")[0]
        self.assertEqual(json.loads(inside)["name"], "</script><script>alert(1)</script><!-- & é")

    def test_questions_and_answers_are_a_faq_page(self):
        data = faq_page(
            [("Do I need a <b>degree</b>?", '<p><a href="/jobs/">For most</a>, no.</p>')]
        )

        self.assertEqual(data["@type"], "FAQPage")
        question = data["mainEntity"][0]
        self.assertEqual(question["name"], "Do I need a degree?")
        self.assertEqual(
            question["acceptedAnswer"]["text"],
            f'<p><a href="{SITE}/jobs/">For most</a>, no.</p>',
        )

    def test_things_that_stand_together_are_one_script(self):
        script = as_script([structured_data.website(), faq_page([])])

        self.assertEqual(script.count("<script"), 1)
