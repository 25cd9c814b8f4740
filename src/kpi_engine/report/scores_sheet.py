"""得分: the units in the order of the register, every indicator a column under its block, and below them mean, highest and lowest by class."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from kpi_engine.engine.results import Results
from kpi_engine.report.figures import STATE_WORDS, number_format, number_text, numbers
from kpi_engine.report.paper import FIGURE, Cell, Field, Table
from kpi_engine.report.spread import Spread, classes_of, spread, title_of
from kpi_engine.report.standing import absent_rows
from kpi_engine.report.summary import MEASURES, measures, members
from kpi_engine.scheme.outline import ROOT, Entry, plain_points
from kpi_engine.table import Ref, Role, State

__all__ = ["figure_cells", "points_format", "points_heading", "scores_table"]


def scores_table(results: Results, subtitle: str) -> Table:
    """The sheet. What exists only for named units is in points.csv."""
    columns = _ordered(results, spread(results, common=False))
    classes = results.facts.classes
    fields = [Field("单位", results.units, widest=24)]
    if classes:
        fields.append(Field("类别", [classes[n] for n in results.facts.class_of.tolist()], {"align": "center"}, widest=20))
    first = len(fields)
    fields += [_field(results, column) for column in columns]
    root = results.plan.book.tree[ROOT]
    fields.append(Field("总分", figure_cells(results, Ref(Role.TOTAL), root), {**FIGURE, "num_format": points_format(results), "bold": True}))
    closing = _closing(results, [*columns, None], first)
    return Table("得分", f"{results.plan.scheme.title}　得分表", subtitle, fields, closing=closing, frozen=first)


def _ordered(results: Results, columns: list[Spread]) -> list[Spread]:
    """Block by block; a block's own sum stands after what it sums."""
    tree = results.plan.book.tree
    whole = {c.entry.name: c for c in columns if not c.period}
    told: list[Spread] = []

    def visit(name: str) -> None:
        for child in tree[name].children:
            visit(child)
        if name in whole:
            told.append(whole[name])

    for child in tree[ROOT].children:
        visit(child)
    return [*told, *(c for c in columns if c.period)]


def points_format(results: Results, name: str = ROOT) -> str:
    """How the points of an indicator print: with its places; where nothing rounds them, with those of the total at least."""
    return number_format(results.places(name), least=results.places() or 0)


def _field(results: Results, column: Spread) -> Field:
    block = _block(results, column.entry)
    is_block = block is not None and block.name == column.entry.name
    group = column.period or (title_of(block) if block is not None and block.children else "")
    heading = (
        "小计" + points_heading(column).removeprefix(title_of(column.entry)) if is_block and group and not column.period else points_heading(column)
    )
    look = {**FIGURE, "num_format": points_format(results, column.entry.name)}
    return Field(heading, figure_cells(results, column.ref, column.entry), {**look, "italic": True} if is_block and group else look, group=group)


def _block(results: Results, entry: Entry) -> Entry | None:
    """The child of the root that an indicator belongs to."""
    return next((node for node in results.plan.book.tree.above(entry.name) if node.parent == ROOT), None)


def points_heading(column: Spread) -> str:
    """The indicator with its points, where they are one number."""
    points: Fraction | None = plain_points(column.entry)
    if points is None or column.entry.name == ROOT:
        return title_of(column.entry)
    return f"{title_of(column.entry)}\n（{'加' if column.entry.is_bonus else ''}{number_text(points, None)}分）"


def figure_cells(results: Results, ref: Ref, entry: Entry) -> list[Cell]:
    """The published figures; where there is none, why; a dash for who does not take part or whose class has no such indicator."""
    column = results.column(ref)
    size = len(results.units)
    cells: list[Cell] = list(numbers(column, results.places(entry.name), size))
    if column is None:
        return cells
    for row in (column.state != State.PRESENT).nonzero()[0].tolist():
        cells[row] = STATE_WORDS[State(int(column.state[row]))]
    for row in [*_outside(results, entry), *absent_rows(results)]:
        cells[row] = "—"
    return cells


def _outside(results: Results, entry: Entry) -> list[int]:
    """The units whose class the indicator does not exist for."""
    classes = classes_of(results, entry)
    if classes is None or not results.facts.classes or classes >= set(results.facts.classes):
        return []
    lacking = [number for number, name in enumerate(results.facts.classes) if name not in classes]
    return [int(row) for row in np.isin(results.facts.class_of, lacking).nonzero()[0]]


def _closing(results: Results, columns: list[Spread | None], first: int) -> list[list[Cell]]:
    """Mean, highest and lowest, by class and of all."""
    told: list[list[Cell]] = []
    for name, mask in members(results):
        by_column = []
        for column in columns:
            ref, place = (column.ref, column.entry.name) if column is not None else (Ref(Role.TOTAL), ROOT)
            by_column.append(measures(results.column(ref), mask, results.places(place)))
        for number, measure in enumerate(MEASURES):
            titles: list[Cell] = [f"{name}{measure}"] if first == 1 else [measure, name]
            told.append([*titles, *(figures[number] for figures in by_column)])
    return told
