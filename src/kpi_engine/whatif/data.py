"""Edits of what was reported: ``unit 城关镇.群众满意率=91%`` (``….六月`` for one period). Read as a cell of a workbook would be, laid over the facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kpi_engine.errors import Problem, k5_data
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.intake.asked import Asked, rule_for
from kpi_engine.intake.columns import read_column
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.match import near_text
from kpi_engine.intake.overlay import overlaid, shown_cell
from kpi_engine.intake.register import Register
from kpi_engine.intake.told import Told
from kpi_engine.intake.view import View
from kpi_engine.scheme.needs import ColumnNeed, Needs
from kpi_engine.table import Facts, Ref, State, Value
from kpi_engine.whatif.edits import UNIT, Edit

__all__ = ["DataChange", "read_data_edits", "with_data"]


@dataclass(frozen=True, slots=True)
class DataChange:
    """One reported value that is taken to be another: ``row`` and ``ref`` say which, ``old`` and ``new`` are as people read them."""

    unit: str
    row: int
    ref: Ref
    what: str
    old: str
    new: str
    cell: tuple[State, Value | None]
    edit: Edit


def read_data_edits(edits: Iterable[Edit], register: Register, needs: Needs, facts: Facts) -> tuple[list[DataChange], list[Problem]]:
    """What the edits change, each against what the scheme asks for.

    Returns:
        (changes, problems): K583 for an unknown unit, K814 for an unknown input, and whatever a cell with the new value would be refused for.

    """
    asked, told = Asked(needs), Told()
    changes = [change for edit in edits if (change := _change(edit, register, asked, facts, told)) is not None]
    return changes, [*told.problems, *told.findings]


def _change(edit: Edit, register: Register, asked: Asked, facts: Facts, told: Told) -> DataChange | None:
    parts = edit.path.removeprefix(UNIT).strip().split(".")
    splits = [(".".join(parts[:at]), parts[at:]) for at in range(len(parts) - 1, 0, -1)]
    found = next(((match.index, rest) for name, rest in splits if (match := register.names.find(name.strip())) is not None), None)
    if found is None:
        name = parts[0].strip()
        near = near_text(register.names.near(name))
        told.add(*((k5_data.NO_SUCH_UNIT, edit.place) if splits else (k8.DATA_PATH, edit.place)), unit=name, path=edit.path, near=near)
        return None
    index, rest = found
    need = _need(asked, [part.strip() for part in rest])
    unit = register.units[index].name
    if need is None or unit not in facts.units:
        told.add(k8.DATA_PATH, edit.place, path=edit.path, near=near_text(asked.inputs.near(rest[0].strip())))
        return None
    return _changed(edit, unit, facts.units.index(unit), need, register, facts, told)


def _need(asked: Asked, words: Sequence[str]) -> ColumnNeed | None:
    """The column that the words name together: an input, with 目标, a period, a group of raters or an option beside it."""
    said = asked.read_words(words)
    need = asked.need_of(said)
    periods = asked.periods_asked(said.name)
    return need if need is not None or said.period or len(periods) != 1 else asked.need_of(replace(said, period=periods[0]))


def _changed(edit: Edit, unit: str, row: int, need: ColumnNeed, register: Register, facts: Facts, told: Told) -> DataChange | None:
    rule = rule_for(need, units=register.names, named=register.unit_names)
    own = Told()
    cell = read_column(rule, View(grid_of_rows([[edit.value]])), np.array([1], dtype=np.int64), 1, own).cell(0)
    told.extend([replace(problem, place=edit.place) for problem in (*own.problems, *own.findings)])
    if cell[0] == State.ERROR:
        return None
    before = facts.columns[need.ref].cell(row)
    return DataChange(unit, row, need.ref, rule.what, shown_cell(rule, need.kind, before), shown_cell(rule, need.kind, cell), cell, edit)


def with_data(facts: Facts, changes: Sequence[DataChange]) -> Facts:
    """The facts with other values; where each stands now is told as the edit."""
    columns = dict(facts.columns)
    for ref in dict.fromkeys(change.ref for change in changes):
        mine = {change.row: change for change in changes if change.ref == ref}
        cells = {row: change.cell for row, change in mine.items()}
        columns[ref] = overlaid(columns[ref], cells, {row: f"设想 {c.edit.text}（原 {c.old}）" for row, c in mine.items()})
    return replace(facts, columns=columns)
