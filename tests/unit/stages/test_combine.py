"""Nodes out of their children: sums, means, extremes, formulas; what does not apply is made good where the policy stands."""

from fractions import Fraction

import pytest

from scored import NONE, refusals, score_text


def scheme(combine: str, *, na: str = "problem", more: str = "", a: str = "points: 60", b: str = "points: 40", rest: str = "") -> str:
    return f"""
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {{mode: half_up, total: 2}}
missing: problem
not_applicable: {na}
{combine}
inputs: {{x: {{kind: number, owner: 甲科}}, y: {{kind: number, owner: 甲科}}, z: {{kind: number, owner: 甲科}}}}
indicators:
  甲: {{{a}, score: x{more}}}
  乙: {{{b}, score: y}}
{rest}
"""


@pytest.mark.parametrize(
    ("combine", "total"),
    [
        ("", 70),
        ("combine: sum", 70),
        ("combine: mean", Fraction(75)),  # (30/60 + 40/40) / 2
        ("combine: highest", 100),
        ("combine: lowest", 50),
        ("combine: geometric", Fraction(7071, 100)),  # √(0.5 × 1) × 100 = 70.7106…
        ("combine: children_sum * 0.9", 63),
        ('combine: "min(points, children_sum + 50)"', 100),
    ],
)
def test_how_a_node_is_made_of_its_children(combine: str, total: Fraction) -> None:
    assert score_text(scheme(combine), ["A"], {"x": ["30"], "y": ["40"]}).total("A") == total


def test_weights_of_a_mean() -> None:
    text = scheme("combine: mean", a="weight: 3", b="weight: 1")
    assert score_text(text, ["A"], {"x": ["80"], "y": ["40"]}).total("A") == 70


def test_a_bonus_is_above_full_marks_and_never_rescaled() -> None:
    text = scheme("", na="rescale", rest="  丙: {bonus: 5, score: z}")
    sheet = score_text(text, ["A"], {"x": ["30"], "y": [NONE], "z": ["9"]})
    assert sheet.total("A") == 55  # 30 of 60 → 50, and 5


@pytest.mark.parametrize(
    ("policy", "x", "total"),
    [
        ("rescale", NONE, 75),  # 30 of 40
        ("full", NONE, 90),
        ("zero", NONE, 30),
        ("skip", NONE, 30),
        ("rescale", "45", 75),
    ],
)
def test_what_does_not_apply(policy: str, x: str, total: int) -> None:
    assert score_text(scheme("", na=policy), ["A"], {"x": [x], "y": ["30"]}).total("A") == total


def test_what_does_not_apply_is_a_problem_unless_it_is_declared() -> None:
    sheet = score_text(scheme(""), ["A"], {"x": [NONE], "y": ["30"]})
    assert (sheet.total("A"), sheet.codes()) == ("NOT_APPLICABLE", ["K603"])


def test_the_class_mean_stands_in_and_does_not_count_itself() -> None:
    sheet = score_text(scheme("", na="class_mean"), ["A", "B", "C"], {"x": [NONE, "20", "31"], "y": ["0", "0", "0"]})
    assert sheet.totals() == [Fraction(51, 2), 20, 31]


def test_a_class_mean_is_of_the_class() -> None:
    text = scheme("classes: {街道: {}, 乡镇: {}}", na="class_mean")
    sheet = score_text(text, {"A": "街道", "B": "乡镇", "C": "街道"}, {"x": [NONE, "20", "31"], "y": ["0", "0", "0"]})
    assert sheet.total("A") == 31


@pytest.mark.parametrize(("policy", "total"), [("zero", 30), ("full", 90), ("not_applicable", 75)])
def test_a_blank_under_each_policy(policy: str, total: int) -> None:
    text = scheme("", na="rescale").replace("missing: problem", f"missing: {policy}")
    assert score_text(text, ["A"], {"x": [None], "y": ["30"]}).total("A") == total


def test_a_blank_is_a_problem_that_names_unit_input_and_owner() -> None:
    sheet = score_text(scheme(""), ["A", "B"], {"x": ["1", None], "y": ["30", "30"]})
    assert sheet.totals() == [31, "MISSING"]
    (problem,) = sheet.problems
    assert (problem.code.number, problem.facts["unit"], problem.facts["input"], problem.facts["owner"]) == ("K601", "B", "x", "甲科")


def test_rescaling_happens_inside_the_node_that_carries_the_setting() -> None:
    text = scheme("").replace(
        "  甲: {points: 60, score: x}",
        "  甲: {points: 60, not_applicable: rescale, indicators: {甲一: {points: 20, score: x}, 甲二: {points: 40, score: z}}}",
    )
    sheet = score_text(text, ["A"], {"x": [NONE], "z": ["30"], "y": ["40"]})
    assert (sheet.score("甲", "A"), sheet.total("A")) == (45, 85)


def test_rescaling_at_the_top_takes_the_points_of_a_leaf_deep_below() -> None:
    text = scheme("", na="rescale").replace(
        "  甲: {points: 60, score: x}", "  甲: {points: 60, indicators: {甲一: {points: 20, score: x}, 甲二: {points: 40, score: z}}}"
    )
    sheet = score_text(text, ["A"], {"x": [NONE], "z": ["30"], "y": ["40"]})
    assert (sheet.score("甲", "A"), sheet.total("A")) == (30, Fraction(8750, 100))  # 70 of 80


