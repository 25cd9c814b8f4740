"""``kpi score``: the standing on the console, the documents in the next free number."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_engine.cli import score

Kpi = Callable[..., tuple[int, str, str]]


def test_a_run_is_written_and_told(desk: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("score", desk)
    assert code == 0
    assert "4 个单位计分完毕" in out
    standing = [line.split() for line in out.partition("计分完毕")[2].partition("结果在")[0].splitlines() if "窗口 " in line]
    assert [row[:5] for row in standing] == [
        ["1", "公安窗口", "甲类", "97.00", "优秀"],
        ["2", "税务窗口", "甲类", "84.00", "合格"],
        ["1", "水务窗口", "乙类", "40.00", "合格"],
        ["—", "综合窗口", "乙类", "100.00", "优秀"],
    ]
    assert (desk / "结果" / "01" / "results.xlsx").is_file()


def test_runs_that_meet_at_one_number_take_the_next(desk: Path, kpi: Kpi, monkeypatch: pytest.MonkeyPatch) -> None:
    from kpi_engine.cli.folder import WorkFolder

    kpi("score", desk, "--no-workbook")
    numbers = iter(["01", "01", "02"])
    monkeypatch.setattr(WorkFolder, "next_run", lambda self: self.results / next(numbers))
    assert kpi("score", desk, "--no-workbook")[0] == 0
    assert sorted(path.name for path in (desk / "结果").iterdir()) == ["01", "02"]


def test_the_answer_for_programs_names_folder_files_and_code(desk: Path, kpi: Kpi) -> None:
    told = json.loads(kpi("score", desk, "--json", "--no-workbook")[1])
    assert (told["ok"], told["files"]) == (True, ["receipt.json", "scores.csv", "points.csv", "trail.csv"])
    assert told["results_sha256"].upper().startswith(told["code"])


def test_long_standings_are_cut(desk: Path, kpi: Kpi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(score, "SHOWN", 2)
    out = kpi("score", desk, "--no-workbook")[1]
    assert "另有 2 个单位" in out
    assert "水务窗口" not in out.partition("计分完毕")[2].partition("另有")[0]


def test_headings_are_chinese_unless_english_is_asked_for(desk: Path, kpi: Kpi) -> None:
    kpi("score", desk, "--no-workbook")
    kpi("score", desk, "--no-workbook", "--lang", "en")
    heads = [(desk / "结果" / number / "scores.csv").read_text(encoding="utf-8-sig").splitlines()[0] for number in ("01", "02")]
    assert heads[0].startswith("单位,类别,总分")
    assert heads[1].startswith("unit,class,total")
