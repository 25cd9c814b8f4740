from fractions import Fraction as F

from kpi_engine.whatif.closed.affine import Quantity
from kpi_engine.whatif.closed.families import Family, line_of
from kpi_engine.whatif.closed.lines import Line
from kpi_engine.whatif.closed.moves import Moves
from weights import PLAIN, moved, ranks, scored, totals

GIVEN = {"甲率": ["90%", "60%"], "乙率": ["50%", "95%"]}


def test_the_corners_are_all_of_the_sum_on_one_of_the_siblings() -> None:
    family = Family(scored(PLAIN, ["东", "西"], GIVEN, {"西": 5}), ["甲", "乙", "丙"], [], alone=False)
    assert family.names(0) == ["甲", "乙", "丙"]
    tops = [total.top for total in family.totals(0) if isinstance(total, Quantity)]
    assert tops == [(90, 50, 100), (60, 95, 20)]


def test_a_move_is_a_line_through_the_simplex() -> None:
    base = scored(PLAIN, ["东", "西"], GIVEN)
    family = Family(base, ["甲", "乙", "丙"], [], alone=False)
    (move,) = Moves(base).of("甲")
    first = family.totals(0)[0]
    assert isinstance(first, Quantity)
    line = line_of(first, move, family.names(0))
    assert line == Line(F("42.5") / 60 * 100, (90 - F("42.5") / 60 * 100) / 100, F("0.2"))
    assert family.segment(move, 0) == line


def test_a_family_runs_any_of_its_moves() -> None:
    base = scored(PLAIN, ["东", "西"], GIVEN)
    family = Family(base, ["甲", "乙", "丙"], [], alone=False)
    for move in Moves(base).all():
        (found,) = family.run(move, [F(61)])
        other = moved(base, move, F(61))
        assert (found.totals, found.ranks) == (totals(other), ranks(other))


def test_alone_the_full_marks_are_at_0_and_go_with_it() -> None:
    family = Family(scored(PLAIN, ["东", "西"], GIVEN), ["甲"], [""], alone=True)
    tops = [total.top for total in family.totals(0) if isinstance(total, Quantity)]
    assert tops == [(F("42.5"), F("0.9")), (F("58.3"), F("0.6"))]  # 17.5 + 25; 33.3 + 25, rounded as published
