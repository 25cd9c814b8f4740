import random
from fractions import Fraction

import pytest

from comparing import base_of, outcome_of
from kpi_engine.whatif.base import Base
from kpi_engine.whatif.reasons.ends import end_after, end_of
from kpi_engine.whatif.reasons.shapley import Group
from kpi_engine.whatif.reasons.why import Part, Reason, Why, why
from kpi_engine.whatif.reasons.words import sentences
from kpi_engine.whatif.replays import GRADE, RANK, TOTAL

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs:
  任务: {kind: percent, owner: 甲股}
  满意率: {kind: percent, owner: 甲股}
indicators:
  任务分: {points: 60, score: points * 任务}
  评价分: {points: 40, score: points * 满意率}
grades: {of: total, from: {优秀: 85, 合格: 60}, otherwise: 不合格}
ranking: {within: all, by: [total], ties: share}
quotas: {优秀名额: {grade: 优秀, at_most: 1, at_the_cut: take_all, falls_to: 合格}}
"""
UNITS = ["甲", "乙", "丙"]
GIVEN = {"任务": ["90%", "80%", "70%"], "满意率": ["80%", "95%", "60%"]}  # 86, 86, 66


def reason(told: Why, unit: str) -> Reason:
    return next(one for one in told.reasons if one.unit == unit)


def parts(told: Why, unit: str) -> dict[Group, tuple[Fraction | None, Fraction | None]]:
    return {part.group: (part.total, part.places) for part in reason(told, unit).parts}


def compared(before: Base, after: Base) -> Why:
    return why(end_of(before), end_of(after))


def test_own_data_and_weights_share_what_they_do_together() -> None:
    before = base_of(SCHEME, UNITS, GIVEN)
    text = SCHEME.replace("任务分: {points: 60", "任务分: {points: 50").replace("评价分: {points: 40", "评价分: {points: 50")
    after = base_of(text, UNITS, {**GIVEN, "满意率": ["90%", "95%", "60%"]})
    told = compared(before, after)
    assert told.groups == ("own", "weights", "others")
    # 甲: 86 → own alone 90, weights alone 85, both 90: own (4 + 5)/2, weights (−1 + 0)/2
    assert {group: total for group, (total, _) in parts(told, "甲").items()} == {"own": Fraction("4.5"), "weights": Fraction("-0.5")}
    # 乙 sent the same: 86 → 87.5 by weights; by 甲's data it never moves
    assert {group: total for group, (total, _) in parts(told, "乙").items()} == {"weights": Fraction("1.5"), "others": Fraction(0)}


def test_places_are_split_as_well_and_count_upwards() -> None:
    before = base_of(SCHEME, UNITS, GIVEN)
    after = base_of(SCHEME, UNITS, {"任务": ["90%", "80%", "100%"], "满意率": ["80%", "90%", "100%"]})
    told = compared(before, after)
    # 乙 shares 1st with 甲. Own alone (84): 2nd. Others alone (丙 100): 2nd. Both: 3rd.
    assert parts(told, "乙") == {"own": (Fraction(-2), Fraction(-1)), "others": (Fraction(0), Fraction(-1))}
    # 丙 3rd → 1st: own alone 1st; the others' alone nothing (86, 84, 66)
    assert parts(told, "丙") == {"own": (Fraction(34), Fraction(2)), "others": (Fraction(0), Fraction(0))}


def test_a_correction_is_not_the_units_data() -> None:
    before = base_of(SCHEME, UNITS, GIVEN)
    after = base_of(SCHEME, UNITS, GIVEN, corrections={("丙", "任务"): "90%"})
    told = compared(before, after)
    assert told.groups == ("corrections",)
    assert parts(told, "丙") == {"corrections": (Fraction(12), Fraction(0))}


def test_an_event_that_was_struck_is_a_correction_and_one_that_was_never_sent_is_data() -> None:
    text = SCHEME.replace("评价分: {points: 40, score: points * 满意率}", "评价分: {points: 40, score: points * 满意率, deduct: {通报: 3}}")
    report: dict[str, object] = {"unit": "丙", "event": "通报"}
    before = base_of(text, UNITS, GIVEN, events=[report])
    assert parts(compared(before, base_of(text, UNITS, GIVEN, events=[], struck=[report])), "丙") == {"corrections": (Fraction(3), Fraction(0))}
    assert parts(compared(before, base_of(text, UNITS, GIVEN, events=[])), "丙") == {"own": (Fraction(3), Fraction(0))}


def test_a_figure_that_was_sent_otherwise_and_corrected_is_data() -> None:
    before = base_of(SCHEME, UNITS, GIVEN)
    after = base_of(SCHEME, UNITS, {**GIVEN, "任务": ["90%", "80%", "75%"]}, corrections={("丙", "任务"): "90%"})
    told = compared(before, after)
    assert parts(told, "丙") == {"own": (Fraction(12), Fraction(0))}


def test_corrections_count_as_data_where_what_was_sent_is_not_known() -> None:
    before = base_of(SCHEME, UNITS, GIVEN, known=False)
    after = base_of(SCHEME, UNITS, GIVEN, corrections={("丙", "任务"): "90%"}, known=False)
    told = compared(before, after)
    assert parts(told, "丙") == {"own": (Fraction(12), Fraction(0))}
    assert "不知道更正之前报的数，更正算在数据里。" in sentences(told)


def test_a_unit_listed_apart_is_a_decision_and_a_narrower_quota_is_a_quota() -> None:
    before = base_of(SCHEME, UNITS, GIVEN)
    text = SCHEME.replace("at_most: 1", "at_most: 0")
    after = base_of(text, UNITS, GIVEN, apart=["甲"])
    told = compared(before, after)
    assert told.groups == ("decisions", "quota")
    one = reason(told, "乙")
    assert (one.before.grade, one.after.grade) == ("优秀", "合格")  # type: ignore[union-attr]
    assert one.grade is not None
    assert one.grade.alone == ("quota",)
    assert one.grade.needed == ("quota",)
    assert one.grade.first == "quota"


def test_who_competes_belongs_to_the_quota_and_units_of_one_run_have_no_parts() -> None:
    before = base_of(SCHEME, UNITS, GIVEN)
    after = base_of(SCHEME, ["丙", "丁", "乙"], {"任务": ["70%", "100%", "80%"], "满意率": ["60%", "100%", "95%"]})
    told = compared(before, after)
    assert told.groups == ("quota",)
    assert parts(told, "乙") == {"quota": (Fraction(0), Fraction(-1))}  # 1st beside 甲, 2nd behind 丁
    assert reason(told, "甲") == Reason("甲", reason(told, "甲").before, None)
    assert reason(told, "丁").after.total == 100  # type: ignore[union-attr]
    assert "甲：后一次没有这个单位。" in sentences(told)


def test_what_one_scheme_alone_asks_for_comes_with_its_rules() -> None:
    before = base_of(SCHEME, UNITS, GIVEN)
    text = SCHEME.replace("  满意率: {kind: percent, owner: 甲股}\n", "  测评: {kind: percent, owner: 甲股}\n").replace(
        "points * 满意率", "points * 测评"
    )
    after = base_of(text, UNITS, {"任务": ["100%", "80%", "70%"], "测评": ["90%", "95%", "60%"]})
    told = compared(before, after)
    assert told.one_sided == (("满意率", 0), ("测评", 1))
    assert parts(told, "甲") == {"own": (Fraction(6), Fraction(0)), "rules": (Fraction(4), Fraction(0))}
    assert "只有后一次的方案要的数据，跟着方案算：测评。" in sentences(told)


def test_texts_that_make_no_scheme_together_count_as_one() -> None:
    before = base_of(SCHEME, UNITS, GIVEN)
    text = SCHEME.replace("优秀: 85", "好: 85").replace("grade: 优秀", "grade: 好")
    text = text.replace("任务分: {points: 60", "任务分: {points: 70").replace("评价分: {points: 40", "评价分: {points: 30")
    told = compared(before, base_of(text, UNITS, GIVEN))
    assert told.joined
    assert told.groups == ("rules",)
    assert parts(told, "甲") == {"rules": (Fraction(1), Fraction(0))}  # 63 + 24
    assert "分值、办法、名额" in " ".join(sentences(told))


@pytest.mark.parametrize("reading", ["reweigh", "rewrite"])
def test_a_scenario_is_split_into_what_it_changes(reading: str) -> None:
    before = base_of(SCHEME, UNITS, GIVEN)
    outcome = outcome_of(before, "评价分.points=50", "grades.优秀=87", "unit 甲.满意率=90%", rebalance="siblings", reading=reading)
    told = why(end_of(before), end_after(before, outcome))
    assert told.groups == ("own", "weights", "rules", "others")
    assert {part.group: part.total for part in reason(told, "甲").parts} == {
        "own": Fraction("4.5"),
        "weights": Fraction("-0.5"),
        "rules": Fraction(0),
    }
    assert not told.joined


def test_units_can_be_asked_for_by_name() -> None:
    before = base_of(SCHEME, UNITS, GIVEN)
    after = base_of(SCHEME, UNITS, {**GIVEN, "任务": ["90%", "90%", "70%"]})
    told = why(end_of(before), end_of(after), ["乙"])
    assert [one.unit for one in told.reasons] == ["乙"]


def test_the_same_run_twice_has_nothing_to_explain() -> None:
    before = base_of(SCHEME, UNITS, GIVEN)
    told = compared(before, before)
    assert told.groups == ()
    assert not any(one.is_changed for one in told.reasons)
    assert sentences(told) == ["得分、名次、等次都没有变。"]


def test_it_is_told_in_both_languages() -> None:
    before = base_of(SCHEME, UNITS, GIVEN)
    told = compared(before, base_of(SCHEME.replace("优秀: 85", "优秀: 90"), UNITS, {**GIVEN, "满意率": ["95%", "95%", "60%"]}))
    assert "甲：总分 86.00 → 92.00（+6.00）：本单位数据 +6.00。" in sentences(told)
    assert "乙：名次 第1名 → 第2名：其他单位的数据 -1。" in sentences(told)
    assert "乙：等次 优秀 → 合格：计分办法、其他单位的数据，单有哪一样都会变；照上面的次序一样一样地改，改到计分办法时变。" in sentences(told)
    assert "甲: total 86.00 → 92.00 (+6.00): own data +6.00." in sentences(told, "en")


def test_where_one_thing_differs_nothing_is_split() -> None:
    before = base_of(SCHEME, UNITS, GIVEN)
    told = compared(before, base_of(SCHEME.replace("优秀: 85", "优秀: 90"), UNITS, GIVEN))
    assert sentences(told)[0] == "两次不同的只有计分办法。"
    assert all("：计分办法" not in line for line in sentences(told))


RELATIVE = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 1}
missing: problem
not_applicable: problem
inputs:
  增速: {kind: number, owner: 甲股}
  任务: {kind: percent, owner: 甲股}
indicators:
  增长: {points: 40, floor: none, score: points * 增速 / all_max(增速), deduct: {通报: 3}}
  任务分: {points: 60, score: points * 任务}
grades: {of: total, from: {优秀: 80, 合格: 60}, otherwise: 不合格}
ranking: {within: all, by: [total], ties: share}
quotas: {优秀名额: {grade: 优秀, at_most: 40%, of: all_count(total), rounding: floor, at_the_cut: take_none, falls_to: 合格}}
"""


