import random
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from comparing import base_of
from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.whatif.replays import GRADE, RANK, TOTAL, Came
from kpi_engine.whatif.upward.goals import Goal
from kpi_engine.whatif.upward.levers import Lever, StepLever
from kpi_engine.whatif.upward.nearest import Nearest, nearest_way, sentences

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs:
  办结: {kind: count, measured_in: 件, owner: 甲股, between: [0, 50]}
  满意率: {kind: percent, owner: 甲股, between: [0, 100%]}
  方案: {kind: choice, options: [完整, 一般, 缺], owner: 甲股}
indicators:
  办件: {points: 50, score: 办结}
  评价: {points: 30, score: {met: 满意率 >= 90%}, deduct: {投诉: 1.5}}
  案: {points: 20, score: {levels: {of: 方案, give: {完整: 20, 一般: 16, 缺: 0}}}}
grades: {of: total, from: {优秀: 90, 合格: 60}, otherwise: 不合格}
ranking: {within: all, by: [total], ties: share}
"""
UNITS = ["甲", "乙", "丙"]


def run(done: list[str], content: list[str], plan: list[str], events: tuple[dict[str, object], ...] = (), text: str = SCHEME) -> Results:
    return base_of(text, UNITS, {"办结": done, "满意率": content, "方案": plan}, events=events).results


def found(results: Results, unit: str, aim: str = "grade") -> Nearest:
    told, problems = nearest_way(results, unit, aim)  # type: ignore[arg-type]
    assert told is not None, problems
    return told


def ways(told: Nearest) -> dict[str, int]:
    return {way.pulls[0].lever.text(way.pulls[0].amount): way.pulls[0].amount for way in told.ways}


def test_two_more_cases_and_it_is_excellent() -> None:
    results = run(["42", "45", "30"], ["95%", "95%", "89.96%"], ["一般", "完整", "完整"])  # 88, 95, 50
    told = found(results, "甲")
    assert told.goal == Goal(("优秀",))
    assert ways(told) == {"办结再增 2 件（42 → 44）": 2, "方案由“一般”变为“完整”": 1}
    assert [way.came.total for way in told.ways] == [Fraction(90), Fraction(92)]
    assert all(way.least for way in told.ways)
    assert told.pairs == ()
    assert sentences(told)[1] == "办结再增 2 件（42 → 44），即可（总分 90.00，第2名，优秀；改动幅度约 4.8%）。"


def test_a_threshold_is_met_to_the_last_digit_that_was_reported() -> None:
    results = run(["50", "45", "40"], ["95%", "95%", "89.96%"], ["完整", "完整", "完整"])  # 100, 95, 60
    told = found(results, "丙")
    assert "满意率再增 0.04 个百分点（89.96% → 90%）" in ways(told)
    assert "再多也到不了的（单靠这一项）：办结。" in sentences(told)
    assert any("改动幅度不到 0.1%" in line for line in sentences(told))  # 0.04 of 89.96


def test_an_event_fewer_may_be_enough() -> None:
    events = ({"unit": "甲", "event": "投诉"}, {"unit": "甲", "event": "投诉"}, {"unit": "乙", "event": "投诉"})
    results = run(["43", "45", "30"], ["95%", "95%", "95%"], ["一般", "一般", "一般"], events)  # 86, 89.5, 76
    told = found(results, "乙")
    assert ways(told) == {"办结再增 1 件（45 → 46）": 1, "方案由“一般”变为“完整”": 1, "少 1 次投诉": 1}
    assert found(results, "甲").ways[0].pulls[0].amount == 4


def test_a_place_is_reached_by_passing_or_by_drawing_level() -> None:
    results = run(["42", "45", "30"], ["95%", "95%", "95%"], ["完整", "完整", "完整"])  # 92, 95, 80
    assert ways(found(results, "甲", "rank")) == {"办结再增 3 件（42 → 45）": 3}
    assert found(results, "丙", "rank").goal == Goal(rank=2)
    assert found(results, "乙", "rank").goal is None
    assert sentences(found(results, "乙", "rank")) == ["乙：总分 95.00，第1名，优秀，上面没有更好的了。"]


def test_units_with_the_same_data_share_a_place_and_its_way_up() -> None:
    results = run(["42", "42", "50"], ["95%", "95%", "95%"], ["完整", "完整", "完整"])
    assert ways(found(results, "甲", "rank")) == ways(found(results, "乙", "rank")) == {"办结再增 8 件（42 → 50）": 8}


def test_two_together_where_none_does_alone() -> None:
    results = run(["41", "50", "30"], ["30%", "95%", "95%"], ["缺", "完整", "完整"])  # 41, 100, 80
    told = found(results, "甲")  # to 60: 30 by satisfaction alone
    assert ways(told) == {"满意率再增 60 个百分点（30% → 90%）": 60, "方案由“缺”变为“完整”": 1}
    pair = told.pairs[0]
    assert {pull.text() for pull in pair.pulls} == {"办结再增 3 件（41 → 44）", "方案由“缺”变为“一般”"}
    assert pair.came.total == 60
    assert pair.cost == Fraction(3, 41) + Fraction(1, 2)
    assert pair.least


def test_a_quota_can_be_in_the_way() -> None:
    text = SCHEME + "quotas: {优秀名额: {grade: 优秀, at_most: 1, at_the_cut: take_none, falls_to: 合格}}\n"
    results = run(["42", "46", "30"], ["95%", "95%", "95%"], ["完整", "完整", "完整"], text=text)  # 92, 96, 80
    told = found(results, "甲")
    assert told.now.grade == "合格"
    assert ways(told) == {"办结再增 5 件（42 → 47）": 5}  # level with 乙 none of them keeps the place


def test_what_breaks_a_check_that_the_scheme_insists_on_does_not_count() -> None:
    text = SCHEME + "checks: {上限: {must: 办结 <= 43, otherwise: problem}}\n"
    results = run(["42", "43", "30"], ["95%", "95%", "95%"], ["一般", "完整", "完整"], text=text)  # 88
    assert ways(found(results, "甲")) == {"方案由“一般”变为“完整”": 1}


def test_an_unknown_unit_and_a_scheme_without_grades_are_told() -> None:
    results = run(["42", "45", "30"], ["95%", "95%", "95%"], ["完整", "完整", "完整"])
    assert [p.code.number for p in nearest_way(results, "丁")[1]] == ["K840"]
    plain = run(
        ["1", "2", "3"],
        ["1", "1", "1"],
        ["缺", "缺", "缺"],
        text=SCHEME.replace("grades: {of: total, from: {优秀: 90, 合格: 60}, otherwise: 不合格}\n", ""),
    )
    assert [p.code.number for p in nearest_way(plain, "甲")[1]] == ["K841"]


def test_it_is_told_in_english() -> None:
    results = run(["42", "45", "30"], ["95%", "95%", "95%"], ["一般", "完整", "完整"])
    lines = sentences(found(results, "甲"), "en")
    assert lines[0] == "甲: total 88.00, rank 2, 合格. To reach 优秀, all else as it is:"
    assert lines[1] == "办结 2 件 more (42 → 44) (total 90.00, rank 2, 优秀; a change of about 4.8%)."


RELATIVE = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 1}
missing: problem
not_applicable: problem
inputs:
  增量: {kind: count, owner: 甲股, between: [-6, 6]}
  件数: {kind: count, owner: 甲股, between: [0, 8]}
  档: {kind: choice, options: [好, 中, 差], owner: 甲股}
indicators:
  增长: {points: 40, floor: none, score: 10 + 5 * (增量 - all_mean(增量)), deduct: {通报: 7}}
  完成: {points: 40, score: "40 * 件数 / max(1, all_max(件数))"}
  评档: {points: 20, score: {levels: {of: 档, give: {好: 20, 中: 12, 差: 0}}}}
grades: {of: total, from: {优秀: 70, 合格: 45}, otherwise: 不合格}
ranking: {within: all, by: [total], ties: share}
quotas: {优秀名额: {grade: 优秀, at_most: 2, at_the_cut: DICE, falls_to: 合格}}
"""


