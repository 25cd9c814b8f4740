"""What was read under the name that an input had before it was renamed (``was``)."""

from __future__ import annotations

from kpi_engine.errors import k5_data
from kpi_engine.intake.asked import Said
from kpi_engine.intake.told import Told
from kpi_engine.source import Place

__all__ = ["tell_former"]


def tell_former(told: Told, place: Place, said: Said) -> None:
    """A finding, one for each such name."""
    if said.was:
        told.group(k5_data.INPUT_RENAMED, place, said.name, was=said.was, name=said.name)
