"""Formulas over many rows: counts, sums and places among the rows that share a key (a unit's rows, the units of a class)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kpi_engine.formula.workbook import sheets
from kpi_engine.formula.workbook import term as t
from kpi_engine.formula.workbook.compile import Compiler
from kpi_engine.formula.workbook.quantity import ONE, ZERO, Quantity, number, state_of
from kpi_engine.formula.workbook.term import ROW, Term, Unwritable, Whole, made
from kpi_engine.table import Kind, State

__all__ = ["Pool", "flag", "pool_of_class", "pool_of_rows", "present"]

MOST_COMPARED, MOST_SUMMED = 4_000_000, 50_000_000
"""How many pairs of rows are compared (SUMPRODUCT), or summed (SUMIFS), in one column: what a spreadsheet program does within seconds."""


@dataclass(frozen=True)
class Pool:
    """The rows of ``domain`` as the formulas of domain ``home`` see them; ``keys`` and ``own`` say who belongs to whom, ``column`` holds the keys."""

    compiler: Compiler
    domain: str
    home: str
    keys: Sequence[int]
    own: Sequence[int]
    column: str
    own_cell: str
    members: dict[int, list[int]] = field(default_factory=dict)

    def of(self, row: int) -> list[int]:
        """The members that a row of ``home`` looks at."""
        if not self.members:
            for member, key in enumerate(self.keys):
                self.members.setdefault(key, []).append(member)
        return self.members.get(self.own[row], [])

    def span(self, term: Term) -> str:
        """The whole column of a term of the members."""
        return self.compiler.span(term, self.domain, self.home)

    def order(self) -> tuple[str, str]:
        """The column that numbers the members, and a member's own number in it."""
        letter = "C" if self.domain else "A"
        rows = self.compiler.size(self.domain)
        sheet = self.compiler.layout.sheets[self.compiler.layout.homes[self.domain]]
        number_column = sheet[ord(letter) - ord("A")]
        return sheets.span(number_column, self.compiler.layout.homes[self.home], rows), f"${letter}{ROW}"

    def count(self, *flags: Term) -> Term:
        """How many members have all flags."""
        criteria = self._criteria(flags)
        if not criteria:
            return t.whole(len(self.keys))
        return self._by_key(f"COUNTIFS({criteria})", lambda members: sum(all(f.at(m) == 1 for f in flags) for m in members))

    def total(self, term: Term, *flags: Term) -> Term:
        """The sum of a term over the members that have all flags."""
        criteria = self._criteria(flags)
        formula = f"SUMIFS({self.span(term)},{criteria})" if criteria else f"SUM({self.span(term)})"
        return self._by_key(formula, lambda members: sum(int(term.at(m)) for m in members if all(f.at(m) == 1 for f in flags)))

    def _by_key(self, formula: str, compute: Callable[[list[int]], int]) -> Term:
        """A formula that yields the same for all rows of one key."""
        self._hold(MOST_SUMMED)
        known = {key: compute(self.of(row)) for key, row in {key: row for row, key in enumerate(self.own)}.items()}
        return made(formula, [known[key] for key in self.own])

    def _hold(self, most: int) -> None:
        if len(self.own) * len(self.keys) > most:
            raise Unwritable("行数太多，逐行比较的公式算得太慢")

    def _criteria(self, flags: Sequence[Term]) -> str:
        parts = [f"{self.column},{self.own_cell}"] if self.column else []
        return ",".join([*parts, *(f"{self.span(f)},1" for f in flags if f.constant != 1)])

    def product(self, flags: Sequence[Term], tests: str, compute: Callable[[int, int], int]) -> Term:
        """SUMPRODUCT over the members with all flags; ``tests`` is the rest of the product, ``compute(row, member)`` its value."""
        factors = [f"({self.column}={self.own_cell})"] if self.column else []
        factors += [f"({self.span(f)}=1)" for f in flags if f.constant != 1]
        formula = f"SUMPRODUCT({'*'.join([*(factors or ['1']), tests])})"  # a truth alone would count as 0
        self._hold(MOST_COMPARED)
        chosen: dict[int, list[int]] = {}
        for row, key in enumerate(self.own):
            if key not in chosen:
                chosen[key] = [m for m in self.of(row) if all(f.at(m) == 1 for f in flags)]
        return made(formula, [sum(compute(row, m) for m in chosen[key]) for row, key in enumerate(self.own)])

    def place(self, value: Term, counts: Term) -> Term:
        """Each member's place from the lowest up among those that count, equal ones in the order of the rows (only where home is domain)."""
        pin = self.compiler.pin
        value = pin(value, self.domain)
        numbers, own = self.order()
        column = self.span(value)
        tests = f"(({column}<{value.text})+({column}={value.text})*({numbers}<={own}))"

        def at_or_before(row: int, member: int) -> int:
            return (int(value.at(member)), member) <= (int(value.at(row)), row)

        return pin(self.product([counts], tests, at_or_before), self.domain)

    def found(self, column: Term, at: Term) -> Term:
        """The member's cell at a number in the order of the rows (1 where there is none)."""
        at = self.compiler.pin(at, self.home)
        rows = self.compiler.size(self.domain)
        values: list[Whole] = []
        for row in range(len(self.own)):
            position = int(at.at(row))
            values.append(column.at(max(1, position) - 1) if rows else 0)
        return made(f"INDEX({self.span(column)},MAX(1,{at.text}))", values)


def pool_of_rows(compiler: Compiler, table: str, home: str) -> Pool:
    """A unit's rows of a table, seen from the unit (home "") or from one of the rows."""
    units = compiler.run.unit_of(table)
    own = list(range(compiler.size(""))) if not home else units
    lead = compiler.layout.sheets[compiler.layout.homes[table]][0]
    return Pool(compiler, table, home, units, own, sheets.span(lead, compiler.layout.homes[home], len(units)), f"$A{ROW}")


def pool_of_class(compiler: Compiler, *, whole_field: bool) -> Pool:
    """The units of a unit's class, or all units."""
    classes = [0] * compiler.size("") if whole_field else [int(c) for c in compiler.layout.facts.class_of]
    lead = compiler.layout.sheets[sheets.CALC][2]
    column = "" if whole_field else sheets.span(lead, sheets.CALC, len(classes))
    return Pool(compiler, "", "", classes, classes, column, f"$C{ROW}")


def flag(condition: Term) -> Term:
    """1 where it holds, else 0: what COUNTIFS and SUMPRODUCT count."""
    return t.chosen(condition, ONE, ZERO)


def present(found: Quantity) -> Term:
    """Whether the quantity has a value."""
    return t.compared("==", state_of(found), t.whole(int(State.PRESENT)))


def as_number(found: Quantity) -> Quantity:
    """Truths count 1 and 0; numbers are themselves."""
    return number(flag(found.value), ONE, found.states) if found.kind is Kind.TRUTH else found
