from fractions import Fraction

from bases import base_of, outcome_of
from kpi_engine.whatif.answer import answer_of, sentences
from kpi_engine.whatif.changes import Displaced, changes_between
from months import TEXT as MONTHS
from months import UNITS as WINDOWS
from scored import HEAD

TEXT = (
    HEAD
    + """
clause: 例
classes: {街道: {}, 部门: {}}
inputs: {率: {kind: percent, owner: 股}, 人数: {kind: count, owner: 股}}
indicators: {项: {points: 100, score: points * 率}}
grades: {of: total, from: {优秀: 80, 合格: 60}, otherwise: 不合格}
ranking: {within: class, by: [total], ties: share}
quotas:
  名额: {grade: 优秀, at_most: 1, falls_to: 合格, at_the_cut: take_none}
  先进: {title: 先进单位, at_most: 2, within: all, among: total >= 70, at_the_cut: take_all}
consequences: {约谈: {when: grade == 不合格}}
payments: {奖金: {amount: "1000 * 人数 if grade == 优秀 else 0", places: 2}}
"""
)
UNITS = {"甲": "街道", "乙": "街道", "丙": "部门", "丁": "部门"}
BASE = base_of(TEXT, UNITS, {"率": ["90%", "85%", "81%", "50%"], "人数": ["3", "4", "5", "6"]})


def test_it_starts_from_one_excellent_unit_in_each_class() -> None:
    changes = changes_between(BASE.results, BASE.results)
    assert [(m.unit, m.before.total, m.before.rank, m.before.grade) for m in changes.moves if m.before] == [
        ("甲", 90, 1, "优秀"),
        ("乙", 85, 2, "合格"),
        ("丙", 81, 1, "优秀"),
        ("丁", 50, 2, "不合格"),
    ]
    assert not changes.displaced
    assert not any(m.is_changed for m in changes.moves)
    assert changes.paid("奖金") == (8000, 8000)


def test_who_displaced_whom_is_told_in_the_class_where_places_are_counted() -> None:
    changes = changes_between(BASE.results, outcome_of(BASE, "unit 乙.率=95%", "unit 丁.率=60%").results)
    assert [(m.unit, m.points, m.places) for m in changes.moves] == [("甲", 0, -1), ("乙", 10, 1), ("丙", 0, 0), ("丁", 10, 0)]
    assert Displaced("优秀", "街道", ("甲",), ("乙",)) in changes.displaced
    assert [m.grades for m in changes.flips] == [("优秀", "合格"), ("合格", "优秀"), ("不合格", "合格")]
    assert [m.unit for m in changes.moved] == ["甲", "乙"]
    assert changes.paid("奖金") == (8000, 9000)
    assert [m.after.measures for m in changes.moves if m.after] == [(), (), (), ()]


def test_a_tie_at_the_quota_leaves_the_grade_to_nobody() -> None:
    changes = changes_between(BASE.results, outcome_of(BASE, "unit 乙.率=90%").results)
    assert changes.displaced == (
        Displaced("优秀", "街道", ("甲",), ()),
        Displaced("合格", "", (), ("甲",)),
        Displaced("先进单位", "", (), ("乙",)),  # three hold the first place of their class, and all are taken
    )
    assert [(m.after.rank, m.after.tied) for m in changes.moves[:2] if m.after] == [(1, True), (1, True)]


def test_a_title_over_all_classes_is_one_group() -> None:
    changes = changes_between(BASE.results, outcome_of(BASE, "unit 丙.率=99%").results)
    assert [d for d in changes.displaced if d.what == "先进单位"] == []  # rank 1 of each class, 甲 and 丙, as before
    assert [m.before.titles for m in changes.moves if m.before] == [("先进单位",), (), ("先进单位",), ()]


def test_units_of_one_side_only_are_kept_with_an_empty_other_side() -> None:
    fewer = base_of(TEXT, {"甲": "街道", "新丁": "部门"}, {"率": ["90%", "50%"], "人数": ["3", "6"]})
    changes = changes_between(BASE.results, fewer.results, same={"丁": "新丁"})
    assert [(m.unit, m.before is None, m.after is None) for m in changes.moves] == [
        ("甲", False, False),
        ("乙", False, True),
        ("丙", False, True),
        ("丁", False, False),
    ]
    again = changes_between(fewer.results, BASE.results)
    assert [(m.unit, m.before is None) for m in again.moves] == [("甲", False), ("新丁", False), ("乙", True), ("丙", True), ("丁", True)]
    assert again.moves[0].points == Fraction(0)
    assert again.moves[1].points is None


def test_what_is_asked_in_each_month_differs_month_by_month() -> None:
    marks = {"一月": "80 70 90", "二月": "60 90 90", "三月": "85 81 90", "四月": "50 60 40"}
    base = base_of(MONTHS, WINDOWS, {f"考评分@{month}": told.split() for month, told in marks.items()})
    # 公安 70 in April: first of the month, and no longer 税务
    told = answer_of(base.results, outcome_of(base, "unit 公安.考评分.四月=70"))
    before, after = (side.titles for side in (told.changes.moves[0].before, told.changes.moves[0].after) if side)
    assert (before, after) == ((), ("红旗窗口（四月）",))
    assert Displaced("红旗窗口（四月）", "", ("税务",), ("公安",)) in told.changes.displaced
    assert any(sentence.startswith("月奖（四月）：合计 300.00 → 340.00") for sentence in sentences(told))
