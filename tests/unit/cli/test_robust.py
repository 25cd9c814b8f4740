"""``kpi robust``: how safe the ranking is when weights vary."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

Kpi = Callable[..., tuple[int, str, str]]


def test_the_first_sentence_says_what_holds(desk: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("robust", "-C", desk, "--draws", "50")
    assert code == 0
    assert "甲类：权重各浮动10%，名次都不变。" in out
    assert (desk / "试算" / "01" / "试算.xlsx").is_file()


def test_the_same_seed_gives_the_same_answer(desk: Path, kpi: Kpi) -> None:
    answers = [json.loads(kpi("robust", "-C", desk, "--draws", "40", "--simplex", "--seed", "7", "--json")[1])["tables"] for _ in range(2)]
    assert answers[0] == answers[1]


def test_bounds_and_levels_are_read_and_unread_ones_told(desk: Path, kpi: Kpi) -> None:
    assert kpi("robust", "-C", desk, "--draws", "10", "--between", "满意=50..70")[0] == 0
    assert kpi("robust", "-C", desk, "--draws", "10", "--level", "1=5%")[0] == 0
    assert kpi("robust", "-C", desk, "--between", "满意=很多")[0] == 2
    assert kpi("robust", "-C", desk, "--level", "一层")[0] == 2
    assert kpi("robust", "-C", desk, "--simplex", "--level", "1=5%")[0] == 2
    assert kpi("robust", "-C", desk, "--between", "没有这项=1..2")[0] == 1


def test_whose_weight_matters_is_told_where_it_is_asked_for(desk: Path, kpi: Kpi) -> None:
    told = json.loads(kpi("robust", "-C", desk, "--draws", "10", "--indices", "8", "--unit", "公安", "--json")[1])
    assert {row["of"] for row in told["tables"]["indices"]} == {"全体名次", "公安窗口"}
    assert kpi("robust", "-C", desk, "--draws", "10", "--indices", "8", "--unit", "无此窗口")[0] == 1
