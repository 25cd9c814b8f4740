"""Laws of the intake: nothing is lost, order does not matter, a decimal is what was typed, and no text makes it fall over."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_engine.intake.collect import Collected, collect
from kpi_engine.intake.columns import read_column
from kpi_engine.intake.corrections import read_corrections
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.grid import Area, Grid
from kpi_engine.intake.reading import CellRule
from kpi_engine.intake.register import read_register
from kpi_engine.intake.told import Told
from kpi_engine.intake.view import View
from kpi_engine.scheme.declared import EventDecl
from kpi_engine.scheme.needs import EventNeed
from kpi_engine.scheme.outcome import DecisionRule
from kpi_engine.table import Ref, State
from needing import ballot_needs, column_need, marks_need, needs_of, units, with_target
from portals import collect_portal

REGISTER = units("甲镇", {"单位": "乙镇", "简称": "乙"}, "丙镇", {"单位": "丁镇", "状态": "不参评"})
NEEDS = needs_of(
    *with_target("投资", measured_in="万元"),
    column_need("人数", "count"),
    column_need("满意率", "percent", between=["0", "1"]),
    column_need("方案", "choice", options=["完整", "缺"]),
    column_need("报送日", "date"),
    *(column_need("进度", period=period) for period in ("六月", "十二月")),
    *ballot_needs("测评", options={"好": "100", "差": "0"}, raters={"领导": "40%", "群众": "60%"}),
    marks=(marks_need("评分"),),
    events=(EventNeed("通报", EventDecl(units="several", columns={"份额": {"kind": "percent"}}), "督查室", chosen=(Fraction(1), Fraction(3))),),
    periods=("六月", "十二月"),
)
RULES = {"加减分": DecisionRule.model_validate({"range": ["-2", "2"], "by": "组长", "counts_in": "total"})}

_HEADINGS = """单位 投资 目标 投资目标 人数（人） 满意率(%) 方案 报送日 进度 六月 12月 六月进度 好 差 评议主体 领导 评委1
事项 份额 分值 证据 数据项 数值 时期 备注 序号 类别 原值 改为 内容 文号 别的列"""
_VALUES = """甲镇 乙 丁镇 戊镇 甲镇；乙镇 合计 平均 填表人：张三 注：无 无 通报 投资 人数 测评 领导 六月 12 0.5 92.5% 约3
3/5 ≥5 1.2万 12人 不涉及 未报 完整 2024-12-31 2024.2.30 007 1e9 加减分"""
HEADINGS = _HEADINGS.split()
VALUES = [*_VALUES.split(), "丙 镇", "完 整", " ", "长" * 40]
DOUBLES = [0.5, 1.0, 1.2, 92.5, 7.0, 0.869565217391304]
cells = st.one_of(st.none(), st.booleans(), st.sampled_from(HEADINGS), st.sampled_from(VALUES), st.sampled_from(DOUBLES), st.text(max_size=6))
areas = st.builds(
    lambda top, left, more, wide: Area(top, left, top + more, left + wide),
    st.integers(1, 5), st.integers(1, 4), st.integers(0, 2), st.integers(0, 3),
)  # fmt: skip


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """A sheet that looks somewhat like one: often a header of known headings, then anything."""
    width = draw(st.integers(1, 6))
    head = draw(st.lists(st.one_of(st.sampled_from(HEADINGS), cells), min_size=width, max_size=width))
    if draw(st.booleans()):
        head[0] = "单位"
    rows = [head, *draw(st.lists(st.lists(cells, min_size=width, max_size=width), max_size=7))]
    if draw(st.booleans()):
        rows.insert(0, ["某县测评评分汇总表"])
    merged = [area for area in draw(st.lists(areas, max_size=2)) if (area.top, area.left) != (area.bottom, area.right)]
    return grid_of_rows(rows, file="x", sheet=draw(st.sampled_from(["", "数据", "六月", "评分", "测评", "督查室"])), merged=merged)


@settings(max_examples=300, deadline=None)
@given(st.lists(grids(), max_size=3))
def test_no_row_and_no_column_is_lost(sheets: list[Grid]) -> None:
    collected = collect(sheets, REGISTER, NEEDS)
    assert len(collected.coverage.sheets) == len(sheets)
    for account, grid in zip(collected.coverage.sheets, sheets, strict=True):
        assert account.balances
        assert (account.rows, account.columns) == (len(grid.row_numbers), len(grid.column_numbers))
    for problem in (*collected.problems, *collected.findings):
        assert problem.text("zh") != ""
        assert problem.text("en") != ""
    assert set(collected.facts.columns) >= {need.ref for need in NEEDS.columns}


@settings(max_examples=150, deadline=None)
@given(st.lists(grids(), max_size=2))
def test_registers_and_corrections_of_anything_give_problems_and_no_traceback(sheets: list[Grid]) -> None:
    register, _ = read_register(sheets, {"镇": 2})
    corrections, _ = read_corrections(sheets, REGISTER, NEEDS, RULES, ["优秀"])
    collect(sheets, register, NEEDS, ["镇"])
    assert len(collect([], REGISTER, NEEDS, corrections=corrections, decisions=RULES).facts.units) == 4


KEYS = ["unit", "input", "value", "event", "rater", "votes", "units", "values", "甲镇", "投资", "name"]
SECTIONS = ["units", "values", "events", "votes", "marks", "corrections", "decisions", "other"]
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.sampled_from([*HEADINGS, *VALUES])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(SECTIONS), json_values, max_size=4))
def test_any_json_gives_problems_and_no_traceback(body: dict[str, object]) -> None:
    collected = collect_portal(body, NEEDS, {"镇": None}, decisions=RULES).collected
    assert all(str(problem) for problem in (*collected.problems, *collected.findings))


WORDS = {
    "投资": ["3", "0.25", None, "不涉及"],
    "人数": ["7", "0", "未报", None],
    "满意率": ["92.5%", "80%", "0%", "100%"],
    "方案": ["完整", "缺", None, "完整"],
}


def cells_of(collected: Collected) -> dict[Ref, list[object]]:
    return {ref: [column.cell(row) for row in range(len(column))] for ref, column in collected.facts.columns.items()}


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(4)), st.permutations(list(WORDS)), st.integers(0, 4))
def test_the_order_of_rows_columns_and_sheets_does_not_matter(rows: list[int], columns: list[str], cut: int) -> None:
    names = ["甲镇", "乙镇", "丙镇", "丁镇"]

    def sheet(headings: list[str], order: list[int]) -> Grid:
        return grid_of_rows([["单位", *headings], *([names[row], *(WORDS[heading][row] for heading in headings)] for row in order)])

    plain = collect([sheet(list(WORDS), [0, 1, 2, 3])], REGISTER, NEEDS)
    parts = [sheet(part, rows) for part in (columns[:cut], columns[cut:]) if part]
    assert cells_of(collect(parts[::-1], REGISTER, NEEDS)) == cells_of(plain)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 6)), min_size=1, max_size=20))
def test_a_decimal_is_what_was_typed_as_text_and_as_a_double(decimals: list[tuple[int, int]]) -> None:
    exact = [Fraction(whole, 10**places) for whole, places in decimals]
    texts = [f"{whole / 10**places:.{places}f}" for whole, places in decimals]
    rule, rows = CellRule("number", "值"), np.arange(1, len(decimals) + 1)
    for values in (texts, [float(text) for text in texts]):
        column = read_column(rule, View(grid_of_rows([[value] for value in values])), rows, 1, Told())
        assert [column.value(row) for row in range(len(exact))] == exact
        assert (column.state == State.PRESENT).all()
