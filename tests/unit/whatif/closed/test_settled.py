"""What is proved to be unchanged nearer than a distance is unchanged there, by the exact reader at every step."""

from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_engine.engine.results import Results
from kpi_engine.whatif.closed.moves import Moves
from kpi_engine.whatif.closed.referee import published
from kpi_engine.whatif.closed.settled import distances
from weights import CLASSES, PLAIN, grades, moved, ranks, scored

UNITS = ["东", "西", "南", "北"]


def proved(base: Results) -> int:
    """How many (unit, step) pairs are proved; each of them is checked."""
    moves, count = Moves(base), 0
    now = (ranks(base), grades(base))
    for move in moves.all():
        up, down = (distances(moves, move, published(base), way) for way in (1, -1))
        for share in move.grid(move.least, move.most)[1:-1:7]:
            far, way = float(abs(share - move.now)), up if share > move.now else down
            found = moved(base, move, share)
            for row in range(len(base.units)):
                count += int(far < way.rank[row]) + int(far < way.grade[row])
                assert far >= way.rank[row] or ranks(found)[row] == now[0][row]
                assert far >= way.grade[row] or grades(found)[row] == now[1][row]
    return count


RATE = st.sampled_from(["0%", "50%", "60.1%", "90%", "95%", "100%"])
PAIRS = st.lists(st.tuples(RATE, RATE), min_size=4, max_size=4)


@settings(max_examples=6, deadline=None)
@given(PAIRS, st.integers(0, 8), st.sampled_from([PLAIN, PLAIN.replace("at_the_cut: take_none", "at_the_cut: take_all"), CLASSES]))
def test_nothing_changes_nearer_than_the_distance(rates: list[tuple[str, str]], faults: int, text: str) -> None:
    units = dict(zip(UNITS, ["街道", "街道", "街道", "部门"], strict=True)) if text == CLASSES else UNITS
    proved(scored(text, units, {"甲率": [a for a, _ in rates], "乙率": [b for _, b in rates]}, {"西": faults}))


def test_much_is_proved_where_units_are_far_apart_and_from_the_bounds() -> None:
    base = scored(PLAIN, UNITS, {"甲率": ["100%", "90%", "50%", "10%"], "乙率": ["100%", "90%", "50%", "10%"]})
    assert proved(base) > 100


def test_twins_never_part_and_the_best_in_everything_is_never_passed() -> None:
    base = scored(PLAIN, UNITS, {"甲率": ["100%", "50%", "50%", "10%"], "乙率": ["100%", "50%", "50%", "10%"]})
    moves = Moves(base)
    found = distances(moves, moves.of("甲")[0], published(base), 1)
    assert found.rank[0] == np.inf
    assert found.rank[1] == found.rank[2]


UNPROVED = [
    PLAIN.replace("of: total, from: {优秀: 80, 合格: 60}", "of: rank, up_to: {优秀: 2, 合格: 3}"),
    PLAIN + "vetoes: {低分: {when: score(甲) < 20, then: {at_most: 合格}}}\n",
]


@pytest.mark.parametrize("text", UNPROVED)
def test_grades_that_do_not_come_from_bounds_of_the_total_are_not_proved(text: str) -> None:
    base = scored(text, UNITS, {"甲率": ["100%", "90%", "50%", "10%"], "乙率": ["100%", "90%", "50%", "10%"]})
    moves = Moves(base)
    found = distances(moves, moves.of("甲")[0], published(base), 1)
    assert found.grade.tolist() == [0.0] * 4
    assert F(1) in moves.of("甲")[0].grid(F(1), F(1))


def test_without_grades_none_ever_changes() -> None:
    text = PLAIN[: PLAIN.index("grades")] + "ranking: {within: all, by: [total], ties: share}\n"
    base = scored(text, UNITS, {"甲率": ["100%", "90%", "50%", "10%"], "乙率": ["100%", "90%", "50%", "10%"]})
    moves = Moves(base)
    assert distances(moves, moves.of("甲")[0], published(base), -1).grade.tolist() == [np.inf] * 4
