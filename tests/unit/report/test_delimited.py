"""CSV that no spreadsheet runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_engine.report.delimited import clean, figure, inert, open_csv, write_csv


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u3000+"])
def test_a_dangerous_start_is_taken_for_text(first: str) -> None:
    assert inert(f"{first}cmd|'/c calc'!A0") == f"'{first}cmd|'/c calc'!A0"


@pytest.mark.parametrize("text", ["城关镇", "", "'引号", "a=b", "３", "（附）", " "])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert inert(text) == text


def test_negative_numbers_stay_numbers() -> None:
    assert [figure(t) for t in ("-2", "-2.50", "5", "", "-2+3", "=1", "不涉及", "-１")] == ["-2", "-2.50", "5", "", "'-2+3", "'=1", "不涉及", "'-１"]


def test_what_no_file_can_hold_is_replaced() -> None:
    assert clean("甲\ud800乙\x00丙\n丁") == "甲\ufffd乙\ufffd丙\n丁"


def test_files_have_a_mark_and_crlf(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ["unit", "=x"], [["甲,乙", '他说"好"'], ["两\n行", "1"]])
    assert (tmp_path / "a.csv").read_bytes() == '\ufeffunit,\'=x\r\n"甲,乙","他说""好"""\r\n"两\n行",1\r\n'.encode()


def test_lines_can_be_written_one_by_one(tmp_path: Path) -> None:
    with open_csv(tmp_path / "b.csv") as lines:
        lines.writerow(["a"])
        lines.writerows([["b"], ["c"]])
    assert (tmp_path / "b.csv").read_text(encoding="utf-8-sig") == "a\nb\nc\n"
