"""Facts of which some are of the one end of a comparison and some of the other: each unit's figures, corrections, decisions, and who takes part.

What one end alone has (an input that only its scheme asks for, a unit that only its register has) is taken from there whichever end is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.plan import Plan
from kpi_engine.table import Column, Facts, Kind, Ref, Role, Rows, State, column_of
from kpi_engine.whatif.reasons.differences import RANKED, Differences, by_unit, in_register, listed_apart
from kpi_engine.whatif.reasons.ends import End, Pair, Side
from kpi_engine.whatif.worlds import joined_columns, rows_of

__all__ = ["Choice", "Mixer"]

_Index = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which end each group of facts is of: the unit in question (``own``), all others, corrections, decisions, and who is in the register."""

    own: Side = 0
    others: Side = 0
    corrections: Side = 0
    decisions: Side = 0
    field: Side = 0


class Mixer:
    """Mixed facts for one plan over the units of one end's register."""

    def __init__(self, plan: Plan, ends: tuple[End, End], pairs: Sequence[Pair], differ: Differences, field: Side) -> None:
        self.ends, self.differ, self.field = ends, differ, field
        self.given = tuple(end.results.facts if end.results.plan is plan else end.facts_for(plan)[0] for end in ends)
        here = {row: at for at, pair in enumerate(pairs) if (row := pair.rows[field]) is not None}
        self.pairs = [here[row] for row in range(len(self.given[field].units))]
        """For each unit of the mixed facts its position in the pairs."""
        self._rows = [pairs[at].rows for at in self.pairs]
        self.row_of = {at: row for row, at in enumerate(self.pairs)}
        self._only = dict(differ.one_sided)
        self._made: dict[tuple[object, ...], Facts] = {}

    @cached_property
    def there(self) -> tuple[_Index, _Index]:
        """For each unit its row at either end, -1 where it is not there."""
        one, other = ([-1 if rows[side] is None else rows[side] for rows in self._rows] for side in (0, 1))
        return np.array(one, dtype=np.int64), np.array(other, dtype=np.int64)

    def facts(self, choice: Choice, unit: int | None = None) -> Facts:
        """The facts of a choice; ``unit`` (a position in the pairs) is the one in question where own and others are of two ends."""
        sides = np.full(len(self.pairs), choice.others, dtype=np.int64)
        if unit is not None and unit in self.row_of:
            sides[self.row_of[unit]] = choice.own
        key = (sides.tobytes(), choice.corrections, choice.decisions)
        if key not in self._made:
            self._made[key] = self._mixed(sides, choice)
        return self._made[key]

    def _mixed(self, sides: _Index, choice: Choice) -> Facts:
        given = self.given[self.field]
        columns: dict[Ref, Column] = {}
        for ref in {**self.given[0].columns, **self.given[1].columns}:
            if ref.role is not Role.COLUMN:
                columns[ref] = self._column(ref, sides, choice)
        rows: dict[str, Rows] = {}
        for name in {**self.given[0].rows, **self.given[1].rows}:
            rows[name] = self._table(name, sides, columns, choice)
        return replace(given, columns=columns, rows=rows)

    # columns of units --------------------------------------------------------------------------------------------------------------------------

    def _column(self, ref: Ref, sides: _Index, choice: Choice) -> Column:
        if ref == RANKED:
            return self._ranked(choice)
        if ref.role is Role.UNIT:
            return self.given[self.field].columns.get(ref) or self.given[1 - self.field].columns[ref]
        if ref.role is Role.DECIDED:
            return self._picked(ref, np.full_like(sides, choice.decisions))
        wanted = sides.copy()
        for at in self.differ.corrected.get(ref, ()):
            if at in self.row_of:
                wanted[self.row_of[at]] = choice.corrections
        return self._picked(ref, wanted)

    def _ranked(self, choice: Choice) -> Column:
        register, apart = in_register(self.ends[self.field]), listed_apart(self.ends[choice.decisions])
        rows = self.there[choice.decisions]
        listed = np.where(rows >= 0, apart[rows], False)
        cells = [(State.PRESENT, bool(one and not other)) for one, other in zip(register, listed.tolist(), strict=True)]
        return self._kept(("ranked", choice.decisions), column_of(Kind.TRUTH, cells))

    def _picked(self, ref: Ref, sides: _Index) -> Column:
        """Each unit's cell from its side; from the other one where the unit, or the question, is only there."""
        parts = [facts.columns.get(ref) for facts in self.given]
        one, other = parts
        if one is None or other is None:
            only: Side = 0 if other is None else 1
            sides = np.full_like(sides, only)
        elif ref in self._only:
            sides = np.full_like(sides, self._only[ref])
        rows = [self.there[side] for side in (0, 1)]
        sides = np.where(rows[0] < 0, 1, np.where(rows[1] < 0, 0, sides))
        sides = np.where(self._same(ref), 0, sides) if one is not None and other is not None else sides
        return self._taken(ref, parts, sides, rows)

    def _same(self, ref: Ref) -> npt.NDArray[np.bool_]:
        """Where both ends say the same, so that one object of a column serves both."""
        if ref not in self._sames:
            parts = [facts.columns[ref] for facts in self.given]
            told = [a >= 0 and b >= 0 and ((parts[0] is parts[1] and a == b) or parts[0].cell(a) == parts[1].cell(b)) for a, b in self._indices]
            self._sames[ref] = np.array(told, dtype=np.bool_)
        return self._sames[ref]

    @cached_property
    def _sames(self) -> dict[Ref, npt.NDArray[np.bool_]]:
        return {}

    @cached_property
    def _indices(self) -> list[tuple[int, int]]:
        return list(zip(self.there[0].tolist(), self.there[1].tolist(), strict=True))

    def _taken(self, ref: Ref, parts: Sequence[Column | None], sides: _Index, rows: Sequence[_Index]) -> Column:
        key = (ref, sides.tobytes())
        if key not in self._columns:
            known = [part for part in parts if part is not None]
            start = len(known[0]) if len(known) == 2 else 0
            index = np.where(sides == 0, rows[0], rows[1] + start)
            plain = len(known) == 1 or not sides.any()
            source = known[0] if plain else self._joined_of(ref, known)
            whole = plain and len(index) == len(source) and bool((index == np.arange(len(index))).all())
            self._columns[key] = source if whole else rows_of(source, index)
        return self._columns[key]

    def _joined_of(self, ref: Ref, parts: Sequence[Column]) -> Column:
        if ref not in self._joined:
            self._joined[ref] = joined_columns(parts)
        return self._joined[ref]

    @cached_property
    def _joined(self) -> dict[Ref, Column]:
        return {}

    @cached_property
    def _columns(self) -> dict[tuple[object, ...], Column]:
        return {}

    def _kept(self, key: tuple[object, ...], column: Column) -> Column:
        return self._columns.setdefault(key, column)

    # tables of rows ------------------------------------------------------------------------------------------------------------------------------

    def _table(self, name: str, sides: _Index, columns: dict[Ref, Column], choice: Choice) -> Rows:
        there = [name in facts.rows for facts in self.given]
        sides = sides.copy()
        for at in self.differ.corrected_rows.get(name, ()):
            if at in self.row_of:
                sides[self.row_of[at]] = choice.corrections
        sides = sides if all(there) else np.full_like(sides, 0 if there[0] else 1)
        sides = np.where(self.there[0] < 0, 1, np.where(self.there[1] < 0, 0, sides))
        sides = np.where(self._same_rows(name), 0, sides) if all(there) else sides
        key = (name, sides.tobytes())
        if key not in self._tables:
            self._tables[key] = self._table_of(name, sides)
        rows, parts = self._tables[key]
        columns.update(parts)
        return rows

    @cached_property
    def _tables(self) -> dict[tuple[object, ...], tuple[Rows, dict[Ref, Column]]]:
        return {}

    def _same_rows(self, name: str) -> npt.NDArray[np.bool_]:
        """Whose rows are the same at both ends."""
        if name not in self._same_tables:
            refs = self._parts(name)
            if any(ref not in facts.columns for ref in refs for facts in self.given):
                told = [False] * len(self.pairs)
            else:
                one, other = (by_unit(facts, name, refs) for facts in self.given)
                told = [a >= 0 and b >= 0 and one.get(a, []) == other.get(b, []) for a, b in self._indices]
            self._same_tables[name] = np.array(told, dtype=np.bool_)
        return self._same_tables[name]

    @cached_property
    def _same_tables(self) -> dict[str, npt.NDArray[np.bool_]]:
        return {}

    def _table_of(self, name: str, sides: _Index) -> tuple[Rows, dict[Ref, Column]]:
        for side, facts in enumerate(self.given):  # all of one end, in its order: the table itself
            whole = self.there[side].tolist() == list(range(len(facts.units)))
            if name in facts.rows and whole and (sides == side).all():
                return facts.rows[name], {ref: column for ref, column in facts.columns.items() if ref.role is Role.COLUMN and ref.name == name}
        start = len(self.given[0].rows[name]) if name in self.given[0].rows else 0
        mine: dict[tuple[int, int], list[int]] = {}
        for side, facts in enumerate(self.given):
            for row, unit in enumerate(facts.rows[name].unit.tolist() if name in facts.rows else ()):
                mine.setdefault((side, unit), []).append(row + (start if side else 0))
        index: list[int] = []
        units: list[int] = []
        for unit, side in enumerate(sides.tolist()):
            found = mine.get((side, int(self.there[side][unit])), [])
            index += found
            units += [unit] * len(found)
        taken = np.array(index, dtype=np.int64)
        return Rows(name, np.array(units, dtype=np.int64), {}), {ref: rows_of(self._both(ref, name), taken) for ref in self._parts(name)}

    def _parts(self, name: str) -> list[Ref]:
        return [ref for ref in {**self.given[0].columns, **self.given[1].columns} if ref.role is Role.COLUMN and ref.name == name]

    def _both(self, ref: Ref, name: str) -> Column:
        """A column of both tables, one below the other; what one of them does not have is missing there."""
        known = next(facts.columns[ref] for facts in self.given if ref in facts.columns)
        parts: list[Column] = []
        for facts in self.given:
            size = len(facts.rows[name]) if name in facts.rows else 0
            parts.append(facts.columns[ref] if ref in facts.columns else column_of(known.kind, [(State.MISSING, None)] * size, words=known.words))
        return self._joined_of(ref, parts)
