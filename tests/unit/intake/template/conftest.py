"""A scheme with every kind of input, and the register of its units."""

from __future__ import annotations

import pytest

from kpi_engine.engine.plan import Plan
from kpi_engine.intake.register import Register, Unit
from scored import plan_text

TEXT = """
scheme: desk
title: 试算
edition: 2024
points: 100
classes: {街道: {}, 部门: {}}
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs:
  投资额: {kind: number, label: 固定资产投资, measured_in: 万元, owner: 统计局, target: given, clause: 细则1, note: 含农户投资}
  满意率: {kind: percent, owner: 统计局}
  工作方案: {kind: choice, options: [完整, 一般, 缺], owner: 督查室}
  达标: {kind: yes_no, owner: 督查室}
  报送日: {kind: date, owner: 督查室, measured_in: 日}
  征收率: {kind: percent, owner: 督查室, between: [50%, 100%]}
  基准: {kind: number, per: all, owner: 统计局}
  评议: {kind: ballots, owner: 组织部, options: {好: 100, 差: 0}, not_counted: [不了解], raters: {领导: 40%, 群众: 60%}, missing_rater: problem}
  评委: {kind: marks, owner: 组织部, between: [0, 100], take: mean, at_least: 3}
events:
  通报: {columns: {级别: {kind: choice, options: [国家, 省]}}}
indicators:
  投资: {points: 20, clause: 三.1, score: {attainment: {actual: 投资额}}}
  满意: {points: 20, score: points * 满意率}
  方案: {points: 10, owner: 督查室, score: {levels: {of: 工作方案, give: {完整: 10, 一般: 5, 缺: 0}}}}
  窗口: {points: {街道: 10, 部门: 0}, score: {met: 达标}}
  征收: {points: {街道: 0, 部门: 10}, score: points * 征收率}
  报送: {points: 10, score: {met: "days_late(报送日, date(2024, 12, 31)) <= 基准"}}
  民主评议: {points: 15, score: points * 评议 / 100}
  专家: {points: 10, score: points * 评委 / 100}
  作风:
    points: 5
    owner: 纪委
    deduct:
      通报: {each: {levels: {of: 级别, give: {国家: 3, 省: 1}}}, text: 被通报的扣分}
ranking: {within: class, by: [total], ties: share}
"""


@pytest.fixture(scope="session")
def plan() -> Plan:
    return plan_text(TEXT)


@pytest.fixture(scope="session")
def register() -> Register:
    return Register(
        (
            Unit("城关街道", class_name="街道"),
            Unit("市财政局", class_name="部门"),
            Unit("撤销办", class_name="部门", status="不参评"),
            Unit("东风街道", class_name="街道"),
            Unit("市委党校", class_name="部门", status="单列"),
        )
    )
