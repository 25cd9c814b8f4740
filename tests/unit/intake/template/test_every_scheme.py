"""The template of every shipped scheme, filled in as its own checks allow, is read back without a problem."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from kpi_engine import load_scheme
from kpi_engine.cli.library import shipped_schemes
from kpi_engine.engine.plan import Plan
from kpi_engine.intake.collect import collect
from kpi_engine.intake.files import read_grids
from kpi_engine.intake.reach import Reach
from kpi_engine.intake.register import Register, Unit, read_register
from kpi_engine.intake.template.book import make_template
from kpi_engine.intake.template.layout import OWN_SHEETS
from scored import plan_text

GREY = "FFBFBFBF"
HEAD = "scheme: desk\ntitle: 试算\nedition: 2024\npoints: 100\nrounding: {mode: half_up, total: 2}\nmissing: problem\nnot_applicable: problem\n"
PERIODS = """periods: {weights: {六月: 40%, 十二月: 60%}, missing: problem}
inputs:
  评议: {kind: ballots, owner: 组织部, options: {好: 100, 差: 0}, not_counted: [不了解]RATERS}
  评委: {kind: marks, owner: 组织部, take: mean}
  收入: {kind: number, owner: 组织部, target: given}
indicators:
  民主评议: {points: 60, score: points * 评议 / 100}
  专家: {points: 20, score: points * 评委 / 100}
  收: {points: 20, score: {attainment: {actual: 收入}}}
"""


def value_for(cell: Cell, check: str) -> object:
    """Something that the cell's check lets in."""
    if check.startswith('"'):
        return check.strip('"').split(",")[0]
    if "yyyy" in cell.number_format:
        return dt.date(2024, 12, 31)
    if (area := re.fullmatch(r"=?'?([^'!]+)'?!\$A\$2:\$A\$\d+", check)) is not None:  # the name of another unit, from the list of units
        return cell.parent.parent[area[1]]["A2"].value
    least = re.search(r">=(-?[\d.]+)", check)
    return float(least[1]) if least is not None else "文" if cell.number_format == "@" else 1


def fill(sheet: Worksheet) -> None:
    """Fill every cell that is framed, empty, not grey and below the header."""
    checks = {cell: str(rule.formula1) for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges for cell in area.cells}
    for row in sheet.iter_rows(min_row=4):
        if not row[0].value or row[0].value in ("单位", "类别"):
            continue
        for cell in row:
            if cell.value is None and cell.has_style and cell.fill.fgColor.rgb != GREY and (cell.row, cell.column) in checks:
                cell.value = value_for(cell, checks[cell.row, cell.column])


def problems_of(plan: Plan, register: Register) -> list[str]:
    template = make_template(plan.needs, register, title=plan.scheme.title, classes=plan.scheme.class_names, reach=Reach.of(plan.steps))
    book = openpyxl.load_workbook(io.BytesIO(template.data))
    for sheet in book:
        if sheet.title not in OWN_SHEETS and not sheet.title.startswith("事项"):
            fill(sheet)
    stream = io.BytesIO()
    book.save(stream)
    grids, said = read_grids(stream.getvalue(), "数据模板.xlsx")
    collected = collect(grids, register, plan.needs, plan.scheme.class_names)
    odd = [finding for finding in collected.findings if finding.place.sheet not in OWN_SHEETS]
    # What is filled in is lawful cell by cell; what targets add up to (K547) is not its matter.
    wrong = [problem for problem in collected.problems if problem.code.number != "K547"]
    return [str(problem) for problem in (*(p for p in said if p.severity == "problem"), *wrong, *odd)]


@pytest.mark.parametrize("name", list(shipped_schemes()))
def test_the_template_of_a_shipped_scheme_is_read_back(name: str) -> None:
    shipped = shipped_schemes()[name]
    plan = load_scheme(shipped.scheme)
    assert shipped.fixture is not None
    register_file = next(path for path in sorted(shipped.fixture.iterdir()) if path.stem == "单位名录")
    grids, _ = read_grids(Path(register_file).read_bytes(), register_file.name)
    register, _ = read_register(grids, dict.fromkeys(plan.scheme.class_names))
    assert problems_of(plan, register) == []


@pytest.mark.parametrize("raters", ["", ", raters: {领导: 40%, 群众: 60%}, missing_rater: problem"], ids=["one group", "two groups"])
def test_periods_of_votes_marks_and_figures_are_read_back(raters: str) -> None:
    plan = plan_text(HEAD + PERIODS.replace("RATERS", raters))
    assert problems_of(plan, Register((Unit("甲局"), Unit("乙局")))) == []
