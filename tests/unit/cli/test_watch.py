"""``kpi watch``: who lies near a boundary."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

Kpi = Callable[..., tuple[int, str, str]]


def test_those_near_a_bound_are_told_with_their_distance(desk: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("watch", "-C", desk, "--within", "7")  # 公安 97 is 7 above 90, 税务 84 is 6 below
    assert code == 0
    assert "公安窗口" in out
    assert "税务窗口" in out
    assert "水务窗口" not in out
    assert (desk / "试算" / "01" / "试算.xlsx").is_file()


def test_the_distance_is_exact_and_none_is_wrong_usage(desk: Path, kpi: Kpi) -> None:
    told = json.loads(kpi("watch", "-C", desk, "--within", "6", "--json")[1])
    assert [(row["unit"], row["distance"]) for row in told["tables"]["watch"]] == [("税务窗口", "-6.00")]
    assert kpi("watch", "-C", desk, "--within", "很近")[0] == 2
    assert kpi("watch", "-C", desk, "--within", "-1")[0] == 2
