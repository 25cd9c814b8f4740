"""``not_applicable: spread``: the points of what does not apply go in equal parts to the leaves that do."""

from fractions import Fraction

from scored import NONE, score_text

TEXT = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 4}
missing: problem
not_applicable: %s
inputs: {x: {kind: number, owner: 甲科}, y: {kind: number, owner: 甲科}, z: {kind: number, owner: 甲科}}
indicators:
  甲: {points: 50, score: points * x}
  组:
    points: 50
    %s
    indicators:
      乙: {points: 20, score: points * y}
      丙: {points: 30, score: points * z}
  附加: {bonus: 5, score: 5}
"""


def total(policy: str, group: str, *values: str) -> object:
    return score_text(TEXT % (policy, group or "note: 无"), ["A"], dict(zip("xyz", [[v] for v in values], strict=True))).total("A")


def test_all_leaves_of_the_node_share_what_is_lost() -> None:
    """丙's 30 points: 15 to 甲 (65), 15 to 乙 (35); half of each, and the bonus."""
    assert total("spread", "", "0.5", "0.5", NONE) == 55
    assert total("spread", "", "1", "0", NONE) == 70
    assert total("spread", "", "0", "1", NONE) == 40


def test_two_that_do_not_apply() -> None:
    assert total("spread", "", "0.4", NONE, NONE) == 45


def test_inside_a_group_only_its_leaves_share() -> None:
    assert total("problem", "not_applicable: spread", "0", "1", NONE) == 55
    assert total("problem", "not_applicable: spread", "1", "0", NONE) == 55


def test_where_all_apply_nothing_changes() -> None:
    assert total("spread", "", "0.5", "0.5", "0.1") == Fraction(43)


def test_where_none_applies_there_is_no_score() -> None:
    assert total("spread", "", NONE, NONE, NONE) == "NOT_APPLICABLE"
