"""A small work folder: two indicators, four units, data in text files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SCHEME = """
scheme: desk
title: 窗口考核
edition: 2024
points: 100
classes: {甲类: {}, 乙类: {}}
rounding: {mode: half_up, total: 2}
missing: zero
not_applicable: problem
inputs:
  满意率: {kind: percent, owner: 督查科, between: [0%, 100%]}
indicators:
  满意:
    points: 60
    clause: 细则一
    score: points * 满意率
  纪律:
    points: 40
    clause: 细则二
    owner: 纪检室
    deduct:
      迟到: {each: 2, text: 每次扣2分}
grades: {of: total, from: {优秀: 90}, otherwise: 合格}
ranking: {within: class, by: [total], ties: share}
"""
REGISTER = "单位,简称,类别,状态\n公安窗口,公安,甲类,参评\n税务窗口,税务,甲类,参评\n水务窗口,,乙类,参评\n综合窗口,,乙类,单列\n"
RATES = "单位,满意率\n公安窗口,95%\n税务窗口,80%\n水务窗口,\n综合窗口,100%\n"
EVENTS = "单位,事项,日期,证据\n税务窗口,迟到,2024-03-01,签到册\n税务窗口,迟到,2024-03-02,签到册\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """公安 97.00, 税务 84.00, 水务 40.00 (nothing reported), 综合 100.00 (listed apart)."""
    folder = tmp_path / "窗口 考核"
    (folder / "数据").mkdir(parents=True)
    (folder / "方案.yaml").write_text(SCHEME, encoding="utf-8")
    (folder / "单位名录.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "数据" / "督查科.csv").write_text(RATES, encoding="utf-8")
    (folder / "数据" / "事项.csv").write_text(EVENTS, encoding="utf-8")
    return folder


@pytest.fixture
def kpi(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command in this process: exit code, output, error stream."""
    from kpi_engine.cli import main

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run
