"""Layers: where figures are linear in the shares, and linear again in what was rounded in between, their coefficients.

`linear_in` proves that a step is linear; its coefficients are then read off runs of the columns reader in a few worlds (all shares 1, one of them 2),
so that no formula is written a second time. A rounding cuts: what is rounded is a *layer*, and a quantity for what stands on it. An indicator in a group
that is weighed as well gives a product, group × its share, which cuts too. What is not linear stays for the worlds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from kpi_engine.formula.columns import run_columns
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Round, references
from kpi_engine.table import Column, Kind, Ref, StateArray
from kpi_engine.whatif.weights.cone import Cone
from kpi_engine.whatif.weights.linear import Sorting, without_inner_rounds
from kpi_engine.whatif.worlds import tiled

__all__ = ["Form", "Layer", "Layers", "Wholes", "layers_of"]

Wholes = npt.NDArray[np.object_]
"""Python's whole numbers, one a unit."""

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Form:
    """(base + Σ coefficient × quantity) ÷ below, unit by unit, where ``state`` is present."""

    base: Wholes
    terms: Mapping[Ref, Wholes]
    below: Wholes
    state: StateArray


@dataclass(frozen=True)
class Layer:
    """One quantity: its form, rounded as ``rounding`` says, or multiplied by a share."""

    ref: Ref
    form: Form
    rounding: Round | None = None
    times: Ref | None = None


@dataclass(frozen=True)
class Layers:
    """Quantities in the order in which they can be worked out; ``rest`` are the steps that are none, to be run in worlds over them."""

    layers: tuple[Layer, ...]
    rest: tuple[Step, ...]


def layers_of(cone: Cone, outputs: Collection[Ref], *, by_class: bool = False) -> Layers:
    """What of the cone is linear, for what is asked for; everything is ``rest`` where states would depend on the shares.

    ``by_class``: whether the shares differ by class.
    """
    sorted_out = Sorting(frozenset(cone.shares.values()), by_class)
    for step in without_inner_rounds(cone.steps):
        sorted_out.take(step)
    asked = {ref for step in sorted_out.rest for ref in references(step.tree)} | set(outputs)
    sorted_out.wanted |= {ref for ref in asked if ref in sorted_out.linear}
    made = _Reading(cone, sorted_out).layers()
    return Layers((), cone.steps) if made is None else Layers(made, tuple(sorted_out.rest))


