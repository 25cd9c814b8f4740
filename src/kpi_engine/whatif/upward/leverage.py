"""Which levers a unit has: the inputs that a rule reads for it and that it reports of itself, and the events that count for it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from kpi_engine.engine.plan import Plan
from kpi_engine.formula.analysis import Direction
from kpi_engine.formula.tree import Arith, Group, Name, children, walk
from kpi_engine.intake.reach import Reach
from kpi_engine.lint.look import Look
from kpi_engine.scheme.needs import EVENTS, ColumnNeed, EventNeed
from kpi_engine.stages.items import counts_events
from kpi_engine.table import Column, Facts, Kind, Ref, Role, State, Value
from kpi_engine.whatif.upward.levers import EventLever, Lever, OptionLever, StepLever

__all__ = ["levers_of"]

MOST_MORE: Final = 5
"""Rewarded events are asked about up to the most that any unit has, at least up to so many."""

_TOTAL: Final = Name(Ref(Role.TOTAL), Kind.NUMBER)
_STEPPED: Final = ("count", "number", "percent", "date")


def levers_of(look: Look, facts: Facts, row: int, class_: str) -> list[Lever]:
    """What the unit at ``row`` could have reported otherwise: inputs that a rule reads for it, and events.

    Left out is what the unit does not report of itself, or cannot better: targets, ballots and marks, texts, figures given once for a class or for
    all, the input that gives the class, what it did not report or marked as not applicable, and numbers that something is divided by (how many there
    are), unless more of them is better or the scheme says with ``better`` in which direction they are good.
    """
    plan = look.plan
    reached = Reach.of(plan.steps).refs(class_, facts.units[row])
    bases = _bases(plan)
    told: list[Lever] = []
    for need in plan.needs.columns:
        if need.ref not in reached or need.role != "value" or need.decl.per != "unit" or need.name == plan.scheme.class_input:
            continue
        if need.ref in bases and "better" not in need.decl.model_fields_set and _direction(look, need.ref, class_) is not Direction.UP:
            continue
        state, value = facts.columns[need.ref].cell(row)
        if state == State.PRESENT and value is not None:
            told += _of_input(look, need, facts, class_, value)
    return [*told, *_of_events(plan, facts, row)]


def _of_input(look: Look, need: ColumnNeed, facts: Facts, class_: str, value: Value) -> Iterator[Lever]:
    heading = need.heading + (f"（{need.period}）" if need.period else "")
    if need.decl.kind in ("choice", "yes_no"):
        options: list[Value] = list(need.decl.words) if need.decl.kind == "choice" else [True, False]
        for place, option in enumerate(options):
            if option != value:
                far = abs(place - options.index(value)) if value in options else len(options) - 1
                yield OptionLever(heading, 1, True, need, value, option, Fraction(far, max(1, len(options) - 1)))
        return
    if need.decl.kind not in _STEPPED or not isinstance(value, Fraction):
        return
    way = _direction(look, need.ref, class_)
    for sign, proved in ((1, Direction.UP), (-1, Direction.DOWN)):
        if way in (proved, Direction.UNKNOWN):
            lever = _stepped(need, facts, value, heading, sign, monotone=way is proved)
            if lever is not None:
                yield lever


def _direction(look: Look, ref: Ref, class_: str) -> Direction:
    slopes = look.slopes.get(class_) or look.slope
    return slopes.direction(_TOTAL, ref)


def _stepped(need: ColumnNeed, facts: Facts, value: Fraction, heading: str, sign: int, *, monotone: bool) -> StepLever | None:
    column, decl = facts.columns[need.ref], need.decl
    step = _step(need, column)
    low, high = decl.between or _reported_range(need, facts)
    room = (high - value if sign > 0 else value - low) / step
    most = room.numerator // room.denominator
    if most < 1:
        return None
    return StepLever(heading, most, monotone, need, value, step * sign, _size(need, column, value))


def _step(need: ColumnNeed, column: Column) -> Fraction:
    """By what the input changes: 1 for counts and days, else the digits that are declared, or that anybody reported (at least whole percents)."""
    if need.decl.kind in ("count", "date"):
        return Fraction(1)
    percent = need.decl.kind == "percent"
    if need.decl.places is not None:
        return Fraction(1, 10 ** (need.decl.places + (2 if percent else 0)))
    digits = len(str(column.denominator)) - 1 if column.wide is None else 2
    return Fraction(1, 10 ** max(digits, 2 if percent else 0))


def _reported_range(need: ColumnNeed, facts: Facts) -> tuple[Fraction, Fraction]:
    """How far an input that the scheme does not bound is followed: to twice the largest value or target that any unit has; a date by a year."""
    columns = [facts.columns[ref] for ref in (need.ref, Ref(Role.TARGET, need.name, need.period)) if ref in facts.columns]
    values = [value for column in columns for row in range(len(column)) if isinstance(value := column.value(row), Fraction)]
    if need.decl.kind == "date":
        return min(values) - 366, max(values) + 366
    largest = max(abs(value) for value in values)
    return (-2 * largest if min(values) < 0 else Fraction(0)), 2 * largest


def _size(need: ColumnNeed, column: Column, value: Fraction) -> Fraction:
    """What a change is compared with."""
    if need.decl.kind == "date":
        return Fraction(365)
    values = [abs(one) for row in range(len(column)) if isinstance(one := column.value(row), Fraction)]
    return max(abs(value), sum(values, Fraction(0)) / len(values)) or Fraction(1)


def _bases(plan: Plan) -> frozenset[Ref]:
    """Inputs that stand in a divisor, also by way of a value of the scheme; a divisor that looks at all units (the best one's) makes no base."""
    steps, told = plan.steps_by_ref, set[Ref]()
    waiting = [part.right for step in plan.steps for part in walk(step.tree) if isinstance(part, Arith) and part.op == "/"]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Name) and node.ref not in told:
            told.add(node.ref)
            waiting += [steps[node.ref].tree] if node.ref.role is Role.VALUE and node.ref in steps else []
        elif not isinstance(node, (Name, Group)):
            waiting += children(node)
    return frozenset(ref for ref in told if ref.role is Role.INPUT)


