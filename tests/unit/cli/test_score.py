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
    shown = out.partition("计分完毕")[2].partition("另有")[0]
    assert [name for name in ("公安窗口", "税务窗口", "水务窗口", "综合窗口") if name in shown] == ["公安窗口", "水务窗口"]  # the first of each class


def test_headings_are_names_unless_labels_are_asked_for(desk: Path, kpi: Kpi) -> None:
    kpi("score", desk, "--no-workbook", "--labels")
    kpi("score", desk, "--no-workbook")
    heads = [(desk / "结果" / number / "scores.csv").read_text(encoding="utf-8-sig").splitlines()[0] for number in ("01", "02")]
    assert heads[0].startswith("单位,类别,总分")
    assert heads[1].startswith("unit,class,total,rank,grade,flags,")


def test_the_table_comes_first_then_findings_then_who_owes_then_the_files(desk: Path, kpi: Kpi) -> None:
    (desk / "数据" / "说明.csv").write_text("填报说明,,\n请认真填,,\n再说一句,,\n", encoding="utf-8")
    out = kpi("score", desk, "--no-workbook")[1]
    places = [out.index(words) for words in ("计分完毕", "公安窗口", "数据疑点", "还没有报：\n  督查科  满意率：水务窗口", "结果在", "scores.csv")]
    assert places == sorted(places)


def test_many_findings_are_cut_and_counted(desk: Path, kpi: Kpi, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        (desk / "数据" / f"说明{number}.csv").write_text("填报说明,,\n请认真填,,\n再说一句,,\n", encoding="utf-8")
    monkeypatch.setattr(score, "SHOWN", 2)
    out = kpi("score", desk, "--no-workbook")[1]
    assert out.count("K532") == 2
    assert "另有 1 项" in out
    assert "也列在 receipt.json 里" in out
    assert "也列在 results.xlsx 的“疑点”表里。" in kpi("score", desk)[1]


def test_files_outside_of_a_folder_are_scored(desk: Path, kpi: Kpi, tmp_path: Path) -> None:
    home = tmp_path / "散 放"
    home.mkdir()
    moved = {name: home / name for name in ("方案.yaml", "单位名录.csv")} | {name: home / name for name in ("督查科.csv", "事项.csv")}
    for name, target in moved.items():
        ((desk / name) if (desk / name).exists() else desk / "数据" / name).rename(target)
    given = ["--scheme", moved["方案.yaml"], "--register", moved["单位名录.csv"]]
    code, _, err = kpi("score", *given, "--data", moved["督查科.csv"], moved["事项.csv"], "-o", tmp_path / "出")
    assert (code, err) == (0, "")
    assert (tmp_path / "出" / "scores.csv").read_text(encoding="utf-8-sig").splitlines()[2].startswith("税务窗口,甲类,84.00,2,合格")
    assert kpi("verify", tmp_path / "出", *given, "--data", moved["督查科.csv"], "--data", moved["事项.csv"])[0] == 0
    assert "细则二" in kpi("explain", "税务", *given, "--data", moved["督查科.csv"], moved["事项.csv"])[1]
    assert kpi("check", moved["方案.yaml"])[0] == 0
    assert kpi("template", *given, "-o", tmp_path / "模板.xlsx")[0] == 0


def test_without_a_folder_what_is_not_named_is_wrong_usage(desk: Path, kpi: Kpi, tmp_path: Path) -> None:
    scheme = ["--scheme", desk / "方案.yaml"]
    assert kpi("score", *scheme)[0] == 2
    code, _, err = kpi("score", *scheme, "-o", tmp_path / "出")
    assert code == 2
    assert "少了 --register" in err
    assert "少了 --data" in kpi("score", *scheme, "--register", desk / "单位名录.csv", "-o", tmp_path / "出")[2]
    assert kpi("score", desk, "--input", "-", "--data", desk / "数据")[0] == 2
