from fractions import Fraction as F

import numpy as np
import pytest

from kpi_engine.table import Kind, Ref, Role, State, column_of
from kpi_engine.whatif.closed.moves import Moves
from kpi_engine.whatif.closed.referee import Published, published
from weights import CLASSES, PLAIN, grades, moved, ranks, scored, totals

UNITS = ["东", "西", "南", "北"]
GIVEN = {"甲率": ["91.3%", "80%", "80%", "33.3333333333%"], "乙率": ["70%", "88.8%", "88.8%", "100%"]}
DISTRICT = {"东": "街道", "西": "部门", "南": "街道", "北": "部门"}

SCHEMES = [
    PLAIN,
    PLAIN.replace("within: all", "within: class"),
    PLAIN.replace("within: all, at_the", "within: class, at_the"),  # looks at classes and at all: one weighting at a time
]


@pytest.mark.parametrize("text", SCHEMES)
def test_many_weightings_at_once_are_the_whole_decision_run_again(text: str) -> None:
    base = scored(text, UNITS, GIVEN, {"东": 1})
    moves = Moves(base)
    for move in moves.all():
        shares = [move.now, *move.grid(F(0), F(100))[::9]]
        for share, found in zip(shares, moves.published(move, shares), strict=True):
            other = moved(base, move, share)
            assert (found.totals, found.ranks, found.grades) == (totals(other), ranks(other), grades(other))


def test_a_move_of_one_class_leaves_the_others_as_they_are() -> None:
    base = scored(CLASSES, DISTRICT, GIVEN, {"东": 1, "北": 3})
    moves = Moves(base)
    for move in moves.all():
        shares = [move.now, *move.grid(F(0), F(100))[::11]]
        for share, found in zip(shares, moves.published(move, shares), strict=True):
            other = moved(base, move, share)
            assert (found.totals, found.ranks, found.grades) == (totals(other), ranks(other), grades(other))


def test_what_is_published_as_written_is_what_the_run_found() -> None:
    base = scored(PLAIN, UNITS, GIVEN, {"东": 1})
    found = published(base)
    assert (found.totals, found.ranks, found.grades) == (totals(base), ranks(base), grades(base))
    assert found.marks(Ref(Role.RANK)).tolist() == ranks(base)
    assert found.marks(Ref(Role.GRADE)).tolist() == grades(base)


def test_units_that_nothing_tells_apart_are_alike() -> None:
    base = scored(PLAIN, UNITS, GIVEN, {"东": 1})
    moves = Moves(base)
    alike = moves.alike(moves.of("甲")[0])
    assert alike[1] == alike[2]
    assert len(set(alike.tolist())) == 3


def test_what_has_no_rank_or_grade_is_marked_as_nothing() -> None:
    rank = column_of(Kind.NUMBER, [(State.PRESENT, F(1)), (State.NOT_APPLICABLE, None)])
    found = Published({}, np.arange(2), {Ref(Role.RANK): rank})
    assert found.marks(Ref(Role.RANK)).tolist() == [1, -1]
    assert found.ranks == [1, None]
    assert found.marks(Ref(Role.GRADE)).tolist() == [-1, -1]
    assert found.grades == ["", ""]
