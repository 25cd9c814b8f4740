"""The lines of totals against the whole decision run again; and the nodes that stand in the way."""

from fractions import Fraction as F

from kpi_engine.engine.results import Results
from kpi_engine.whatif.closed.affine import Obstacle
from kpi_engine.whatif.closed.lines import Line
from kpi_engine.whatif.closed.moves import Moves
from weights import CLASSES, HEAD, MEAN, PLAIN, RATES, moved, scored, totals

UNITS = ["东", "西", "南"]
GIVEN = {"甲率": ["91.3%", "80%", "80%"], "乙率": ["70%", "88.8%", "88.8%"]}


def along(base: Results, name: str, policy: str = "siblings") -> list[list[Line | Obstacle | None]]:
    moves = Moves(base)
    told = []
    for move in moves.of(name, policy):  # type: ignore[arg-type]
        lines = moves.line(move)
        told.append(lines)
        for share in move.grid(move.least, move.most)[1:-1:7]:
            found = totals(moved(base, move, share))
            for row, line in enumerate(lines):
                total = found[row]
                assert not isinstance(line, Line) or (total is not None and abs(total - line.at(share)) <= line.slack)
    assert told
    return told


def test_the_total_is_a_line_in_a_weight_that_its_siblings_pay_for() -> None:
    base = scored(PLAIN, UNITS, GIVEN, {"东": 1, "南": 9})
    (lines,) = along(base, "甲")
    # 东: 91.3% x + (100 - x) × (35 × 70% + 25 × 21/25) / 60, and roundings of three indicators and the total
    assert lines[0] == Line(F("45.5") / 60 * 100, F("0.913") - F("45.5") / 60, F("0.2"))


def test_a_total_may_be_below_zero() -> None:
    base = scored(PLAIN, UNITS, {"甲率": ["0%"] * 3, "乙率": ["0%"] * 3}, {"南": 9})
    (lines,) = along(base, "丙")
    assert lines[2] == Line(F(0), F(-11, 25), F("0.2"))  # 25 - 36 of 25


def test_full_marks_change_where_nobody_pays() -> None:
    base = scored(PLAIN, UNITS, GIVEN, {"东": 1})
    (lines,) = along(base, "甲", "none")
    assert lines[0] == Line(F("45.5"), F("0.913"), F("0.1"))


def test_classes_whose_points_are_written_differently_move_apart() -> None:
    base = scored(CLASSES, {"东": "街道", "西": "部门", "南": "街道"}, GIVEN, {"东": 1})
    moves = Moves(base)
    assert [(move.classes, move.now, move.most) for move in moves.of("作风")] == [((0,), 40, 100), ((1,), 50, 100)]
    assert [(move.classes, move.now, move.most) for move in moves.of("甲")] == [((0,), 40, 60)]  # in 部门 it has no sibling
    for name in ("业务", "作风", "甲", "乙"):
        along(base, name)
        along(base, name, "none")
    lines = moves.line(moves.of("作风")[1])
    assert [isinstance(line, Line) for line in lines] == [False, True, False]


def test_weights_under_a_mean_are_linear_when_siblings_pay_and_not_when_nobody_does() -> None:
    base = scored(MEAN, UNITS, GIVEN)
    (lines,) = along(base, "甲")
    assert lines[1] == Line(F("88.8"), F("-8.8"), F("0.05"))
    moves = Moves(base)
    (move,) = moves.of("甲", "none")
    assert isinstance(moves.line(move)[0], Obstacle)


def test_a_bonus_with_a_gate_on_a_score_is_an_obstacle_unless_it_is_clear() -> None:
    text = PLAIN.replace("grades:", "  加: {bonus: 5, counts_if: score(乙) > 10, owner: 股, add: {表彰: 2}}\ngrades:")
    base = scored(text, UNITS, {"甲率": ["91.3%", "80%", "20%"], "乙率": ["90%", "88.8%", "0%"]}, {"东": 0})
    lines = Moves(base).line(Moves(base).of("乙")[0])
    assert isinstance(lines[0], Obstacle)
    assert isinstance(lines[2], Line)  # 0 of whatever is never above 10


def test_the_mean_of_a_class_is_linear_too() -> None:
    text = PLAIN.replace("甲: {points: 40,", "甲: {points: 40, missing: class_mean,")
    base = scored(text, UNITS, {"甲率": ["91.3%", "80%", None], "乙率": ["90%", "88.8%", "0%"]}, {"东": 0})
    (lines,) = along(base, "甲")
    assert all(isinstance(line, Line) for line in lines)


def test_a_cap_of_a_group_that_does_not_move_is_an_obstacle_where_it_bites_at_some_weights() -> None:
    text = HEAD + RATES + "cap: 80\nindicators:\n  甲: {points: 50, score: points * 甲率}\n  乙: {points: 50, score: points * 乙率}\n"
    base = scored(text, UNITS, {"甲率": ["100%", "70%", "90%"], "乙率": ["50%", "60%", "90%"]})
    lines = Moves(base).line(Moves(base).of("甲")[0])
    assert lines[0] == Obstacle("总分封顶保底后", "min(…)")
    assert lines[1] == Line(F(60), F("0.1"), F("0.15"))
    assert lines[2] == Line(F(80), F(0), F("0.15"))


def test_a_root_that_nothing_rounded_has_the_slack_of_its_last_decimal() -> None:
    text = HEAD.replace("indicator: 1, ", "") + RATES
    text += "indicators:\n  甲: {points: 50, score: sqrt(甲率) * points}\n  乙: {points: 50, score: points * 乙率}\n"
    base = scored(text, ["东"], {"甲率": ["49%"], "乙率": ["50%"]})
    line = Moves(base).line(Moves(base).of("甲", "none")[0])[0]
    assert isinstance(line, Line)
    assert (line.start, line.slope) == (25, F("0.7"))
    assert F("0.05") < line.slack < F("0.0500001")


def test_a_plan_without_weights_that_move_has_no_moves() -> None:
    text = HEAD + RATES + "indicators:\n  甲: {points: 100, score: points * 甲率}\n"
    assert Moves(scored(text, UNITS, GIVEN)).all() == []
