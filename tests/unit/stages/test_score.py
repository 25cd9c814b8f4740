"""Leaves and nodes: gates, floors, caps, rounding at the levels that say so, periods."""

from fractions import Fraction

import pytest

from scored import HEAD, exact_total, refusals, score_text

X = "inputs: {x: {kind: number, owner: 甲科}}\n"


def one(node: str, *, head: str = HEAD) -> str:
    return f"{head}{X}indicators:\n  甲: {{{node}}}\n"


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ("points: 10, score: x", [0, 5, 10]),
        ("points: 10, floor: none, cap: none, score: x", [-3, 5, 12]),
        ("points: 10, cap: 11, score: x", [0, 5, 11]),
        ("points: 10, floor: -2, score: x", [-2, 5, 10]),
        ("points: 10, cap: points * 1.1, floor: 1, score: x", [1, 5, 11]),
        ("points: open, score: x", [0, 5, 12]),
    ],
)
def test_floor_and_cap_are_zero_and_the_points_unless_stated(node: str, told: list[int]) -> None:
    sheet = score_text(one(node), ["A", "B", "C"], {"x": ["-3", "5", "12"]})
    assert [sheet.score("甲", u) for u in "ABC"] == told


def test_a_gate_that_is_shut_gives_nothing() -> None:
    text = f"{HEAD}{X}indicators:\n  甲: {{points: 100, score: x}}\n  附加: {{bonus: 5, counts_if: score(甲) > 80, score: 3}}\n"
    assert score_text(text, ["A", "B"], {"x": ["80", "80.01"]}).totals() == [80, Fraction(8301, 100)]


def test_a_gate_that_names_a_node_above_it_is_a_cycle() -> None:
    text = f"{HEAD}{X}indicators:\n  甲: {{points: 100, score: x}}\n  附加: {{bonus: 5, counts_if: total > 80, score: 3}}\n"
    assert refusals(text) == ["K414"]


LEVELS = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up%s}
missing: problem
not_applicable: problem
inputs: {x: {kind: number, owner: 甲科}}
indicators:
  组: {points: 100, indicators: {甲: {points: 50, score: x}, 乙: {points: 50, score: x%s}}}
"""


@pytest.mark.parametrize(
    ("levels", "own", "total"),
    [
        (", total: 2", "", Fraction(2, 3)),
        (", indicator: 2, total: 2", "", Fraction(66, 100)),
        (", indicator: 1, total: 2", "", Fraction(6, 10)),
        (", group: 1, total: 2", "", Fraction(7, 10)),
        (", indicator: 1, total: 2", ", round: 3", Fraction(633, 1000)),
        (", indicator: 1, total: 2", ", round: none", Fraction(19, 30)),
    ],
)
def test_rounding_happens_only_at_the_levels_that_say_so(levels: str, own: str, total: Fraction) -> None:
    """Two thirds in two halves of a third."""
    sheet = score_text(LEVELS % (levels, own), ["A"], {"x": [Fraction(1, 3)]})
    assert exact_total(sheet, "A") == total


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        ("half_up", ["2.35", "-2.35"]),
        ("half_even", ["2.34", "-2.34"]),
        ("down", ["2.34", "-2.34"]),
        ("ceiling", ["2.35", "-2.34"]),
        ("floor", ["2.34", "-2.35"]),
    ],
)
def test_rounding_modes_on_both_sides_of_zero(mode: str, told: list[str]) -> None:
    text = one("points: 10, floor: none, score: x").replace("half_up", mode)
    assert score_text(text, ["A", "B"], {"x": ["2.345", "-2.345"]}).totals() == [Fraction(t) for t in told]


PERIODS = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
periods: %s
inputs: {x: {kind: number, owner: 甲科}}
indicators:
  甲: {points: 100, score: x}
"""


@pytest.mark.parametrize(
    ("periods", "values", "total"),
    [
        ("{weights: {六月: 40%, 十二月: 60%}, missing: problem}", {"六月": "80", "十二月": "90"}, 86),
        ("{weights: {六月: 40%, 十二月: 60%}, missing: zero}", {"十二月": "90"}, 54),
        ("{every: half, combine: mean, missing: problem}", {"上半年": "80", "下半年": "91"}, Fraction(171, 2)),
        ("{every: half, combine: sum, missing: problem}", {"上半年": "20", "下半年": "30"}, 50),
        ("{every: half, combine: highest, missing: problem}", {"上半年": "20", "下半年": "30"}, 30),
        ("{every: half, combine: lowest, missing: problem}", {"上半年": "20", "下半年": "30"}, 20),
        ("{every: half, combine: last, missing: problem}", {"上半年": "40", "下半年": "30"}, 30),
        ("{every: quarter, combine: mean, missing: zero}", {"一季度": "40", "二季度": "50"}, Fraction(45, 2)),
    ],
)
def test_periods_are_combined_as_declared(periods: str, values: dict[str, str], total: Fraction) -> None:
    sheet = score_text(PERIODS % periods, ["A"], {f"x@{p}": [v] for p, v in values.items()})
    assert sheet.total("A") == total


def test_each_period_is_rounded_and_then_the_year() -> None:
    """84.2553 → 84.26 and 86.1702 → 86.17 make 85.406 → 85.41; unrounded they would make 85.40424 → 85.40."""
    periods = "{weights: {六月: 40%, 十二月: 60%}, missing: problem}"
    sheet = score_text(PERIODS % periods, ["A"], {"x@六月": ["84.2553"], "x@十二月": ["86.1702"]})
    assert (sheet.total("A", "六月"), sheet.total("A")) == (Fraction(8426, 100), Fraction(8541, 100))


def test_a_period_that_is_missing_is_a_problem_and_the_year_has_no_total() -> None:
    sheet = score_text(PERIODS % "{weights: {六月: 40%, 十二月: 60%}, missing: problem}", ["A"], {"x@六月": ["80"]})
    assert (sheet.total("A"), sheet.codes()) == ("MISSING", ["K601"])


def test_weights_of_periods_that_are_not_a_whole_are_refused() -> None:
    assert refusals(PERIODS % "{weights: {六月: 40%, 十二月: 50%}, missing: problem}") == ["K319"]


def test_periods_with_weights_cannot_be_combined_in_another_way() -> None:
    assert refusals(PERIODS % "{weights: {六月: 40%, 十二月: 60%}, combine: lowest, missing: problem}") == ["K212"]


def test_a_node_may_have_periods_in_a_scheme_of_the_year() -> None:
    text = (
        PERIODS.replace("periods: %s\n", "")
        .replace(
            "  甲: {points: 100, score: x}",
            "  甲: {points: 60, periods: {every: half, combine: mean, missing: problem}, score: x}\n  乙: {points: 40, score: y}",
        )
        .replace("inputs: {", "inputs: {y: {kind: number, owner: 甲科}, ")
    )
    sheet = score_text(text, ["A"], {"x@上半年": ["50"], "x@下半年": ["60"], "y": ["40"]})
    assert (sheet.score("甲", "A"), sheet.total("A")) == (55, 95)


def test_events_count_in_their_own_period() -> None:
    text = PERIODS.replace("score: x", "deduct: {迟报: 10}") % "{weights: {六月: 40%, 十二月: 60%}, missing: problem}"
    sheet = score_text(text, ["A"], events=[{"unit": "A", "event": "迟报", "period": p} for p in ("六月", "十二月", "十二月")])
    assert (sheet.total("A", "六月"), sheet.total("A", "十二月"), sheet.total("A")) == (90, 80, 84)


def test_a_leaf_without_a_rule_is_refused() -> None:
    assert refusals(one("points: 10")) == ["K317"]
