"""``kpi nearest``: what a unit would have to report."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

Kpi = Callable[..., tuple[int, str, str]]


def test_a_unit_is_found_by_any_of_its_names(desk: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("nearest", "税务", "-C", desk)
    assert code == 0
    assert "满意率再增 10 个百分点（80% → 90%）" in out  # 84 + 6 = 90
    assert "再多也到不了的（单靠这一项）：迟到" in out  # 2 late comings are worth 4


def test_an_unknown_unit_and_none_at_all_are_told(desk: Path, kpi: Kpi) -> None:
    assert kpi("nearest", "无此窗口", "-C", desk)[0] == 1
    assert kpi("nearest", "-C", desk)[0] == 2


def test_the_better_place_may_be_the_aim(desk: Path, kpi: Kpi) -> None:
    told = json.loads(kpi("nearest", "税务窗口", "-C", desk, "--aim", "rank", "--json")[1])
    ways = {row["way"]: row["total"] for row in told["tables"]["ways"]}
    assert ways["少 1 次迟到，满意率再增 19 个百分点（80% → 99%）"] == "97.40"  # 59.4 + 38; neither alone reaches 97
