"""Whole or not at all."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from kpi_engine.engine.results import Results
from kpi_engine.report import output
from kpi_engine.report.output import free_folder, in_one_piece, write_results
from kpi_engine.trail.receipt import Receipt

FILES = ["receipt.json", "scores.csv", "points.csv", "trail.csv", "results.xlsx"]


def everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_all_documents_appear_in_a_new_folder(desk: Results, receipt: Receipt, tmp_path: Path) -> None:
    said: list[str] = []
    written, problems = write_results(tmp_path / "结果" / "01", desk, receipt, tell=said.append)
    assert problems == []
    assert written is not None
    assert [path.name for path in written.files] == FILES
    assert said == FILES
    assert everything(tmp_path) == sorted(["结果", "结果/01", *(f"结果/01/{name}" for name in FILES)])


def test_an_empty_folder_is_used(desk: Results, receipt: Receipt, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    written, _ = write_results(tmp_path / "out", desk, receipt, workbook=False)
    assert written is not None
    assert everything(tmp_path / "out") == sorted(FILES[:-1])


def test_a_folder_with_anything_in_it_is_refused_and_left_alone(desk: Results, receipt: Receipt, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "旧.txt").write_text("旧", encoding="utf-8")
    written, problems = write_results(tmp_path / "out", desk, receipt)
    assert (written, [p.code.number for p in problems]) == (None, ["K701"])
    assert everything(tmp_path) == ["out", "out/旧.txt"]


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    assert [p.code.number for p in in_one_piece(tmp_path / "out", lambda _: None)] == ["K702"]
    assert [p.code.number for p in in_one_piece(tmp_path / "out" / "below", lambda _: None)] == ["K702"]


def test_a_name_that_cannot_be_is_refused(tmp_path: Path) -> None:
    assert [p.code.number for p in in_one_piece(tmp_path / ("长" * 200), lambda _: None)] == ["K706"]
    problem = free_folder(tmp_path / "a\0b")
    assert getattr(problem, "code", None) is not None
    assert everything(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "K704"), (errno.EACCES, "K705"), (errno.EROFS, "K705"), (errno.EIO, "K703"), (errno.ENOTEMPTY, "K701")]
)
def test_a_failing_disk_leaves_nothing_behind(
    desk: Results, receipt: Receipt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def fail(path: Path, *_: object, **__: object) -> None:
        path.write_text("half", encoding="utf-8")
        raise OSError(number, "broken")

    monkeypatch.setattr(output, "write_trail", fail)
    written, problems = write_results(tmp_path / "out", desk, receipt)
    assert (written, [p.code.number for p in problems]) == (None, [code])
    assert everything(tmp_path) == []


def test_a_defect_leaves_nothing_behind_either(tmp_path: Path) -> None:
    def fail(staging: Path) -> None:
        (staging / "half").write_text("half", encoding="utf-8")
        raise KeyError("defect")

    with pytest.raises(KeyError):
        in_one_piece(tmp_path / "out", fail)
    assert everything(tmp_path) == []


def test_a_failure_leaves_an_empty_folder_as_it_was(tmp_path: Path) -> None:
    def fail(staging: Path) -> None:
        raise OSError(errno.EIO, "broken")

    (tmp_path / "out").mkdir()
    assert [p.code.slug for p in in_one_piece(tmp_path / "out", fail)] == ["cannot-write"]
    assert everything(tmp_path) == ["out"]


def test_what_no_sheet_holds_is_left_to_the_csv(desk: Results, receipt: Receipt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi_engine.report.workbook._MOST_ROWS", 5)
    written, problems = write_results(tmp_path / "out", desk, receipt)
    assert problems == []
    assert written is not None
    assert [path.name for path in written.files] == FILES[:-1]
    assert [p.code.number for p in written.findings] == ["K710"]


def test_of_two_that_write_to_one_folder_one_is_refused(tmp_path: Path) -> None:
    def write(staging: Path) -> None:
        (staging / "second").write_text("2", encoding="utf-8")
        assert in_one_piece(tmp_path / "out", lambda other: (other / "first").touch()) == []

    assert [p.code.number for p in in_one_piece(tmp_path / "out", write)] == ["K701"]
    assert everything(tmp_path) == ["out", "out/first"]


KILLED = """
import os, sys
from pathlib import Path
from kpi_engine.report.output import in_one_piece

def write(staging):
    (staging / "half").write_text("half", encoding="utf-8")
    os._exit(9)

in_one_piece(Path(sys.argv[1]), write)
"""


def test_a_killed_process_leaves_no_folder_of_that_name(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "out")], check=False, capture_output=True, timeout=60)
    assert (done.returncode, (tmp_path / "out").exists()) == (9, False)
    assert in_one_piece(tmp_path / "out", lambda staging: (staging / "whole").touch()) == []
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["whole"]
