"""What of the facts is not the same at the two ends of a comparison.

Each figure that differs belongs to one group: it was *corrected* where what was sent is the same at both ends, otherwise it is *data* of its unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from kpi_engine.table import Facts, Ref, Role
from kpi_engine.whatif.reasons.ends import End, Pair, Side

__all__ = ["RANKED", "Differences", "by_unit", "differences", "in_register", "listed_apart"]

RANKED: Final = Ref(Role.UNIT, part="ranked")
"""Who stands in the ranking."""

_REPORTED = frozenset({Role.INPUT, Role.TARGET, Role.VOTES, Role.REPORTED, Role.READ})


@dataclass(frozen=True)
class Differences:
    """Whose data differ (positions in the pairs), which figures and whose rows of which table were corrected, what one scheme alone asks for."""

    data: frozenset[int]
    corrected: Mapping[Ref, frozenset[int]]
    corrected_rows: Mapping[str, frozenset[int]]
    decided: bool
    field: bool
    one_sided: tuple[tuple[Ref, Side], ...]


def differences(before: End, after: End, pairs: Sequence[Pair]) -> Differences:
    """What of the facts is not the same at both ends."""
    ends = (before, after)
    data: set[int] = set()
    corrected: dict[Ref, frozenset[int]] = {}
    columns = [end.results.facts.columns for end in ends]
    both = [ref for ref in columns[0] if ref in columns[1] and ref.role in _REPORTED]
    for ref in both:
        if columns[0][ref] is not columns[1][ref]:
            moved, mended = _compared(ends, ref, pairs)
            data |= moved
            if mended:
                corrected[ref] = frozenset(mended)
    rows: dict[str, frozenset[int]] = {}
    for name in before.results.facts.rows.keys() & after.results.facts.rows.keys():
        moved, mended = _compared_rows(ends, name, pairs)
        data |= moved
        if mended:
            rows[name] = frozenset(mended)
    asked = [{need.ref for need in end.results.plan.needs.columns} for end in ends]
    alone: list[tuple[Ref, Side]] = [(need.ref, 0) for need in before.results.plan.needs.columns if need.ref not in asked[1]]
    alone += [(need.ref, 1) for need in after.results.plan.needs.columns if need.ref not in asked[0]]
    return Differences(frozenset(data), corrected, rows, _decided(ends, pairs), _field(ends, pairs), tuple(alone))


def _compared(ends: tuple[End, End], ref: Ref, pairs: Sequence[Pair]) -> tuple[set[int], set[int]]:
    """Pairs whose figure differs because it was sent otherwise, and those whose was only corrected."""
    final = [end.results.facts.columns[ref] for end in ends]
    sent = [end.reported.columns.get(ref) if end.reported is not None else None for end in ends]
    moved: set[int] = set()
    mended: set[int] = set()
    for at, pair in enumerate(pairs):
        one, other = pair.rows
        if one is None or other is None or final[0].cell(one) == final[1].cell(other):
            continue
        known = sent[0] is not None and sent[1] is not None and sent[0].cell(one) == sent[1].cell(other)
        (mended if known else moved).add(at)
    return moved, mended


def _compared_rows(ends: tuple[End, End], name: str, pairs: Sequence[Pair]) -> tuple[set[int], set[int]]:
    """Pairs whose rows of a table differ because they were sent otherwise, and those whose were only corrected."""
    before, after = (end.results.facts for end in ends)
    moved: set[int] = set()
    mended: set[int] = set()
    if before.rows[name] is after.rows[name]:
        return moved, mended
    parts = sorted((ref for ref in before.columns if ref.role is Role.COLUMN and ref.name == name and ref in after.columns), key=str)
    final = [by_unit(facts, name, parts) for facts in (before, after)]
    sent = [_sent_rows(end, name, parts) for end in ends]
    for at, (one, other) in enumerate(pair.rows for pair in pairs):
        if one is not None and other is not None and final[0].get(one, []) != final[1].get(other, []):
            known = sent[0] is not None and sent[1] is not None and sent[0].get(one, []) == sent[1].get(other, [])
            (mended if known else moved).add(at)
    return moved, mended


def _sent_rows(end: End, name: str, parts: Sequence[Ref]) -> dict[int, list[tuple[object, ...]]] | None:
    """The rows before corrections, where they are known."""
    facts = end.reported
    if facts is None or name not in facts.rows or any(ref not in facts.columns for ref in parts):
        return None
    return by_unit(facts, name, parts)


def by_unit(facts: Facts, name: str, refs: Sequence[Ref]) -> dict[int, list[tuple[object, ...]]]:
    """The rows of a table by their unit, with the parts that are asked for."""
    told: dict[int, list[tuple[object, ...]]] = {}
    for row, unit in enumerate(facts.rows[name].unit.tolist()):
        told.setdefault(unit, []).append(tuple(facts.columns[ref].cell(row) for ref in refs))
    return told


def _decided(ends: tuple[End, End], pairs: Sequence[Pair]) -> bool:
    """Whether decisions differ: points, grades, or who is listed apart."""
    before, after = (end.results.facts.columns for end in ends)
    for ref in {ref for ref in (*before, *after) if ref.role is Role.DECIDED}:
        for pair in pairs:
            one, other = pair.rows
            cells = [column.cell(row) for column, row in ((before.get(ref), one), (after.get(ref), other)) if column is not None and row is not None]
            if len(cells) == 2 and cells[0] != cells[1]:
                return True
    apart = [listed_apart(end) for end in ends]
    return any(
        bool(apart[0][pair.rows[0]]) != bool(apart[1][pair.rows[1]]) for pair in pairs if pair.rows[0] is not None and pair.rows[1] is not None
    )


def listed_apart(end: End) -> npt.NDArray[np.bool_]:
    """Who is listed apart by a decision, not by the register."""
    told: npt.NDArray[np.bool_] = in_register(end) & (end.results.facts.columns[RANKED].numerator == 0)
    return told


def in_register(end: End) -> npt.NDArray[np.bool_]:
    """Who is ranked by the register alone."""
    facts = end.reported if end.reported is not None and RANKED in end.reported.columns else end.results.facts
    told: npt.NDArray[np.bool_] = facts.columns[RANKED].numerator != 0
    return told


def _field(ends: tuple[End, End], pairs: Sequence[Pair]) -> bool:
    """Whether other units compete, or in other classes."""
    ranked = [in_register(end) for end in ends]
    for one, other in (pair.rows for pair in pairs):
        if one is None or other is None:
            return True
        results = (ends[0].results, ends[1].results)
        if results[0].takes_part(one) != results[1].takes_part(other) or results[0].class_of(one) != results[1].class_of(other):
            return True
        if bool(ranked[0][one]) != bool(ranked[1][other]):
            return True
    return False
