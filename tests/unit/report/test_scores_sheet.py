"""得分."""

from __future__ import annotations

from kpi_engine.report.scores_sheet import scores_table
from scored import HEAD, score_text

NESTED = (
    HEAD
    + """
inputs: {分: {kind: number, owner: 办公室}}
indicators:
  甲块:
    points: 60
    indicators:
      甲一:
        points: 40
        indicators:
          甲一一: {points: 30, score: 分}
          甲一二: {points: 10, score: 10}
      甲二: {points: 20, score: 20}
  乙: {points: 40, score: 40}
"""
)


def test_blocks_stand_over_their_indicators_and_end_with_their_sum() -> None:
    table = scores_table(score_text(NESTED, ["一"], {"分": ["15"]}, both=False).results, "")
    assert [(f.group, f.heading, f.cells[0]) for f in table.fields] == [
        ("", "单位", "一"),
        ("甲块", "甲一一\n（30分）", 15.0),
        ("甲块", "甲一二\n（10分）", 10.0),
        ("甲块", "甲一\n（40分）", 25.0),
        ("甲块", "甲二\n（20分）", 20.0),
        ("甲块", "小计\n（60分）", 45.0),
        ("", "乙\n（40分）", 40.0),
        ("", "总分", 85.0),
    ]
    assert table.closing == [["平均", 15.0, 10.0, 25.0, 20.0, 45.0, 40.0, 85.0]] + [
        [m, 15.0, 10.0, 25.0, 20.0, 45.0, 40.0, 85.0] for m in ("最高", "最低")
    ]