def random_run(dice: random.Random) -> Base:
    units = ["甲", "乙", "丙", "丁", "戊"]
    text = RELATIVE.replace("优秀: 80", f"优秀: {dice.choice([75, 80])}").replace("通报: 3", f"通报: {dice.choice([3, 30])}")
    given = {"增速": [dice.choice(["5", "5", "10", "-4"]) for _ in units], "任务": [dice.choice(["80%", "90%", "100%"]) for _ in units]}
    given["增速"][0] = "10"
    events = [{"unit": dice.choice(units), "event": "通报"} for _ in range(dice.randrange(4))]
    corrections = {("乙", "任务"): "100%"} if dice.random() < 0.5 else {}
    return base_of(text, units, given, events=events, corrections=corrections, apart=["丙"] if dice.random() < 0.3 else [])


@pytest.mark.parametrize("seed", range(15))
def test_ties_negative_points_and_cut_quotas_still_add_up(seed: int) -> None:
    dice = random.Random(seed)
    before, after = random_run(dice), random_run(dice)
    for one in compared(before, after).reasons:
        assert one.before is not None
        assert one.after is not None
        assert sum((part.total for part in one.parts), Fraction(0)) == one.after.total - one.before.total  # type: ignore[misc,operator]
        if one.before.rank is not None and one.after.rank is not None:
            assert sum((part.places for part in one.parts), Fraction(0)) == one.before.rank - one.after.rank  # type: ignore[misc]
        alone = [Part(part.group, one.after.total - one.before.total, None).total for part in one.parts]  # type: ignore[operator]
        assert len(one.parts) != 1 or one.parts[0].total == alone[0]


@pytest.mark.parametrize("seed", range(6))
def test_each_end_comes_out_as_it_was_run(seed: int) -> None:
    dice = random.Random(100 + seed)
    before, after = random_run(dice), random_run(dice)
    for row, one in enumerate(compared(before, after).reasons):
        for came, base in ((one.before, before), (one.after, after)):
            assert came is not None
            results = base.results
            assert (came.total, came.grade) == (results.number(TOTAL, row), results.word(GRADE, row))
            assert came.rank == results.number(RANK, row)
