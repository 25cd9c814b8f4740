"""A run as the exact reader sees it, for reading a reweighed plan over it."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_engine.engine.results import Results
from kpi_engine.formula.functions import ExactCell
from kpi_engine.table import Ref
from kpi_engine.whatif.closed.dependence import base_ref

__all__ = ["BaseFrame"]


class BaseFrame:
    """The base run as the exact reader sees it; what only a reweighed plan names is found under the name it was written with."""

    def __init__(self, base: Results) -> None:
        self.base = base

    def size(self, domain: str) -> int:
        """How many rows a table has."""
        return self.base.size(domain)

    def cells(self, ref: Ref) -> Sequence[ExactCell]:
        """The cells of a figure as the run found them."""
        return self.base.cells(base_ref(ref))

    def unit_of(self, domain: str) -> Sequence[int]:
        """For each row of a table its unit."""
        return self.base.unit_of(domain)

    def classes(self) -> Sequence[object]:
        """For each unit its class."""
        return self.base.classes()

    def world_of(self) -> Sequence[object]:
        """For each unit its world."""
        return self.base.world_of()

    def fact_of(self, domain: str) -> Sequence[object]:
        """For each row of a table its fact."""
        return self.base.fact_of(domain)
