from hypothesis import given
from hypothesis import strategies as st

from cms.models import RoleSkill
from matching.ladder.gaps import HELD_BY_LEVEL, Gap, missing_weight
from profiles.models.candidates import Level

keys = st.integers(1, 8)
asked_skills = st.dictionaries(keys, st.tuples(st.integers(1, 5), st.booleans()), min_size=1)
levels = st.dictionaries(keys, st.sampled_from(Level))


def asks_of(drawn):
    return [
        RoleSkill(skill_id=key, importance=importance, is_essential=essential)
        for key, (importance, essential) in drawn.items()
    ]


def held_at(drawn):
    return {key: HELD_BY_LEVEL[level] for key, level in drawn.items()}


def test_what_one_does_alone_is_held_and_what_one_is_learning_in_part():
    assert HELD_BY_LEVEL[Level.ALONE] == HELD_BY_LEVEL[Level.TEACHES] == 1
    assert 0 < HELD_BY_LEVEL[Level.LEARNING] < HELD_BY_LEVEL[Level.WITH_HELP] < 1


def test_a_role_that_asks_nothing_has_no_share():
    assert Gap.between([], {1: 1.0}).share == 0


@given(asked_skills, levels, keys, st.sampled_from(Level))
def test_learning_a_skill_never_lowers_the_share(drawn, profile, skill, level):
    asks = asks_of(drawn)
    better = max(profile.get(skill, Level.LEARNING), level)

    before = Gap.between(asks, held_at(profile))
    after = Gap.between(asks, held_at({**profile, skill: better}))

    assert after.share >= before.share
    assert 0 <= before.share <= after.share <= 1
    assert missing_weight(asks, held_at({**profile, skill: better})) <= missing_weight(
        asks, held_at(profile)
    )


@given(asked_skills, levels)
def test_every_asked_skill_stands_in_one_of_the_three_parts(drawn, profile):
    asks = asks_of(drawn)

    gap = Gap.between(asks, held_at(profile))

    parts = [*gap.held, *gap.in_part, *gap.missing]
    assert sorted(asked.skill_id for asked in parts) == sorted(drawn)
    assert (gap.share == 1) == (not gap.in_part and not gap.missing)
