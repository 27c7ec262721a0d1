"""What is promised of matching, from the profile as a person fills it in to the score and the page.

The engine's own promises stand in test_engine_properties.py; here they hold through the database,
the adapters and the words of the report.
"""

from dataclasses import replace
from functools import wraps

import numpy as np
import pytest
from hypothesis import strategies as st

from cms.models import ToolFamily
from cms.vocabulary import Cefr
from matching.adapters import current_index
from matching.engine import explain
from matching.explanation.writer import write_report
from matching.profile_queries import LEVEL_WEIGHTS, profile_query
from profiles.snapshot import ProfileSnapshot
from tests.factories import SkillFactory
from tests.matching.indexed import MATCHES, MatchTestCase

from .corpus import ANALYZER, for_all

EXACT = 1e-12
SKILLS = ["zendesk", "freshdesk", "chat", "orders", "empathy", "coaching"]
# What somebody may write of a job that they held. No capitals but where a name begins.
TEXTS = ["answered billing questions", "customer service; live chat, refunds", "night shift"]
NAMES = ["my name is Maria Lopez", "Ms. Maria Lopez", "Mr Ohio"]
AGES = ["aged 34", "34 years old", "a 34-year-old", "born in 1990", "young", "18 years of age"]
GENDERS = ["female", "Male", "(m/f/d)", "men/women", "lady"]
SCHOOLS = [
    "University of Ohio",
    "the University of Ohio at Lincoln",
    "Ohio State University",
    "OHIO STATE UNIVERSITY",
    "Texas A&M University",
    "Lincoln High School",
    "St. Mary's College",
    "Columbus State Community College",
    "Massachusetts Institute of Technology",
    "School of Business",
    "Ohio College of Business",
]
# A post that every one of these words would meet, if they counted.
MEETING = """
ohio state lincoln texas mary columbus massachusetts business technology maria lopez
university, college, high school, community college, institute, years old, year, old, born
"""

levels = st.integers(1, 4)
specs = st.fixed_dictionaries(
    {
        "skills": st.dictionaries(st.sampled_from(SKILLS), levels),
        "languages": st.dictionaries(
            st.sampled_from(["english", "spanish"]), st.sampled_from(Cefr.values)
        ),
        "current": st.none() | st.sampled_from(["csr", "lead"]),
        "target": st.none() | st.sampled_from(["csr", "lead"]),
        "texts": st.lists(st.sampled_from(TEXTS), unique=True),
    }
)


def for_every(*strategies):
    """As `for_all`, for a method: the examples share one index and one transaction and only read."""

    def decorate(test):
        @wraps(test)
        def run(self):
            for_all(st.tuples(*strategies))(lambda drawn: test(self, *drawn))()

        del run.__wrapped__  # else pytest takes the drawn arguments for fixtures
        return run

    return decorate


