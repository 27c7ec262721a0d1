"""The editors' blocks: what they refuse, what they show, what they cost."""

from django.core.exceptions import ValidationError
from django.test import RequestFactory, SimpleTestCase, TestCase
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from cms.blocks import (
    FaqBlock,
    FigureBlock,
    GuideStreamBlock,
    ImageBlock,
    LadderBlock,
    LiveJobsBlock,
    MetricBlock,
    PayBandBlock,
    PointsBlock,
    QuoteBlock,
    RelatedPagesBlock,
    RoleCardsBlock,
    RoleStreamBlock,
    SkillListBlock,
    StepsBlock,
    TableBlock,
    TakeawaysBlock,
    TipsBlock,
)
from cms.models import GlossaryTerm, Role, RoleSkill
from tests.cms.factories import PageTree, WageFactory
from tests.factories import (
    ListingFactory,
    MetricFactory,
    PlaceFactory,
    RoleFactory,
    SkillFactory,
)


def error_of(block, value) -> dict:
    """What the desk shows beside the fields of a block; nothing for a value in order."""
    try:
        block.clean(block.normalize(value))
    except ValidationError as error:
        return error.as_json_data()
    return {}


def said(block, value, field) -> str:
    return error_of(block, value)["blockErrors"][field]["messages"][0]


def shown(block, value) -> str:
    return block.render(block.normalize(value), {"request": RequestFactory().get("/")})


class WrittenTests(SimpleTestCase):
    """Blocks of an editor's own words."""

    def test_a_column_of_figures_stands_in_line_and_one_with_words_does_not(self):
        value = {
            "caption": "Jobs",
            "columns": ["State", "Jobs", "In words"],
            "rows": [["Texas", "337,170", "40 since June"], ["Ohio", "$19.44", "9"]],
        }

        html = shown(TableBlock(), value)

        self.assertInHTML('<th scope="col" class="number">Jobs</th>', html)
        self.assertInHTML('<td class="number">$19.44</td>', html)
        self.assertInHTML("<td>40 since June</td>", html)
        self.assertInHTML("<td>9</td>", html)

    def test_a_blank_item_is_pointed_at(self):
        error = error_of(TakeawaysBlock(), ["One.", "  ", "Three."])

        self.assertEqual(
            error["blockErrors"][1]["messages"], ["This item is empty. Write it, or remove it."]
        )

    def test_a_blank_step_is_one_message_and_a_half_one_names_its_field(self):
        error = error_of(StepsBlock(), [{"title": "", "text": ""}, {"title": "A", "text": ""}])

        self.assertIn("This item is empty", error["blockErrors"][0]["messages"][0])
        self.assertIn("text", error["blockErrors"][1]["blockErrors"])

    def test_a_list_that_is_too_short_says_how_many_it_takes(self):
        self.assertEqual(
            error_of(TakeawaysBlock(), ["One."])["messages"], ["Add at least 2 items."]
        )

    def test_a_heading_without_a_list_is_refused(self):
        for block, name in ((PointsBlock(), "points"), (FaqBlock(), "questions")):
            error = error_of(block, {"heading": "What to ask", name: []})

            self.assertEqual(error["blockErrors"][name]["messages"], ["Add at least 1 item."])

    def test_a_list_without_a_heading_is_refused_and_tips_may_stand_under_another(self):
        self.assertIn(
            "heading", error_of(PointsBlock(), {"heading": "", "points": ["A"]})["blockErrors"]
        )
        tips = {"heading": "", "tips": [{"title": "A", "text": "B"}]}
        self.assertEqual(error_of(TipsBlock(), tips), {})

    def test_a_number_in_a_heading_has_to_be_that_of_the_items(self):
        value = {"heading": "Two questions to ask", "points": ["Who?"]}

        self.assertEqual(
            said(PointsBlock(), value, "heading"),
            "The heading says 2, but there is 1 below it. Change the number or leave it out.",
        )

    def test_a_row_of_another_length_and_a_row_without_a_name_are_pointed_at(self):
        value = {"caption": "C", "columns": ["", "One"], "rows": [["A"], ["", "B"], ["A", "B"]]}

        rows = error_of(TableBlock(), value)["blockErrors"]["rows"]["blockErrors"]

        self.assertEqual(rows[0]["messages"], ["This row has 1 cell, but the table has 2 columns."])
        self.assertIn("first cell", rows[1]["messages"][0])
        self.assertNotIn(2, rows)

    def test_columns_need_headings_but_for_the_first(self):
        value = {"caption": "C", "columns": ["", ""], "rows": [["A", "B"]]}

        self.assertIn("heading", said(TableBlock(), value, "columns"))

    def test_a_quotation_needs_a_name_and_a_source(self):
        value = {"quote": "Words.", "attribution": "", "source": "", "year": 2020}

        self.assertEqual(
            set(error_of(QuoteBlock(), value)["blockErrors"]), {"attribution", "source"}
        )
        self.assertIn("Write where it stands", said(QuoteBlock(), value, "source"))

    def test_a_figure_needs_a_digit_a_source_and_a_year_that_was(self):
        value = {"value": "most", "meaning": "M", "source": "", "year": None}
        self.assertEqual(set(error_of(FigureBlock(), value)["blockErrors"]), {"source", "year"})
        self.assertIn("the year of its source", said(FigureBlock(), value, "year"))

        value |= {"source": "S", "year": timezone.localdate().year + 1}
        self.assertEqual(set(error_of(FigureBlock(), value)["blockErrors"]), {"value", "year"})

    def test_a_draft_keeps_what_is_not_finished(self):
        for block, value in (
            (TakeawaysBlock(), ["One."]),
            (PointsBlock(), {"heading": "Two tips", "points": ["A"]}),
            (TableBlock(), {"caption": "", "columns": ["", "A"], "rows": [["A"]]}),
            (QuoteBlock(), {"quote": "W", "attribution": "", "source": "", "year": None}),
            (FigureBlock(), {"value": "most", "meaning": "", "source": "", "year": 9000}),
            (PayBandBlock(), {"role": None, "place": "Nowhere"}),
            (SkillListBlock(), {"role": None, "heading": "Two skills"}),
        ):
            with self.subTest(block=type(block).__name__):
                block.clean_deferred(block.normalize(value))

    def test_parts_of_a_table_have_names_and_a_heading_and_an_image_have_help(self):
        blocks = GuideStreamBlock().child_blocks
        table = blocks["table"].child_blocks
        cell = table["rows"].child_block.child_block
        for part in (table["columns"].child_block, table["rows"].child_block, cell):
            self.assertTrue(part.label)
        alt_text = blocks["image"].child_blocks["alt_text"]
        for block in (blocks["heading"], alt_text, blocks["figure"].child_blocks["url"]):
            self.assertTrue(block.field.help_text)

    def test_every_block_explains_itself_in_a_group(self):
        blocks = GuideStreamBlock().child_blocks | RoleStreamBlock().child_blocks
        for name, block in blocks.items():
            with self.subTest(block=name):
                self.assertTrue(str(block.meta.group))
                self.assertTrue(str(block.label))
                self.assertTrue(str(block.get_description()).endswith("."))
                self.assertNotEqual(block.meta.icon, "placeholder")
                self.assertTrue(block.is_previewable)


