"""The linear model of a plan: the total of each unit before rounding as an affine function of weights, or the node that stands in the way."""

from __future__ import annotations

from kpi_engine.engine.plan import Plan
from kpi_engine.engine.results import Results
from kpi_engine.formula.functions import ExactCell
from kpi_engine.formula.tree import Name, Node
from kpi_engine.table import Kind, Ref, Role, State
from kpi_engine.whatif.closed.affine import Obstacle, Quantity, Spaces
from kpi_engine.whatif.closed.affine_reader import AffineReader

__all__ = ["LinearTotals"]


class LinearTotals:
    """The published totals as quantities over the space of each unit's class: the total before rounding, and how far rounding can take it.

    Args:
        plan: the plan with names in the place of the shares that move (`kpi_engine.whatif.reweigh.reweighed`).
        base: a run of the plan as written.
        spaces: what these names are, class by class.

    Roundings of what does not move are no roundings here: its published figures are taken as they are.

    """

    def __init__(self, plan: Plan, base: Results, spaces: Spaces) -> None:
        self._step = plan.steps_by_ref[Ref(Role.TOTAL)]
        self._reader = AffineReader(plan, base, spaces)

    def total(self, row: int) -> Quantity | Obstacle | None:
        """The total of a unit; an `Obstacle` where it is not linear, None where there is none."""
        state, value = self._reader.cell(Name(self._step.ref, Kind.NUMBER), row)
        if isinstance(value, Quantity) and value.bottom is not None:
            return self._reader.quotients.get(row, Obstacle(self._step.label, "/"))
        return value if state == State.PRESENT and isinstance(value, (Quantity, Obstacle)) else None

    def holds(self, node: Node, row: int) -> bool | None:
        """Whether a condition is true of a unit for all weights; None where that depends on them."""
        _, value = self._reader.cell(node, row)
        return None if isinstance(value, Obstacle) else value is True

    def fixed(self, node: Node, row: int) -> ExactCell | None:
        """A figure that does not depend on the weights; None for one that does."""
        return self._reader.exact.cell(node, "", row) if self._reader.is_fixed(node) else None
