"""``kpi why``: why units came out otherwise, in parts that add up."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

Kpi = Callable[..., tuple[int, str, str]]


def test_a_scenario_is_told_in_parts(desk: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("why", "税务", "-C", desk, "--set", "unit 税务窗口.满意率=90%", "--set", "迟到.each=3")
    assert code == 0
    assert "税务窗口：总分 84.00 → 88.00（+4.00）" in out  # +6 of data, -2 of the price
    assert "本单位数据 +6.00" in out


def test_another_folder_is_the_earlier_run(desk: Path, kpi: Kpi, tmp_path: Path) -> None:
    import shutil

    other = tmp_path / "上次"
    shutil.copytree(desk, other)
    (other / "数据" / "督查科.csv").write_text("单位,满意率\n公安窗口,90%\n税务窗口,80%\n水务窗口,\n综合窗口,100%\n", encoding="utf-8")
    told = json.loads(kpi("why", "公安", "-C", desk, "--against", other, "--json")[1])
    assert [(row["before.total"], row["after.total"], row["change.own"]) for row in told["tables"]["parts"]] == [("94.00", "97.00", "3")]


def test_it_must_be_said_against_what(desk: Path, kpi: Kpi) -> None:
    assert kpi("why", "-C", desk)[0] == 2
    assert kpi("why", "无此窗口", "-C", desk, "--set", "迟到.each=3")[0] == 1
