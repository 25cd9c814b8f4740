"""Steps and facts made a workbook: each step a column of formulas, or of values where a formula would not be exact, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from kpi_engine.formula.functions import ExactCell
from kpi_engine.formula.steps import ExactRun, Step, run_exact
from kpi_engine.formula.workbook import quantity as q
from kpi_engine.formula.workbook import sheets
from kpi_engine.formula.workbook import term as t
from kpi_engine.formula.workbook.compile import Compiler
from kpi_engine.formula.workbook.functions import EPOCH
from kpi_engine.formula.workbook.inputs import shown, value_quantity
from kpi_engine.formula.workbook.quantity import ABSENT, Quantity, number, state_of
from kpi_engine.formula.workbook.sheets import Cached, Column, Layout, Stands
from kpi_engine.formula.workbook.term import Grade, Term, Unwritable, Whole, made, whole
from kpi_engine.numbers import Root, round_root
from kpi_engine.table import Facts, Kind, Ref, State

__all__ = ["plan_sheets"]

ROOT_PLACES = 10


def plan_sheets(steps: Sequence[Step], facts: Facts, results: Mapping[Ref, Sequence[ExactCell]] | None = None) -> Layout:
    """Where everything stands, and every formula.

    Args:
        steps: the program, in order.
        facts: what it is run over.
        results: the cells of all steps, if they are known; otherwise they are worked out exactly.

    Returns:
        The layout; ``as_values`` names the steps that are values, with the reason.

    """
    known = results if results is not None else run_exact(steps, facts)
    layout = sheets.new_layout(facts)
    compiler = Compiler(layout, ExactRun(facts))
    for step in steps:
        compiler.run.done[step.ref] = known[step.ref]
        compiler.label = step.label or str(step.ref)
        _place(compiler, step, known[step.ref])
    return layout


def _place(compiler: Compiler, step: Step, cells: Sequence[ExactCell]) -> None:
    layout, columns = compiler.layout, compiler.layout.mark()
    counts = compiler.remembered()
    try:
        found = _read(compiler, step, columns, counts)
        _agree(step, found, cells)
        if found.numerator.is_constant and found.denominator.is_constant and found.is_number and not found.states:
            compiler.fixed[step.ref] = found
        layout.steps[step.ref], compiler.known[step.ref] = _publish(compiler, step, found, cells)
    except Unwritable as refusal:
        _take_back(compiler, columns, counts)
        layout.as_values[step.ref] = refusal.reason
        _as_value(compiler, step, cells)


def _read(compiler: Compiler, step: Step, columns: Mapping[str, int], counts: Sequence[int]) -> Quantity:
    """The step's tree as formulas; a second time with what is the same for all rows as literals, where the numbers grew too large."""
    try:
        return compiler.compile(step.tree, step.domain)
    except Unwritable:
        _take_back(compiler, columns, counts)
        compiler.takes_fixed = True
        return compiler.compile(step.tree, step.domain)
    finally:
        compiler.takes_fixed = False


def _take_back(compiler: Compiler, columns: Mapping[str, int], counts: Sequence[int]) -> None:
    compiler.layout.back_to(columns)
    compiler.forget(counts)


def _agree(step: Step, found: Quantity, cells: Sequence[ExactCell]) -> None:
    """What the formulas yield is what the exact reader says: anything else is a bug of this package."""
    state = state_of(found)
    for row, (true_state, value) in enumerate(cells):
        here = State(int(state.at(row)))
        if here == State.PRESENT:
            told: object = Fraction(int(found.numerator.at(row)), int(found.denominator.at(row))) if found.is_number else found.value.at(row)
        else:
            told = None
        assert (here, told) == (true_state, value), f"{step.ref} row {row}: the formula yields {here.name} {told}, the exact reader {value}"


def _publish(compiler: Compiler, step: Step, found: Quantity, cells: Sequence[ExactCell]) -> tuple[Stands, Quantity]:
    cached = [shown(cell, found.kind) for cell in cells]
    state = compiler.pin(state_of(found), step.domain)
    if found.is_number and found.places is None:
        return _three_cells(compiler, step, found, state, cached)
    value = _value_text(found)
    column = _value_column(compiler, step, _guarded(state, value), cached, found)
    return Stands(column), _as_read(compiler, step, column, found, state)