@dataclass
class _Reading:
    """Reads coefficients off runs in worlds, level by level: what stands on a cut quantity has to know its states."""

    cone: Cone
    of: Sorting
    forms: dict[Ref, Form] = field(default_factory=dict)
    moved: dict[Ref, Column] = field(default_factory=dict)
    """Steps of one quantity: their columns with it 1, and with it 2."""
    states: dict[Ref, StateArray] = field(default_factory=dict)
    told: dict[Ref, Layer] = field(default_factory=dict)

    def layers(self) -> tuple[Layer, ...] | None:
        """The layers in order; None where a state depends on the shares."""
        levels = self._levels()
        for level in range(max(levels.values(), default=0) + 1):
            mine = [ref for ref in self.of.linear if levels[ref] == level]
            single = frozenset(ref for ref in mine if len(self.of.depends[ref]) <= 1)
            if not self._read_single(single) or not self._read_many([ref for ref in mine if ref in self.of.wanted - single]):
                return None
            if not all(self._cut(ref, *cut) for ref, cut in self.of.cuts.items() if levels[cut[0]] == level):
                return None
        rounded = {below for below, _, share in self.of.cuts.values() if share is None}
        ends = [ref for ref in self.of.linear if ref in self.of.wanted and ref not in rounded]
        return tuple((self.told | {ref: Layer(ref, self.forms[ref]) for ref in ends if ref not in self.told}).values())

    def _levels(self) -> dict[Ref, int]:
        """How many cuts are below each linear step."""
        told: dict[Ref, int] = {}
        for ref in self.of.linear:
            told[ref] = max((told[self.of.cuts[name][0]] + 1 for name in self.of.depends[ref] if name in self.of.cuts), default=0)
        return told

    def _cut(self, ref: Ref, below: Ref, rounding: Round | None, share: Ref | None) -> bool:
        form = self.forms[below]
        if share is None:
            self.told[ref] = Layer(ref, form, rounding)
            self.states[ref] = form.state
            return True
        factor = self._factor(ref, below, share)
        if factor is None:
            return False
        self.told[below] = Layer(below, form)
        self.told[ref] = Layer(ref, factor, None, share)
        self.states[ref] = factor.state
        return True

    def _values(self, values: Sequence[int], name: Ref | None = None) -> Column:
        """A quantity that is one number in each world, with its own states."""
        units = len(self.cone.facts.units)
        own = None if name is None else self.moved[name].state[:units] if name in self.moved else self.states.get(name)
        state = np.zeros(units * len(values), dtype=np.uint8) if own is None else np.tile(own, len(values))
        return Column(Kind.NUMBER, np.where(state == 0, np.repeat(np.array(values, dtype=np.float64), units), 0.0), state)

    def _asked(self) -> frozenset[Ref]:
        """The steps that layers are made of, and those that steps of several quantities read."""
        read = {ref for one, names in self.of.depends.items() if len(names) > 1 for ref in references(self.of.linear[one])}
        return frozenset(read | self.of.wanted | {ref for tree in self.of.products.values() for ref in references(tree)})

    def _run(self, steps: Sequence[Step], given: Mapping[Ref, Column], worlds: int, keep: Collection[Ref]) -> Mapping[Ref, Column] | None:
        reads = {ref for step in steps for ref in references(step.tree)}
        facts = tiled(self.cone.facts, self.cone.reads(steps) - given.keys(), worlds)
        columns = {**facts.columns, **{ref: column for ref, column in given.items() if ref in reads}}
        run = run_columns(steps, replace(facts, columns=columns), keep=keep)
        try:
            return {ref: run.columns[ref] for ref in keep}
        except KeyError:  # unrounded roots
            return None

    def _read_single(self, single: frozenset[Ref]) -> bool:
        """Steps of one quantity: all of them in two worlds, with the quantities 1, and 2."""
        steps = [Step(ref, tree) for ref, tree in self.of.linear.items() if ref in single]
        if not steps:
            return True
        asked = {ref for step in steps for ref in references(step.tree)}
        given = {name: self._values([1, 2], name) for name in asked if name in self.of.shares or name in self.of.names}
        given |= {ref: self.moved[ref] for ref in asked if ref in self.moved}
        told = self._run(steps, given, 2, single & self._asked())
        if told is None:
            return False
        self.moved.update(told)
        return all(self._note(ref, told[ref], tuple(self.of.depends[ref])) for ref in single if ref in self.of.wanted)

    def _note(self, ref: Ref, column: Column, names: Sequence[Ref]) -> bool:
        form = _form(column, len(self.cone.facts.units), names)
        if form is None:
            return False
        self.forms[ref] = replace(form, terms={name: told for name, told in form.terms.items() if name in self.of.depends[ref]})
        return True

    def _read_many(self, targets: Sequence[Ref]) -> bool:
        """Steps of several quantities: a world for each quantity, in which it is 2 and all others 1."""
        if not targets:
            return True
        many = self._down_to_single(targets)
        if all(self.of.is_plain(self.of.linear[ref]) for ref in many):
            return self._read_plain(targets, many)
        names = sorted({name for ref in many for name in self.of.depends[ref]}, key=str)
        units, worlds = len(self.cone.facts.units), len(names) + 1
        place = {name: at + 1 for at, name in enumerate(names)}
        asked = {ref for ref in many for ref in references(self.of.linear[ref])}
        given = {name: self._values([2 if at == place[name] else 1 for at in range(worlds)], name) for name in names if name in asked}
        for ref in asked & self.moved.keys():
            given[ref] = _lifted(self.moved[ref], units, worlds, [place[name] for name in self.of.depends[ref]])
        told = self._run([Step(ref, self.of.linear[ref]) for ref in many], given, worlds, targets)
        return told is not None and all(self._note(ref, told[ref], names) for ref in targets)

    def _read_plain(self, targets: Sequence[Ref], many: Sequence[Ref]) -> bool:
        """Plain sums: a world for each part, in which it is 1 and all others 0; what the parts are made of is known."""
        asked = {ref for one in many for ref in references(self.of.linear[one])}
        parts = sorted((ref for ref in asked if ref in self.of.shares or ref in self.of.names or ref in self.moved), key=str)
        units, worlds = len(self.cone.facts.units), len(parts) + 1
        given = {ref: self._values([int(at == place) for at in range(worlds)], ref) for place, ref in enumerate(parts, 1)}
        told = self._run([Step(ref, self.of.linear[ref]) for ref in many], given, worlds, targets)
        if told is None:
            return False
        made = {ref: self._part(ref, units) for ref in parts}
        for ref in targets:
            form = _form_of_parts(told[ref], units, parts)
            if form is None or None in made.values():
                return False
            self.forms[ref] = _put_together(form, {part: known for part, known in made.items() if known is not None})
        return True

    def _part(self, ref: Ref, units: int) -> Form | None:
        """A quantity, or a step of one quantity, as a form."""
        one = np.full(units, 1, dtype=np.object_)
        if ref in self.moved:
            return _form(self.moved[ref], units, tuple(self.of.depends[ref]))
        return Form(one * 0, {ref: one}, one, np.zeros(units, dtype=np.uint8))

    def _down_to_single(self, targets: Sequence[Ref]) -> list[Ref]:
        """The steps of several quantities that the targets are made of, in order."""
        needed = set(targets)
        for ref in reversed(list(self.of.linear)):
            if ref in needed:
                needed |= {below for below in references(self.of.linear[ref]) if below in self.of.linear and below not in self.moved}
        return [ref for ref in self.of.linear if ref in needed]

    def _factor(self, ref: Ref, below: Ref, share: Ref) -> Form | None:
        """What figure × share is multiplied by; None unless there is nothing but the product."""
        tree = self.of.products[ref]
        aliases = [r for r in references(tree) if r != below and self.of.alias(r) == share]
        given = {below: self._values([1, 2, 1, 2]), **{alias: self._values([1, 1, 2, 2]) for alias in aliases}}
        told = self._run([Step(ref, tree)], given, 4, [ref])
        units, own = len(self.cone.facts.units), self.forms[below].state
        found = None if told is None else _wholes(told[ref], units)
        if told is None or found is None:
            return None
        whole, under = found
        if not bool((whole[1] == 2 * whole[0]).all() and (whole[2] == 2 * whole[0]).all() and (whole[3] == 4 * whole[0]).all()):
            return None
        state = told[ref].state[:units]
        if ((whole[0] == 0) & (own != 0)).any():  # whether the figure is asked for at all cannot be seen
            return None
        return Form(whole[0] * 0, {below: whole[0]}, under, np.maximum(state, own))


