from fractions import Fraction as F

from kpi_engine.whatif.closed.lines import Line, Move, moved_ref

MOVE = Move("甲", "甲", (0,), "siblings", F(40), F(0), F(100), F(3, 2), {"乙": F(35), "丙": F(25)})


def test_a_line_is_start_and_slope() -> None:
    assert Line(F(50), F(1, 2), F(1)).at(F(7)) == F("53.5")


def test_those_that_pay_keep_their_proportion_and_the_sum() -> None:
    assert MOVE.shares(F(46)) == {"甲": 46, "乙": F("31.5"), "丙": F("22.5")}
    assert MOVE.shares(F(100)) == {"甲": 100, "乙": 0, "丙": 0}


def test_full_marks_follow() -> None:
    alone = Move("甲", "甲", (0,), "none", F(40), F(0), F(100), F(1), {}, {"": F(100)})
    assert (alone.shares(F(46)), alone.restated(F(46))) == ({"甲": 46}, {"": 106})


def test_a_grid_stays_within_the_move() -> None:
    assert MOVE.grid(F(-9), F(4)) == [0, F("1.5"), 3]
    assert MOVE.grid(F("97.6"), F(900)) == [99]


def test_a_share_that_moves_is_a_quantity_of_its_own() -> None:
    assert moved_ref("甲") != moved_ref("乙")
