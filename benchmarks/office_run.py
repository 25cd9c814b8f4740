"""A whole `kpi score` of 10,000 units x 60 indicators in one workbook, beside what the files alone cost.

The measure is calamine's read of the same file + one bare pass of expat over its XML + XlsxWriter's write of as many cells as the result workbook has.
Up to 1,000 units the start of the program weighs more than the files: there the best of five runs is printed, beside importing the libraries alone.
Run: `python -m benchmarks.office_run [UNITS]`; needs python-calamine, which the product itself does not.
"""

from __future__ import annotations

import io
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from xml.parsers import expat

import xlsxwriter

INDICATORS = 60
SMALL = 1000
LIBRARIES = "click, numpy, pydantic, xlsxwriter, yaml"


def scheme() -> str:
    """60 leaves in six groups of ten over 60 percent inputs."""
    lines = [
        "scheme: office", "title: 万户考核", "edition: 2024", "points: 600", "rounding: {mode: half_up, indicator: 2, total: 2}",
        "missing: problem", "not_applicable: problem", "inputs:",
    ]  # fmt: skip
    lines += [f"  数{n}: {{kind: percent, owner: 办公室, between: [0, 100%]}}" for n in range(INDICATORS)]
    lines.append("indicators:")
    for group in range(6):
        lines += [f"  组{group}:", "    points: 100", f"    clause: {group}", "    indicators:"]
        for n in range(group * 10, group * 10 + 10):
            rule = ("points * 数{}", "{{met: 数{} >= 60%}}", "{{line: {{of: 数{}, through: {{20%: 0, 90%: points}}, beyond: hold}}}}")[n % 3].format(
                n
            )
            lines.append(f"      指标{n}: {{points: 10, score: {rule}}}")
    lines += ["grades: {of: total, from: {优秀: 400, 合格: 300}, otherwise: 不合格}", "ranking: {within: all, by: [total], ties: share}"]
    return "\n".join(lines) + "\n"


def make_folder(folder: Path, units: int) -> None:
    """A work folder of that size."""
    dice = random.Random(7)
    (folder / "数据").mkdir()
    (folder / "方案.yaml").write_text(scheme(), encoding="utf-8")
    names = [f"单位{n:05d}" for n in range(units)]
    with xlsxwriter.Workbook(str(folder / "单位名录.xlsx"), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("名录")
        sheet.write_row(0, 0, ["单位"])
        for row, name in enumerate(names, 1):
            sheet.write_string(row, 0, name)
    with xlsxwriter.Workbook(str(folder / "数据" / "办公室.xlsx"), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("办公室")
        percent = book.add_format({"num_format": "0.00%"})
        sheet.write_row(0, 0, ["单位", *[f"数{n}" for n in range(INDICATORS)]])
        for row, name in enumerate(names, 1):
            sheet.write_string(row, 0, name)
            for n in range(INDICATORS):
                sheet.write_number(row, n + 1, dice.randrange(10001) / 10000, percent)


def seconds(work: object, *args: object) -> float:
    """Wall time of one call."""
    began = time.perf_counter()
    work(*args)  # type: ignore[operator]
    return time.perf_counter() - began


def calamine(path: Path) -> None:
    """The fastest reader's values."""
    import python_calamine

    python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def bare_pass(path: Path) -> None:
    """Expat over the sheet with handlers that do nothing."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                parser = expat.ParserCreate()
                parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = lambda *_: None
                parser.Parse(package.read(name), True)


def write_cells(rows: int, columns: int) -> None:
    """As many numbers as the result workbook holds."""
    with xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        two = book.add_format({"num_format": "0.00"})
        for row in range(rows):
            sheet.write_string(row, 0, "单位")
            for column in range(1, columns):
                sheet.write_number(row, column, row / 7, two)


def written_cells(path: Path) -> int:
    """Cells of a workbook."""
    with zipfile.ZipFile(path) as package:
        return sum(package.read(name).count(b"<c ") for name in package.namelist() if name.startswith("xl/worksheets/"))


def run_for(*arguments: str) -> float:
    """Seconds that Python takes for some arguments, from the start of the process to its end."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def small(folder: Path, units: int) -> None:
    """Print the seconds of a run that is mostly its own start; the two take turns, so that a noisy machine is noisy for both."""
    pairs = [(run_for("-m", "kpi_engine", "score", str(folder)), run_for("-c", f"import {LIBRARIES}")) for _ in range(5)]
    whole, libraries = map(min, zip(*pairs, strict=True))
    print(f"{units} units x {INDICATORS}: kpi score {whole:.2f} s; its libraries' import alone {libraries:.2f} s; ratio {whole / libraries:.1f}")


def main() -> None:
    """Print the ratio."""
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        make_folder(folder, units)
        data = folder / "数据" / "办公室.xlsx"
        if units <= SMALL:
            small(folder, units)
            return
        whole = run_for("-m", "kpi_engine", "score", str(folder))
        cells = written_cells(next((folder / "结果").glob("*/results.xlsx")))
        files = seconds(calamine, data) + seconds(bare_pass, data) + seconds(write_cells, cells // 64, 64)
        print(f"{units} units x {INDICATORS}: kpi score {whole:.1f} s; files alone {files:.1f} s ({cells} cells written); ratio {whole / files:.2f}")


if __name__ == "__main__":
    main()
