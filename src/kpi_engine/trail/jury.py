"""The marks of a jury that a rule rests on: each is told in the account, and which are dropped or void, so that the mean can be redone by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpi_engine.engine.results import Results
from kpi_engine.formula.exact import Reader
from kpi_engine.formula.tree import Node, Reduce, walk
from kpi_engine.formula.words import BoolArray, IndexArray, Saying
from kpi_engine.table import FACT, MARKS, Ref, Role, State
from kpi_engine.trail.amounts import no_amounts
from kpi_engine.trail.postings import Postings, by_text
from kpi_engine.trail.sight import Block

__all__ = ["Jury", "juries_of", "told_marks"]

_HIGHEST, _LOWEST, _VOID = "最高分，去掉", "最低分，去掉", "作废，不计"


@dataclass(frozen=True)
class Jury:
    """The marks that became one figure: of each unit the rows of the table in the order in which they came, and what is said of those not counted."""

    label: str
    owner: str
    table: str
    rows: Mapping[int, Sequence[int]]
    verdicts: Mapping[int, str]


def juries_of(results: Results, trees: Iterable[tuple[Ref, Node]]) -> Iterator[Jury]:
    """The juries among the figures that a rule rests on, each with the tree that makes it."""
    for ref, tree in trees:
        for reduce in walk(tree):
            if isinstance(reduce, Reduce) and reduce.table.startswith(MARKS):
                yield _jury(results, ref, reduce)


def _jury(results: Results, ref: Ref, reduce: Reduce) -> Jury:
    reader, table = Reader(results), reduce.table
    period = Ref(Role.COLUMN, table, part="period")
    of_unit: dict[int, list[int]] = {}
    verdicts: dict[int, str] = {}
    for row, unit in enumerate(results.unit_of(table)):
        if ref.period and results.word(period, row) != ref.period:
            continue
        of_unit.setdefault(unit, []).append(row)
        if reduce.where is not None and reader.cell(reduce.where, table, row) != (State.PRESENT, True):
            verdicts[row] = _VOID
    options = dict(reduce.options)
    for rows in of_unit.values():
        verdicts.update(_dropped(results, table, [row for row in rows if row not in verdicts], options))
    decl = results.plan.scheme.inputs[ref.name]
    label = (decl.label or ref.name) + (f"（{ref.period}）" if ref.period else "")
    return Jury(label, decl.owner, table, of_unit, verdicts)


def _dropped(results: Results, table: str, rows: Sequence[int], options: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    """What the mean leaves out: the first of the lowest, the last of the highest, where enough marks remain."""
    low, high = options.get("lowest", 0), options.get("highest", 0)
    if len(rows) <= max(options.get("if_more_than", 0), low + high):
        return
    mark = Ref(Role.COLUMN, table, part="mark")
    order = sorted(rows, key=lambda row: results.number(mark, row) or 0)
    yield from ((row, _LOWEST) for row in order[:low])
    yield from ((row, _HIGHEST) for row in order[len(order) - high :])


def told_marks(results: Results, block: Block, juries: Sequence[Jury], clause: str, present: BoolArray) -> Iterator[Postings]:
    """A line for each mark, worth nothing by itself: the first of all units together, then the second, and so on."""
    nothing = no_amounts(len(block.rows)).printed
    for jury in juries:
        marks = [jury.rows.get(unit, ()) for unit in block.rows.tolist()]
        for turn in range(max(map(len, marks), default=0)):
            there = np.array([len(rows) > turn for rows in marks], dtype=np.bool_) & present
            of_each = _Turn(results, jury, [rows[turn] if len(rows) > turn else 0 for rows in marks])
            places = np.flatnonzero(there)
            if len(places):
                yield Postings(
                    "mark",
                    jury.label,
                    clause,
                    of_each.memo,
                    of_each.figures,
                    owner=jury.owner,
                    source=of_each.sources,
                    rows=places,
                    amounts=nothing,
                )


@dataclass(frozen=True)
class _Turn:
    """A mark of each unit: its row in the table, at the unit's place."""

    results: Results
    jury: Jury
    marks: Sequence[int]

    def figures(self, places: IndexArray) -> Sequence[str]:
        """The marks."""
        mark = Ref(Role.COLUMN, self.jury.table, part="mark")
        return [self.results.text(mark, self.marks[place]) for place in places.tolist()]

    def memo(self, places: IndexArray) -> list[Saying]:
        """Who gave what, and why it does not count."""
        rater = Ref(Role.COLUMN, self.jury.table, part=FACT)
        told = []
        for place, figure in zip(places.tolist(), self.figures(places), strict=True):
            row = self.marks[place]
            verdict = self.jury.verdicts.get(row, "")
            told.append(f"{self.results.word(rater, row) or '评委'}：{figure}{f'（{verdict}）' if verdict else ''}")
        return by_text(places, told)

    def sources(self, places: IndexArray) -> Sequence[str]:
        """The cells."""
        return [self.results.facts.rows[self.jury.table].sources(self.marks[place]) for place in places.tolist()]
