"""``not_applicable: spread``: the points of what does not apply go in equal parts to the leaves that do."""

from collections.abc import Sequence
from fractions import Fraction

import pytest

from kpi_engine.trail.ledger import ledgers
from scored import NONE, Sheet, refusals, score_text

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


HEAD = """
scheme: desk
title: 试算
edition: 2024
points: %s
rounding: {mode: half_up, total: 4}
missing: %s
not_applicable: %s
%s
inputs: {x: {kind: number, owner: 甲科}, y: {kind: number, owner: 甲科}, 涉及: {kind: yes_no, owner: 甲科}}
indicators:
"""


def scored(indicators: str, *, top: str = "spread", missing: str = "problem", more: str = "note: 无", points: str = "100", **given: object) -> Sheet:
    """Of 甲 (20 points) x does not apply to A; B has everything. Full marks elsewhere unless ``given`` says otherwise."""
    values: dict[str, Sequence[object]] = {"x": [NONE, "20"], "y": ["1", "1"], "涉及": [True, True]}
    values |= {name: told for name, told in given.items() if name != "events"}  # type: ignore[misc]
    return score_text(HEAD % (points, missing, top, more) + indicators, ["A", "B"], values, events=given.get("events", ()))  # type: ignore[arg-type]


def test_who_starts_from_full_marks_and_loses_starts_from_the_points_with_their_part() -> None:
    """20 ÷ 2 = 10 each: 乙 50, 丙 50 − 2."""
    sheet = scored(
        "  甲: {points: 20, score: x}\n  乙: {points: 40, score: points * y}\n  丙: {points: 40, deduct: {迟报: 2}}",
        events=[{"unit": "A", "event": "迟报"}],
    )
    assert (sheet.score("乙", "A"), sheet.score("丙", "A"), sheet.total("A")) == (50, 48, 98)
    assert (sheet.score("丙", "B"), sheet.total("B")) == (40, 100)
    told = {account.name: account for account in ledgers(sheet.results, 0)}["丙"]
    assert (told.opening, [(line.kind, line.amount) for line in told.postings], told.closing) == (40, [("rule", 10), ("deduct", -2)], 48)


def test_the_points_of_a_price_a_cap_and_a_policy_are_those_with_their_part() -> None:
    """10% of 50 is 5; ``cap: points`` is 50; full marks of what was not reported are 50."""
    sheet = scored(
        '  甲: {points: 20, score: x}\n  乙: {points: 40, score: y, cap: points}\n  丙: {points: 40, deduct: {迟报: {each: "points * 10%"}}}',
        y=["90", "90"],
        events=[{"unit": "A", "event": "迟报"}],
    )
    assert (sheet.score("乙", "A"), sheet.score("丙", "A")) == (50, 45)
    whole = scored("  甲: {points: 20, score: x}\n  乙: {points: 80, score: points * y}", missing="full", y=[None, "1"])
    assert (whole.score("乙", "A"), whole.total("A")) == (100, 100)


def test_what_is_not_reported_and_so_does_not_apply_is_spread() -> None:
    sheet = scored("  甲: {points: 20, score: x}\n  乙: {points: 80, score: points * y}", missing="not_applicable", x=[None, "20"])
    assert (sheet.score("甲", "A"), sheet.score("乙", "A"), sheet.total("A")) == ("NOT_APPLICABLE", 100, 100)


@pytest.mark.parametrize("item", ["{for: x, each: 1}", "{when: x > 30, once: 5}"])
def test_what_does_not_apply_because_an_item_does_not_is_spread(item: str) -> None:
    sheet = scored(f"  甲: {{points: 20, deduct: {{低于: {item}}}}}\n  乙: {{points: 80, score: points * y}}")
    assert (sheet.score("甲", "A"), sheet.score("乙", "A"), sheet.total("A")) == ("NOT_APPLICABLE", 100, 100)


OWN = "甲: {points: 20, applies_if: 涉及, not_applicable: spread, score: points}"
FLAT = f"  {OWN}\n  乙: {{points: 30, score: points * y}}\n  丙: {{points: 50, score: points * y}}"
GROUP = f"  组: {{points: 50, indicators: {{{OWN}, 乙: {{points: 30, score: points * y}}}}}}\n  丙: {{points: 50, score: points * y}}"


@pytest.mark.parametrize(("indicators", "told"), [(FLAT, (40, 60)), (GROUP, (50, 50))])
def test_a_leaf_that_says_so_itself_is_spread_within_its_parent(indicators: str, told: tuple[int, int]) -> None:
    """At the top 20 ÷ 2 to 乙 and to 丙; in a group all of it to 乙."""
    sheet = scored(indicators, top="problem", 涉及=[False, True])
    assert (sheet.score("乙", "A"), sheet.score("丙", "A"), sheet.total("A")) == (*told, 100)
    assert sheet.total("B") == 100


