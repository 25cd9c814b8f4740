"""What a unit can change of what is reported of it: one input by its own step, another option, a deducted event fewer, a rewarded one more.

A lever has amounts 1, 2, … up to its ``most``: as far as the scheme lets it go (``between``), otherwise to twice the largest value or target that any
unit has; amount 0 is what was reported. What an amount *costs* is how large the change is beside what is there:

- a number: the change ÷ the reported value, or ÷ the mean of what all units reported (without signs), whichever is larger; a date: days ÷ 365;
- an option: how many options further in the declared order ÷ (the options less one); yes or no: 1;
- events fewer: how many ÷ how many there are; events more: how many ÷ the most that are asked about.

Costs of two levers add up. They compare what is reported, not the work behind it: so several ways are told, never one alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from kpi_engine.errors import Language
from kpi_engine.intake.asked import rule_for
from kpi_engine.intake.overlay import shown_cell
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.needs import EVENTS, ColumnNeed
from kpi_engine.table import Column, Facts, Ref, Role, Rows, State, Value, column_of
from kpi_engine.whatif.worlds import joined_columns, rows_of, with_cell

__all__ = ["EventLever", "Lever", "OptionLever", "StepLever"]


@dataclass(frozen=True)
class Lever:
    """One thing that can be changed by amounts up to ``most``; ``monotone``: it is proved that more of it never lowers the total."""

    what: str
    most: int
    monotone: bool

    def apply(self, facts: Facts, row: int, amount: int) -> Facts:
        """The facts with this much changed for the unit at ``row``."""
        raise NotImplementedError

    def cost(self, amount: int) -> Fraction:
        """How large the change is beside what is there."""
        return Fraction(amount, self.most)

    def text(self, amount: int, language: Language = "zh") -> str:
        """The amount as people say it."""
        raise NotImplementedError

    @property
    def key(self) -> str:
        """What is changed: two levers of one key are not pulled together."""
        return self.what


@dataclass(frozen=True)
class StepLever(Lever):
    """A number or a date that goes up or down by steps."""

    need: ColumnNeed
    start: Fraction
    step: Fraction
    size: Fraction

    def value(self, amount: int) -> Fraction:
        """The value after so many steps."""
        return self.start + self.step * amount

    def apply(self, facts: Facts, row: int, amount: int) -> Facts:
        """See `Lever`."""
        return _with(facts, self.need.ref, row, (State.PRESENT, self.value(amount)))

    def cost(self, amount: int) -> Fraction:
        """See `Lever`."""
        return abs(self.step) * amount / self.size

    def text(self, amount: int, language: Language = "zh") -> str:
        """See `Lever`."""
        rule, kind = rule_for(self.need), self.need.kind
        old, new = (shown_cell(rule, kind, (State.PRESENT, value)) for value in (self.start, self.value(amount)))
        if self.need.decl.kind == "date":
            if language == "zh":
                return f"{self.what}{'推后' if self.step > 0 else '提前'} {amount} 天（{old} → {new}）"
            return f"{self.what} {amount} days {'later' if self.step > 0 else 'earlier'} ({old} → {new})"
        size = exact_text(abs(self.step) * amount * (100 if self.need.decl.kind == "percent" else 1))
        if language == "zh":
            unit = "个百分点" if self.need.decl.kind == "percent" else self.need.decl.measured_in
            return f"{self.what}再{'增' if self.step > 0 else '减'} {size}{f' {unit}' if unit else ''}（{old} → {new}）"
        unit = " percentage points" if self.need.decl.kind == "percent" else f" {self.need.decl.measured_in}" if self.need.decl.measured_in else ""
        return f"{self.what} {size}{unit} {'more' if self.step > 0 else 'less'} ({old} → {new})"


@dataclass(frozen=True)
class OptionLever(Lever):
    """Another option of a choice, or the other answer to yes or no."""

    need: ColumnNeed
    old: Value
    new: Value
    far: Fraction

    def apply(self, facts: Facts, row: int, amount: int) -> Facts:  # noqa: ARG002 - there is one amount
        """See `Lever`."""
        return _with(facts, self.need.ref, row, (State.PRESENT, self.new))

    def cost(self, amount: int) -> Fraction:  # noqa: ARG002 - there is one amount
        """See `Lever`."""
        return self.far

    def text(self, amount: int, language: Language = "zh") -> str:  # noqa: ARG002 - there is one amount
        """See `Lever`."""
        rule, kind = rule_for(self.need), self.need.kind
        old, new = (shown_cell(rule, kind, (State.PRESENT, value)) for value in (self.old, self.new))
        return f"{self.what}由“{old}”变为“{new}”" if language == "zh" else f"{self.what} from “{old}” to “{new}”"


@dataclass(frozen=True)
class EventLever(Lever):
    """Events of one kind fewer (``rows`` of the table, in the order in which they would go), or more (no rows)."""

    event: str
    rows: tuple[int, ...] = ()

    def apply(self, facts: Facts, row: int, amount: int) -> Facts:
        """See `Lever`."""
        table = facts.rows[EVENTS]
        index = np.arange(len(table), dtype=np.int64)
        if self.rows:
            index = np.array([at for at in index.tolist() if at not in set(self.rows[:amount])], dtype=np.int64)
            units = table.unit[index]
        else:
            index = np.concatenate([index, len(table) + np.zeros(amount, dtype=np.int64)])
            units = np.concatenate([table.unit, np.full(amount, row, dtype=np.int64)])
        columns = dict(facts.columns)
        for ref, column in facts.columns.items():
            if ref.role is Role.COLUMN and ref.name == EVENTS:
                columns[ref] = rows_of(column if self.rows else joined_columns([column, self._one(ref, column)]), index)
        return replace(facts, columns=columns, rows={**facts.rows, EVENTS: Rows(EVENTS, units, {})})

    def _one(self, ref: Ref, column: Column) -> Column:
        """The cell of a new event: its kind, and nothing else."""
        cell: tuple[State, Value | None] = (State.PRESENT, self.event) if ref.part == "event" else (State.MISSING, None)
        return column_of(column.kind, [(State.NOT_APPLICABLE, None) if "." in ref.part else cell], words=column.words)

    def text(self, amount: int, language: Language = "zh") -> str:
        """See `Lever`."""
        if language == "zh":
            return f"{'少' if self.rows else '多'} {amount} 次{self.what}"
        return f"{self.what} {amount} time{'s' if amount > 1 else ''} {'fewer' if self.rows else 'more'}"


def _with(facts: Facts, ref: Ref, row: int, cell: tuple[State, Value | None]) -> Facts:
    return replace(facts, columns={**facts.columns, ref: with_cell(facts.columns[ref], row, cell)})
