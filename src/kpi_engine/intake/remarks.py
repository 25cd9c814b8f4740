"""What has to be written beside a value: the reason for it, or its evidence. Without it the value is refused; with it the trail tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from kpi_engine.errors import k5_data
from kpi_engine.intake.told import Told
from kpi_engine.scheme.needs import REMARKS, ColumnNeed
from kpi_engine.source import Place
from kpi_engine.table import Column, Ref, State

__all__ = ["tell_lacking_remarks", "with_remarks"]


def tell_lacking_remarks(remarks: Iterable[ColumnNeed], columns: Mapping[Ref, Column], units: Sequence[str], told: Told) -> None:
    """K585 for each value beside which nothing stands where the scheme demands something."""
    for need in remarks:
        if (need.decl.reason if need.role == "reason" else need.decl.evidence) != "required":
            continue
        value, remark = columns[need.beside], columns[need.ref]
        bare = (value.state == State.PRESENT) & (remark.state != State.PRESENT) & (remark.state != State.ERROR)
        for row in bare.nonzero()[0].tolist():
            what = need.heading + (f"（{need.period}）" if need.period else "")
            told.add(k5_data.REMARK_MISSING, Place(value.sources(row)), unit=units[row], what=what, lacking=REMARKS[need.role], lacking_en=need.role)


def with_remarks(remarks: Iterable[ColumnNeed], columns: Mapping[Ref, Column]) -> dict[Ref, Column]:
    """The values whose places are told with the reason and the evidence that stand beside them."""
    told: dict[Ref, Column] = {}
    for need in remarks:
        value, remark = told.get(need.beside, columns[need.beside]), columns[need.ref]
        told[need.beside] = replace(value, sources=_source(value.sources, remark, REMARKS[need.role]))
    return told


def _source(before: Callable[[int], str], remark: Column, word: str) -> Callable[[int], str]:
    def source(row: int) -> str:
        text = remark.value(row)
        return f"{before(row)}（{word}：{text}）" if text else before(row)

    return source