def _of_events(plan: Plan, facts: Facts, row: int) -> Iterator[Lever]:
    kinds = facts.columns.get(Ref(Role.COLUMN, EVENTS, part="event"))
    if EVENTS not in facts.rows or kinds is None:
        return
    mine: dict[str, list[int]] = {}
    most: dict[str, int] = {}
    for at, unit in enumerate(facts.rows[EVENTS].unit.tolist()):
        event = str(kinds.value(at))
        most[f"{event}\x1f{unit}"] = most.get(f"{event}\x1f{unit}", 0) + 1
        if unit == row:
            mine.setdefault(event, []).append(at)
    for need in plan.needs.events:
        if need.name in mine and _is_taken(plan, need):
            rows = tuple(mine[need.name])
            yield EventLever(need.name, len(rows), True, need.name, rows)
        if _is_rewarded(plan, need):
            others = [count for key, count in most.items() if key.partition("\x1f")[0] == need.name]
            yield EventLever(need.name, max([MOST_MORE, *others]), True, need.name)


def _is_taken(plan: Plan, need: EventNeed) -> bool:
    """Whether points are deducted for it, or it vetoes."""
    tree = plan.book.tree
    return any(need.name in tree[name].model.deduct for name in need.indicators) or any(v.for_ == need.name for v in plan.scheme.vetoes.values())


def _is_rewarded(plan: Plan, need: EventNeed) -> bool:
    """Whether one more of it counts without anything else said of it: a plain price, no columns, no period."""
    entries = [plan.book.tree[name] for name in need.indicators if need.name in plan.book.tree[name].model.add]
    plain = all(entry.periods is None and counts_events(entry.model.add[need.name]) and need.chosen is None for entry in entries)
    return bool(entries) and plain and not need.decl.columns
