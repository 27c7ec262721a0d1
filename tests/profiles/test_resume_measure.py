import io
from collections import Counter

import pytest
from django.test import TestCase

from cms.models import GlossaryTerm, Role, Skill
from cms.vocabulary import Cefr, Education, SkillKind
from profiles.extraction import extract

from .resumes.building import build, plain_text
from .resumes.measuring import measure, text_of
from .resumes.samples import FOLDER, SETS, names_of, samples_of
from .resumes.scores import wilson
from .resumes.vocabulary import load_vocabulary

SKILL_KINDS = {
    SkillKind.SERVICE,
    SkillKind.INTERPERSONAL,
    SkillKind.SELF_MANAGEMENT,
    SkillKind.TECHNICAL,
    SkillKind.DOMAIN,
}


class CorpusTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_vocabulary()
        cls.samples = {name: samples_of(name) for name in SETS}
        cls.all_samples = [sample for name in SETS for sample in cls.samples[name]]

    def test_skills_and_tools_of_the_held_out_resumes_are_found_and_few_others(self):
        facets = measure(self.samples["held_out"])

        found = facets["skills and tools"]
        self.assertGreaterEqual(found.precision, 0.95, f"\n{found}")
        self.assertGreaterEqual(found.recall, 0.80, f"\n{found}")

    def test_labels_are_slugs_of_the_vocabulary(self):
        kinds = dict(Skill.objects.matchable().values_list("slug", "kind"))
        roles = set(Role.objects.values_list("slug", flat=True))
        measures = set(GlossaryTerm.objects.filter(is_metric=True).values_list("slug", flat=True))
        for sample in self.all_samples:
            labels = sample.labels
            with self.subTest(sample.name):
                self.assertLessEqual({kinds.get(slug) for slug in labels.skills}, SKILL_KINDS)
                self.assertLessEqual({kinds.get(slug) for slug in labels.tools}, {SkillKind.TOOL})
                self.assertLessEqual(
                    {kinds.get(slug) for slug in labels.languages}, {SkillKind.LANGUAGE}
                )
                self.assertLessEqual(
                    {kinds.get(name) for name in labels.certificates if name.startswith("cert-")},
                    {SkillKind.CERTIFICATION},
                )
                self.assertLessEqual({slug for slug, _ in labels.metrics}, measures)
                held = {job.role for job in labels.jobs if job.role}
                self.assertLessEqual(held | labels.optional_roles, roles)
                self.assertLessEqual(
                    labels.optional,
                    set(Skill.objects.values_list("slug", flat=True)),
                )
                self.assertFalse(labels.optional & (labels.skills | labels.tools))
                self.assertLessEqual(set(labels.tool_years), labels.tools)
                self.assertLessEqual({s.level for s in labels.education}, {"", *Education.values})
                for told in labels.languages.values():
                    self.assertLessEqual({told[k] for k in told if k != "slug"}, set(Cefr.values))

    def test_what_a_label_says_in_numbers_stands_in_the_text(self):
        for sample in self.all_samples:
            text = plain_text(sample)
            with self.subTest(sample.name):
                for job in sample.labels.jobs:
                    self.assertIn(job.title.casefold(), text.casefold())
                    self.assertIn(job.employer.casefold(), text.casefold())
                    self.assertRegex(text, rf"{job.start[:4]}|['/]{job.start[2:4]}")
                for school in sample.labels.education:
                    self.assertIn(school.school, text)
                    self.assertIn(str(school.year or ""), text)
                for _metric, value in sample.labels.metrics:
                    self.assertIn(value, text)


ONE_OF_EACH_FORMAT = {sample.format: sample for sample in samples_of("tune")}


def test_a_sample_gives_the_same_file_each_time():
    assert set(ONE_OF_EACH_FORMAT) == {"pdf", "docx", "text"}
    for sample in ONE_OF_EACH_FORMAT.values():
        assert build(sample) == build(sample)


def test_the_text_measured_is_what_the_site_takes_out_of_an_uploaded_file():
    for sample in ONE_OF_EACH_FORMAT.values():
        content, kind = build(sample)
        taken = extract(io.BytesIO(content), kind)
        assert (taken.reading, taken.text) == ("read", text_of(sample))


def test_the_sets_are_alike_and_share_nobody():
    names = [name for set_name in SETS for name in names_of(set_name)]
    assert len(names) == len(set(names))
    samples = {set_name: samples_of(set_name) for set_name in SETS}
    for set_name in SETS:
        assert len(samples[set_name]) == 25
        assert {path.stem for path in (FOLDER / set_name).glob("*.toml")} == set(names_of(set_name))
    # The fourth came in layouts and formats of its own: a person's résumé does, too.
    alike = [name for name in SETS if name not in ("tune", "fourth")]
    for key in ("layout", "format"):
        counts = {name: Counter(getattr(one, key) for one in samples[name]) for name in SETS}
        for others in (counts[name] for name in alike):
            assert others.keys() == counts["tune"].keys()
            assert all(abs(others[value] - counts["tune"][value]) <= 1 for value in others)


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [(0, 0, 0, 1), (0, 10, 0, 0.2775), (10, 10, 0.7225, 1), (95, 100, 0.8882, 0.9785)],
)
def test_the_interval_is_wilsons(right, total, low, high):
    assert wilson(right, total) == pytest.approx((low, high), abs=5e-4)