class LiveTests(TestCase):
    """Blocks that read the data."""

    @classmethod
    def setUpTestData(cls):
        cls.role = RoleFactory(slug="csr", title="Representative", soc_code="43-4051")
        cls.metric = MetricFactory(title="Handle time", caution="Short is not good.")
        WageFactory()
        PlaceFactory()

    def test_an_unknown_place_is_named_in_words(self):
        value = {"role": self.role, "place": "Nowhere at all"}

        for block in (PayBandBlock(), LiveJobsBlock()):
            self.assertIn("no place called “Nowhere at all”", said(block, value, "place"))

    def test_pay_is_published_for_places_in_the_united_states_alone(self):
        PlaceFactory(
            geoname_id=1, name="Leeds", country_code="GB", admin1_code="ENG", population=400_000
        )
        value = {"role": self.role, "place": "Leeds"}

        self.assertIn("United States alone", said(PayBandBlock(), value, "place"))
        self.assertEqual(error_of(LiveJobsBlock(), value), {})

    def test_pay_shows_low_middle_and_high_with_unit_area_year_and_source(self):
        html = shown(PayBandBlock(), {"role": self.role, "place": "Columbus, OH"})

        for words in ("$10.00", "$20.00", "$30.00", "an hour", "the United States", "May 2025"):
            self.assertIn(words, html)
        self.assertIn("Columbus, OH", html)

    def test_no_rung_lies_above_a_role_outside_the_ladder(self):
        role = RoleFactory(exit=True)

        self.assertIn("outside the ladder", said(LadderBlock(), {"role": role}, "role"))

    def test_skills_are_counted_and_another_number_is_refused(self):
        for _number in range(3):
            RoleSkill.objects.create(role=self.role, skill=SkillFactory())
        block = SkillListBlock()

        self.assertIn("3 skills asked", shown(block, {"role": self.role}))
        self.assertIn(
            "says 4", said(block, {"role": self.role, "heading": "The four skills"}, "heading")
        )
        self.assertEqual(error_of(block, {"role": self.role, "heading": "Three skills"}), {})

    def test_a_number_that_has_become_false_is_shown_no_more(self):
        RoleSkill.objects.create(role=self.role, skill=SkillFactory())
        value = {"role": self.role, "heading": "Two skills to learn"}

        html = shown(SkillListBlock(), value)

        self.assertNotIn("Two skills", html)
        self.assertIn("1 skill asked", html)

    def test_a_role_without_skills_cannot_show_any(self):
        self.assertIn("No skill", said(SkillListBlock(), {"role": self.role}, "role"))

    def test_a_term_without_a_caution_is_refused(self):
        self.assertIn("no caution", said(MetricBlock(), {"term": MetricFactory()}, "term"))
        self.assertIn("Short is not good.", shown(MetricBlock(), {"term": self.metric}))

    def test_the_same_role_twice_is_pointed_at(self):
        error = error_of(RoleCardsBlock(), [self.role, self.role])

        self.assertEqual(list(error["blockErrors"]), [1])

    def test_open_jobs_are_those_of_the_mode_and_the_place(self):
        near = ListingFactory(
            role=self.role, title="Near", work_mode="on_site", place=PlaceFactory()
        )
        away = PlaceFactory(cleveland=True)
        ListingFactory(role=self.role, title="Away", work_mode="on_site", place=away)
        ListingFactory(role=self.role, title="Elsewhere", work_mode="remote", place=None)

        html = shown(LiveJobsBlock(), {"role": self.role, "place": "Columbus, OH"})
        self.assertIn(near.title, html)
        self.assertNotIn("Away", html)
        self.assertIn("location=Columbus", html)

        html = shown(LiveJobsBlock(), {"work_mode": "remote"})
        self.assertIn("Elsewhere", html)
        self.assertNotIn(near.title, html)

    def test_a_page_to_read_next_has_to_be_published(self):
        tree = PageTree()
        guide, draft = tree.guide("read-me"), tree.guide("draft", live=False)

        error = error_of(RelatedPagesBlock(), [guide, draft])

        self.assertIn("not published", error["blockErrors"][1]["messages"][0])
        html = shown(RelatedPagesBlock(), [guide, draft])
        self.assertIn("Read me", html)
        self.assertNotIn("Draft", html)

    def test_an_image_needs_words_or_to_be_decoration(self):
        from wagtail.images import get_image_model

        image = get_image_model().objects.create(title="A desk", file=get_test_image_file())
        block = ImageBlock()

        self.assertIn("alt_text", error_of(block, {"image": image, "alt_text": ""})["blockErrors"])
        value = {"image": image, "alt_text": "A desk by a window", "decorative": False}
        self.assertEqual(error_of(block, value), {})
        self.assertIn('alt="A desk by a window"', shown(block, value))

    def test_a_row_that_is_no_more_takes_what_it_showed_with_it(self):
        key = self.role.pk
        Role.objects.filter(pk=key).delete()
        GlossaryTerm.objects.filter(pk=self.metric.pk).delete()
        ListingFactory(title="Of another role")
        raw = [
            {"type": kind, "value": {"role": key}}
            for kind in ("pay_band", "live_jobs", "ladder", "skill_list")
        ]
        raw += [
            {"type": "roles", "value": [key]},
            {"type": "metric", "value": {"term": self.metric.pk}},
        ]

        body = GuideStreamBlock().to_python(raw)

        self.assertEqual([str(block).strip() for block in body], [""] * 6)

    def test_blocks_of_a_kind_fetch_their_roles_together(self):
        def cost(number):
            roles = RoleFactory.create_batch(number, soc_code="43-4051")
            raw = [{"type": "pay_band", "value": {"role": role.pk}} for role in roles]
            body = GuideStreamBlock().to_python(raw)
            # The roles, and the figures of each block.
            with self.assertNumQueries(1 + number):
                [block.value["role"].title for block in body]
                "".join(str(block) for block in body)

        cost(2)
        cost(5)

    def test_cards_of_roles_cost_one_query_for_all_figures(self):
        roles = RoleFactory.create_batch(6, soc_code="43-4051")
        body = GuideStreamBlock().to_python(
            [{"type": "roles", "value": [role.pk for role in roles]}]
        )

        with self.assertNumQueries(2):
            html = str(body[0])

        self.assertEqual(html.count("$20.00"), 6)
