"""Three windows of an office, small enough to be worked in the head, in each shape that the library takes."""

from __future__ import annotations

from kpi_engine import Run
from kpi_engine.table import Ref, Role

__all__ = ["DATA", "REGISTER", "REQUEST", "SCHEME", "SOURCE", "TOTALS", "totals"]

SCHEME = """
scheme: windows
title: 窗口考核
edition: 2024
points: 100
classes: {前台: {}, 后台: {}}
rounding: {mode: half_up, total: 2}
missing: zero
not_applicable: problem
inputs:
  满意率: {kind: percent, owner: 督查科}
  办件量: {kind: count, owner: 业务科}
indicators:
  满意: {points: {前台: 60, 后台: 0}, clause: 细则一, score: points * 满意率}
  办件: {points: {前台: 0, 后台: 60}, clause: 细则二, score: {met: 办件量 >= 100}}
  纪律: {points: 40, clause: 细则三, owner: 纪检室, deduct: {迟到: 2}}
grades: {of: total, from: {优秀: 90}, otherwise: 合格}
ranking: {within: all, by: [total], ties: share}
decisions: {领导加分: {range: [0, 2], by: 领导小组, counts_in: total}}
"""

SOURCE = ("方案.yaml", SCHEME.encode())

REGISTER = ("单位名录.csv", "单位,简称,类别\n公安窗口,公安,前台\n税务窗口,税务,前台\n档案室,,后台\n".encode())

DATA = [
    ("督查科.csv", "单位,满意率\n公安窗口,95%\n税务窗口,\n".encode()),
    ("业务科.csv", "单位,办件量\n档案室,120\n".encode()),
    ("事项.csv", "单位,事项,日期\n税务,迟到,2024-03-01\n".encode()),
]

REQUEST: dict[str, object] = {
    "units": [{"name": "公安窗口", "class": "前台"}, {"name": "税务窗口", "class": "前台"}, {"name": "档案室", "class": "后台"}],
    "values": {"公安窗口": {"满意率": "95%"}, "档案室": {"办件量": 120}, "税务窗口": {}},
    "events": [{"unit": "税务窗口", "event": "迟到", "date": "2024-03-01"}],
}

TOTALS = {"公安窗口": "97.00", "税务窗口": "38.00", "档案室": "100.00"}


def totals(run: Run) -> dict[str, str]:
    """公安 57 + 40, 税务 0 + 38 (nothing reported counts 0), 档案 60 + 40."""
    return {unit: run.results.text(Ref(Role.TOTAL), row, 2) for row, unit in enumerate(run.results.units)}
