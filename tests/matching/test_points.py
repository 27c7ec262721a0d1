from hypothesis import given, settings
from hypothesis import strategies as st

from matching.explanation.points import Bar, bars, shown, tenths

PARTS = st.lists(st.floats(0.001, 30), min_size=1, max_size=12)


@settings(deadline=None, derandomize=True)
@given(PARTS)
def test_rounded_parts_add_up_to_the_rounded_total_and_none_moves_by_a_tenth(parts):
    total = sum(parts)

    rounded = tenths(parts, total)

    assert sum(rounded) == round(10 * total)
    assert all(abs(each / 10 - part) < 0.1 for each, part in zip(rounded, parts, strict=True))


def test_equal_remainders_go_to_the_first():
    assert tenths([3.35, 3.35, 3.3], 10.0) == [34, 33, 33]


def test_points_are_shown_with_one_decimal():
    assert [shown(n) for n in (0, 5, 634, 1000)] == ["0.0", "0.5", "63.4", "100.0"]


def test_bars_lie_side_by_side_and_fill_the_width():
    placed = bars(
        [("Skills", 30.0, 60.0, "30.0"), ("Tools", 0.0, 25.0, "0.0"), ("Role", 15.0, 15.0, "15.0")]
    )

    assert [bar.x for bar in placed] == [0.0, 60.0, 85.0]
    assert all(
        abs(bar.got + bar.lost - asked + Bar.GAP) < 1e-9
        for bar, asked in zip(placed, (60, 25, 15), strict=True)
    )
    assert placed[0].got == placed[0].lost
    assert placed[1].got == 0
    assert placed[2].lost == 0


def test_a_narrow_piece_has_no_room_for_words():
    [wide, narrow] = bars([("Skills", 90.0, 95.0, "90.0"), ("Languages", 5.0, 5.0, "5.0")])

    assert wide.has_room_for_name and wide.has_room_for_points
    assert not narrow.has_room_for_name and not narrow.has_room_for_points