def _value_text(found: Quantity) -> str:
    if not found.is_number:
        return found.value.text
    if found.kind is Kind.DATE:
        return t.subtracted(found.numerator, whole(EPOCH)).text
    return found.numerator.text if found.scale == 1 else f"{found.numerator.within(Grade.PRODUCT)}/{found.scale}"


def _guarded(state: Term, value: str) -> str:
    """The value, or the word of its state."""
    if state.is_constant:
        fixed = state.at(0)
        return value if fixed == 0 else t.quoted(ABSENT[int(fixed)])
    return f'IF({state.text}=0,{value},IF({state.text}=1,"不涉及",IF({state.text}=2,"未报","无法计算")))'


def _value_column(compiler: Compiler, step: Step, formula: str, cached: Sequence[Cached], found: Quantity) -> Column:
    return compiler.layout.add(
        compiler.layout.homes[step.domain],
        compiler.label,
        "value",
        cached,
        formula,
        ref=step.ref,
        places=found.places if found.kind is Kind.NUMBER else None,
        is_date=found.kind is Kind.DATE,
    )


def _as_read(compiler: Compiler, step: Step, column: Column, found: Quantity, state: Term) -> Quantity:
    """The step's one cell as later steps read it; its state stands in a cell of its own."""
    size = compiler.size(step.domain)
    here = sheets.cell(column, compiler.layout.homes[step.domain], ()).text
    states = q.distinct([state])
    if found.kind is Kind.WORD:
        return Quantity(Kind.WORD, value=made(f'({here}&"")', _rows(found.value, size)), states=states)
    if found.kind is Kind.TRUTH:
        return Quantity(Kind.TRUTH, value=made(f"({here}=TRUE)", _rows(found.value, size)), states=states)
    whole_text = _rescaled(here, found)
    text = f"IF(ISNUMBER({here}),{whole_text},0)" if states else whole_text
    present = [int(v) if state.at(r) == 0 else 0 for r, v in enumerate(_rows(found.numerator, size))]
    return number(made(text, present, Grade.ATOM if found.kind is Kind.NUMBER or states else Grade.SUM), found.denominator, states, found.kind)


def _rescaled(here: str, found: Quantity) -> str:
    if found.kind is Kind.DATE:
        return f"ROUND({here},0)+{EPOCH}"
    return f"ROUND({here}*{found.scale},0)" if found.scale != 1 else f"ROUND({here},0)"


def _rows(term: Term, size: int) -> list[Whole]:
    return [term.at(row) for row in range(size)]


def _three_cells(compiler: Compiler, step: Step, found: Quantity, state: Term, cached: Sequence[Cached]) -> tuple[Stands, Quantity]:
    """A value that no decimal holds: numerator, denominator and state, and for the eye their quotient."""
    home, size = compiler.layout.homes[step.domain], compiler.size(step.domain)

    def stand(term: Term, shows: sheets.Shown) -> tuple[Column, Term]:
        if (step.domain, term.text) in compiler.pinned and term.is_simple and not term.is_constant:
            return compiler.pinned[step.domain, term.text][0], term
        values = tuple(_rows(term, size))
        column = compiler.layout.add(home, compiler.label, shows, list(values), term.text, ref=step.ref)
        return column, compiler.stand(column, values, step.domain)

    above_column, above = stand(found.numerator, "numerator")
    below_column, below = stand(found.denominator, "denominator")
    state_column, own = stand(state, "state")
    column = _value_column(compiler, step, _guarded(own if not state.is_constant else state, f"{above.text}/{below.text}"), cached, found)
    fixed = found.denominator if found.denominator.is_constant else below
    read = number(above, fixed, (own,) if not state.is_constant else q.distinct([state]), found.kind)
    return Stands(column, above_column, below_column, state_column), read


def _as_value(compiler: Compiler, step: Step, cells: Sequence[ExactCell]) -> None:
    mark = compiler.layout.mark()
    try:
        compiler.known[step.ref], compiler.layout.steps[step.ref] = value_quantity(compiler, cells, step.tree.kind, step.domain, step.ref)
    except Unwritable as refusal:
        compiler.layout.back_to(mark)
        cached = [shown((s, round_root(v, ROOT_PLACES)) if isinstance(v, Root) else (s, v), step.tree.kind) for s, v in cells]
        column = compiler.layout.add(compiler.layout.homes[step.domain], compiler.label, "value", cached, ref=step.ref)
        compiler.layout.steps[step.ref] = Stands(column)
        compiler.unreadable[step.ref] = refusal.reason
