"""The scored state that scenarios start from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kpi_engine.engine.plan import Plan
from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.intake.register import Register
from kpi_engine.scheme.nodes import Block
from kpi_engine.table import Facts

__all__ = ["Base"]

Collect = Callable[[Plan], tuple[Facts, Sequence[Problem]]]


@dataclass(frozen=True)
class Base:
    """A scheme's text as amended, its results, and the way to what was sent.

    ``collect`` reads what was sent once more for another plan: a changed scheme may ask for inputs that the scheme as it is does not. ``reported`` is
    what was sent before corrections and decisions were laid over it; None where that is not known.
    """

    document: Block
    results: Results
    register: Register
    collect: Collect
    reported: Facts | None = None

    @property
    def plan(self) -> Plan:
        """The scheme as it is."""
        return self.results.plan

    def facts_for(self, plan: Plan) -> tuple[Facts, Sequence[Problem]]:
        """What was reported, for this plan; read again only where it asks for something else."""
        if plan.needs == self.plan.needs and plan.scheme.class_names == self.plan.scheme.class_names:
            return self.results.facts, []
        return self.collect(plan)
