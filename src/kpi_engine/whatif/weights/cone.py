"""The cone: what depends on the shares of some indicators, worked out for many weightings in one pass of the columns reader.

*Partial evaluation*: in the reweighed plan most steps do not depend on the shares. Those that what is asked for needs are worked out once and become
facts; what is left is the *cone*. *Worlds* (`kpi_engine.whatif.worlds`): the same units stand in the facts again and again, world after world, each with its own shares. So vetoes,
quotas, ranks, grades and roundings are the very same trees that every run has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.cone import dependent_on, needed_for
from kpi_engine.engine.plan import Plan
from kpi_engine.formula.columns import run_columns
from kpi_engine.formula.making import const
from kpi_engine.formula.rewrite import mapped, replaced
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Call, Lookup, Name, Node, Reduce, references, walk
from kpi_engine.scheme.quantities import class_name
from kpi_engine.table import FACT, Column, Facts, Kind, Ref, Role
from kpi_engine.whatif.reweigh import reweighed, share_ref
from kpi_engine.whatif.weights.weightings import Family, Weightings
from kpi_engine.whatif.worlds import frozen, rows_of, settled

__all__ = [
    "DRAWN",
    "Cone",
    "cone_of",
    "drawn_ref",
    "looks_at_rows",
    "share_columns",
    "together",
    "with_settled_sums",
]

DRAWN = "drawn"
"""The part of POINTS or WEIGHT that holds the shares of many weightings."""

_NO_STATES = np.zeros(0, dtype=np.uint8)


@dataclass(frozen=True)
class Cone:
    """What depends on the shares: the steps in order, over facts that hold all that does not, and the quantities of the shares."""

    steps: tuple[Step, ...]
    facts: Facts
    shares: Mapping[str, Ref]

    def reads(self, steps: Sequence[Step]) -> frozenset[Ref]:
        """The facts that some of the steps ask for, shares aside."""
        asked = {ref for step in steps for ref in references(step.tree)}
        if looks_at_rows(steps):
            asked |= {Ref(Role.COLUMN, table, part=FACT) for table in self.facts.rows}
        return frozenset(ref for ref in asked if ref in self.facts.columns)


def drawn_ref(plan: Plan, name: str) -> Ref:
    """The quantity that holds an indicator's shares, one for each world."""
    ref = share_ref(plan, name)
    assert ref is not None, "asked by the caller: an open scale has no share"
    return replace(ref, part=DRAWN)


def cone_of(plan: Plan, facts: Facts, families: Iterable[Family], outputs: Collection[Ref]) -> Cone:
    """The steps between the shares of the families and what is asked for (steps of the plan)."""
    families = tuple(families)
    shares = {name: drawn_ref(plan, name) for family in families for name in family.children}
    changed = reweighed(plan, {name: Name(ref, Kind.NUMBER, label="分值") for name, ref in shares.items()})
    needed = needed_for(outputs, changed.steps)
    cone = dependent_on(shares.values(), needed.values())
    cone = {step.ref: step for step in with_settled_sums(plan, list(cone.values()), families, shares, list(cone.values()))}
    cone = dependent_on(shares.values(), cone.values()) | {ref: step for ref, step in cone.items() if ref in outputs}
    return _over_facts(cone, needed, facts, shares, outputs)


def with_settled_sums(plan: Plan, steps: Sequence[Step], families: Iterable[Family], shares: Mapping[str, Ref], of: Sequence[Step]) -> list[Step]:
    """Steps with the sums of whole families as numbers; ``of`` are the steps in which shares may have other names."""
    sums = {frozenset(shares[child] for child in family.children): family for family in families}
    aliases = {step.ref: step.tree.ref for step in of if isinstance(step.tree, Name)}
    return [replace(step, tree=_settled_sums(plan, step.tree, sums, aliases)) for step in steps]


