"""Each mark of a jury is told in the account that rests on it, with those that do not count."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kpi_engine.trail.balance import unbalanced
from kpi_engine.trail.ledger import Posting, ledgers
from scored import HEAD, Sheet, score_text

SCHEME = (
    HEAD
    + """
inputs:
  测评: {kind: marks, label: 现场评分, owner: 评审组MORE}
indicators:
  现场: {points: 100, clause: 一, score: 测评}
"""
)
DROP = ", drop: {highest: 1, lowest: 1, if_more_than: 3}"


def scored(more: str, *marks: tuple[object, ...], units: tuple[str, ...] = ("甲", "乙")) -> Sheet:
    return score_text(SCHEME.replace("MORE", more), list(units), marks={"测评": marks})


def told(sheet: Sheet, unit: int = 0) -> list[Posting]:
    account = next(account for account in ledgers(sheet.results, unit) if account.name == "现场")
    assert account.balances
    assert list(unbalanced(sheet.results)) == []
    return list(account.postings)


def memos(sheet: Sheet, unit: int = 0) -> list[str]:
    return [posting.memo for posting in told(sheet, unit) if posting.kind == "mark"]


def test_the_marks_stand_before_the_figure_that_is_made_of_them() -> None:
    sheet = scored("", ("甲", 90, None, "张三"), ("乙", 70, None, "张三"), ("甲", "84.5", None, "李四"), ("乙", 80, None, "李四"))
    postings = told(sheet)
    assert [(p.kind, p.what, p.quantity, p.amount, p.clause) for p in postings][:2] == [
        ("mark", "现场评分", "90", 0, "一"),
        ("mark", "现场评分", "84.5", 0, "一"),
    ]
    assert memos(sheet) == ["张三：90", "李四：84.5"]
    assert memos(sheet, 1) == ["张三：70", "李四：80"]
    assert sheet.score("现场", "甲") == Fraction("87.25")


def test_the_extremes_that_the_mean_leaves_out_are_named() -> None:
    sheet = scored(
        DROP, *(("甲", mark, None, rater) for mark, rater in zip((90, 95, 80, 85), "一二三四", strict=True)), ("乙", 50), ("乙", 60), ("乙", 70)
    )
    assert memos(sheet) == ["一：90", "二：95（最高分，去掉）", "三：80（最低分，去掉）", "四：85"]
    assert sheet.score("现场", "甲") == Fraction("87.5")
    assert memos(sheet, 1) == ["评委：50", "评委：60", "评委：70"]  # three are not more than three


@pytest.mark.parametrize(
    ("marks", "dropped"),
    [
        ((80, 80, 80, 80), ["80（最低分，去掉）", "80", "80", "80（最高分，去掉）"]),
        ((90, 80, 90, 80), ["90", "80（最低分，去掉）", "90（最高分，去掉）", "80"]),
    ],
)
def test_of_equal_marks_one_is_left_out(marks: tuple[int, ...], dropped: list[str]) -> None:
    sheet = scored(DROP, *(("甲", mark) for mark in marks), *(("乙", 1) for _ in range(3)))
    assert [memo.removeprefix("评委：") for memo in memos(sheet)] == dropped


def test_nothing_is_left_out_where_nothing_would_remain() -> None:
    sheet = scored(", drop: {highest: 1, lowest: 1}", ("甲", 80), ("甲", 90), ("乙", 60))
    assert memos(sheet) == ["评委：80", "评委：90"]
    assert sheet.score("现场", "甲") == 85


def test_a_mark_that_is_not_valid_is_told_and_neither_counted_nor_dropped() -> None:
    sheet = scored(", valid_if: mark <= 95" + DROP, *(("甲", mark) for mark in (100, 90, 80, 70)), *(("乙", 60) for _ in range(3)))
    assert memos(sheet) == ["评委：100（作废，不计）", "评委：90", "评委：80", "评委：70"]
    assert sheet.score("现场", "甲") == 80


def test_a_unit_without_a_figure_has_no_lines() -> None:
    sheet = scored(", at_least: 2", ("甲", 80), ("乙", 60), ("乙", 70))
    account = next(account for account in ledgers(sheet.results, 0) if account.name == "现场")
    assert [posting for posting in account.postings if posting.kind == "mark"] == []
    assert memos(sheet, 1) == ["评委：60", "评委：70"]


def test_a_period_tells_its_own_marks() -> None:
    text = SCHEME.replace("MORE", "").replace("inputs:", "periods: {weights: {六月: 40%, 十二月: 60%}, missing: problem}\ninputs:")
    sheet = score_text(text, ["甲"], marks={"测评": [("甲", 80, "六月", "一"), ("甲", 70, "十二月", "一"), ("甲", 90, "六月", "二")]})
    by_period = {a.period: [p.memo for p in a.postings if p.kind == "mark"] for a in ledgers(sheet.results, 0) if a.name == "现场"}
    assert by_period == {"": [], "六月": ["一：80", "二：90"], "十二月": ["一：70"]}
