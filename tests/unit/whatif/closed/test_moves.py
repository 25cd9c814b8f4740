from fractions import Fraction as F

from kpi_engine.table import Ref, Role
from kpi_engine.whatif.closed.lines import Line, moved_ref
from kpi_engine.whatif.closed.moves import Moves
from weights import CLASSES, HEAD, MEAN, PLAIN, RATES, scored

UNITS = {"东": "街道", "西": "部门"}
GIVEN = {"甲率": ["91%", "80%"], "乙率": ["70%", "不涉及"]}


def test_the_others_pay_in_proportion_and_the_sum_is_kept() -> None:
    moves = Moves(scored(PLAIN, ["东", "西"], {"甲率": ["91%", "80%"], "乙率": ["70%", "60%"]}))
    (move,) = moves.of("甲")
    assert (move.now, move.least, move.most, move.step, move.worth) == (40, 0, 100, 1, 1)
    assert move.shares(F(46)) == {"甲": 46, "乙": F("31.5"), "丙": F("22.5")}  # 60 → 54: nine tenths
    assert sum(move.shares(F(7)).values()) == 100
    assert move.restated(F(46)) == {}


def test_where_nobody_pays_the_full_marks_follow_up_to_the_root() -> None:
    moves = Moves(scored(CLASSES, UNITS, GIVEN))
    (move,) = moves.of("乙", "none")
    assert move.classes == (0,)
    assert move.shares(F(25)) == {"乙": 25}
    assert move.restated(F(25)) == {"业务": 65, "": 105}


def test_the_step_is_the_finest_decimal_step_in_which_points_are_written_or_the_one_asked_for() -> None:
    text = PLAIN.replace("points: 40", "points: 40.5").replace("points: 35", "points: 34.5")
    base = scored(text, ["东"], {"甲率": ["91%"], "乙率": ["70%"]})
    assert [move.step for move in Moves(base).all()] == [F(1, 10)] * 3
    assert [move.step for move in Moves(base, F(1, 2)).all()] == [F(1, 2)] * 3


def test_a_grid_holds_the_shares_on_the_step_within_the_move() -> None:
    moves = Moves(scored(PLAIN, ["东"], {"甲率": ["91%"], "乙率": ["70%"]}), F(3, 2))
    (move,) = moves.of("甲")
    assert move.grid(F("2.9"), F("6")) == [3, F("4.5"), 6]
    assert move.grid(F(-5), F(1)) == [0]
    assert move.grid(F("99.5"), F(200)) == []


def test_a_weight_is_worth_its_part_of_the_points_above() -> None:
    moves = Moves(scored(MEAN, ["东"], {"甲率": ["91%"], "乙率": ["70%"]}))
    (move,) = moves.of("甲")
    assert (move.now, move.most, move.step, move.worth) == (F("0.3"), 1, F("0.1"), 100)
    assert move.shares(F(1, 2)) == {"甲": F(1, 2), "乙": F(1, 2)}


def test_points_that_do_nothing_or_belong_to_no_one_do_not_move() -> None:
    over_rates = HEAD + RATES + "combine: highest\nindicators:\n"
    over_rates += "  甲: {points: 50, score: points * 甲率}\n  乙: {points: 80, score: points * 乙率}\n"
    base = scored(over_rates, ["东"], {"甲率": ["91%"], "乙率": ["70%"]})
    assert Moves(base).all() == []
    spread = PLAIN.replace("not_applicable: problem", "not_applicable: spread")
    assert Moves(scored(spread, ["东"], {"甲率": ["91%"], "乙率": ["70%"]})).all() == []


def test_a_bonus_is_paid_by_no_one_and_changes_no_full_marks() -> None:
    text = PLAIN.replace("grades:", "  加: {bonus: 5, owner: 股, add: {表彰: 2}}\ngrades:")
    moves = Moves(scored(text, ["东"], {"甲率": ["91%"], "乙率": ["70%"]}, {}))
    (move,) = moves.of("加")
    assert (move.payers, move.full_marks, move.now) == ({}, {}, 5)
    (none,) = moves.of("加", "none")
    assert none.full_marks == {}
    assert list(moves.of("甲")[0].payers) == ["乙", "丙"]


def test_where_classes_are_ranked_together_a_move_of_one_touches_all() -> None:
    text = CLASSES.replace("within: class, by", "within: all, by")
    base = scored(text, UNITS, GIVEN)
    moves = Moves(base)
    move = moves.of("作风")[0]
    assert moves.touched(move) == (0, 1)
    lines = moves.line(move)
    assert lines[1] == Line(base.number(Ref(Role.TOTAL), 1) or F(0), F(0), F(0))
    assert Moves(scored(CLASSES, UNITS, GIVEN)).touched(move) == (0,)
    assert moved_ref("甲") in moves.moving(moves.of("甲")[0])