def _settled_sums(plan: Plan, tree: Node, sums: Mapping[frozenset[Ref], Family], aliases: Mapping[Ref, Ref]) -> Node:
    """The sum of a whole family's shares is the same in every weighting: a mean by weights divides by a number."""

    def change(node: Node) -> Node:
        if not isinstance(node, Call) or node.function != "sum_of" or not all(isinstance(arg, Name) for arg in node.args):
            return node
        summed = [aliases.get(arg.ref, arg.ref) for arg in node.args if isinstance(arg, Name)]
        family = sums.get(frozenset(summed)) if len(set(summed)) == len(summed) else None
        return node if family is None else _sum_of(plan, family)

    return mapped(tree, change)


def _sum_of(plan: Plan, family: Family) -> Node:
    if len(set(family.sums)) == 1:
        return const(family.sums[0])
    return Lookup(class_name(plan.book), tuple((word, const(told)) for word, told in zip(family.classes, family.sums, strict=True)), None)


def _over_facts(cone: Mapping[Ref, Step], needed: Mapping[Ref, Step], facts: Facts, shares: Mapping[str, Ref], outputs: Collection[Ref]) -> Cone:
    """Freeze what does not depend on the shares."""

    def before(refs: Collection[Ref]) -> Mapping[Ref, Column | None]:
        run = run_columns([step for ref, step in needed.items() if ref not in cone], facts, keep=refs)
        return {ref: settled(run, ref) for ref in refs}

    again, known = frozen(cone, {**needed, **cone}, outputs, before)
    steps = {ref: cone.get(ref, step) for ref, step in needed.items() if ref in again}
    columns = {**facts.columns, **known}
    return Cone(_with_constants(steps, columns, known), replace(facts, columns=columns), dict(shares))


def _with_constants(cone: Mapping[Ref, Step], columns: Mapping[Ref, Column], known: Iterable[Ref]) -> tuple[Step, ...]:
    """What is one number for everybody stands in the trees as that number."""
    same: dict[Ref, Node] = {}
    for ref in known:
        column = columns[ref]
        if column.kind is Kind.NUMBER and column.wide is None and len(column) and not column.state.any() and np.ptp(column.numerator) == 0:
            same[ref] = const(Fraction(int(column.numerator[0]), column.denominator))
    return tuple(replace(step, tree=replaced(step.tree, same)) for step in cone.values())


def share_columns(cone: Cone, weightings: Weightings, asked: frozenset[Ref]) -> dict[Ref, Column]:
    """The shares of each world, told to each of its units."""
    units = len(cone.facts.units)
    state = np.zeros(units * len(weightings), dtype=np.uint8) if not asked.isdisjoint(cone.shares.values()) else _NO_STATES
    told: dict[Ref, Column] = {}
    for at, name in enumerate(weightings.names):
        if cone.shares[name] not in asked:
            continue
        whole = weightings.whole[:, :, at].astype(np.float64)
        values: npt.NDArray[np.float64] = np.repeat(whole[:, 0], units) if whole.shape[1] == 1 else whole[:, cone.facts.class_of].ravel()
        told[cone.shares[name]] = Column(Kind.NUMBER, values, state, weightings.parts[at])
    return told


def together(facts: Facts) -> tuple[Facts, npt.NDArray[np.intp] | None]:
    """The facts with the units of each class together, and where each unit of the register stands then (None: where it stood)."""
    if bool((facts.class_of[1:] >= facts.class_of[:-1]).all()):
        return facts, None
    order = np.argsort(facts.class_of, kind="stable")
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    columns = {ref: column if ref.role is Role.COLUMN else rows_of(column, order) for ref, column in facts.columns.items()}
    rows = {name: replace(table, unit=place[table.unit].astype(np.int64)) for name, table in facts.rows.items()}
    units = tuple(facts.units[unit] for unit in order.tolist())
    return replace(facts, units=units, class_of=facts.class_of[order], columns=columns, rows=rows), place


def looks_at_rows(steps: Sequence[Step]) -> bool:
    """Whether steps read tables of rows."""
    return any(step.domain or any(isinstance(node, Reduce) for node in walk(step.tree)) for step in steps)
