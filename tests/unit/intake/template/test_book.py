"""The workbook that collects the data, opened again."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from kpi_engine.engine.plan import Plan
from kpi_engine.intake.reach import Reach
from kpi_engine.intake.register import Register, Unit
from kpi_engine.intake.template.book import Template, make_template


def made(plan: Plan, register: Register) -> Template:
    titles = {entry.name: f"{entry.title}（{entry.clause}）" for entry in plan.book.tree}
    return make_template(plan.needs, register, title="试算（2024）", classes=plan.scheme.class_names, reach=Reach.of(plan.steps), titles=titles)


@pytest.fixture(scope="module")
def book(plan: Plan, register: Register) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(made(plan, register).data))


def column(sheet: Worksheet, letter: str) -> list[object]:
    return [cell.value for cell in sheet[letter]]


def checks(sheet: Worksheet) -> dict[str, str]:
    return {str(rule.sqref): str(rule.formula1) for rule in sheet.data_validations.dataValidation}


def test_there_is_a_sheet_for_each_owner(book: Workbook) -> None:
    assert book.sheetnames == ["填表说明", "统计局", "公共-统计局", "督查室", "票数-评议", "评分-评委", "事项-纪委", "名录"]


def test_units_stand_in_the_order_of_the_register_with_their_class(book: Workbook) -> None:
    assert column(book["统计局"], "A")[4:8] == ["城关街道", "市财政局", "东风街道", "市委党校"]
    assert column(book["统计局"], "B")[4:8] == ["街道", "部门", "街道", "部门"]


def test_a_target_stands_before_the_figure_below_one_heading(book: Workbook) -> None:
    sheet = book["统计局"]
    assert (sheet["C3"].value, sheet["C4"].value, sheet["D4"].value) == ("固定资产投资\n（万元）", "目标", "完成")
    assert "C3:D3" in [str(area) for area in sheet.merged_cells.ranges]
    assert sheet["C3"].comment.text == "依据：细则1\n含农户投资\n用于：投资（三.1）"


def test_a_percentage_is_shown_as_one_and_checked(book: Workbook) -> None:
    sheet = book["统计局"]
    assert sheet["E5"].number_format == "0.00%"
    assert checks(sheet)["E5:E8"] == 'IF(ISNUMBER(E5),AND(E5>=0,E5<=1),OR(E5="不涉及",E5="未报"))'


def test_bounds_of_the_scheme_replace_those_of_the_kind(book: Workbook) -> None:
    heads = [cell.value for cell in book["督查室"][3]]
    letter = book["督查室"].cell(5, heads.index("征收率") + 1).column_letter
    wanted = f'IF(ISNUMBER({letter}5),AND({letter}5>=0.5,{letter}5<=1),OR({letter}5="不涉及",{letter}5="未报"))'
    assert checks(book["督查室"])[f"{letter}5"] == wanted


def test_choices_are_drop_downs(book: Workbook) -> None:
    found = set(checks(book["督查室"]).values())
    assert {'"完整,一般,缺,不涉及"', '"是,否,不涉及"'} <= found


def test_a_cell_that_is_not_asked_is_grey_and_closed(book: Workbook) -> None:
    sheet = book["督查室"]
    heads = [cell.value for cell in sheet[3]]
    at = heads.index("达标") + 1
    grey = [sheet.cell(row, at).fill.fgColor.rgb for row in range(4, 8)]
    assert [colour == "FFBFBFBF" for colour in grey] == [False, True, False, True]
    letter = sheet.cell(4, at).column_letter
    assert checks(sheet)[f"{letter}5"] == "FALSE"


def test_what_is_given_once_for_all_has_a_line_of_its_own(book: Workbook) -> None:
    assert column(book["公共-统计局"], "A")[2:4] == ["单位", "全部"]
    assert book["公共-统计局"]["B3"].value == "基准"


def test_ballots_have_a_line_for_each_group_of_raters(book: Workbook) -> None:
    sheet = book["票数-评议"]
    assert [cell.value for cell in sheet[3]] == ["单位", "类别", "评议主体", "好", "差", "不了解"]
    assert [sheet.cell(row, 3).value for row in range(4, 8)] == ["领导", "群众", "领导", "群众"]


def test_a_jury_has_a_column_for_each_member(book: Workbook) -> None:
    assert [cell.value for cell in book["评分-评委"][3]][2:] == [f"评委{n}" for n in range(1, 10)]


def test_events_are_chosen_from_a_list_that_has_nothing_to_report(book: Workbook) -> None:
    sheet = book["事项-纪委"]
    assert [cell.value for cell in sheet[3]] == ["单位", "事项", "日期", "事实编号", "证据", "说明", "级别"]
    rules = checks(sheet)
    assert rules["B4:B303"] == '"通报,无"'
    assert rules["A4:A303"] == "'名录'!$A$2:$A$5"
    assert rules["G4:G303"] == '"国家,省"'


def test_each_owner_is_told_how_many_cells_it_fills(plan: Plan, register: Register) -> None:
    burdens = {burden.owner: (burden.cells, burden.events) for burden in made(plan, register).burdens}
    # 统计局: 4 units x (target, figure, rate) + 1 for all; 督查室: plan and date for 4, 达标 for 2, 征收率 for 2
    assert burdens["统计局"] == (13, 0)
    assert burdens["督查室"] == (12, 0)
    assert burdens["纪委"] == (0, 1)


def test_panes_are_frozen_below_the_header_and_beside_the_units(book: Workbook) -> None:
    assert (book["统计局"].freeze_panes, book["督查室"].freeze_panes) == ("C5", "C4")


def test_the_same_scheme_makes_the_same_bytes(plan: Plan, register: Register) -> None:
    assert made(plan, register).data == made(plan, register).data


def test_a_name_that_looks_like_a_formula_stays_text(plan: Plan, register: Register) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(plan, Register((Unit("=1+1", class_name="街道"),))).data))
    assert (book["统计局"]["A5"].value, book["统计局"]["A5"].data_type) == ("=1+1", "s")
