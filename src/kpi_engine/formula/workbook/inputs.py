"""Facts as cells: a value where there is one, the word of its state where there is none. An empty cell is read as not reported, never as 0."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from kpi_engine.formula.functions import ExactCell
from kpi_engine.formula.workbook import quantity as q
from kpi_engine.formula.workbook import sheets
from kpi_engine.formula.workbook.functions import EPOCH
from kpi_engine.formula.workbook.quantity import ABSENT, Quantity, number
from kpi_engine.formula.workbook.sheets import DATA, Cached, Column, Stands
from kpi_engine.formula.workbook.term import LIMIT, Term, Unwritable, made, whole
from kpi_engine.numbers import decimal_places
from kpi_engine.table import Kind, Ref, Role, State

if TYPE_CHECKING:
    from kpi_engine.formula.workbook.compile import Compiler

__all__ = ["input_quantity", "shown", "value_quantity"]

MOST_PLACES = 12


def shown(cell: ExactCell, kind: Kind) -> Cached:
    """What a cell shows of an exact cell; dates are serial numbers."""
    state, value = cell
    if state != State.PRESENT or value is None:
        return ABSENT[int(state)]
    if isinstance(value, (bool, str)):
        return value
    if not isinstance(value, Fraction):
        raise Unwritable("根式不是两个整数之比")
    return value - EPOCH if kind is Kind.DATE else value


def input_quantity(compiler: Compiler, ref: Ref) -> Quantity:
    """The column of a fact on 数据 or on the sheet of its table."""
    facts = compiler.layout.facts
    column = facts.columns.get(ref)
    domain = ref.name if ref.role is Role.COLUMN else ""
    if column is None:
        column = facts.rows[domain].columns[ref.part]
    sheet = compiler.layout.homes[domain] if domain else DATA
    made_columns, found = _as_cells(compiler, compiler.run.cells(ref), column.kind, domain, sheet, ref)
    compiler.layout.inputs[ref] = made_columns
    return found


def value_quantity(compiler: Compiler, cells: Sequence[ExactCell], kind: Kind, domain: str, ref: Ref) -> tuple[Quantity, Stands]:
    """A step that is written as a value: later steps read it as they read a fact."""
    columns, found = _as_cells(compiler, cells, kind, domain, compiler.layout.homes[domain], ref)
    pair = columns[1:] if len(columns) > 1 else (None, None)
    return found, Stands(columns[0], *pair)


def _as_cells(compiler: Compiler, cells: Sequence[ExactCell], kind: Kind, domain: str, sheet: str, ref: Ref) -> tuple[tuple[Column, ...], Quantity]:
    home = compiler.layout.homes[domain]
    values = [v for s, v in cells if s == State.PRESENT and isinstance(v, Fraction)]
    places = [decimal_places(v) for v in values]
    cached = [shown(cell, kind) for cell in cells]
    if kind is Kind.WORD and any(s == State.PRESENT and v in ABSENT.values() for s, v in cells):
        raise Unwritable("选项和“未报”“不涉及”同名，分不清")
    most = max((p for p in places if p is not None), default=0)
    decimal = all(p is not None for p in places) and most <= MOST_PLACES and all(abs(v) * 10**most <= LIMIT for v in values)
    column = compiler.layout.add(
        sheet, compiler.label, "data", cached, ref=ref, is_date=kind is Kind.DATE, places=most if decimal and kind is Kind.NUMBER else None
    )
    reference = f"{sheets.cell(column, home, ()).text}"
    state = _state(reference, cells, kind)
    if decimal:
        return (column,), _one_cell(reference, cells, kind, most, state)
    numerators = [Fraction(v.numerator) if isinstance(v, Fraction) else Fraction(0) for _, v in cells]
    denominators = [Fraction(v.denominator) if isinstance(v, Fraction) else Fraction(1) for _, v in cells]
    pair = tuple(
        compiler.layout.add(sheet, compiler.label, shows, part, ref=ref)  # type: ignore[arg-type]
        for shows, part in (("numerator", numerators), ("denominator", denominators))
    )
    above, below = (
        sheets.cell(made_column, home, [int(v) for v in part]) for made_column, part in zip(pair, (numerators, denominators), strict=True)
    )
    return (column, *pair), number(above, below, (state,))


_TEST = {Kind.NUMBER: "ISNUMBER", Kind.DATE: "ISNUMBER", Kind.TRUTH: "ISLOGICAL"}


def _state(reference: str, cells: Sequence[ExactCell], kind: Kind) -> Term:
    values = [int(s) for s, _ in cells]
    words = ",".join((f'IF({reference}="不涉及",1', f'IF({reference}="未报",2', f'IF({reference}="无法计算",3'))
    if kind is Kind.WORD:
        return made(f"IF(ISTEXT({reference}),{words},0))),2)", values)
    return made(f"IF({_TEST[kind]}({reference}),0,{words},2))))", values)


def _one_cell(reference: str, cells: Sequence[ExactCell], kind: Kind, places: int, state: Term) -> Quantity:
    states = (state,)
    if kind is Kind.WORD:
        return Quantity(kind, value=made(f'({reference}&"")', [str(v) if s == State.PRESENT else ABSENT[int(s)] for s, v in cells]), states=states)
    if kind is Kind.TRUTH:
        return Quantity(kind, value=made(f"({reference}=TRUE)", [v is True for _, v in cells]), states=states)
    scale = 10**places
    whole_values = [int(v * scale) if isinstance(v, Fraction) else 0 for _, v in cells]
    if kind is Kind.DATE:
        above = made(f"IF(ISNUMBER({reference}),ROUND({reference},0)+{EPOCH},0)", whole_values)
        return number(above, q.ONE, states, kind)
    rescaled = f"ROUND({reference}*{scale},0)" if scale > 1 else f"ROUND({reference},0)"
    return number(made(f"IF(ISNUMBER({reference}),{rescaled},0)", whole_values), whole(scale), states)
