"""results.xlsx as it comes out of the printer: rendered by LibreOffice, read back as text page by page."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from kpi_engine.report.output import write_results
from kpi_engine.trail.receipt import SourceFile, make_receipt
from scored import score_text

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None, reason="soffice (LibreOffice) and pdftotext are not both installed"
)

NAMES = (
    "经济运行",
    "招商引资",
    "项目建设",
    "财政收入",
    "乡村振兴",
    "生态环保",
    "安全生产",
    "信访稳定",
    "党的建设",
    "作风建设",
    "政务公开",
    "营商环境",
)
SIZE = 43

SCHEME = """
scheme: county
title: 2024年度全县绩效综合考核
edition: 2024年版
points: 100
classes: {乡镇: {}, 县直部门: {}}
rounding: {mode: half_up, indicator: 2, group: 2, total: 2}
missing: problem
not_applicable: rescale
inputs:
  事故: {kind: yes_no, owner: 应急局}
"""

AFTER = """
grades: {of: total, from: {优秀: 93, 良好: 90, 合格: 85}, otherwise: 不合格}
vetoes: {重大安全事故: {when: 事故, then: {grade: 不合格}}}
ranking: {within: class, by: [total], ties: share, vetoed: unranked}
quotas: {优秀名额: {grade: 优秀, at_most: 20%, of: class_count(total), rounding: half_up, at_the_cut: take_all, falls_to: 良好}}
payments: {绩效奖金: {amount: 1000 * total, places: 2, measured_in: 元}}
"""


def scheme() -> str:
    inputs = "".join(f"  {name}率: {{kind: percent, owner: {name[:2]}局}}\n" for name in NAMES)
    blocks = "indicators:\n"
    for number, block in enumerate(("高质量发展", "平安与党建", "社会评价")):
        blocks += f"  {block}:\n    points: {(32, 32, 36)[number]}\n    clause: 第{'一二三'[number]}条\n    indicators:\n"
        for name in NAMES[4 * number : 4 * number + 4]:
            rule = "deduct: {迟报材料: {each: 0.5, text: 每迟报一次扣0.5分，由督查室按月通报后登记，扣完为止}}"
            score = f"score: {{attainment: {{actual: {name}率, target: 100%}}}}"
            blocks += f"      {name}:\n        points: {(8, 8, 9)[number]}\n        {rule if name == '作风建设' else score}\n"
    return SCHEME + inputs + blocks + AFTER


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The workbook, and the text of each page of its print."""
    units = [
        f"{'城古新老东西南北'[n % 8]}{'关市河山塘'[n % 5]}{'镇' if n < 15 else '县发展和改革局（粮食和物资储备局）' if n % 7 == 0 else '局'}{n}"
        for n in range(SIZE)
    ]
    rates = ("100%", "98%", "95%", "92%", "90%", "88%", "77.5%")
    values: dict[str, list[object]] = {f"{name}率": [rates[(3 * n + 5 * k) % 7] for n in range(SIZE)] for k, name in enumerate(NAMES)}
    values["财政收入率"] = ["不涉及" if n % 9 == 0 else value for n, value in enumerate(values["财政收入率"])]
    results = score_text(
        scheme(),
        {unit: "乡镇" if n < 15 else "县直部门" for n, unit in enumerate(units)},
        {**values, "事故": [n == 20 for n in range(SIZE)]},
        events=[{"unit": units[n % SIZE], "event": "迟报材料"} for n in range(0, 90, 4)],
        apart=[units[3]],
        absent=[units[-1]],
        both=False,
    ).results
    receipt = make_receipt(results, engine="0.1.0", sources=[SourceFile("scheme", "方案.yaml", "a" * 64)], findings=results.findings)
    folder = tmp_path_factory.mktemp("printed")
    written, problems = write_results(folder / "结果", results, receipt)
    assert (problems, written is not None) == ([], True)
    return folder / "结果" / "results.xlsx", pages(folder / "结果" / "results.xlsx", folder)


def pages(workbook: Path, folder: Path) -> list[str]:
    profile = (folder / "profile").as_uri()
    soffice = [str(shutil.which("soffice")), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*soffice, str(workbook)], check=True, capture_output=True, timeout=120)
    text = subprocess.run(["pdftotext", "-layout", str(folder / "results.pdf"), "-"], check=True, capture_output=True, timeout=60).stdout.decode()
    return text.split("\f")[:-1]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_no_figure_is_too_wide_for_its_column(printed: tuple[Path, list[str]]) -> None:
    assert not any("###" in page for page in printed[1])


def test_every_text_is_printed_from_its_beginning_to_its_end(printed: tuple[Path, list[str]]) -> None:
    """Text that wraps comes out in pieces, so the beginning and the end of each line of a cell are looked for."""
    workbook, told = printed
    everything = bare("".join(told))
    lines = {
        bare(line)
        for sheet in openpyxl.load_workbook(workbook)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
        for line in cell.value.split("\n")
    }
    assert [line for line in lines if line[:6] not in everything or line[-3:] not in everything] == []


def test_each_page_says_of_which_run_it_is(printed: tuple[Path, list[str]]) -> None:
    _, told = printed
    for number, page in enumerate(told, 1):
        assert re.search(r"校验码\s?[0-9A-F]{8}", page)
        assert bare(f"第 {number} 页，共 {len(told)} 页") in bare(page)


def test_headings_are_repeated_and_no_page_is_nearly_empty(printed: tuple[Path, list[str]]) -> None:
    _, told = printed
    ranking = [page for page in told if "名次" in page]
    assert len(ranking) == 2
    for page in ranking:
        assert "绩效奖金" in page
    assert all(len([line for line in page.splitlines() if line.strip()]) >= 6 for page in told)
