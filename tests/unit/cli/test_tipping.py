"""``kpi tipping``: how far weights are from changing a place or a grade."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

Kpi = Callable[..., tuple[int, str, str]]


def test_the_nearest_tip_of_each_unit_that_takes_part(desk: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("tipping", "-C", desk, "--json")
    assert code == 0
    assert [row["unit"] for row in json.loads(out)["tables"]["tips"]] == ["公安窗口", "税务窗口", "水务窗口", "综合窗口"]


def test_two_units_and_an_indicator_give_their_crossing(desk: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("tipping", "公安", "税务", "-C", desk, "--indicator", "满意")
    assert code == 0
    assert "“满意”的份额从 0 到 100（现为 60" in out


def test_ranges_of_places_when_all_weights_move(desk: Path, kpi: Kpi) -> None:
    told = json.loads(kpi("tipping", "-C", desk, "--reach", "10%", "--json")[1])
    assert {row["unit"]: (row["best.attained"], row["worst.attained"]) for row in told["tables"]["reach"]} == {
        "公安窗口": (1, 1), "税务窗口": (2, 2), "水务窗口": (1, 1),
    }  # fmt: skip


def test_what_does_not_go_together_is_wrong_usage(desk: Path, kpi: Kpi) -> None:
    assert kpi("tipping", "公安", "-C", desk, "--indicator", "满意")[0] == 2
    assert kpi("tipping", "-C", desk, "--indicator", "满意", "--reach", "10%")[0] == 2
    assert kpi("tipping", "公安", "税务", "-C", desk, "--indicator", "没有这项")[0] == 1
