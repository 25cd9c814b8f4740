"""The published CSV files: saved again they say the same, edited they are told, torn they are no traceback."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_engine.verify.documents import Recomputed
from kpi_engine.verify.told import Told
from unit.verify.test_documents import told_of

CSV = ("scores.csv", "points.csv", "trail.csv")


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def rewritten(path: Path, change: Callable[[list[list[str]]], object], **written: str) -> None:
    """A file whose lines were changed, saved as it was."""
    lines = list(csv.reader(io.StringIO(text_of(path), newline="")))
    change(lines)
    with path.open("w", encoding=written.pop("encoding", "utf-8-sig"), newline="") as stream:
        csv.writer(stream, **written).writerows(lines)  # type: ignore[arg-type]


def codes(told: Told) -> list[str]:
    return [p.code.number for p in told.listed]


def findings(told: Told) -> list[str]:
    return [f"{p.place} {p.code.number} {p.facts['how']}" for p in told.findings]


@pytest.mark.parametrize("name", CSV)
@pytest.mark.parametrize(("encoding", "shown"), [("gb18030", "GB18030"), ("utf-8", "UTF-8"), ("utf-16", "UTF-16")])
def test_saved_in_another_encoding_a_file_says_the_same(folder: Path, run: Recomputed, name: str, encoding: str, shown: str) -> None:
    (folder / name).write_bytes(text_of(folder / name).encode(encoding))
    told = told_of(folder, run)
    assert told.listed == []
    assert findings(told) == [f"{name} K734 只是编码成了 {shown}"]


@pytest.mark.parametrize("name", CSV)
@pytest.mark.parametrize("separator", ["\t", ";"])
def test_saved_with_another_separator_a_file_says_the_same(folder: Path, run: Recomputed, name: str, separator: str) -> None:
    rewritten(folder / name, lambda lines: None, delimiter=separator)
    told = told_of(folder, run)
    assert told.listed == []
    assert findings(told) == [f"{name} K734 只是写法变了"]


@pytest.mark.parametrize("name", CSV)
def test_figures_as_a_spreadsheet_writes_them_say_the_same(folder: Path, run: Recomputed, name: str) -> None:
    def shorten(lines: list[list[str]]) -> None:
        for line in lines:
            line[:] = [re.sub(r"(\.\d*?)0+$", r"\1", cell).removesuffix(".") if re.fullmatch(r"-?\d+\.\d+", cell) else cell for cell in line]
        lines.append([""] * len(lines[0]))  # the blank line that spreadsheets leave behind

    rewritten(folder / name, shorten, encoding="gb18030")
    told = told_of(folder, run)
    assert told.listed == []
    assert len(told.findings) == 1


@pytest.mark.parametrize("name", CSV)
def test_lines_in_another_order_say_the_same(folder: Path, run: Recomputed, name: str) -> None:
    rewritten(folder / name, lambda lines: lines.append(lines.pop(1)))
    told = told_of(folder, run)
    assert told.listed == []
    assert findings(told) == [f"{name} K734 只是行的次序变了"]


@pytest.mark.parametrize("name", CSV)
def test_every_cell_of_a_file_is_compared(folder: Path, run: Recomputed, name: str) -> None:
    lines = list(csv.reader(io.StringIO(text_of(folder / name), newline="")))
    kept = (folder / name).read_bytes()
    for column in range(len(lines[0])):

        def edit(lines: list[list[str]], column: int = column) -> None:
            lines[2][column] += "9"

        rewritten(folder / name, edit)
        told = told_of(folder, run)
        assert "K730" in codes(told), lines[0][column]
        assert str(told.listed[0].place) == f"{name}:3:{column + 1}"
        (folder / name).write_bytes(kept)


def test_an_edited_amount_is_told_and_its_account_does_not_add_up(folder: Path, run: Recomputed) -> None:
    path = folder / "trail.csv"
    path.write_bytes(path.read_bytes().replace(b",-15,", b",-5,", 1))
    told = told_of(folder, run)
    assert codes(told) == ["K730", "K690"]
    assert told.listed[0].message() == "老区，纪律，脱岗，分值：文件里是“-5”，重算是“-15”"
    assert (str(told.listed[1].place), told.listed[1].facts["unit"]) == ("trail.csv", "老区")


def test_an_account_that_was_edited_to_add_up_is_told_all_the_same(folder: Path, run: Recomputed) -> None:
    def edit(lines: list[list[str]]) -> None:
        account = [line for line in lines if line[0] == "老区" and line[1] == "纪律"]
        account[1][8], account[-1][8] = "-5", str(float(account[-1][8]) + 10)

    rewritten(folder / "trail.csv", edit)
    assert codes(told_of(folder, run)) == ["K730", "K730"]


def test_a_line_taken_out_does_not_make_the_others_differ(folder: Path, run: Recomputed) -> None:
    rewritten(folder / "points.csv", lambda lines: lines.pop(3))
    told = told_of(folder, run)
    assert [(p.code.number, str(p.place)) for p in told.listed] == [("K731", "points.csv:4")]


def test_a_line_put_in_is_told(folder: Path, run: Recomputed) -> None:
    rewritten(folder / "scores.csv", lambda lines: lines.insert(2, ["新增镇", "街道", "99.00", "1"]))
    told = told_of(folder, run)
    assert [p.message() for p in told.listed] == ["多了一行：“新增镇，街道，99.00，1”"]


def test_a_column_more_is_told_and_the_others_are_compared(folder: Path, run: Recomputed) -> None:
    rewritten(folder / "scores.csv", lambda lines: [line.insert(0, str(number)) for number, line in enumerate(lines)])
    assert [p.message() for p in told_of(folder, run).listed] == ["多了“0”一列"]


@pytest.mark.parametrize("name", CSV)
def test_a_file_torn_anywhere_is_told(folder: Path, run: Recomputed, name: str) -> None:
    alone, kept = folder.parent / "alone", (folder / name).read_bytes()
    alone.mkdir()
    for size in range(0, len(kept) - 2, max(1, len(kept) // 15)):
        (alone / name).write_bytes(kept[:size])
        told = told_of(alone, run)
        assert {p.place.file for p in told.listed} == {name} or not kept[size:].strip(b"\r\n,"), size


def test_a_torn_trail_does_not_add_up(folder: Path, run: Recomputed) -> None:
    kept = (folder / "trail.csv").read_bytes()
    (folder / "trail.csv").write_bytes(kept[: len(kept) // 2])
    assert {"K731", "K690"} <= set(codes(told_of(folder, run)))


def test_bytes_of_nothing_and_endless_cells_are_told(folder: Path, run: Recomputed) -> None:
    path = folder / "points.csv"
    for dirt in (b"\x00\x00\xff\xfe", b'"' + b"x" * 200_000, b",".join([b"y"] * 5000)):
        path.write_bytes((folder / "points.csv").read_bytes() + dirt + b"\r\n")
        assert "points.csv" in {p.place.file for p in told_of(folder, run).listed}
