"""What can be said of the facts before they are in: the ranges that the scheme declares, and what each kind allows."""

from __future__ import annotations

from fractions import Fraction

from kpi_engine.engine.plan import Plan
from kpi_engine.formula.analysis import ANYTHING, EITHER, INFINITY, Choices, Interval, Possible, point
from kpi_engine.formula.tree import references
from kpi_engine.numbers import parse_number
from kpi_engine.scheme.declared import ColumnDecl, InputDecl
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.table import Ref, Role
from kpi_engine.terms import ByClass, Formula, FormUse

__all__ = ["figure", "known_ranges", "range_of_input"]

_COUNT = Interval(Fraction(0), INFINITY, whole=True)
_PLACE = Interval(Fraction(1), INFINITY)


def known_ranges(plan: Plan) -> dict[Ref, Possible]:
    """What each fact can be; what is made of ballots or marks has the range of its options."""
    steps = plan.steps_by_ref
    named = dict.fromkeys(ref for step in plan.steps for ref in references(step.tree))
    told = {ref: found for ref in named if ref not in steps and (found := _range(plan, ref)) is not None}
    for ref in named:
        if ref.role is Role.INPUT and ref in steps:
            told[ref] = range_of_input(plan.scheme.inputs[ref.name])
    return told


def range_of_input(decl: InputDecl) -> Possible:
    """What a reported value can be: its declared range, or what its kind allows (a count is never negative)."""
    if decl.kind == "yes_no":
        return EITHER
    if decl.kind == "choice":
        return Choices(frozenset(decl.words))
    if decl.kind in ("text", "unit"):
        return Choices(more=True)
    if decl.kind == "ballots":
        values = [value for _, rule in decl.options or () if (value := figure(rule)) is not None]
        return Interval(min(values), max(values)) if values else ANYTHING
    return _numbers(decl.between, counts=decl.kind == "count", whole=decl.kind == "date")


def figure(rule: object, class_name: str = "") -> Fraction | None:
    """The number that a rule plainly is (for a class), or None where it must be worked out."""
    if isinstance(rule, Fraction):
        return rule
    if isinstance(rule, Formula):
        parsed = parse_number(rule.text)
        return parsed.value if parsed is not None else None
    if isinstance(rule, ByClass) and class_name:
        return figure(dict(rule.table).get(class_name, rule.otherwise))
    if isinstance(rule, FormUse) or rule is None:
        return None
    return None


def _numbers(between: tuple[Fraction, Fraction] | None, *, counts: bool, whole: bool = False) -> Interval:
    if between is not None:
        return Interval(between[0], between[1], whole=counts or whole).tightened()
    return _COUNT if counts else Interval(whole=whole)


def _range(plan: Plan, ref: Ref) -> Possible | None:
    match ref.role:
        case Role.INPUT | Role.TARGET:
            return range_of_input(plan.scheme.inputs[ref.name])
        case Role.VOTES:
            return _COUNT
        case Role.READ if ref.part in ("rank", "rank_from_last"):
            return _PLACE
        case Role.DECIDED:
            spread = plan.scheme.decisions[ref.name].range
            return Interval(*spread).join(point(Fraction(0))) if spread is not None else None
        case Role.COLUMN:
            return _column(plan, ref)
        case _:
            return None


def _column(plan: Plan, ref: Ref) -> Possible | None:
    if ref.name != EVENTS:
        return _marks(plan, ref)
    if ref.part == "amount":
        chosen = [need.chosen for need in plan.needs.events if need.chosen is not None]
        return Interval(min(c[0] for c in chosen), max(c[1] for c in chosen)) if chosen else None
    event, _, column = ref.part.partition(".")
    decl = plan.book.event_names().get(event)
    return _of_column(decl.columns[column]) if decl is not None and column in decl.columns else None


def _marks(plan: Plan, ref: Ref) -> Possible | None:
    name = ref.name.partition(":")[2]
    if ref.part == "mark" and name in plan.scheme.inputs:
        return range_of_input(plan.scheme.inputs[name])
    return _PLACE if ref.part in ("rank", "rank_from_last") else None


def _of_column(decl: ColumnDecl) -> Possible | None:
    match decl.kind:
        case "count" | "number" | "percent":
            return _numbers(decl.between, counts=decl.kind == "count")
        case "choice":
            return Choices(frozenset(decl.options))
        case "yes_no":
            return EITHER
        case _:
            return None
