"""Divisors that can be zero or, for targets, negative; and formulas of too high a degree."""

from __future__ import annotations

from collections.abc import Iterator

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.analysis import MOST_DEGREE, Degrees, ZeroDivisor, possible_zero_divisors
from kpi_engine.formula.tree import Group, Name, Node
from kpi_engine.lint.look import Look, said
from kpi_engine.table import Ref, Role

__all__ = ["degrees", "zero_divisors"]

_WRITTEN = {
    Role.START, Role.RAW, Role.CAPPED, Role.VALUE, Role.ITEM, Role.QUANTITY, Role.PRICE, Role.PAYMENT, Role.CONSEQUENCE, Role.CHECK, Role.VETO,
    Role.GRADE, Role.QUOTA, Role.RANK,
}  # fmt: skip


def zero_divisors(look: Look) -> Iterator[Problem]:
    """K352 to K354, once for each divisor of each rule."""
    seen: set[tuple[Ref, str]] = set()
    for name, bounds in look.bounds.items():
        for step in look.steps:
            if step.ref.role not in _WRITTEN:
                continue
            for found in possible_zero_divisors(step.tree, bounds):
                key = (Ref(step.ref.role, step.ref.name, part=step.ref.part), look.text(found.node.right))
                if key not in seen and not _never_asked(found.node.right):
                    seen.add(key)
                    yield _problem(look, step.ref, found, name)


def _never_asked(divisor: Node) -> bool:
    """Points of zero mean that the node does not exist for the class; a count of units is zero only where there is no unit to ask."""
    if isinstance(divisor, Group):
        return divisor.function in ("count", "count_same")
    return isinstance(divisor, Name) and divisor.ref.role in (Role.POINTS, Role.FULL)


def _problem(look: Look, ref: Ref, found: ZeroDivisor, class_name: str) -> Problem:  # noqa: ARG001 - the class is told by the bounds
    where, divisor = look.where(ref), found.node.right
    facts: dict[str, object] = {"name": where.title or ref.part or ref.name, "divisor": look.text(divisor)}
    if found.certain:
        return said(k3.DIVISOR_ALWAYS_ZERO, where.place, facts, clause=where.clause)
    if found.values.lo < 0 and _may_be_negative(look, divisor):
        return said(k3.DIVISOR_NEGATIVE, where.place, {**facts, "values": str(found.values)}, clause=where.clause)
    return said(k3.DIVISOR_ZERO, where.place, facts, clause=where.clause)


def _may_be_negative(look: Look, divisor: Node) -> bool:
    """Targets of which the kind allows negatives, and inputs whose declared range does."""
    if not isinstance(divisor, Name) or divisor.ref.role not in (Role.TARGET, Role.INPUT):
        return False
    between = look.scheme.inputs[divisor.ref.name].between
    return between[0] < 0 if between is not None else divisor.ref.role is Role.TARGET


def degrees(look: Look) -> Iterator[Problem]:
    """K385: no rule multiplies more than 20 names."""
    degrees_of = Degrees(look.trees)
    for step in look.steps:
        found = degrees_of.of(step.tree) if step.ref.role in _WRITTEN else 0
        if found > MOST_DEGREE:
            where = look.where(step.ref)
            yield k3.DEGREE_TOO_HIGH.at(where.place, clause=where.clause, name=where.title, found=found, limit=MOST_DEGREE)
            return  # what depends on it is of a high degree too


ON_TEXT = ()
ON_TREES = (zero_divisors, degrees)
