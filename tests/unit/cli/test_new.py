"""``kpi new``: whole or not at all, and never over what is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kpi_engine.cli import library, main


def test_the_library_is_listed_with_titles(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "--list"]) == 0
    told = capsys.readouterr().out
    assert "hospital_support" in told
    assert "县级医院对口支援乡镇卫生院考核" in told


def test_the_library_is_listed_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "--list", "--json"]) == 0
    assert "hospital_support" in [scheme["name"] for scheme in json.loads(capsys.readouterr().out)["schemes"]]


def test_a_folder_has_scheme_register_data_and_places_for_results(tmp_path: Path) -> None:
    folder = tmp_path / "对口 支援"
    assert main(["new", str(folder), "--from", "hospital_support"]) == 0
    assert {path.name for path in folder.iterdir()} >= {"方案.yaml", "单位名录.xlsx", "数据", "结果", "试算", "更正与审定.xlsx"}
    assert list((folder / "数据").glob("*.xlsx"))
    assert not (folder / "expected.csv").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["对口 支援"]


def test_a_folder_that_is_not_empty_is_refused_and_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "要紧.txt").write_text("在", encoding="utf-8")
    assert main(["new", str(tmp_path), "--from", "hospital_support"]) == 1
    assert "K701" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["要紧.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    folder = tmp_path / "空"
    folder.mkdir()
    assert main(["new", str(folder), "--from", "hospital_support"]) == 0
    assert (folder / "方案.yaml").is_file()


def test_an_unknown_scheme_is_refused_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(tmp_path / "甲"), "--from", "hospital_suport"]) == 1
    told = capsys.readouterr().err
    assert "K724" in told
    assert "hospital_support" in told
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fails(shipped: library.Shipped, folder: Path) -> None:
        (folder / "方案.yaml").write_bytes(shipped.scheme.read_bytes())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(library, "copy_scheme", fails)
    assert main(["new", str(tmp_path / "甲"), "--from", "hospital_support"]) == 1
    assert "K704" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
