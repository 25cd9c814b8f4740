from comparing import base_of
from kpi_engine.whatif.appeal import appeal, sentences
from kpi_engine.whatif.base import Base
from kpi_engine.whatif.edits import Edit, read_edits

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2, money: 2}
missing: problem
not_applicable: problem
inputs:
  得分率: {kind: percent, owner: 甲股}
  增速: {kind: number, owner: 甲股}
indicators:
  甲: {points: 80, score: points * 得分率}
  乙: {points: 20, score: points * 增速 / all_max(增速)}
grades: {of: total, from: {优秀: 80}, otherwise: 合格}
ranking: {within: all, by: [total], ties: share}
quotas: {优秀名额: {grade: 优秀, at_most: 1, at_the_cut: take_all, falls_to: 合格}}
payments: {奖金: {amount: {levels: {of: grade, give: {优秀: 1000, 合格: 0}}}}}
"""
UNITS = ["甲", "乙", "丙"]


def base() -> Base:
    return base_of(SCHEME, UNITS, {"得分率": ["90%", "85%", "50%"], "增速": ["10", "10", "5"]})  # 92, 88, 50


def edits(*texts: str) -> list[Edit]:
    return read_edits(texts)[0]


def test_who_is_pushed_out_is_told() -> None:
    told, problems = appeal(base(), edits("unit 乙.得分率=95%"))
    assert not problems
    assert told is not None
    assert [move.unit for move in told.own] == ["乙"]
    assert [(move.unit, move.grades, move.places) for move in told.others] == [("甲", ("优秀", "合格"), -1)]
    assert sentences(told) == [
        "设若更正：乙 得分率 85% → 95%。",
        "乙：总分 88.00 → 96.00（+8.00），名次 第2名 → 第1名，等次 合格 → 优秀，奖金 0.00 → 1000.00。",
        "受影响的其他单位有 1 个。",
        "等次 优秀 → 合格：甲。",
        "名次后移：甲（第1名 → 第2名）。",
        "奖金合计 0.00，其他单位中有变的：甲。",
    ]


def test_a_relative_rule_moves_the_totals_of_others() -> None:
    told, _ = appeal(base(), edits("unit 丙.增速=20"))
    assert told is not None
    assert [(move.unit, move.points) for move in told.others] == [("甲", -10), ("乙", -10)]
    assert "总分有变：甲 -10.00、乙 -10.00。" in sentences(told)
    assert "Totals change: 甲 -10.00, 乙 -10.00." in sentences(told, "en")


def test_drawing_level_is_told_and_one_that_changes_nobody_too() -> None:
    tied, _ = appeal(base(), edits("unit 乙.得分率=90%"))
    assert tied is not None
    assert [(move.unit, move.after.tied) for move in tied.others if move.after is not None] == [("甲", True)]
    alone, _ = appeal(base(), edits("unit 丙.得分率=51%"))
    assert alone is not None
    assert sentences(alone, "en") == ["If corrected: 丙 得分率 50% → 51%.", "丙: total 50.00 → 50.80 (+0.80).", "Nobody else is affected."]
    nothing, _ = appeal(base(), edits("unit 丙.得分率=50%"))
    assert nothing is not None
    assert sentences(nothing)[1:] == ["丙：结果不变。", "其他单位都不受影响。"]


def test_only_data_can_be_appealed_against() -> None:
    told, problems = appeal(base(), edits("grades.优秀=70", "unit 乙.得分率=90%"))
    assert told is None
    assert [problem.code.number for problem in problems] == ["K842"]
    assert [problem.code.number for problem in appeal(base(), edits("unit 丁.得分率=90%"))[1]] == ["K583"]
