"""results.xlsx as it is read back."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from kpi_engine.engine.results import Results
from kpi_engine.report import workbook
from kpi_engine.report.losses import Losses
from kpi_engine.report.workbook import fits, write_workbook
from kpi_engine.trail.accounts import accounts_of
from kpi_engine.trail.receipt import Receipt


def write(path: Path, desk: Results, receipt: Receipt) -> Path:
    losses = Losses(desk)
    units = np.arange(5)
    losses.see(accounts_of(desk, units), units)
    write_workbook(path, desk, receipt, desk.findings, losses)
    return path


@pytest.fixture(scope="module")
def written(desk: Results, receipt: Receipt, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("book") / "results.xlsx", desk, receipt)


def sheet(path: Path, name: str) -> Worksheet:
    found = openpyxl.load_workbook(path)[name]
    assert isinstance(found, Worksheet)
    return found


def rows(found: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in found.iter_rows()]


def test_the_sheets_are_those_that_an_office_expects(written: Path) -> None:
    assert openpyxl.load_workbook(written).sheetnames == ["排名", "得分", "扣分明细", "疑点", "更正与审定", "回执"]


def test_no_cell_is_a_formula_or_a_link(written: Path) -> None:
    for found in openpyxl.load_workbook(written):
        assert not any(cell.data_type == "f" or cell.hyperlink for row in found.iter_rows() for cell in row)
    assert rows(sheet(written, "排名"))[3][1] == "=城关镇"


def test_the_ranking_is_in_the_order_of_places(written: Path) -> None:
    told = rows(sheet(written, "排名"))
    assert told[2] == ["名次", "单位", "类别", "工作\n（60分）", "群众评价\n（40分）", "总分", "等次", "奖金\n（元）", "备注"]
    assert [(line[0], line[1], line[5], line[6], line[8]) for line in told[3:9]] == [
        (1, "=城关镇", 99, "合格", "名额线并列；名额外:优秀名额"),
        (1, "古市镇", 99, "合格", "名额线并列；名额外:优秀名额"),
        (3, "老区", 33.33, "不合格", "更正"),
        ("—", "新区", 86, "不合格", "否决:事故"),
        ("—", "单列镇", 92.2, "优秀", "单列"),
        ("—", "免考镇", "—", "—", "不参评"),
    ]
    assert (told[9][1], told[9][7]) == ("合计", 40953)
    assert told[10][0] == "奖金合计（大写）：肆万零玖佰伍拾叁元整"


def test_shared_places_say_so_and_stay_numbers(written: Path) -> None:
    found = sheet(written, "排名")
    assert [found.cell(row, 1).number_format for row in (4, 5, 6)] == ['"并列第"0', '"并列第"0', "0"]


def test_published_places_are_formats(written: Path) -> None:
    found = sheet(written, "排名")
    assert [found.cell(4, column).number_format for column in (4, 5, 6, 8)] == ["0.00########", "0.00", "0.00", "#,##0.00"]


def test_scores_are_in_register_order_with_what_is_not_there_in_words(written: Path) -> None:
    told = rows(sheet(written, "得分"))
    assert told[2] == [None, None, "工作", None, None, None, None, None]
    assert told[3] == ["单位", "类别", "完成", "纪律\n（20分）", "小计\n（60分）", "群众评价\n（40分）", "奖励\n（加5分）", "总分"]
    assert told[7] == ["老区", "园区", 20, 0, 20, "不涉及", "—", 33.33]
    assert told[9] == ["免考镇", "街道", "—", "—", "—", "—", "—", "—"]
    assert told[10] == ["平均", "街道", 37.07, 20, 57.07, 38.67, 1, 96.73]
    assert told[17] == ["最高", "全部", 38, 20, 58, 40, 1, 99]


def test_losses_name_clause_and_sum(written: Path) -> None:
    told = rows(sheet(written, "扣分明细"))
    assert told[2] == ["单位", "指标", "满分", "得分", "条款", "事由", "数量", "单价", "变动", "说明", "佐证", "责任单位", "日期", "数据出处"]
    assert [line[:9] for line in told if line[1] == "纪律"] == [
        ["老区", "纪律", 20, 0, "二", "脱岗", 1, 15, -15],
        ["老区", "纪律", 20, 0, "二", "脱岗", 1, 15, -15],
        ["老区", "纪律", 20, 0, None, "保底", None, None, 10],
    ]


def test_findings_adjustments_and_receipt_are_there(written: Path, receipt: Receipt) -> None:
    assert rows(sheet(written, "疑点"))[3][2] == "K605"
    assert rows(sheet(written, "更正与审定"))[3] == ["更正", "老区", "完成率", "45%", "50%", "督查室更正函", "李某", "2024-12-20"]
    told = rows(sheet(written, "回执"))
    assert [receipt.code in line for line in told].count(True) == 1
    assert ["结果的 SHA-256", receipt.results_sha256] in told


def test_every_sheet_is_ready_to_print(written: Path, receipt: Receipt) -> None:
    for found in openpyxl.load_workbook(written):
        page = found.page_setup
        assert (page.orientation, int(page.paperSize), page.fitToWidth or 1, page.fitToHeight) == ("landscape", 9, 1, 0)
        assert found.print_title_rows is not None
        assert receipt.code in str(found.oddFooter.left.text)
        assert found.freeze_panes is not None


def test_the_same_run_gives_the_same_bytes(written: Path, desk: Results, receipt: Receipt, tmp_path: Path) -> None:
    assert write(tmp_path / "results.xlsx", desk, receipt).read_bytes() == written.read_bytes()


def test_a_large_workbook_written_to_the_disk_reads_the_same(
    written: Path, desk: Results, receipt: Receipt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_LARGE", 0)
    large = write(tmp_path / "results.xlsx", desk, receipt)
    for name in openpyxl.load_workbook(written).sheetnames:
        assert rows(sheet(large, name)) == rows(sheet(written, name))
    assert [path.name for path in tmp_path.iterdir()] == ["results.xlsx"]


def test_nobody_is_named_in_the_properties(written: Path) -> None:
    with zipfile.ZipFile(written) as parts:
        core = parts.read("docProps/core.xml").decode()
    assert "<dc:creator></dc:creator>" in core
    assert "2024-12-28T10:00:00Z" in core
    assert str(written.parent) not in core


def test_more_units_than_rows_do_not_fit(desk: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fits(desk) is None
    monkeypatch.setattr(workbook, "_MOST_ROWS", 5)
    assert fits(desk) == (6, 15)
