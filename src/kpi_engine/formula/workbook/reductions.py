"""Reducers as formulas, keyed by their names: COUNTIFS and SUMIFS over flags and numerators that stand beside the rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kpi_engine.formula.tree import Reduce
from kpi_engine.formula.workbook import term as t
from kpi_engine.formula.workbook.compile import Compiler, plain_number
from kpi_engine.formula.workbook.pool import Pool, as_number, flag, pool_of_rows, present
from kpi_engine.formula.workbook.quantity import ONE, ZERO, Quantity, distinct, number, state_of
from kpi_engine.formula.workbook.term import Term, Unwritable, whole
from kpi_engine.table import Kind, State

__all__ = ["REDUCERS", "reduced"]

MISSING, ERROR = int(State.MISSING), int(State.ERROR)
DENOMINATORS_DIFFER = "各行的分母不同，不能用整数相加"


@dataclass(frozen=True)
class _Rows:
    """The rows to be reduced: seen from the unit and from a row, what each holds, and whether it counts (1 or 0)."""

    seen: Pool
    beside: Pool
    arg: Quantity
    counts: Term
    options: Mapping[str, int]

    @property
    def kept(self) -> Term:
        """1 where the row counts and has a value."""
        if not self.arg.states:
            return self.counts
        return self.pin(flag(t.all_of(t.compared("==", self.counts, ONE), present(self.arg))))

    def pin(self, term: Term) -> Term:
        return self.seen.compiler.pin(term, self.seen.domain)

    def number(self) -> Quantity:
        return plain_number(as_number(self.arg), DENOMINATORS_DIFFER)

    def with_state(self, state: int) -> Term:
        """How many rows that count have a state."""
        return self.seen.count(self.counts, self.pin(flag(t.compared("==", state_of(self.arg), whole(state)))))

    def worst(self) -> tuple[Term, ...]:
        """The highest state of the rows that count."""
        if not self.arg.states:
            return ()
        found = ZERO
        for state in (int(State.NOT_APPLICABLE), MISSING, ERROR):
            found = t.chosen(t.compared(">", self.with_state(state), ZERO), whole(state), found)
        return (found,)

    def has_error(self) -> Term:
        return t.compared(">", self.with_state(ERROR), ZERO) if self.arg.states else t.FALSE


Reading = Callable[[_Rows], Quantity]


def reduced(compiler: Compiler, node: Reduce) -> Quantity:
    """A reducer's value for each unit."""
    reading = REDUCERS[node.function]
    table = node.table
    arg = compiler.solid(compiler.compile(node.arg, table), table)
    if node.where is None:
        counts, unclear = ONE, t.FALSE
    else:
        where = compiler.solid(compiler.compile(node.where, table), table)
        counts = compiler.pin(flag(t.all_of(present(where), where.value)), table)
        unclear = t.compared("==", state_of(where), whole(ERROR)) if where.states else t.FALSE
    seen = pool_of_rows(compiler, table, "")
    found = reading(_Rows(seen, pool_of_rows(compiler, table, table), arg, counts, dict(node.options)))
    if unclear.constant is False:
        return found
    broken = t.compared(">", seen.count(compiler.pin(flag(unclear), table)), ZERO)
    state = t.chosen(broken, whole(ERROR), state_of(found))
    return Quantity(found.kind, found.numerator, found.denominator, found.value, distinct([state]))


def _sum(rows: _Rows) -> Quantity:
    arg = rows.number()
    return number(rows.seen.total(arg.numerator, rows.kept), arg.denominator, rows.worst())


def _count(rows: _Rows) -> Quantity:
    return number(rows.seen.count(rows.counts))


def _times(rows: _Rows) -> Quantity:
    if rows.arg.kind is not Kind.TRUTH:
        return number(ZERO)
    return number(rows.seen.count(rows.kept, rows.pin(flag(rows.arg.value))))


def _mean(rows: _Rows) -> Quantity:
    arg, kept = rows.number(), rows.kept
    enough = max(1, rows.options.get("at_least", 1))
    there = rows.seen.compiler.pin(rows.seen.count(kept), "")
    state = t.chosen(rows.has_error(), whole(ERROR), t.chosen(t.compared("<", there, whole(enough)), whole(MISSING), ZERO))
    low, high = rows.options.get("lowest", 0), rows.options.get("highest", 0)
    taken = kept if not low + high else _without_extremes(rows, arg.numerator, kept, low, high)
    count = there if taken is kept else rows.seen.count(kept, taken)
    total = rows.seen.total(arg.numerator, kept) if taken is kept else rows.seen.total(arg.numerator, kept, taken)
    return number(total, t.multiplied(t.most(ONE, count), arg.denominator), (state,))


def _without_extremes(rows: _Rows, value: Term, kept: Term, low: int, high: int) -> Term:
    """1 beside each row that stays; where there are too few rows, or none would stay, all stay."""
    place = rows.beside.place(value, kept)
    there = rows.pin(rows.beside.count(kept))
    trims = t.compared(">", there, whole(max(rows.options.get("if_more_than", 0), low + high)))
    inside = t.all_of(t.compared(">", place, whole(low)), t.compared("<=", place, t.subtracted(there, whole(high))))
    return rows.pin(flag(t.any_of(t.none_of(trims), inside)))


def _extreme(rows: _Rows, *, highest: bool) -> Quantity:
    arg, kept = rows.number(), rows.kept
    place = rows.beside.place(arg.numerator, kept)
    wanted = rows.pin(rows.beside.count(kept)) if highest else ONE
    taken = rows.pin(flag(t.compared("==", place, wanted)))
    none = t.compared("==", rows.seen.count(kept), ZERO)
    return number(rows.seen.total(arg.numerator, kept, taken), arg.denominator, (t.chosen(none, whole(MISSING), ZERO),))


def _last(rows: _Rows) -> Quantity:
    """The cell of the last row that counts, whatever its state."""
    counts = rows.counts
    numbers, own = rows.beside.order()
    later = rows.beside.product([counts], f"({numbers}>{own})", lambda row, member: int(member > row))
    last = rows.pin(flag(t.all_of(t.compared("==", counts, ONE), t.compared("==", later, ZERO))))
    position = rows.seen.compiler.pin(_position(rows, last), "")
    none = t.compared("==", position, ZERO)
    arg = rows.arg
    state = t.chosen(none, whole(MISSING), rows.seen.found(state_of(arg), position) if arg.states else ZERO)

    def found(term: Term) -> Term:
        return term if term.is_constant else rows.seen.found(term, position)

    return Quantity(arg.kind, found(arg.numerator), found(arg.denominator), found(arg.value), distinct([state]))


def _position(rows: _Rows, taken: Term) -> Term:
    """The number of the one row that is taken (0 where none is)."""
    numbers, _ = rows.seen.order()
    return rows.seen.product([taken], numbers, lambda _, member: member + 1)


def _in_a_row(rows: _Rows) -> Quantity:  # noqa: ARG001 - one signature
    raise Unwritable("连续次数要逐行往回数")


REDUCERS: Mapping[str, Reading] = MappingProxyType(
    {
        "sum": _sum,
        "count": _count,
        "mean": _mean,
        "highest": lambda rows: _extreme(rows, highest=True),
        "lowest": lambda rows: _extreme(rows, highest=False),
        "last": _last,
        "in_a_row": _in_a_row,
        "times": _times,
    }
)