def test_leaves_with_a_policy_of_their_own_share_and_may_share_twice() -> None:
    """甲's 20 in its group to 丁; 乙's 20 at the top in three to 丙, 丁, 戊; 戊, which does not apply either, is 0 and shares nothing: in two."""
    sheet = scored(
        "  组: {points: 50, indicators: {甲: {points: 20, not_applicable: spread, score: x}, 丁: {points: 30, score: points * y}}}\n"
        "  乙: {points: 20, score: x}\n  丙: {points: 20, score: points * y}\n  戊: {points: 10, not_applicable: zero, score: x / 2}"
    )
    assert (sheet.score("丁", "A"), sheet.score("丙", "A"), sheet.score("戊", "A"), sheet.total("A")) == (60, 30, 0, 90)


def test_a_bonus_gets_no_part() -> None:
    sheet = scored("  甲: {points: 20, score: x}\n  乙: {points: 80, score: points * y}\n  附加: {bonus: 5, score: points * y}")
    assert (sheet.score("附加", "A"), sheet.total("A")) == (5, 105)


def test_a_group_that_spreads_has_all_its_points_where_others_are_rescaled() -> None:
    """组 comes to its 50; 丁 (10 points) is rescaled over 90: 90 × 100 ÷ 90."""
    sheet = scored(
        "  组: {points: 50, not_applicable: spread, indicators: {甲: {points: 20, score: x}, 乙: {points: 30, score: points * y}}}\n"
        "  丙: {points: 40, score: points * y}\n  丁: {points: 10, score: x / 2}",
        top="rescale",
    )
    assert (sheet.score("组", "A"), sheet.total("A"), sheet.total("B")) == (50, 100, 100)


def test_below_a_node_that_rescales_nothing_more_comes_in() -> None:
    """组 rescales 30 to 50 by itself; 丙's 20 go to 丁 alone."""
    sheet = scored(
        "  组: {points: 50, not_applicable: rescale, indicators: {甲: {points: 20, score: x}, 乙: {points: 30, score: points * y}}}\n"
        "  丙: {points: 20, score: x}\n  丁: {points: 30, score: points * y}"
    )
    assert (sheet.score("组", "A"), sheet.score("丁", "A"), sheet.total("A")) == (50, 50, 100)


def test_the_rate_of_a_leaf_is_of_the_points_that_it_counts_with() -> None:
    """乙 has 60 of 100 points: 60%, not 60 of its own 80."""
    sheet = scored(
        "  甲: {points: 20, score: x}\n  乙: {points: 80, score: points * y}\n  丙: {bonus: 5, score: {met: rate(乙) > 70%}}", y=["0.6", "0.75"]
    )
    assert (sheet.score("乙", "A"), sheet.score("丙", "A"), sheet.score("丙", "B")) == (60, 0, 5)


def test_in_each_period_the_leaves_of_that_period_share() -> None:
    text = HEAD % ("100", "problem", "spread", "periods: {weights: {六月: 50%, 十二月: 50%}, missing: problem}")
    text += "  甲: {points: 20, score: x}\n  乙: {points: 80, score: points * y}\n  丙: {bonus: 5, score: {met: rate(乙) > 70%}}"
    values = {"x@六月": [NONE], "x@十二月": ["20"], "y@六月": ["0.5"], "y@十二月": ["0.5"]}
    sheet = score_text(text, ["A"], values)
    assert (sheet.score("乙", "A", "六月"), sheet.score("乙", "A", "十二月"), sheet.total("A")) == (50, 40, 55)


@pytest.mark.parametrize(
    ("more", "indicators"),
    [
        ("combine: mean", "  甲: {weight: 1, score: x}\n  乙: {weight: 1, score: y}"),
        (
            "note: 无",
            "  组: {points: 50, combine: highest, indicators: {甲: {points: 1, score: x}, 丙: {points: 1, score: x}}}\n  乙: {points: 50, score: y}",
        ),
        (
            "note: 无",
            "  甲: {points: 50, periods: {weights: {六月: 50%, 十二月: 50%}, missing: problem}, indicators: {丙: {points: 50, score: x}}}\n"
            "  乙: {points: 50, score: y}",
        ),
    ],
)
def test_what_cannot_be_spread_in_equal_parts_is_refused(more: str, indicators: str) -> None:
    assert refusals(HEAD % ("100", "problem", "spread", more) + indicators) == ["K318"]
