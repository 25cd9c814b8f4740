"""points.csv."""

from __future__ import annotations

from pathlib import Path

from kpi_engine.engine.results import Results
from kpi_engine.report.points import point_rows, write_points


def test_every_figure_of_every_unit_has_a_line(desk: Results, tmp_path: Path) -> None:
    write_points(tmp_path / "points.csv", desk)
    lines = (tmp_path / "points.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "unit,indicator,period,points,state"
    assert len(lines) == 1 + 6 * 5
    assert lines[11:16] == [
        "新区,工作,,56,present", "新区,完成,,36.00,present", "新区,纪律,,20.00,present", "新区,评价,,30.00,present", "新区,奖励,,,not_applicable",
    ]  # fmt: skip


def test_who_does_not_take_part_has_no_points(desk: Results) -> None:
    assert [row for row in point_rows(desk) if row[0] == "免考镇"] == [
        ("免考镇", n, "", "", "not_applicable") for n in ("工作", "完成", "纪律", "评价", "奖励")
    ]


def test_labels_name_indicators_and_states(desk: Results, tmp_path: Path) -> None:
    write_points(tmp_path / "points.csv", desk, labels=True)
    lines = (tmp_path / "points.csv").read_text(encoding="utf-8-sig").splitlines()
    assert (lines[0], lines[4], lines[15]) == ("单位,指标,时期,得分,状态", "'=城关镇,群众评价,,40.00,有得分", "新区,奖励,,,不涉及")
