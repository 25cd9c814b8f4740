"""Three windows, four months, everything asked in each month: ranks, a veto, a flag, a grade's quota, a measure, money. Every figure by hand.

        一月      二月      三月      四月      全年
公安    80  2     60  3     85  1     50  2     275 ÷ 4 = 68.75  2
税务    70  3     90  1=    81  2     60  1     301 ÷ 4 = 75.25  1
社保    90  1     90  1=    90  3     40  3     310 ÷ 4 = 77.50  3   否决 in 三月: last of that month, and of the year
"""

from __future__ import annotations

from scored import HEAD, Sheet, score_text

__all__ = ["TEXT", "UNITS", "months"]

UNITS = ["公安", "税务", "社保"]
TEXT = (
    HEAD
    + """
clause: 月度考评办法
periods: {names: [一月, 二月, 三月, 四月], combine: mean, missing: problem}
inputs: {考评分: {kind: number, owner: 督查科, between: [0, 100]}}
indicators:
  日常: {points: 100, score: 考评分}
ranking: {within: all, by: [total], ties: share, vetoed: last, each_period: yes}
vetoes:
  吃拿卡要: {for: 吃拿卡要, then: {grade: 中}, each_period: yes}
grades: {of: total, from: {好: 75}, otherwise: 中}
quotas:
  好名额: {grade: 好, at_most: 1, at_the_cut: take_none, falls_to: 中, each_period: yes}
  月红旗: {title: 红旗窗口, at_most: 1, at_the_cut: take_all, each_period: yes}
  年红旗: {title: 年度红旗窗口, at_most: 1, at_the_cut: take_all, among: "times(periods, rank_from_last == 1) < 2"}
consequences:
  内部通报: {when: "in_a_row(periods, rank_from_last == 1) >= 2 or times(periods, rank_from_last == 1) >= 3", each_period: yes}
  年度约谈: {when: "times(periods, rank_from_last == 1) >= 2"}
payments:
  月奖: {amount: total * 2, places: 2, measured_in: 元, each_period: yes}
  奖池: {pot: 100, shares: total, leftover_cents: first, places: 2, each_period: yes}
"""
)


def months(*, both: bool = True) -> Sheet:
    """The run."""
    marks = {"一月": "80 70 90", "二月": "60 90 90", "三月": "85 81 90", "四月": "50 60 40"}
    taken = [{"unit": "社保", "event": "吃拿卡要", "period": "三月", "evidence": "信访件7号"}]
    return score_text(TEXT, UNITS, {f"考评分@{month}": told.split() for month, told in marks.items()}, events=taken, both=both)
