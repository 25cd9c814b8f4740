"""scores.csv: one line a unit, its result first, then the indicators that all classes have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kpi_engine.engine.results import Results
from kpi_engine.report.delimited import inert, write_csv
from kpi_engine.report.figures import texts
from kpi_engine.report.spread import spread
from kpi_engine.report.standing import SEPARATOR, Adjustments, absent_rows, flags
from kpi_engine.table import Ref, Role

__all__ = ["COLUMNS", "score_rows", "write_scores"]

COLUMNS = {"unit": "单位", "class": "类别", "total": "总分", "rank": "名次", "grade": "等次", "flags": "备注"}
"""The first columns, name -> Chinese heading."""


def write_scores(path: Path, results: Results, adjustments: Adjustments = (), *, labels: bool = False) -> None:
    """Write scores.csv; ``labels`` gives Chinese headings."""
    columns = spread(results, common=True)
    first = list(COLUMNS.values()) if labels else list(COLUMNS)
    write_csv(path, [*first, *(c.title if labels else c.key for c in columns)], score_rows(results, adjustments))


def score_rows(results: Results, adjustments: Adjustments = ()) -> Iterator[Sequence[str]]:
    """The lines in register order, published places kept, empty where there is no figure."""
    size = len(results.units)
    total = texts(results.column(Ref(Role.TOTAL)), results.places(), size)
    rank = texts(results.column(Ref(Role.RANK)), 0, size)
    grade = [inert(text) for text in texts(results.column(Ref(Role.GRADE)), None, size)]
    told = [inert(SEPARATOR.join(marks)) for marks in flags(results, adjustments)]
    classes = [inert(name) for name in results.facts.classes] or [""]
    class_of = [classes[number] for number in results.facts.class_of.tolist()]
    figures = [texts(results.column(c.ref), results.places(c.entry.name), size) for c in spread(results, common=True)]
    for row in absent_rows(results):
        for column in (total, rank, grade, *figures):
            column[row] = ""
    return zip(map(inert, results.units), class_of, total, rank, grade, told, *figures, strict=True)