class InvariantTests(MatchTestCase):
    def setUp(self):
        super().setUp()
        asks = (self.chat, self.orders, self.empathy)
        self.free = self.listing(*asks, education_min="none")
        self.demanding = self.listing(*asks, education_min="bachelor", experience_months=36)
        self.listings = [
            *self.some_listings(),
            self.listing(self.zendesk, self.freshdesk, languages=[self.english]),
            self.listing(self.chat, description=MEETING),
            self.free,
            self.demanding,
        ]
        self.build()
        self.index = current_index()

    def snapshot(self, spec) -> ProfileSnapshot:
        return ProfileSnapshot(
            skills=tuple((getattr(self, name), level) for name, level in spec["skills"].items()),
            languages=tuple(
                (getattr(self, name), cefr) for name, cefr in spec["languages"].items()
            ),
            current_role=spec["current"] and getattr(self, spec["current"]),
            target_role=spec["target"] and getattr(self, spec["target"]),
            experience_texts=tuple((f"job {n}", text) for n, text in enumerate(spec["texts"])),
        )

    def scores(self, snapshot, text=""):
        return self.index.score(profile_query(snapshot, text).query, self.index.keys_)

    def explained(self, snapshot):
        query = profile_query(snapshot).query
        keys = self.index.keys_.tolist()
        return {key: explain(self.index, query, key, thin=snapshot.is_thin) for key in keys}

    def reports(self, snapshot):
        profile = profile_query(snapshot)
        return [
            write_report(listing, self.index, profile, snapshot, [], {})
            for listing in self.listings
        ]

    @for_every(specs, st.randoms())
    def test_the_same_data_gives_the_same_order_in_whatever_order_it_was_typed(self, spec, random):
        one = self.snapshot(spec)
        other = replace(
            one,
            skills=tuple(random.sample(one.skills, len(one.skills))),
            languages=tuple(random.sample(one.languages, len(one.languages))),
            experience_texts=tuple(random.sample(one.experience_texts, len(one.experience_texts))),
        )

        rankings = [self.index.rank(profile_query(each).query, None) for each in (one, other)]

        assert rankings[0].keys.tolist() == rankings[1].keys.tolist()
        assert rankings[0].scores.tolist() == rankings[1].scores.tolist()

    def test_the_same_data_indexed_again_gives_the_same_scores_to_the_last_bit(self):
        snapshot = self.snapshot(
            {
                "skills": dict.fromkeys(SKILLS, 2),
                "languages": {"spanish": "C1"},
                "current": "csr",
                "target": "lead",
                "texts": TEXTS,
            }
        )
        before = self.scores(snapshot)
        self.build()
        self.index = current_index()

        assert self.scores(snapshot).tolist() == before.tolist()

    @for_every(specs)
    def test_a_thin_profile_gets_words_and_no_number_and_an_empty_one_no_order(self, spec):
        spec = spec | {"current": None, "skills": dict(list(spec["skills"].items())[:2])}
        snapshot = self.snapshot(spec)

        assert snapshot.is_thin
        for report in self.reports(snapshot):
            assert report.share is None
            assert report.reach is None
            assert not [each for each in report.asked if each.points_shown]
            assert not [each for each in report.raises if each.before or each.after]
            assert not any(
                char.isdigit() and "." in line for line in report.kind_lines for char in line
            )
        if snapshot.is_empty:
            assert not self.index.rank(profile_query(snapshot).query, None).keys.size

    @for_every(specs, levels)
    def test_what_no_listing_knows_raises_nothing(self, spec, level):
        before = self.snapshot(spec)
        unheard_of = SkillFactory(slug="unheard-of", preferred_label="Xylography")
        unmatched = SkillFactory(slug="unmatched", preferred_label="Empathic", is_matchable=False)
        after = replace(
            before,
            skills=(*before.skills, (unheard_of, level), (unmatched, level)),
            experience_texts=(*before.experience_texts, ("Zymurgist", "xylography quux")),
        )

        assert (self.scores(after, "zythum xebec") <= self.scores(before)).all()
        shares = [
            [explanation.share for explanation in self.explained(each).values()]
            for each in (
                replace(before, current_role=self.csr),
                replace(after, current_role=self.csr),
            )
        ]
        assert shares[0] == shares[1]

    @for_every(specs, st.sampled_from(SKILLS), levels)
    def test_adding_a_skill_or_raising_it_lowers_neither_a_score_nor_a_share(
        self, spec, name, level
    ):
        spec["current"] = "csr"  # else the profile may be thin, without a share
        level = max(level, spec["skills"].get(name, 0))
        before = self.snapshot(spec)
        after = self.snapshot(spec | {"skills": spec["skills"] | {name: level}})

        assert (self.scores(after) >= self.scores(before) - EXACT).all()
        explained = self.explained(before)
        for key, explanation in self.explained(after).items():
            if explanation.share is not None:
                assert explanation.share >= explained[key].share

    @for_every(specs, st.data())
    def test_what_stays_when_an_item_goes_is_held_by_one_that_the_page_has_named(self, spec, data):
        if not spec["skills"]:
            return
        gone = data.draw(st.sampled_from(sorted(spec["skills"])))
        label = getattr(self, gone).preferred_label
        fewer = {name: level for name, level in spec["skills"].items() if name != gone}
        before, after = self.snapshot(spec), self.snapshot(spec | {"skills": fewer})

        assert (self.scores(after) <= self.scores(before) + EXACT).all()
        explained = self.explained(after)
        reports = {report.listing.pk: report for report in self.reports(before)}
        for key, explanation in self.explained(before).items():
            stays = {part.term: part for part in explained[key].contributions}
            for part in explanation.contributions:
                if part.item_label != label:
                    continue
                if part.term not in stays:
                    assert not part.also_held_by
                    continue
                holder = stays[part.term]
                assert holder.points <= part.points + EXACT
                assert holder.item_label in part.also_held_by
                if part.asked:
                    assert self._names(reports[key], holder.item_label)

    def _names(self, report, label):
        return any(
            "without it, through" in each.because and label in each.because for each in report.asked
        )

    @for_every(specs, st.sampled_from(SKILLS), levels, levels)
    def test_one_edit_moves_a_score_by_at_most_its_weight(self, spec, name, old, new):
        before = self.snapshot(spec | {"skills": spec["skills"] | {name: old}})
        after = self.snapshot(spec | {"skills": spec["skills"] | {name: new}})

        # What the skill is worth by itself, in full: its own term and what it counts towards rivals.
        worth = self.scores(ProfileSnapshot(skills=((getattr(self, name), 4),)))
        limit = abs(LEVEL_WEIGHTS[new] - LEVEL_WEIGHTS[old]) * worth
        moved = abs(self.scores(after) - self.scores(before))
        assert (moved <= limit + EXACT).all()

    @for_every(
        specs,
        st.lists(st.sampled_from([*NAMES, *AGES, *GENDERS, *SCHOOLS]), min_size=1, max_size=3),
        st.sampled_from(["billing questions, answered", "night shift. live chat", "refunds"]),
        st.sampled_from([" {} ", "\n{}\n", ". {}. ", " ({}) "]),
    )
    def test_name_age_gender_and_school_change_nothing(self, spec, personal, text, around):
        words = text.split(" ")
        marked = "".join(
            around.format(each) + word
            for each, word in zip([*personal, *[""] * len(words)], words, strict=False)
        )
        plain = "".join(around.format("") + word for word in words)
        without, with_them = (
            replace(self.snapshot(spec), experience_texts=(("agent", each),))
            for each in (plain, marked)
        )

        assert self.scores(with_them).tolist() == self.scores(without).tolist()
        assert self.scores(without, marked).tolist() == self.scores(without, plain).tolist()

    def test_the_words_of_that_test_would_move_the_score_if_they_counted(self):
        empty = ProfileSnapshot()
        for name in SCHOOLS:
            with self.subTest(name):
                self.assertGreater(self.scores(empty, name.lower()).max(), 0)

    @for_every(specs)
    def test_schooling_and_experience_move_nothing_whether_required_or_not(self, spec):
        snapshot = self.snapshot(spec)
        scores = dict(zip(self.index.keys_.tolist(), self.scores(snapshot), strict=True))
        explained = self.explained(snapshot)
        free, demanding = (
            write_report(each, self.index, profile_query(snapshot), snapshot, [], {})
            for each in (self.free, self.demanding)
        )

        assert scores[self.free.pk] == scores[self.demanding.pk]
        assert explained[self.free.pk].share == explained[self.demanding.pk].share
        assert free.asked == demanding.asked
        assert free.not_counted == demanding.not_counted
        assert free.requires == ()
        assert demanding.requires == ("Bachelor's degree", "3 years of experience")

    @for_every(specs)
    def test_the_points_of_the_page_add_up_to_its_share_and_that_to_the_engines(self, spec):
        snapshot = self.snapshot(spec | {"current": "csr"})
        explained = self.explained(snapshot)

        for report in self.reports(snapshot):
            share = explained[report.listing.pk].share
            if share is None:
                assert report.share is None
                continue
            assert sum(each.got for each in report.asked) == pytest.approx(share, abs=1e-9)
            assert sum(each.points for each in report.asked) == report.share == round(10 * share)
            assert sum(each.weight for each in report.asked) == pytest.approx(100, abs=1e-9)

    def test_the_list_is_the_same_on_every_look(self):
        self.as_guest(**self.profile())

        assert self.keys_shown(MATCHES) == self.keys_shown(MATCHES)

    def test_a_transfer_that_editors_change_counts_at_once(self):
        snapshot = ProfileSnapshot(skills=((self.zendesk, 4),))
        before = self.scores(snapshot)
        ToolFamily.objects.update(transfer=0)

        assert (self.scores(snapshot) <= before).all()
        assert (self.scores(snapshot) < before).any()
        assert np.isfinite(before).all()


@pytest.mark.parametrize("school", SCHOOLS)
@pytest.mark.parametrize("sentence", ["studied at {}", "{}, billing", "refunds. {}\norders", "{}"])
def test_the_name_of_a_school_is_no_word(school, sentence):
    expected = ANALYZER.tokens(sentence.replace("{}", " "))

    assert ANALYZER.tokens(sentence.replace("{}", school)) == expected


@pytest.mark.parametrize(
    "text", ["high school diploma", "college degree", "a university of applied sciences", "School"]
)
def test_schooling_without_a_name_stays(text):
    words = {word.lower() for word in text.split() if len(word) > 2} - {"a", "of"}

    assert words <= set(ANALYZER.tokens(text))
