"""Runs to report on: a small one with dirt in its names and every kind of standing, and the hospitals."""

from __future__ import annotations

import pytest

from kpi_engine.engine.results import Results
from kpi_engine.trail.receipt import Receipt, SourceFile, make_receipt
from scored import NONE, score_text

DESK = """
scheme: desk
title: 试算考核
edition: 2024
points: 100
classes: {街道: {}, 园区: {}}
rounding: {mode: half_up, indicator: 2, total: 2}
missing: problem
not_applicable: rescale
inputs:
  满意率: {kind: percent, owner: 纪检室}
  完成率: {kind: percent, owner: 督查室}
  事故: {kind: yes_no, owner: 应急办}
indicators:
  工作:
    points: 60
    clause: 二
    indicators:
      完成:
        points: {街道: 40, 园区: 40}
        score: 40 * 完成率
      纪律:
        points: 20
        owner: 督查室
        deduct:
          脱岗: {each: 15, text: 每次扣15分}
  评价:
    points: 40
    label: 群众评价
    score: 40 * 满意率
  奖励:
    bonus: 5
    only_for: {class: 街道}
    score: 1
grades:
  of: total
  from: {优秀: 90, 合格: 60}
  otherwise: 不合格
vetoes:
  事故: {when: 事故, then: {grade: 不合格}}
ranking: {within: all, by: [total], ties: share, vetoed: unranked}
quotas:
  优秀名额: {grade: 优秀, at_most: 1, at_the_cut: take_none, falls_to: 合格}
payments:
  奖金: {amount: 100 * total, places: 2, measured_in: 元}
"""

UNITS = {"=城关镇": "街道", "古市镇": "街道", "新区": "园区", "老区": "园区", "单列镇": "街道", "免考镇": "街道"}


@pytest.fixture(scope="session")
def desk() -> Results:
    """Two tied units at the top, one vetoed, one on the floor, one apart, one not taking part."""
    sheet = score_text(
        DESK,
        UNITS,
        {
            "满意率": ["100%", "100%", "75%", NONE, "90%", None],
            "完成率": ["95%", "95%", "90%", "50%", "88%", None],
            "事故": [False, False, True, False, False, None],
        },
        events=[
            {"unit": "老区", "event": "脱岗", "evidence": "+照片1", "note": "上午"},
            {"unit": "老区", "event": "脱岗", "evidence": "照片2"},
        ],
        apart=["单列镇"],
        absent=["免考镇"],
        both=False,
    )
    return sheet.results


@pytest.fixture(scope="session")
def receipt(desk: Results) -> Receipt:
    """The desk's receipt, with a correction."""
    correction = {
        "kind": "更正", "unit": "老区", "what": "完成率", "old": "45%", "new": "50%",
        "basis": "督查室更正函", "by": "李某", "date": "2024-12-20",
    }  # fmt: skip
    sources = [SourceFile("scheme", "方案.yaml", "0" * 64)]
    return make_receipt(
        desk, engine="0.1.0", sources=sources, findings=desk.findings, adjustments=[correction], actor="王某", at="2024-12-28T10:00:00+08:00"
    )
