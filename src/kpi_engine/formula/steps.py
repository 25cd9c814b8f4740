"""A program: named trees in the order in which they can be worked out. What the readers run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kpi_engine.formula.exact import evaluate
from kpi_engine.formula.functions import ExactCell
from kpi_engine.formula.tree import Node
from kpi_engine.table import FACT, Facts, Ref, Role, fact_keys

__all__ = ["ExactRun", "Step", "run_exact"]


@dataclass(frozen=True, slots=True)
class Step:
    """One quantity and the tree that gives it, for every row of ``domain``. ``label`` is what people call it."""

    ref: Ref
    tree: Node
    domain: str = ""
    label: str = ""


@dataclass
class ExactRun:
    """The exact reader's frame: the facts, and the cells of the steps done so far."""

    known: Facts
    done: dict[Ref, Sequence[ExactCell]] = field(default_factory=dict)

    def size(self, domain: str) -> int:
        """How many rows ``domain`` has."""
        return self.known.size(domain)

    def cells(self, ref: Ref) -> Sequence[ExactCell]:
        """The cells of a fact or of a step that is done."""
        if ref not in self.done:
            column = self.known.columns[ref]
            self.done[ref] = [column.cell(row) for row in range(len(column))]
        return self.done[ref]

    def unit_of(self, domain: str) -> Sequence[int]:
        """For each row of a table the index of its unit."""
        return [int(u) for u in self.known.rows[domain].unit]

    def classes(self) -> Sequence[object]:
        """For each unit its class."""
        return [int(c) for c in self.known.class_of]

    def world_of(self) -> Sequence[object]:
        """For each unit its world."""
        return self.known.world_of()

    def fact_of(self, domain: str) -> Sequence[object]:
        """For each row its unit and fact number; a row without one is a fact of its own."""
        return fact_keys(domain, self.unit_of(domain), self.cells(Ref(Role.COLUMN, domain, part=FACT)))


def run_exact(steps: Iterable[Step], facts: Facts) -> Mapping[Ref, Sequence[ExactCell]]:
    """Run the steps in order with the exact reader; the cells of each step by its reference."""
    run = ExactRun(facts)
    made: dict[Ref, Sequence[ExactCell]] = {}
    for step in steps:
        made[step.ref] = run.done[step.ref] = evaluate(step.tree, run, step.domain)
    return made
