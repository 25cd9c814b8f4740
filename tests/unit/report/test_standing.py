"""Flags, reasons, order."""

from __future__ import annotations

from kpi_engine.engine.results import Results
from kpi_engine.report.standing import GradeStep, absent_rows, flags, grade_path, ranking_order, unranked_reasons
from scored import HEAD, score_text


def test_flags_say_what_happened_to_each_unit(desk: Results) -> None:
    assert flags(desk) == [["名额线并列", "名额外:优秀名额"], ["名额线并列", "名额外:优秀名额"], ["否决:事故"], [], ["单列"], ["不参评"]]


def test_corrections_and_decisions_are_flags(desk: Results) -> None:
    told = flags(desk, [{"kind": "更正", "unit": "老区"}, {"kind": "审定", "unit": "老区"}, {"kind": "审定", "unit": "新区"}])
    assert (told[2], told[3]) == (["否决:事故", "审定"], ["更正", "审定"])


def test_a_unit_without_a_place_has_a_reason(desk: Results) -> None:
    assert unranked_reasons(desk) == ["", "", "否决", "", "单列", "不参评"]


def test_the_ranking_lists_places_first_then_those_apart_then_the_absent(desk: Results) -> None:
    assert [desk.units[row] for row in ranking_order(desk)] == ["=城关镇", "古市镇", "老区", "新区", "单列镇", "免考镇"]


def test_who_does_not_take_part_is_known(desk: Results) -> None:
    assert absent_rows(desk) == [5]


BY_CLASS = (
    HEAD.replace("points: 100", "points: 100\nclasses: {乙类: {}, 甲类: {}}")
    + """
inputs: {分: {kind: number, owner: 办公室}}
indicators: {得分: {points: 100, score: 分}}
ranking: {within: class, by: [total], ties: share}
quotas: {红旗: {title: 红旗单位, at_most: 1, at_the_cut: take_all}}
decisions: {加减分: {range: [-2, 2], by: 领导小组, counts_in: total}}
"""
)


def test_places_within_classes_are_listed_class_by_class() -> None:
    sheet = score_text(
        BY_CLASS,
        {"一": "甲类", "二": "乙类", "三": "甲类", "四": "乙类"},
        {"分": ["80", "70", "90", "75"]},
        decided={"加减分": ["1", "0", "0", "0"]},
    )
    assert sheet.results.facts.classes == ("甲类", "乙类")
    assert [sheet.results.units[row] for row in ranking_order(sheet.results)] == ["三", "一", "四", "二"]


def test_titles_and_decided_points_are_flags() -> None:
    sheet = score_text(
        BY_CLASS,
        {"一": "甲类", "二": "乙类", "三": "甲类", "四": "乙类"},
        {"分": ["80", "70", "90", "75"]},
        decided={"加减分": ["1", "0", "0", "0"]},
    )
    assert flags(sheet.results) == [["审定"], [], ["红旗单位"], ["红旗单位"]]


def test_without_a_ranking_the_register_is_the_order() -> None:
    sheet = score_text(
        HEAD + "inputs: {分: {kind: number, owner: 办公室}}\nindicators: {得分: {points: 100, score: 分}}\n", ["甲", "乙"], {"分": ["1", "2"]}
    )
    assert (ranking_order(sheet.results), unranked_reasons(sheet.results)) == ([0, 1], ["", ""])


GRADED = (
    HEAD
    + """
owner: 办公室
inputs: {分: {kind: number, owner: 办公室}}
indicators: {得分: {points: 100, score: 分}}
grades: {of: total, from: {优秀: 90, 良好: 80, 合格: 60}, otherwise: 不合格}
vetoes: {违纪: {for: 违纪, then: {at_most: 合格}, label: 班子违纪}}
ranking: {within: all, by: [total], ties: share, vetoed: as_scored}
quotas: {优秀名额: {grade: 优秀, at_most: 1, at_the_cut: take_none, falls_to: 良好}}
decisions: {审定等次: {grade: yes, by: 常委会, uses_quota: no}}
"""
)


def test_a_grade_that_is_not_that_of_the_points_is_told_step_by_step() -> None:
    sheet = score_text(
        GRADED,
        ["甲", "乙", "丙", "丁"],
        {"分": ["99", "95", "94", "70"]},
        events=[{"unit": "甲", "event": "违纪"}],
        decided={"审定等次": [None, None, "合格", None]},
    )
    assert sheet.grades() == ["合格", "优秀", "合格", "合格"]
    assert [grade_path(sheet.results, row) for row in range(4)] == [
        [GradeStep("按分数", "优秀"), GradeStep("否决：班子违纪", "合格")],
        [],
        [GradeStep("按分数", "优秀"), GradeStep("名额：优秀名额", "良好"), GradeStep("审定：审定等次", "合格")],
        [],
    ]


def test_measures_that_are_taken_are_flags() -> None:
    """The last of each class, by the label of the measure."""
    text = BY_CLASS + "consequences: {谈话: {label: 约谈主要负责人, when: rank_from_last == 1}}\n"
    sheet = score_text(
        text, {"一": "甲类", "二": "乙类", "三": "甲类", "四": "乙类"}, {"分": ["80", "70", "90", "75"]}, decided={"加减分": ["0"] * 4}
    )
    assert [("约谈主要负责人" in told) for told in flags(sheet.results)] == [True, True, False, False]
