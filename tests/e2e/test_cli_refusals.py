"""What the command says where it cannot go on: always a message and exit code 1, never a traceback, and nothing half written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kpi_engine.cli import main


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("样本") / "考 核"
    assert main(["new", str(folder), "--from", "hospital_support"]) == 0
    return folder


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample, tmp_path / "考 核"))


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 1
    told = capsys.readouterr().err
    assert "Traceback" not in told
    return told


def test_a_scheme_with_a_mistake_is_not_scored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scheme = folder / "方案.yaml"
    scheme.write_text(scheme.read_text(encoding="utf-8").replace("attainment", "attainmnt", 1), encoding="utf-8")
    told = refused(capsys, "score", str(folder))
    assert "attainment" in told
    assert "方案.yaml:" in told
    assert list((folder / "结果").iterdir()) == []


def test_a_missing_register_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "单位名录.xlsx").unlink()
    assert "K722" in refused(capsys, "score", str(folder))


def test_missing_data_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(folder / "数据")
    assert "K723" in refused(capsys, "score", str(folder))
    assert main(["check", str(folder)]) == 0
    assert "只检查了方案" in capsys.readouterr().out


def test_a_picture_among_the_data_is_refused_by_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "数据" / "照片.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    assert "照片.xlsx" in refused(capsys, "score", str(folder))


def test_verify_before_the_first_run_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "K725" in refused(capsys, "verify", str(folder))


def test_a_refusal_is_json_where_that_is_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "单位名录.xlsx").unlink()
    assert main(["score", str(folder), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], [problem["code"] for problem in told["problems"]]) == (False, ["K722"])


def test_a_register_with_a_unit_twice_makes_no_template(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "单位名录.xlsx").unlink()
    (folder / "单位名录.csv").write_text("单位\n甲\n甲\n", encoding="utf-8")
    assert "甲" in refused(capsys, "template", str(folder))
    assert list(folder.glob("数据模板*")) == []


def test_a_template_goes_nowhere_where_its_folder_is_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "收表").write_bytes(b"")
    assert "K703" in refused(capsys, "template", str(folder), "-o", str(folder / "收表" / "模板.xlsx"))
