"""The documents that lie beside a receipt: which there are, and whether they say what the recomputed run writes."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol

from kpi_engine.engine.results import Results
from kpi_engine.errors import KpiError, Problem
from kpi_engine.errors import k7_writing as k7
from kpi_engine.report.output import write_results
from kpi_engine.source import Place
from kpi_engine.trail.receipt import Receipt
from kpi_engine.verify import DOCUMENTS
from kpi_engine.verify.delimited import Found, compare_table, prove_trail
from kpi_engine.verify.layout import LAYOUTS
from kpi_engine.verify.told import Told
from kpi_engine.verify.workbook import compare_workbook

__all__ = ["Recomputed", "compare_documents"]

_WORKBOOK: Final = "results.xlsx"


class Recomputed(Protocol):
    """A run of today."""

    @property
    def results(self) -> Results:
        """The figures."""

    @property
    def receipt(self) -> Receipt:
        """Its receipt."""

    @property
    def findings(self) -> Sequence[Problem]:
        """What was odd and accepted."""


def compare_documents(documents: Mapping[str, Path], run: Recomputed, told: Told) -> None:
    """Tell how each document differs from what the run writes; what is not there is a finding.

    Raises:
        KpiError: K703 to K705 where the recomputed documents cannot be written for a while.

    """
    missing = [name for name in DOCUMENTS if name not in documents]
    if missing:
        told.add(k7.DOCUMENT_MISSING.at(names="、".join(missing), reason="回执旁边没有", reason_en="not beside the receipt"))
    if not documents:
        return
    with ExitStack() as stack:
        fresh = _Fresh(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kpi-"))), run, workbook=_WORKBOOK in documents)
        for name, path in documents.items():
            try:
                _compare(name, path, fresh, told)
            except OSError as error:
                reason = error.strerror or type(error).__name__
                told.add(k7.DOCUMENT_UNREADABLE.at(Place(name), reason=reason, reason_en=reason))


def _compare(name: str, path: Path, fresh: _Fresh, told: Told) -> None:
    if name != _WORKBOOK:
        try:
            _compare_table(Found(path, name, LAYOUTS[name]), fresh, told)
        except csv.Error as error:  # a cell without end
            told.add(k7.DOCUMENT_UNREADABLE.at(Place(name), reason=f"有一格没有尽头（{error}）", reason_en=f"a cell has no end ({error})"))
        return
    wanted = fresh.file(name)
    if wanted.is_file():
        compare_workbook(path, wanted, told)
    else:
        told.add(k7.ROWS_DIFFER.at(Place(name), reason="重算写不出这个文件（放不下）", reason_en="the recomputed run has no such file"))


def _compare_table(found: Found, fresh: _Fresh, told: Told) -> None:
    if not found.is_table:
        told.add(k7.DOCUMENT_UNREADABLE.at(Place(found.name), reason="认不出表头", reason_en="its headings are not known"))
        return
    wanted = replace(found, path=fresh.file(found.name, labels=found.labels))
    in_order = compare_table(found, wanted, told)
    if found.name == "trail.csv":
        prove_trail(found if in_order else wanted, told)


@dataclass
class _Fresh:
    """What the recomputed run writes, with headings of one kind or the other, made when it is asked for."""

    folder: Path
    run: Recomputed
    workbook: bool
    made: dict[bool, Path] = field(default_factory=dict)

    def file(self, name: str, *, labels: bool | None = None) -> Path:
        """One of the documents; the workbook is the same with either kind."""
        kind = labels if labels is not None else next(iter(self.made), False)
        if kind not in self.made:
            self.made[kind] = self._write(labels=kind)
        return self.made[kind] / name

    def _write(self, *, labels: bool) -> Path:
        target = self.folder / ("labels" if labels else "names")
        run, workbook = self.run, self.workbook and not self.made
        written, problems = write_results(target, run.results, run.receipt, findings=run.findings, labels=labels, workbook=workbook)
        if written is None:
            raise KpiError(problems)
        return target
