"""``kpi check``: scheme, then data; nothing is written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

Kpi = Callable[..., tuple[int, str, str]]


def test_a_good_folder_is_told_so_and_left_as_it_was(desk: Path, kpi: Kpi) -> None:
    before = sorted(path.name for path in desk.rglob("*"))
    code, out, _ = kpi("check", desk)
    assert code == 0
    assert "方案“窗口考核”（2024）可以用：指标 2 项，数据项 1 项，事项 1 种。" in out
    assert "数据可以用：4 个单位，2 个文件。" in out
    assert sorted(path.name for path in desk.rglob("*")) == before


def test_who_has_not_reported_is_told(desk: Path, kpi: Kpi) -> None:
    out = kpi("check", desk)[1]
    assert "还没有报：\n  督查科  满意率：水务窗口" in out
    assert json.loads(kpi("check", desk, "--json")[1])["lacking"] == {"督查科": {"满意率": ["水务窗口"]}}


def test_the_scheme_alone_can_be_checked(desk: Path, kpi: Kpi) -> None:
    (desk / "数据" / "督查科.csv").write_text("单位,满意率\n公安窗口,约九成\n", encoding="utf-8")
    assert kpi("check", desk, "--scheme-only")[0] == 0
    assert kpi("check", desk / "方案.yaml")[0] == 0
    assert kpi("check", desk)[0] == 1


def test_problems_of_the_scheme_are_told_all_at_once(desk: Path, kpi: Kpi) -> None:
    scheme = desk / "方案.yaml"
    scheme.write_text(
        scheme.read_text(encoding="utf-8").replace("points * 满意率", "points * 满意绿").replace("each: 2", "each: 迟"), encoding="utf-8"
    )
    code, _, err = kpi("check", desk)
    assert code == 1
    assert "满意绿" in err
    assert "迟" in err


def test_a_folder_without_data_is_checked_as_far_as_it_goes(desk: Path, kpi: Kpi) -> None:
    shutil.rmtree(desk / "数据")
    code, out, _ = kpi("check", desk)
    assert code == 0
    assert "只检查了方案" in out


def test_nobody_is_asked_for_what_does_not_concern_it(desk: Path, kpi: Kpi) -> None:
    scheme = desk / "方案.yaml"
    scheme.write_text(
        scheme.read_text(encoding="utf-8")
        .replace("points: 60", "points: {甲类: 60, 乙类: 0}")
        .replace("points: 40", "points: {甲类: 40, 乙类: 100}"),
        encoding="utf-8",
    )
    assert json.loads(kpi("check", desk, "--json")[1])["lacking"] == {}
