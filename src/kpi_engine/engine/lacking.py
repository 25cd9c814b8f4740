"""Figures that should be there and are not: for each unit which reported value is lacking, or what could not be computed.

Leaves come first; then what is published beside them (vetoes, the total, the grade, measures, money, checks), so that nothing goes out as a blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.results import Results
from kpi_engine.engine.unreported import REPORTED_ROLES, Unreported, inputs_below
from kpi_engine.errors import Problem
from kpi_engine.errors import k6_scoring as k6
from kpi_engine.formula.tree import Name, walk
from kpi_engine.scheme.outline import Entry, Outline
from kpi_engine.source import NOWHERE, Place
from kpi_engine.stages.total import stopping
from kpi_engine.table import Column, Ref, Role, State

__all__ = ["without_value"]

Mask = npt.NDArray[np.bool_]

_OWN_INPUTS = (Role.CHECK, Role.VETO)
"""Figures that often read what no leaf reads; the others lack a value because a leaf does."""


def without_value(results: Results) -> list[Problem]:
    """One problem for each input and unit that is lacking, or for each figure that could not be computed (K601 to K603)."""
    seen: set[tuple[Ref, int]] = set()
    unreported = Unreported(results)
    said = [*_leaves(results, unreported, seen), *_wholes(results)]
    explained = {str(problem.facts["unit"]) for problem in said}
    return [*said, *_published(results, unreported, seen, explained), *unreported.findings()]


def _leaves(results: Results, unreported: Unreported, seen: set[tuple[Ref, int]]) -> Iterator[Problem]:
    """Leaves that should have a figure and have none: one problem for each input and unit, or for what could not be computed."""
    takes_part = _true(results, Ref(Role.UNIT, part="takes_part"))
    for entry in results.plan.book.tree.leaves:
        for period in entry.periods.names if entry.periods is not None else ("",):
            column = results.columns.get(Ref(Role.SCORE, entry.name, period))
            if column is None or not column.state.any():
                continue
            lacking = (column.state > State.PRESENT) & takes_part & ~_made_good(results, entry, period, column)
            for row in lacking.nonzero()[0].tolist():
                yield from _reasons(results, unreported, (entry, period, row), seen)


def _wholes(results: Results) -> Iterator[Problem]:
    """Nodes that do not apply as a whole though they make good what does not apply: that holds below them, and the node above makes nothing good."""
    tree = results.plan.book.tree
    takes_part = _true(results, Ref(Role.UNIT, part="takes_part"))
    for entry in tree:
        if entry.is_leaf or entry.is_bonus or entry.parent is None or not _is_lost_as_a_whole(tree, entry, tree[entry.parent]):
            continue
        for period in entry.periods.names if entry.periods is not None else ("",):
            column = results.columns[Ref(Role.SCORE, entry.name, period)]
            lost = (column.state == State.NOT_APPLICABLE) & takes_part & ~_not_for_units(results, entry)
            label = f"{entry.title}（整项，在“{tree[entry.parent].title}”里）" + (f"（{period}）" if period else "")
            for row in lost.nonzero()[0].tolist():
                yield k6.NOT_APPLICABLE.at(entry.model.place, unit=results.units[row], indicator=label, clause=entry.clause)


def _is_lost_as_a_whole(tree: Outline, entry: Entry, parent: Entry) -> bool:
    if parent.not_applicable not in ("problem", "spread") or parent.is_over_rates or tree.rescales(parent):
        return False
    return any(leaf.carrier == entry.name and leaf.not_applicable in ("rescale", "spread") for leaf in tree.below(entry.name) if leaf.is_leaf)


def _made_good(results: Results, entry: Entry, period: str, score: Column) -> Mask:
    """Not applicable, and either the node does not exist for the unit or its policy is made good further up."""
    not_applicable: Mask = score.state == State.NOT_APPLICABLE
    if entry.not_applicable in ("rescale", "spread", "skip") or not not_applicable.any():
        return not_applicable
    before = results.columns[Ref(Role.CAPPED, entry.name, period, "policy")].state
    made_good: Mask = not_applicable & ((before != State.NOT_APPLICABLE) | _not_for_units(results, entry))
    return made_good


def _not_for_units(results: Results, entry: Entry) -> Mask:
    """For whom a node does not exist: those outside of ``only_for``, and those for whom it or a node above it has 0 points."""
    size = len(results.units)
    told = np.zeros(size, dtype=bool)
    for node in results.plan.book.tree.above(entry.name):
        only = node.model.only_for
        if only is not None and only.class_:
            told |= np.array([results.class_of(row) not in only.class_ for row in range(size)], dtype=bool)
        if only is not None and only.unit:
            told |= np.array([unit not in only.unit for unit in results.units], dtype=bool)
        points = results.column(Ref(Role.POINTS, node.name))
        if points is not None and points.wide is None:
            told |= (points.state == State.PRESENT) & (points.numerator == 0)
    return told


def _true(results: Results, ref: Ref) -> Mask:
    column = results.column(ref)
    assert column is not None, f"{ref} is a fact of every register"
    true: Mask = (column.state == State.PRESENT) & (column.numerator != 0)
    return true


def _reasons(results: Results, unreported: Unreported, leaf: tuple[Entry, str, int], seen: set[tuple[Ref, int]]) -> Iterator[Problem]:
    entry, period, row = leaf
    state = State(int(results.columns[Ref(Role.SCORE, entry.name, period)].state[row]))
    unit = results.units[row]
    label = entry.title + (f"（{period}）" if period else "")
    inputs = list(inputs_below(results, Ref(Role.SCORE, entry.name, period)))
    if state == State.MISSING:
        lacking = [name for name in inputs if results.cell(name.ref, row)[0] == State.MISSING]
        yield from _blanks(results, [name for name in lacking if not unreported.made_good(name.ref, row)], row, label, seen)
        if lacking:
            return
    if state == State.NOT_APPLICABLE:
        yield k6.NOT_APPLICABLE.at(entry.model.place, unit=unit, indicator=label, clause=entry.clause)
        return
    figures = "、".join(f"{n.label}={results.text(n.ref, row)}" for n in inputs[:6])
    yield k6.CANNOT_COMPUTE.at(entry.model.place, unit=unit, indicator=label, figures=figures or "无", clause=entry.clause)


def _blanks(results: Results, lacking: Iterable[Name], row: int, label: str, seen: set[tuple[Ref, int]]) -> Iterator[Problem]:
    for name in lacking:
        if name.ref.role is Role.REPORTED:
            yield from _no_report(results, name.ref, label, seen)
        elif (name.ref, row) not in seen:
            seen.add((name.ref, row))
            owner, at = _owner(results, name.ref), _place(results, name.ref, row)
            yield k6.MISSING_DATA.at(at, unit=results.units[row], input=name.label + _period(name.ref), indicator=label, owner=owner)


def _no_report(results: Results, ref: Ref, label: str, seen: set[tuple[Ref, int]]) -> Iterator[Problem]:
    """Events of which nothing was heard: their owner is asked once, not for every unit."""
    if (ref, 0) not in seen:
        seen.add((ref, 0))
        owner = next((need.owner for need in results.plan.needs.events if need.name == ref.name), "")
        told = f"事项“{ref.name}”（没有的也要报“无”）"
        yield k6.MISSING_DATA.at(NOWHERE, unit="各单位", input=told, indicator=label, owner=owner)


def _published(results: Results, unreported: Unreported, seen: set[tuple[Ref, int]], explained: set[str]) -> Iterator[Problem]:
    """What is published and has no value itself: told once for each unit, but what a check or a veto lacks besides is asked for as well."""
    scheme = results.plan.scheme
    at_cut = [(str(name), quota) for name, quota in scheme.quotas.items() if quota.at_the_cut == "problem"]
    cut = [Ref(Role.QUOTA, name, period, "cut") for name, quota in at_cut for period in scheme.spans(quota)]
    for ref, label, place in _figures(results):
        column = results.columns.get(ref)
        for row in (int(r) for r in (column.state > State.PRESENT).nonzero()[0]) if column is not None else ():
            unit = results.units[row]
            asked = unit in explained
            if (asked and ref.role not in _OWN_INPUTS) or not results.takes_part(row) or any(results.holds(c, row) for c in cut):
                continue
            if (ref.role is Role.CHECK or ref.period) and _only_of_blank_periods(results, unreported, ref, row):
                continue
            told = [p for p in _why(results, ref, row, label, place, seen) if not asked or p.code is k6.MISSING_DATA]
            explained |= {unit} if told else set()
            yield from told


def _only_of_blank_periods(results: Results, unreported: Unreported, ref: Ref, row: int) -> bool:
    """Whether it lacks nothing but what was not reported in a period that may be left blank."""
    lacking = [name.ref for name in _culprits(results, ref, row)]
    return bool(lacking) and all(unreported.made_good(name, row) for name in lacking)


def _figures(results: Results) -> Iterator[tuple[Ref, str, Place]]:
    scheme = results.plan.scheme
    yield from ((Ref(Role.VETO, str(name)), f"否决 {name}", veto.place) for name, veto in scheme.vetoes.items())
    yield Ref(Role.TOTAL), "总分", scheme.place
    yield Ref(Role.GRADE), "等次", scheme.grades.place if scheme.grades is not None else scheme.place
    for role, what, section in ((Role.CONSEQUENCE, "结果运用", scheme.consequences), (Role.PAYMENT, "兑现", scheme.payments)):
        for name, declared in section.items():
            spans = scheme.spans(declared)
            yield from ((Ref(role, str(name), period), f"{what} {name}" + (f"（{period}）" if period else ""), declared.place) for period in spans)
    yield from ((Ref(Role.CHECK, str(name)), f"核对 {name}", c.place) for name, c in scheme.checks.items())


def _why(results: Results, ref: Ref, row: int, label: str, place: Place, seen: set[tuple[Ref, int]]) -> Iterator[Problem]:
    state, unit = results.cell(ref, row)[0], results.units[row]
    if state == State.NOT_APPLICABLE:
        stopped = any(results.holds(veto, row) for veto in stopping(results.plan.scheme))
        if ref == Ref(Role.TOTAL) and not stopped and not _may_have_no_total(results):
            yield k6.NOT_APPLICABLE.at(place, unit=unit, indicator=label)
        return
    culprits = list(_culprits(results, ref, row))
    lacking = [name for name in culprits if results.cell(name.ref, row)[0] == State.MISSING]
    yield from _blanks(results, lacking, row, label, seen)
    if not lacking:
        figures = "、".join(f"{n.label}={results.text(n.ref, row)}" for n in list(inputs_below(results, ref))[:6])
        yield k6.CANNOT_COMPUTE.at(place, unit=unit, indicator=label, figures=figures or "无")


def _may_have_no_total(results: Results) -> bool:
    """Whether the scheme itself says of some units that the whole of it is not for them (``applies_if`` and skip at the top)."""
    return results.plan.scheme.applies_if is not None and results.plan.scheme.not_applicable == "skip"


def _culprits(results: Results, ref: Ref, row: int) -> Iterator[Name]:
    """The reported values without which a figure has none: found through those steps only that have none themselves."""
    steps = results.plan.steps_by_ref
    seen: set[Ref] = set()
    todo = [ref]
    while todo:
        for part in walk(steps[todo.pop()].tree):
            if not isinstance(part, Name) or part.domain or part.ref in seen or results.cell(part.ref, row)[0] <= State.NOT_APPLICABLE:
                continue
            seen.add(part.ref)
            if part.ref in steps:
                todo.append(part.ref)
            elif part.ref.role in REPORTED_ROLES:
                yield part


def _period(ref: Ref) -> str:
    return f"（{ref.period}）" if ref.period else ""


def _owner(results: Results, ref: Ref) -> str:
    decl = results.plan.scheme.inputs.get(ref.name)
    return decl.owner if decl is not None else ""


def _place(results: Results, ref: Ref, row: int) -> Place:
    column = results.facts.columns.get(ref)
    source = column.sources(row) if column is not None else ""
    return Place(source) if source else NOWHERE
