"""Running a plan again where part of it is known: a step whose tree is the same, and rests on what is the same, has the same figures.

Nothing of a result is patched: whatever depends on anything that differs is worked out anew by the ordinary reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kpi_engine.engine.cone import holding_roots, reads_rows
from kpi_engine.engine.plan import Plan
from kpi_engine.engine.results import Results
from kpi_engine.engine.run import judged, run_steps
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import references
from kpi_engine.table import FACT, Column, Facts, Ref, Role

__all__ = ["run_again"]


def run_again(plan: Plan, facts: Facts, before: Results) -> Results:
    """Score everything, taking over from earlier results what cannot differ.

    Args:
        plan: the scheme, perhaps changed.
        facts: what was reported, perhaps changed; of the same units.
        before: the results of the same units under the plan and the facts that these differ from.

    """
    if facts.units != before.facts.units or facts.classes != before.facts.classes or facts.class_of is not before.facts.class_of:
        return judged(plan, facts, run_steps(plan, plan.steps, facts))
    anew = tuple(_differing(plan, facts, before))
    known = {ref: column for ref in _named(anew, plan) if (column := before.columns.get(ref)) is not None}
    fresh = run_steps(plan, anew, replace(facts, columns={**facts.columns, **known}))
    return judged(plan, facts, _Both(plan, fresh, before.columns, frozenset(step.ref for step in anew)))


def _differing(plan: Plan, facts: Facts, before: Results) -> Iterator[Step]:
    """The steps that have to be worked out, in order."""
    old, moved = before.plan.steps_by_ref, holding_roots(plan.steps)  # a root has no column that could be taken over
    tables = {name for name in facts.rows if _other_rows(facts, before.facts, name)}
    for step in plan.steps:
        known = old.get(step.ref)
        same = known is not None and known.domain == step.domain and (known.tree is step.tree or known.tree == step.tree)
        if same and step.ref not in moved and not _rests_on(step, moved, tables, facts, before, plan):
            continue
        moved.add(step.ref)
        yield step


def _other_rows(facts: Facts, before: Facts, table: str) -> bool:
    """Whether a table has other rows, or rows that tell of other facts (which no tree names)."""
    fact = Ref(Role.COLUMN, table, part=FACT)
    return before.rows.get(table) is not facts.rows[table] or facts.columns.get(fact) is not before.columns.get(fact)


def _rests_on(step: Step, moved: set[Ref], tables: set[str], facts: Facts, before: Results, plan: Plan) -> bool:
    """Whether something that the step reads differs."""
    if reads_rows(step, tables):
        return True
    steps = plan.steps_by_ref
    return any(ref in moved or (ref not in steps and facts.columns.get(ref) is not before.facts.columns.get(ref)) for ref in references(step.tree))


def _named(steps: Iterable[Step], plan: Plan) -> set[Ref]:
    """What the steps ask for of others."""
    return {ref for step in steps for ref in references(step.tree)} & plan.steps_by_ref.keys()


class _Both(Mapping[Ref, Column]):
    """The columns that were worked out anew, and the others as they were."""

    def __init__(self, plan: Plan, fresh: Mapping[Ref, Column], before: Mapping[Ref, Column], anew: frozenset[Ref]) -> None:
        self._steps, self._fresh, self._before, self._anew = plan.steps_by_ref, fresh, before, anew

    def __getitem__(self, ref: Ref) -> Column:
        if ref not in self._steps:
            raise KeyError(ref)
        return (self._fresh if ref in self._anew else self._before)[ref]

    def __iter__(self) -> Iterator[Ref]:
        return iter(self._steps)

    def __len__(self) -> int:
        return len(self._steps)
