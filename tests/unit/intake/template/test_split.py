"""A workbook for each owner: together they ask for what the one workbook asks, and are read back together."""

from __future__ import annotations

import io

import openpyxl
import pytest

from kpi_engine.engine.plan import Plan
from kpi_engine.intake.collect import collect
from kpi_engine.intake.files import read_grids
from kpi_engine.intake.reach import Reach
from kpi_engine.intake.register import Register
from kpi_engine.intake.template.book import Template, make_template
from kpi_engine.intake.template.split import file_name, split_template
from kpi_engine.table import Ref, Role
from unit.intake.template.test_round_trip import FILLED, fill


@pytest.fixture(scope="module")
def books(plan: Plan, register: Register) -> dict[str, Template]:
    return split_template(plan.needs, register, title="试算（2024）", classes=plan.scheme.class_names, reach=Reach.of(plan.steps))


def test_each_owner_has_a_workbook_with_its_own_sheets_only(books: dict[str, Template]) -> None:
    sheets = {name: openpyxl.load_workbook(io.BytesIO(template.data)).sheetnames for name, template in books.items()}
    assert sheets == {
        "统计局.xlsx": ["填表说明", "统计局", "公共-统计局"],
        "督查室.xlsx": ["填表说明", "督查室"],
        "组织部.xlsx": ["填表说明", "票数-评议", "评分-评委"],
        "纪委.xlsx": ["填表说明", "事项-纪委", "名录"],
    }


def test_together_they_ask_for_what_the_one_workbook_asks(books: dict[str, Template], plan: Plan, register: Register) -> None:
    whole = make_template(plan.needs, register, title="试算（2024）", classes=plan.scheme.class_names, reach=Reach.of(plan.steps))
    assert [burden for template in books.values() for burden in template.burdens] == list(whole.burdens)


def test_the_guide_says_how_to_send_it_back_and_names_nobody_elses_data(books: dict[str, Template]) -> None:
    guide = openpyxl.load_workbook(io.BytesIO(books["纪委.xlsx"].data))["填表说明"]
    told = [str(cell.value) for row in guide.iter_rows() for cell in row if cell.value]
    assert "1. 填完存成 .xlsx，原样交回；文件名可以改，工作表的名字不要改。" in told
    assert not any("统计局" in text or "满意率" in text for text in told)


def test_what_they_fill_in_is_read_back_together(books: dict[str, Template], plan: Plan, register: Register) -> None:
    grids = []
    for name, template in books.items():
        book = openpyxl.load_workbook(io.BytesIO(template.data))
        for sheet in set(FILLED) & set(book.sheetnames):
            fill(book[sheet], FILLED[sheet])
        if "事项-纪委" in book.sheetnames:
            book["事项-纪委"]["B4"] = "无"
        stream = io.BytesIO()
        book.save(stream)
        grids += read_grids(stream.getvalue(), name)[0]
    collected = collect(grids, register, plan.needs, plan.scheme.class_names)
    assert [str(problem) for problem in collected.problems] == []
    assert [collected.facts.columns[Ref(Role.INPUT, "投资额")].value(row) for row in (0, 1, 3, 4)] == [100, 150, 330, 400]


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        ("医政/药政股", "医政-药政股"), ('一:二*三?"<>|\\', "一-二-三------"), ("  科教股. ", "科教股"), ("NUL", "NUL-"), ("com1.x", "com1-x-"),
        ("甲\u202e乙\x00", "甲乙"), ("..", "数据"), ("", "数据"), ("长" * 100, "长" * 26),
    ],
)  # fmt: skip
def test_a_file_name_is_one_on_every_system(owner: str, name: str) -> None:
    assert file_name(owner) == name


def test_owners_whose_names_differ_in_case_only_get_files_of_their_own() -> None:
    assert file_name("GDP办", ["gdp办.xlsx", "GDP办2.xlsx"]) == "GDP办3"


def test_the_title_of_a_narrow_sheet_takes_as_many_lines_as_it_needs(plan: Plan, register: Register) -> None:
    title = "全市机关事业单位年度绩效管理考核评价试算（2024）"
    books = split_template(plan.needs, register, title=title, classes=plan.scheme.class_names, reach=Reach.of(plan.steps))
    heights = []
    for name, sheet in (("统计局.xlsx", "公共-统计局"), ("纪委.xlsx", "事项-纪委")):
        page = openpyxl.load_workbook(io.BytesIO(books[name].data))[sheet]
        assert page["A1"].alignment.wrap_text
        heights.append(page.row_dimensions[1].height)
    assert heights == [93.75, 27.75]  # some fifty signs across two columns, and across nine
