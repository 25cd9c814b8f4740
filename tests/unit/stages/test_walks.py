"""The two walks of the language's section 6, by hand, figure by figure."""

from fractions import Fraction
from pathlib import Path

import pytest

from kpi_engine.trail.ledger import ledgers, plain
from scored import Sheet, score_text

RULES = Path(__file__).parents[3] / "rules"


@pytest.fixture(scope="module")
def hospitals() -> Sheet:
    rows = [("中医院", "擅自脱岗", 1), ("中医院", "请假未报备", 8), ("古市医院", "擅自脱岗", 7)]
    return score_text(
        (RULES / "hospital_support.yaml").read_text(encoding="utf-8"),
        ["县医院", "中医院", "古市医院"],
        {
            "派驻医师": ["5", "4", "5"],
            "业务培训": ["12", "7", "10"],
            "新技术": ["3", "2", "3"],
            "工作方案": ["完整", "一般", "完整"],
            "群众满意率": ["89.9%", "90%", "92%"],
            "医疗事故": [False, False, True],
        },
        targets={"派驻医师": ["5", "5", "5"], "业务培训": ["12", "12", "11"]},
        events=[{"unit": unit, "event": event} for unit, event, times in rows for _ in range(times)],
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("组织方案", ["10", "6", "10"]),
        ("在岗纪律", ["12", "7", "0"]),
        ("派驻任务", ["40", "32", "40"]),
        ("业务培训任务", ["18", "0", "16.36"]),
        ("技术推广", ["10", "7", "10"]),
        ("综合评价", ["0", "10", "10"]),
        ("综合管理", ["22", "13", "10"]),
        ("对口支援任务", ["68", "39", "66.36"]),
    ],
)
def test_walk_a_each_indicator(hospitals: Sheet, name: str, told: list[str]) -> None:
    assert [hospitals.score(name, unit) for unit in hospitals.results.units] == [Fraction(t) for t in told]


def test_walk_a_totals_places_grades_and_money(hospitals: Sheet) -> None:
    assert hospitals.totals() == [90, 62, Fraction("86.36")]
    assert hospitals.ranks() == [1, 2, 3]
    assert hospitals.grades() == ["优秀", "不合格", "不合格"]
    assert hospitals.grade("古市医院", "band") == "合格"
    assert [hospitals.paid("派驻补助", unit) for unit in hospitals.results.units] == [25000, 0, 0]
    assert hospitals.codes() == []


def test_walk_a_the_floor_is_a_posting(hospitals: Sheet) -> None:
    account = next(a for a in ledgers(hospitals.results, 2) if a.name == "在岗纪律")
    assert (plain(account.opening), plain(account.closing), account.balances) == ("12", "0", True)
    assert [(p.what, p.amount) for p in account.postings] == [("擅自脱岗", -2)] * 7 + [("保底", 2)]


TOWNSHIP = """
scheme: township_walk
title: 乡镇卫生院绩效考核
edition: 2024
points: 100
rounding: {mode: half_up, indicator: 2, total: 2}
missing: problem
not_applicable: rescale
periods: {weights: {六月: 40%%, 十二月: 60%%}, missing: problem}
inputs:
  其他各项: {kind: number, owner: 考核办}
  辖区村卫生室: {kind: count, owner: 基层卫生股, every: year}
  达标村卫生室: {kind: count, owner: 基层卫生股}
indicators:
  各项: {points: 94, score: 其他各项}
  村卫生室管理: {points: 6, applies_if: 辖区村卫生室 > 0, score: {attainment: {actual: 达标村卫生室, target: 辖区村卫生室}}}
grades: {of: %s, from: {优秀: 85, 良好: 70, 合格: 60}, otherwise: 不合格}
ranking: {within: all, by: [total], ties: share}
quotas:
  优秀名额: {grade: 优秀, at_most: 20%%, of: all_count(total), rounding: %s, at_the_cut: take_none, falls_to: 良好}
"""


def township(of: str = "total", rounding: str = "floor") -> Sheet:
    return score_text(
        TOWNSHIP % (of, rounding),
        ["甲", "乙", "丙"],
        {
            "其他各项@六月": ["78.60", "79.20", "54.00"],
            "其他各项@十二月": ["79.33", "81.00", "69.90"],
            "辖区村卫生室": ["4", "0", "3"],
            "达标村卫生室@六月": ["4", None, "3"],
            "达标村卫生室@十二月": ["4", None, "3"],
        },
    )


def test_walk_b_periods_rescaling_and_a_quota_without_a_place() -> None:
    sheet = township()
    assert [sheet.total(u, "六月") for u in "甲乙丙"] == [Fraction("84.60"), Fraction("84.26"), 60]
    assert [sheet.total(u, "十二月") for u in "甲乙丙"] == [Fraction("85.33"), Fraction("86.17"), Fraction("75.90")]
    assert sheet.totals() == [Fraction("85.04"), Fraction("85.41"), Fraction("69.54")]
    assert sheet.ranks() == [2, 1, 3]
    assert [sheet.grade(u, "band") for u in "甲乙丙"] == ["优秀", "优秀", "合格"]
    assert sheet.grades() == ["良好", "良好", "合格"]
    assert (sheet.places("优秀名额", "甲"), sheet.codes()) == (0, ["K606"])


@pytest.mark.parametrize("rounding", ["floor, at_least: 1", "half_up"])
def test_walk_b_with_one_place(rounding: str) -> None:
    assert township(rounding=rounding).grades() == ["良好", "优秀", "合格"]


def test_walk_b_the_other_reading_of_the_gaps() -> None:
    assert township(of='"round(total, 0)"').grade("丙", "band") == "良好"
