"""What a person can read about skills that they miss: on the ladder and on a job's page."""

from cms.lessons import Lesson, Lessons
from cms.models import GuideIndexPage, Skill, SkillIndexPage, SkillPage
from tests.cms.factories import PageTree
from tests.factories import SkillFactory
from tests.matching.indexed import MatchTestCase
from tests.matching.ladder_world import LadderTestCase


class Shelf(PageTree):
    def skill_page(self, skill, introduction="What it is.", **kwargs):
        index = SkillIndexPage.objects.first() or self.home.add_child(
            instance=SkillIndexPage(title="Skills", slug="skills", introduction="All.")
        )
        page = SkillPage(
            title=skill.preferred_label,
            slug=skill.slug,
            skill=skill,
            introduction=introduction,
            **kwargs,
        )
        return index.add_child(instance=page)

    def teach(self, slug, *skills, **kwargs):
        guide = self.guide(slug, **kwargs)
        guide.skills = skills
        guide.save()


class LadderLessonTests(LadderTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.shelf = Shelf()
        names = ("scoring", "teaching", "coaching")
        cls.scoring, cls.teaching, cls.coaching = (Skill.objects.get(slug=n) for n in names)
        cls.names = [skill.preferred_label for skill in (cls.scoring, cls.teaching, cls.coaching)]

    def about(self, *skills, limit=3):
        return Lessons().about([skill.preferred_label for skill in skills], limit)

    def test_a_guide_stands_once_for_all_that_it_teaches(self):
        self.shelf.teach("to-train", self.teaching, self.coaching)

        self.assertEqual(
            self.about(self.teaching, self.scoring, self.coaching),
            [Lesson("To train", "/guides/to-train/", (self.names[1], self.names[2]))],
        )

    def test_a_guide_of_another_section_is_read_there(self):
        self.shelf.guides = self.shelf.home.add_child(
            instance=GuideIndexPage(title="Advice", slug="advice", introduction="More.")
        )
        self.shelf.teach("to-train", self.teaching)

        self.assertEqual(
            [each.address for each in self.about(self.teaching)], ["/advice/to-train/"]
        )

    def test_a_skill_s_own_words_come_before_a_guide(self):
        self.shelf.teach("to-train", self.teaching)
        self.shelf.skill_page(self.teaching)

        [lesson] = self.about(self.teaching)

        self.assertEqual((lesson.title, lesson.address), (self.names[1], "/skills/teaching/"))

    def test_drafts_and_pages_without_words_teach_nothing(self):
        self.shelf.teach("draft", self.teaching, live=False)
        self.shelf.skill_page(self.scoring, introduction="")
        self.shelf.skill_page(self.coaching, live=False)

        self.assertEqual(self.about(self.teaching, self.scoring, self.coaching), [])

    def test_the_ladder_leads_to_what_teaches_a_missing_skill_and_to_no_other(self):
        self.shelf.teach("to-score", self.scoring)
        self.shelf.teach("to-call", Skill.objects.get(slug="calls"))

        response = self.client.get("/ladder/?from=csr&to=quality-analyst")

        self.assertContains(response, 'href="/guides/to-score/"')
        self.assertNotContains(response, "/guides/to-call/")

    def test_all_gaps_cost_one_query_and_no_gap_none(self):
        lessons = Lessons()
        with self.assertNumQueries(0):
            lessons.about([], 3)
        with self.assertNumQueries(1):
            for name in self.names:
                lessons.about([name], 3)


class JobLessonTests(MatchTestCase):
    def test_a_job_s_page_leads_to_what_teaches_a_missing_skill(self):
        shelf, missing = Shelf(), SkillFactory(slug="missing")
        shelf.teach("to-learn", missing, self.chat)
        listing = self.listing(self.chat, self.zendesk, missing)
        self.build()
        self.as_guest(**self.profile())

        response = self.client.get(listing.get_absolute_url())

        self.assertContains(
            response, f'/guides/to-learn/">To learn</a> <span class="soft">({missing})</span>'
        )
