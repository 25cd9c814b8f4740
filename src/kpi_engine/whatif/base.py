"""The scored state that scenarios start from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kpi_engine.engine.plan import Plan
from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.errors import k5_data as k5
from kpi_engine.intake.match import Names
from kpi_engine.intake.register import Register, class_counts
from kpi_engine.scheme.model import Scheme
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
        """What was reported, for this plan; read again only where it asks for something else.

        Events of a kind that the scheme as it is asks for and the other does not are no mistake of who reported them: they are passed over.
        """
        if _asked(plan) == _asked(self.plan):
            return self.results.facts, []
        facts, said = self.collect(plan)
        asked = Names.of([need.name for need in self.plan.needs.events])
        told = [problem for problem in said if problem.code is not k5.UNKNOWN_EVENT or asked.find(str(problem.facts["found"])) is None]
        return facts, [*class_counts(self.register, _expected(plan.scheme)), *told]


def _asked(plan: Plan) -> tuple[object, ...]:
    """All that decides what is read of what was sent, of other runs and of decisions."""
    scheme = plan.scheme
    return plan.needs, scheme.class_names, scheme.reads, scheme.decisions, _expected(scheme)


def _expected(scheme: Scheme) -> Mapping[str, int | None]:
    """The classes that the scheme declares, each with how many units it says are in it."""
    return {str(name): decl.expect for name, decl in scheme.classes.items()} if isinstance(scheme.classes, dict) else {}
