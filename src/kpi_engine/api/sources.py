"""What callers hand over: files, tables, texts; and the list of them for the receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_engine.errors import KpiError, Problem
from kpi_engine.errors import k1_reading as k1
from kpi_engine.intake.files import read_grids
from kpi_engine.intake.grid import DEFAULT_LIMITS, Grid
from kpi_engine.intake.receipts import PastRun, read_receipt
from kpi_engine.source import Place
from kpi_engine.trail.canonical import canonical_bytes, sha256
from kpi_engine.trail.receipt import SourceFile

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Files", "Source", "Tables", "bytes_of"]

Source = str | Path | tuple[str, bytes]
"""A file by its path, or its name and bytes."""


Tables = Mapping[str, "pd.DataFrame"]
"""Tables by what their sheets would be called."""


def bytes_of(source: Source) -> tuple[str, bytes]:
    """The name and bytes of a file; refused where it cannot be opened or is too large."""
    if isinstance(source, tuple):
        return source
    path = Path(source)
    try:
        size = path.stat().st_size
        if size > DEFAULT_LIMITS.file_bytes:  # seen to before it is in memory
            raise KpiError([k1.FILE_TOO_LARGE.at(Place(path.name), size=size, limit=DEFAULT_LIMITS.file_bytes)])
        return path.name, path.read_bytes()
    except OSError as error:
        raise KpiError([k1.CANNOT_OPEN.at(Place(path.name), reason=error.strerror or "")]) from None


class Files:
    """What was read, for the receipt."""

    def __init__(self, *noted: SourceFile) -> None:
        self.noted = list(noted)

    def note(self, use: str, name: str, digest: str) -> None:
        """One more that went in."""
        self.noted.append(SourceFile(use, name, digest))

    def grids(self, use: str, sources: Iterable[Source | Tables], problems: list[Problem]) -> list[Grid]:
        """The sheets of files or tables."""
        told: list[Grid] = []
        for source in sources:
            told += self._tables(use, source) if isinstance(source, Mapping) else self._file(use, source, problems)
        return told

    def _file(self, use: str, source: Source, problems: list[Problem]) -> list[Grid]:
        """The sheets of files or tables."""
        name, data = bytes_of(source)
        self.note(use, name, sha256(data))
        grids, said = read_grids(data, name)
        problems += said
        return grids

    def _tables(self, use: str, tables: Tables) -> list[Grid]:
        from kpi_engine.intake.frames import grids_of

        grids = grids_of(tables)
        for grid in grids:
            self.note(use, grid.sheet, sha256(canonical_bytes([list(grid.keys), list(grid.meta), list(grid.values)])))
        return grids

    def receipts(self, sources: Iterable[Source], problems: list[Problem]) -> list[PastRun]:
        """The runs that receipts tell of."""
        told: list[PastRun] = []
        for source in sources:
            name, data = bytes_of(source)
            self.note("receipt", name, sha256(data))
            run, said = read_receipt(data, name=name)
            problems += said
            told += [run] if run is not None else []
        return told
