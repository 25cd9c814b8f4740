from fractions import Fraction

from kpi_engine.whatif.weights.effective import effective_weights, sentences
from scored import plan_text

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
clause: 例
rounding: {mode: half_up, total: 2}
missing: zero
not_applicable: problem
classes: {街道: {}, 部门: {}}
inputs: {率: {kind: percent, owner: 股}}
indicators:
  甲:
    points: {街道: 60, 部门: 80}
    combine: mean
    indicators:
      甲一: {weight: 3, score: points * 率}
      甲二: {weight: 1, score: points * 率}
  乙: {points: {街道: 40, 部门: 20}, score: points * 率}
  加: {bonus: 3, add: {表扬: 1}}
"""


def test_the_weight_in_the_whole_is_the_product_down_the_tree_for_each_class() -> None:
    told = {one.name: one for one in effective_weights(plan_text(SCHEME))}
    assert list(told) == ["甲", "甲一", "甲二", "乙"]  # a bonus counts above the full marks
    assert told["甲一"].own == (Fraction(3, 4), Fraction(3, 4))
    assert told["甲一"].whole == (Fraction(45, 100), Fraction(60, 100))
    assert told["乙"].whole == (Fraction(2, 5), Fraction(1, 5))
    assert told["甲二"].level == 2
    assert all(sum(one.whole[at] for one in told.values() if one.is_leaf) == 1 for at in (0, 1))


def test_what_is_on_an_open_scale_has_no_weight() -> None:
    text = SCHEME.replace("points: 100", "points: open").replace(
        "乙: {points: {街道: 40, 部门: 20}, score: points * 率}", "乙: {points: open, score: 率}"
    )
    assert [one.name for one in effective_weights(plan_text(text))] == ["甲", "甲一", "甲二"]


def test_the_answer_names_the_heaviest() -> None:
    told = effective_weights(plan_text(SCHEME))
    assert sentences(told) == [
        "街道：在总分里最重的是 甲一 45.00%、乙 40.00%、甲二 15.00%；最轻的 1 项合计 15.00%。",
        "部门：在总分里最重的是 甲一 60.00%、甲二 20.00%、乙 20.00%；最轻的 1 项合计 20.00%。",
    ]
    assert sentences(told, "en")[0] == "街道: heaviest in the whole are 甲一 45.00%, 乙 40.00%, 甲二 15.00%; the 1 lightest come to 15.00%."
