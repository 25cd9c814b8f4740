"""``kpi appeal``: what a proposed correction would do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

Kpi = Callable[..., tuple[int, str, str]]


def test_the_correction_is_told_with_what_it_moves(desk: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("appeal", "-C", desk, "--set", "税务窗口.满意率=95%")
    assert code == 0
    assert "设若更正：税务窗口 满意率 80% → 95%。" in out
    assert "总分 84.00 → 93.00（+9.00），等次 合格 → 优秀" in out
    assert "其他单位都不受影响。" in out


def test_only_data_can_be_appealed(desk: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("appeal", "-C", desk, "--set", "满意.points=70", "--json")
    assert code == 1
    assert {problem["code"] for problem in json.loads(out)["problems"]} <= {"K583", "K814", "K842"}
    assert not (desk / "试算").exists()