def _lifted(column: Column, units: int, worlds: int, where: Sequence[int]) -> Column:
    """A column of two worlds in many: the second in the worlds named, the first in all others."""
    second = np.zeros(worlds, dtype=np.intp)
    second[list(where)] = 1
    rows = (second[:, None] * units + np.arange(units)).ravel()
    wide = None if column.wide is None else tuple(column.wide[row] for row in rows.tolist())
    return Column(column.kind, column.numerator[rows], column.state[rows], column.denominator, column.words, wide)


def _form(column: Column, units: int, names: Sequence[Ref]) -> Form | None:
    """Coefficients from figures with all quantities 1 (the first world) and each of them 2 (the others); None where states differ."""
    found = _wholes(column, units)
    if found is None:
        return None
    whole, below = found
    terms = {name: whole[at + 1] - whole[0] for at, name in enumerate(names)}
    base = whole[0] - sum(terms.values(), np.zeros(units, dtype=np.object_))
    return Form(base, terms, below, column.state[:units])


def _form_of_parts(column: Column, units: int, parts: Sequence[Ref]) -> Form | None:
    """Coefficients from figures with all parts 0 (the first world) and each of them 1 (the others)."""
    found = _wholes(column, units)
    if found is None:
        return None
    whole, below = found
    terms = {part: moved for at, part in enumerate(parts) if (moved := whole[at + 1] - whole[0]).any()}
    return Form(whole[0], terms, below, column.state[:units])


def _put_together(form: Form, made: Mapping[Ref, Form]) -> Form:
    """A form of parts, as a form of what the parts are made of."""
    common: Wholes = form.below * 0 + 1
    for part in form.terms:
        common = np.lcm(common, made[part].below)
    base, terms = form.base * common, dict[Ref, Wholes]()
    for part, coefficient in form.terms.items():
        scaled = coefficient * (common // made[part].below)
        base = base + scaled * made[part].base
        for name, own in made[part].terms.items():
            terms[name] = terms.get(name, 0) + scaled * own
    return Form(base, terms, form.below * common, form.state)


def _wholes(column: Column, units: int) -> tuple[Wholes, Wholes] | None:
    """Numerators of each world over one denominator for each unit; None where states differ from world to world."""
    states = column.state.reshape(-1, units)
    if not bool((states == states[0]).all()):
        return None
    if column.wide is None:
        return column.numerator.astype(np.int64).astype(np.object_).reshape(-1, units), np.full(units, column.denominator, dtype=np.object_)
    above, under = (np.array([getattr(v, part) for v in column.wide], dtype=np.object_).reshape(-1, units) for part in ("numerator", "denominator"))
    below: Wholes = np.lcm.reduce(under, axis=0)
    return above * (below // under), below
