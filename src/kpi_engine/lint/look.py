"""What the checks look at: the plan, the bounds of every figure for each class, and where each figure is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from kpi_engine.engine.plan import Plan
from kpi_engine.errors import Code, Problem
from kpi_engine.formula.analysis import Bounds, Choices, Slopes, intervals
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Node
from kpi_engine.formula.words import formula_text
from kpi_engine.lint.known import known_ranges
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.indicators import Item
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.outline import Entry, Outline
from kpi_engine.source import NOWHERE, Place
from kpi_engine.table import Ref, Role

__all__ = ["Check", "Look", "Where", "figure_text", "item_place", "listed", "said"]

_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Where:
    """Where a figure is written: its place, its clause, and what it is called."""

    place: Place = NOWHERE
    clause: str = ""
    title: str = ""


_LOOKING_BACK = (Role.VALUE, Role.QUOTA, Role.CONSEQUENCE, Role.PAYMENT, Role.VETO)


@dataclass(frozen=True)
class Look:
    """One scheme under inspection; what is worked out is worked out once."""

    plan: Plan

    @property
    def scheme(self) -> Scheme:
        """The scheme."""
        return self.plan.scheme

    @property
    def tree(self) -> Outline:
        """Its indicators."""
        return self.plan.book.tree

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes by name; one without a name where units are not classed."""
        return self.scheme.class_names or ("",)

    @cached_property
    def trees(self) -> Mapping[Ref, Node]:
        """The formulas by the quantity that they give."""
        return {step.ref: step.tree for step in self.plan.steps}

    @cached_property
    def alike(self) -> Mapping[Ref, Ref]:
        """Steps of a later period -> the same of the first one: a rule is bound alike in each, and what is reported has one range.

        What looks back over the periods (``times(periods, …)``) is not alike, nor is what is decided after the totals, which may rest on it.
        """
        first: dict[Ref, Ref] = {}
        steps = (step for step in self.plan.steps if step.ref.period and step.ref.role not in _LOOKING_BACK)
        told = ((step.ref, first.setdefault(replace(step.ref, period=""), step.ref)) for step in steps)
        return {ref: earlier for ref, earlier in told if ref != earlier}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps, those of periods once."""
        return tuple(step for step in self.plan.steps if step.ref not in self.alike)

    @cached_property
    def everyone(self) -> Bounds:
        """Bounds that hold for every unit."""
        return intervals(self.plan.steps, known_ranges(self.plan), None, self.alike)

    @cached_property
    def slope(self) -> Slopes:
        """Directions that hold for every unit."""
        return Slopes(self.trees, self.everyone)

    @cached_property
    def bounds(self) -> Mapping[str, Bounds]:
        """Bounds for each class; only what depends on the class is worked out anew."""
        if self.classes == ("",):
            return {"": self.everyone}
        its_class = Ref(Role.UNIT, part="class")
        steps = [step for step in self.plan.steps if its_class in self.slope.reached(step.ref)]
        return {name: intervals(steps, {its_class: Choices(frozenset({name}))}, self.everyone, self.alike) for name in self.classes}

    @cached_property
    def slopes(self) -> Mapping[str, Slopes]:
        """Directions for each class."""
        return {name: self.slope.under(bounds) for name, bounds in self.bounds.items()}

    def worth(self, leaf: str, period: str) -> Ref:
        """The points that a leaf counts with: its own, or those with its part of what is spread."""
        spread = Ref(Role.POINTS, leaf, period, "spread")
        return spread if spread in self.trees else Ref(Role.POINTS, leaf)

    def where(self, ref: Ref) -> Where:  # noqa: C901 - one arm a section
        """Where the rule of a quantity is written."""
        scheme = self.scheme
        match ref.role:
            case Role.INPUT | Role.TARGET | Role.VOTES:
                return _of(scheme.inputs.get(ref.name), ref.name)
            case Role.VALUE:
                return Where(getattr(scheme.values.get(ref.name), "place", NOWHERE), title=ref.name)
            case Role.ITEM | Role.QUANTITY | Role.PRICE:
                return self._item(ref)
            case Role.VETO:
                return _of(scheme.vetoes.get(ref.name), ref.name)
            case Role.CONSEQUENCE:
                return _of(scheme.consequences.get(ref.name), ref.name)
            case Role.PAYMENT:
                return _of(scheme.payments.get(ref.name), ref.name)
            case Role.CHECK:
                return _of(scheme.checks.get(ref.name), ref.name)
            case Role.QUOTA:
                return _of(scheme.quotas.get(ref.name), ref.name)
            case Role.GRADE:
                return _of(scheme.grades, "grades")
            case Role.RANK | Role.RANK_FROM_LAST:
                return _of(scheme.ranking, "ranking")
            case _:
                return self._node(ref.name)

    def _node(self, name: str) -> Where:
        if name not in self.tree:
            return Where(self.scheme.place, "", name)
        entry = self.tree[name]
        rule = entry.model.score if entry.model.score is not None else entry.model.combine
        return Where(rule.place if rule is not None and str(rule.place) else entry.model.place, entry.clause, entry.title)

    def _item(self, ref: Ref) -> Where:
        if ref.name not in self.tree:
            return Where()
        entry = self.tree[ref.name]
        item = entry.model.deduct.get(ref.part) or entry.model.add.get(ref.part)
        if item is None:
            return self._node(ref.name)
        return Where(item_place(entry, item), item.clause or entry.clause, item.label or ref.part)

    def of_class(self, names: Iterable[str]) -> dict[str, str]:
        """The facts that say for which classes something is so; empty texts where it is so for all."""
        told = [name for name in names if name]
        if not told or set(told) == set(self.classes):
            return {"of_class": "", "of_class_en": ""}
        return {"of_class": f"类别{listed(f'“{name}”' for name in told)}的", "of_class_en": f" (class {listed(told, ', ')})"}

    def text(self, node: Node) -> str:
        """A formula as it is read."""
        return formula_text(node)


Check = Callable[[Look], Iterator[Problem]]
"""One family of checks."""


def item_place(entry: Entry, item: Item) -> Place:
    """Where a line item stands (a price alone is not a mapping and knows no place of its own)."""
    rules = [rule.place for rule in (item.each, item.once, item.for_, item.when) if rule is not None]
    return next((place for place in (item.place, *rules, entry.model.place) if str(place)), NOWHERE)


def said(code: Code, place: Place, facts: Mapping[str, object], *, clause: str = "", also: Iterable[Place] = ()) -> Problem:
    """A problem of a code with facts that were gathered before."""
    return Problem(code, place, facts, code.severity, tuple(also), clause)


def figure_text(value: Fraction | float) -> str:
    """A number, or that there is no bound."""
    if isinstance(value, Fraction):
        return exact_text(value)
    return "不限"


def listed(names: Iterable[str], joiner: str = "、") -> str:
    """Some names, the first dozen of them."""
    told = list(names)
    return joiner.join(told[:_MOST_NAMED]) + (f" 等 {len(told)} 项" if len(told) > _MOST_NAMED else "")


def _of(construct: object, name: str) -> Where:
    return Where(getattr(construct, "place", NOWHERE), str(getattr(construct, "clause", "")), str(getattr(construct, "label", "") or name))
