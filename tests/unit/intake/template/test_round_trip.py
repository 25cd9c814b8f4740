"""The template, filled in as an owner would, comes back as facts."""

from __future__ import annotations

import datetime as dt
import io
from fractions import Fraction

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from kpi_engine.engine.plan import Plan
from kpi_engine.engine.run import run_plan
from kpi_engine.intake.collect import Collected, collect
from kpi_engine.intake.files import read_grids
from kpi_engine.intake.reach import Reach
from kpi_engine.intake.register import Register
from kpi_engine.intake.template.book import make_template
from kpi_engine.intake.template.layout import OWN_SHEETS
from kpi_engine.table import Kind, Ref, Role, State, as_ordinal

GREY = "FFBFBFBF"
FILLED = {
    "统计局": {"目标": [100, 200, 300, 400], "完成": [100, 150, 330, 400], "满意率": [0.925, 1, 0.9, "不涉及"]},
    "公共-统计局": {"基准": [0]},
    "督查室": {
        "工作方案": ["完整", "一般", "缺", "完整"],
        "达标": ["是", None, "否", None],
        "报送日\n（日）": [dt.date(2024, 12, 31), dt.date(2025, 1, 3), dt.date(2024, 12, 30), dt.date(2024, 12, 31)],
        "征收率": [None, 0.98, None, 0.5],
    },
    "票数-评议": {"好": [9, 80, 8, 70, 7, 60, 6, 50], "差": [1, 20, 2, 30, 3, 40, 4, 50], "不了解": [0] * 8},
    "评分-评委": {"评委1": [90, 80, 85, 70], "评委2": [92, 82, 86.5, 71], "评委3": [94, 84, None, 72], "评委4": [None, None, 88, None]},
}


def fill(sheet: Worksheet, values: dict[str, list[object]]) -> None:
    """Write values below the headings, as many rows as there are; a grey cell is left alone."""
    for heading, column in values.items():
        cell = next(cell for row in sheet.iter_rows(min_row=3, max_row=4) for cell in row if cell.value == heading)
        bottom = 4 if sheet["A4"].value is None else 3
        for row, value in enumerate(column, bottom + 1):
            target = sheet.cell(row, cell.column)
            assert value is None or target.fill.fgColor.rgb != GREY, f"{heading} row {row} is not asked"
            target.value = value


@pytest.fixture(scope="module")
def collected(plan: Plan, register: Register) -> Collected:
    template = make_template(plan.needs, register, title="试算（2024）", classes=plan.scheme.class_names, reach=Reach.of(plan.steps))
    book = openpyxl.load_workbook(io.BytesIO(template.data))
    for name, values in FILLED.items():
        fill(book[name], values)
    events = book["事项-纪委"]
    for column, value in enumerate(["城关街道", "通报", dt.date(2024, 5, 6), "F1", "市纪通〔2024〕5号", "迟报", "省"], 1):
        events.cell(4, column).value = value
    stream = io.BytesIO()
    book.save(stream)
    grids, said = read_grids(stream.getvalue(), "数据模板.xlsx")
    assert [p for p in said if p.severity == "problem"] == []
    return collect(grids, register, plan.needs, plan.scheme.class_names)


def column(collected: Collected, role: Role, name: str, part: str = "") -> list[object]:
    """The cells of the four units that take part; the state's name where there is no value."""
    told = collected.facts.columns[Ref(role, name, part=part)]
    cells = [told.cell(row) for row in (0, 1, 3, 4)]
    return [value if state == State.PRESENT else state.name for state, value in cells]


def test_nothing_is_refused(collected: Collected) -> None:
    assert [str(problem) for problem in collected.problems] == []


def test_nothing_is_odd_but_the_sheets_without_data(collected: Collected) -> None:
    told = {(finding.code.slug, finding.place.sheet) for finding in collected.findings}
    assert told <= {("sheet-not-read", sheet) for sheet in OWN_SHEETS}


def test_targets_and_figures_come_back(collected: Collected) -> None:
    assert column(collected, Role.TARGET, "投资额") == [100, 200, 300, 400]
    assert column(collected, Role.INPUT, "投资额") == [100, 150, 330, 400]


def test_percentages_come_back_exactly_and_not_applicable_is_not_zero(collected: Collected) -> None:
    assert column(collected, Role.INPUT, "满意率") == [Fraction(37, 40), 1, Fraction(9, 10), "NOT_APPLICABLE"]
    assert column(collected, Role.INPUT, "征收率") == ["MISSING", Fraction(49, 50), "MISSING", Fraction(1, 2)]


def test_choices_truths_and_dates_come_back(collected: Collected) -> None:
    assert column(collected, Role.INPUT, "工作方案") == ["完整", "一般", "缺", "完整"]
    assert column(collected, Role.INPUT, "达标") == [True, "MISSING", False, "MISSING"]
    assert column(collected, Role.INPUT, "报送日")[1] == as_ordinal(dt.date(2025, 1, 3))


def test_what_is_given_once_holds_for_all(collected: Collected) -> None:
    assert column(collected, Role.INPUT, "基准") == [0, 0, 0, 0]


def test_votes_come_back_by_group_of_raters(collected: Collected) -> None:
    assert column(collected, Role.VOTES, "评议", "领导|好") == [9, 8, 7, 6]
    assert column(collected, Role.VOTES, "评议", "群众|差") == [20, 30, 40, 50]


def test_marks_come_back_without_the_blanks(collected: Collected) -> None:
    table = collected.facts.rows["marks:评委"]
    marks = collected.facts.columns[Ref(Role.COLUMN, "marks:评委", part="mark")]
    of_first = [marks.value(row) for row in range(len(table)) if table.unit[row] == 0]
    assert of_first == [90, 92, 94]
    assert len(table) == 12


def test_events_come_back_with_their_columns(collected: Collected) -> None:
    told = {part: collected.facts.columns[Ref(Role.COLUMN, "events", part=part)].value(0) for part in ("event", "fact", "evidence", "通报.级别")}
    assert told == {"event": "通报", "fact": "F1", "evidence": "市纪通〔2024〕5号", "通报.级别": "省"}
    assert collected.facts.columns[Ref(Role.COLUMN, "events", part="date")].kind is Kind.DATE


def test_what_came_back_can_be_scored(plan: Plan, collected: Collected) -> None:
    results = run_plan(plan, collected.facts)
    # 20×min(1,100/100) + 20×92.5% + 10 + 10 + (on time) 10 + 15×(40%×90+60%×80)/100 + 10×92/100 + (5−1)
    expected = 20 + Fraction(185, 10) + 10 + 10 + 10 + Fraction(126, 10) + Fraction(92, 10) + 4
    assert results.number(Ref(Role.TOTAL), 0) == expected
