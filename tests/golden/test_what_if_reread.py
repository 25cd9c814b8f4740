"""Scenarios that change what is read of what was sent: other runs, sizes of classes, events that are no longer asked for."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from golden_case import folder_run
from kpi_engine import Run, score, what_if
from kpi_engine.errors import KpiError
from kpi_engine.table import Ref, Role

SCHEME = """
scheme: desk
title: 窗口考核
edition: 2024
points: 100
rounding: {mode: half_up, indicator: 2, total: 2}
missing: problem
not_applicable: problem
events:
  旷工: {columns: {天数: {kind: number}}}
  迟到: {}
inputs:
  满意率: {kind: percent, owner: 督查科}
indicators:
  纪律: {points: 100, owner: 人事股, score: "points - 2 * sum(旷工, 天数) - count(迟到) + 满意率 * 0"}
"""


def refused(run: Run, edit: str) -> list[str]:
    with pytest.raises(KpiError) as told:
        what_if(run, {"一": [edit]})
    return [problem.code.number for problem in told.value.problems if problem.severity == "problem"]


def test_another_run_that_is_read_is_looked_for() -> None:
    run = folder_run("disclosure_share")
    assert refused(run, "reads.公开.edition=2019") == ["K581"]


def test_where_another_run_may_be_lacking_its_results_do_not_count_any_more() -> None:
    run = folder_run("council_vote")
    at = run.results.units.index("湖田镇")
    (answer,) = what_if(run, {"一": ["reads.上次.scheme=别的"]})
    step = Ref(Role.CONSEQUENCE, "启动撤职程序")
    assert [results.cell(step, at)[1] for results in (run.results, answer.outcome.results)] == [True, False]


def test_a_class_of_another_size_than_the_register_has_is_refused() -> None:
    assert refused(folder_run("eco_village"), "classes.复核村.expect=12") == ["K505"]


@pytest.fixture
def desk(tmp_path: Path) -> Run:
    """甲: 100 − 2×1 − 2 = 96 with one day fewer by correction; 乙: 100."""
    files = {
        "单位名录.csv": [["单位"], ["甲"], ["乙"]],
        "督查科.csv": [["单位", "满意率"], ["甲", "90%"], ["乙", "90%"]],
        "人事股.csv": [
            ["单位", "事项", "日期", "天数"],
            ["甲", "旷工", "2024-03-05", "2"],
            ["甲", "迟到", "2024-03-06", ""],
            ["甲", "迟到", "2024-03-07", ""],
        ],
        "更正.csv": [
            ["单位", "事项", "发生日期", "栏目", "原值", "改为", "依据", "经办人", "日期"],
            ["甲", "旷工", "2024-03-05", "天数", "2", "1", "复核3号", "张三", "2024-12-30"],
        ],
    }
    for name, rows in files.items():
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    (tmp_path / "方案.yaml").write_text(SCHEME, encoding="utf-8")
    data = [tmp_path / "督查科.csv", tmp_path / "人事股.csv"]
    return score(tmp_path / "方案.yaml", register=tmp_path / "单位名录.csv", data=data, adjustments=[tmp_path / "更正.csv"])


@pytest.mark.parametrize(
    ("formula", "total"),
    [
        ("points - 2 * sum(旷工, 天数) - count(迟到) + 满意率 * 0", 96),
        ("points - count(迟到) + 满意率 * 0", 98),  # the event of which there is a correction is no longer asked for
        ("points - 5 * sum(旷工, 天数) + 满意率 * 0", 95),  # another event is no longer asked for
        ("points - 2 * count(旷工) + 满意率 * 0", 98),
    ],
)
def test_an_event_that_is_no_longer_asked_for_is_passed_over_with_its_corrections(desk: Run, formula: str, total: int) -> None:
    (answer,) = what_if(desk, {"一": [f"纪律.score={formula}"]})
    assert desk.results.number(Ref(Role.TOTAL), 0) == 96
    assert [answer.outcome.results.number(Ref(Role.TOTAL), row) for row in (0, 1)] == [total, 100]