def brute(results: Results, row: int, pulls: tuple[tuple[Lever, int], ...]) -> Came:
    facts = results.facts
    for lever, amount in pulls:
        facts = lever.apply(facts, row, amount)
    came = run_plan(results.plan, facts, reader="exact")
    rank = came.number(RANK, row)
    return Came(came.number(TOTAL, row), int(rank) if rank is not None else None, came.word(GRADE, row))


@pytest.mark.parametrize("seed", range(10))
def test_singles_and_pairs_are_those_of_trying_everything(seed: int) -> None:
    dice = random.Random(seed)
    units = ["甲", "乙", "丙", "丁"]
    given = {
        "增量": [dice.choice(["-6", "-1", "0", "2", "2"]) for _ in units],
        "件数": [dice.choice(["2", "5", "5", "8"]) for _ in units],
        "档": [dice.choice("好中差") for _ in units],
    }
    events = [{"unit": dice.choice(units), "event": "通报"} for _ in range(3)]
    text = RELATIVE.replace("DICE", dice.choice(["take_all", "take_none"]))
    results = base_of(text, units, given, events=events).results
    row = dice.randrange(4)
    told = found(results, units[row], dice.choice(["grade", "rank"]))
    if told.goal is None:
        return
    singles = {way.pulls[0].lever.text(1): way.pulls[0].amount for way in told.ways}
    for lever, amount in ((way.pulls[0].lever, way.pulls[0].amount) for way in told.ways):
        reached = [told.goal.is_reached(brute(results, row, ((lever, one),))) for one in range(1, lever.most + 1)]
        assert reached.index(True) + 1 == amount
    for way in told.pairs:
        first, second = (pull.lever for pull in way.pulls)
        ends = [singles.get(lever.text(1), lever.most + 1) - 1 for lever in (first, second)]
        costs = [
            first.cost(a) + second.cost(b)
            for a, b in product(range(1, ends[0] + 1), range(1, ends[1] + 1))
            if told.goal.is_reached(brute(results, row, ((first, a), (second, b))))
        ]
        assert min(costs) == way.cost
        assert way.came == brute(results, row, tuple((pull.lever, pull.amount) for pull in way.pulls))


def test_a_long_range_is_closed_in_to_the_step() -> None:
    text = SCHEME.replace("办件: {points: 50, score: 办结}", "办件: {points: 50, score: 办结 / 1000}").replace(
        "between: [0, 50]", "between: [0, 50000]"
    )
    results = run(["42000", "45000", "30000"], ["95%", "95%", "95%"], ["一般", "完整", "完整"], text=text)  # 88
    told = found(results, "甲")
    first = told.ways[0]
    lever = first.pulls[0].lever
    assert isinstance(lever, StepLever)
    assert first.pulls[0].amount == 1995  # 43.995 + 46 rounds to 90.00
    assert first.least
    assert told.goal is not None
    assert not told.goal.is_reached(brute(results, 0, ((lever, 1994),)))
    assert told.goal.is_reached(brute(results, 0, ((lever, 1995),)))
    assert replace(first.came, sound=True) == first.came
