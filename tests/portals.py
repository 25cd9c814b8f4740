"""One JSON text read to facts, as `kpi_engine.score_request` does before it scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kpi_engine.intake.collect import Collected, collect
from kpi_engine.intake.portal import read_portal
from kpi_engine.intake.register import Register
from kpi_engine.scheme.needs import Needs
from kpi_engine.scheme.outcome import DecisionRule

__all__ = ["PortalData", "collect_portal"]


@dataclass(frozen=True)
class PortalData:
    """A register and facts out of one JSON text."""

    register: Register
    collected: Collected


def collect_portal(
    data: str | bytes | Mapping[str, object],
    needs: Needs,
    scheme_classes: Mapping[str, int | None] | None = None,
    *,
    decisions: Mapping[str, DecisionRule] | None = None,
    grades: Sequence[str] = (),
    name: str = "stdin",
) -> PortalData:
    """Register and facts of one JSON text, read as files are; arguments as of `read_portal`.

    Returns:
        the data; problems and findings of all its parts stand in ``collected``

    """
    read = read_portal(data, needs, scheme_classes, decisions=decisions, grades=grades, name=name)
    classes = list(scheme_classes or {})
    told = collect(read.grids, read.register, needs, classes, corrections=read.corrections, decisions=decisions, grades=grades)
    return PortalData(read.register, replace(told, problems=(*read.problems, *told.problems), findings=(*read.findings, *told.findings)))
