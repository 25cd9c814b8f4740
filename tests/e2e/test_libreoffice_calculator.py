"""LibreOffice recalculates by force, and the plain calculator agrees with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from calculators import ieee, libreoffice
from calculators.cells import Key
from calculators.formulas import write_workbook

pytestmark = pytest.mark.skipif(not libreoffice.is_installed(), reason="soffice (LibreOffice) is not installed")


def _workbook(path: Path, formulas: dict[str, str]) -> Path:
    """A workbook with 2 in A1, and formulas stored with the wrong value 99."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("成绩 表")
        sheet.write_number("A1", 2)
        for cell, formula in formulas.items():
            sheet.write_formula(cell, formula, None, 99)
    return path


def test_a_wrong_stored_value_comes_back_right(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "wrong.xlsx", {"B1": "=A1+1", "B2": '="甲"&"乙"', "B3": "=1/0", "B4": "=A1=2", "B5": '=""', "B6": "=DATE(2024,1,2)"})
    assert openpyxl.load_workbook(path, data_only=True)["成绩 表"]["B1"].value == 99
    assert libreoffice.recalculate(path) == {
        ("成绩 表", "B1"): 3.0,
        ("成绩 表", "B2"): "甲乙",
        ("成绩 表", "B3"): "#DIV/0!",
        ("成绩 表", "B4"): True,
        ("成绩 表", "B5"): "",
        ("成绩 表", "B6"): 45293.0,
    }


def test_files_of_one_name_from_two_folders_are_kept_apart(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    paths = [_workbook(tmp_path / "a" / "same.xlsx", {"B1": "=A1*10"}), _workbook(tmp_path / "b" / "same.xlsx", {"B1": "=A1*100"})]
    assert libreoffice.recalculate_many(paths) == [{("成绩 表", "B1"): 20.0}, {("成绩 表", "B1"): 200.0}]


def test_no_workbook_needs_no_start() -> None:
    assert libreoffice.recalculate_many([]) == []


def test_without_the_program_the_test_is_skipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.skip.Exception, match="soffice"):
        libreoffice.recalculate(tmp_path / "any.xlsx")


def test_the_two_calculators_agree_on_generated_formulas(tmp_path: Path) -> None:
    seeds = (1, 2, 3)
    paths = [tmp_path / f"{seed}.xlsx" for seed in seeds]
    written = [write_workbook(path, seed, 300) for path, seed in zip(paths, seeds, strict=True)]
    for path, formulas, theirs in zip(paths, written, libreoffice.recalculate_many(paths), strict=True):
        ours = ieee.recalculate(path)
        assert len(ours) == 300
        assert [(line, formulas[cell]) for (_, cell), line in _lines(ours, theirs)] == []
        assert sum(value in ("#VALUE!", "#N/A", "#DIV/0!", "#NUM!") for value in ours.values()) < 60


def _lines(ours: Mapping[Key, libreoffice.Answer], theirs: Mapping[Key, libreoffice.Answer]) -> list[tuple[Key, str]]:
    return [(key, line) for key in ours for line in libreoffice.differences({key: ours[key]}, {key: theirs[key]})]