def test_a_group_of_which_nothing_applies_is_not_applicable_itself() -> None:
    text = scheme("", na="rescale").replace(
        "  甲: {points: 60, score: x}", "  甲: {points: 60, indicators: {甲一: {points: 20, score: x}, 甲二: {points: 40, score: z}}}"
    )
    sheet = score_text(text, ["A"], {"x": [NONE], "z": [NONE], "y": ["30"]})
    assert (sheet.score("甲", "A"), sheet.total("A")) == ("NOT_APPLICABLE", 75)


def test_rescaling_written_on_a_leaf_happens_inside_its_parent() -> None:
    text = scheme("", more=", not_applicable: rescale")
    assert score_text(text, ["A"], {"x": [NONE], "y": ["30"]}).total("A") == 75


def test_spreading_adds_equal_parts_to_the_leaves_that_apply() -> None:
    """丙's 20 points go half to 甲 (50), half to 乙 (50)."""
    text = scheme("", na="spread", a="points: 40", b="points: 40", rest="  丙: {points: 20, score: z}").replace("score: x", "score: points * x")
    sheet = score_text(text.replace("score: y", "score: points * y"), ["A"], {"x": ["1"], "y": ["0.5"], "z": [NONE]})
    assert sheet.total("A") == 75


def test_a_mean_leaves_out_what_does_not_apply() -> None:
    sheet = score_text(scheme("combine: mean", na="skip"), ["A", "B"], {"x": [NONE, NONE], "y": ["30", NONE]})
    assert sheet.totals() == [75, "NOT_APPLICABLE"]


def test_a_geometric_mean_with_gaps_is_refused() -> None:
    assert refusals(scheme("combine: geometric", na="skip")) == ["K318"]


def test_applies_if_says_for_whom_an_indicator_is() -> None:
    text = scheme("", na="rescale", more=", applies_if: z > 0")
    assert score_text(text, ["A", "B"], {"x": ["60", None], "y": ["30", "30"], "z": ["1", "0"]}).totals() == [90, 75]


CLASSES = """
scheme: desk
title: 试算
edition: 2024
points: 100
classes: {街道: {}, 园区: {}}
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs: {x: {kind: number, owner: 甲科}, y: {kind: number, owner: 甲科}}
indicators:
  甲: {points: {街道: 30, 园区: 100}, score: points * x}
  乙: {points: {街道: 70, 园区: 0}, score: points * y}
  丙: {bonus: 5, only_for: {class: 园区}, score: 3}
  丁: {bonus: 5, only_for: {unit: A}, score: 2}
"""


def test_points_by_class_and_nodes_that_exist_for_some_only() -> None:
    sheet = score_text(CLASSES, {"A": "街道", "B": "园区"}, {"x": ["1", "0.5"], "y": ["0.5", None]})
    assert (sheet.totals(), sheet.codes()) == ([67, 53], [])


def test_a_node_that_has_its_own_deductions_takes_them_from_the_sum() -> None:
    text = scheme("floor: 0\ndeduct: {红线: 50}")
    rows = [{"unit": u, "event": "红线"} for u in "ABB"]
    assert score_text(text, ["A", "B"], {"x": ["30", "30"], "y": ["30", "30"]}, events=rows).totals() == [10, 0]


@pytest.mark.parametrize("how", ["mean", "geometric", "highest"])
@pytest.mark.parametrize(("a", "b"), [("-2", "1"), ("0", "0")])
def test_weights_that_weigh_nothing_are_refused(how: str, a: str, b: str) -> None:
    assert refusals(scheme(f"combine: {how}", a=f"weight: {a}", b=f"weight: {b}")) == ["K214"]


GROUP = scheme("", na="rescale").replace(
    "  甲: {points: 60, score: x}",
    "  甲: {points: 60, applies_if: z > 0, indicators: {甲一: {points: 20, score: x}, 甲二: {points: 40, deduct: {迟报: {for: x, each: 1}}}}}",
)


def test_a_group_that_does_not_apply_takes_its_leaves_with_it_and_asks_them_nothing() -> None:
    sheet = score_text(GROUP, ["A", "B"], {"x": ["10", None], "y": ["30", "30"], "z": ["1", "0"]})
    assert (sheet.totals(), sheet.codes()) == ([70, 75], [])
    assert [sheet.score(name, "B") for name in ("甲", "甲一", "甲二")] == ["NOT_APPLICABLE"] * 3


@pytest.mark.parametrize(
    ("node", "code"),
    [
        ("{points: 60, score: x, indicators: {甲一: {points: 60, score: x}}}", "K212"),
        ("{points: 60, combine: mean, score: x}", "K212"),
    ],
)
def test_what_would_be_ignored_is_refused(node: str, code: str) -> None:
    assert refusals(scheme("").replace("{points: 60, score: x}", node)) == [code]


def test_on_an_open_scale_a_mean_is_of_the_scores() -> None:
    """(1 × 4 + 3 × 8) ÷ 4; and there are no points to score by."""
    text = scheme("combine: mean", a="weight: 1", b="weight: 3").replace("points: 100", "points: open")
    assert score_text(text, ["A"], {"x": ["4"], "y": ["8"]}).total("A") == 7
    assert refusals(text.replace("score: x", "score: points * x")) == ["K415"]


@pytest.mark.parametrize("weights", [("0.11", "0.13"), ("11", "1")])
def test_a_geometric_mean_of_fine_weights_is_refused(weights: tuple[str, str]) -> None:
    """11 : 13 are the powers, above 10; 40 : 20 would be 2 : 1 and is taken."""
    assert refusals(scheme("combine: geometric", a=f"weight: {weights[0]}", b=f"weight: {weights[1]}")) == ["K318"]
    assert refusals(scheme("combine: geometric", a="weight: 40", b="weight: 20")) == []
