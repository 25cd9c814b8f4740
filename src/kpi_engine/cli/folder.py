"""The work folder: what lies where, and the next free place for results."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kpi_engine.errors import KpiError
from kpi_engine.errors import k7_writing as k7

__all__ = ["WorkFolder", "files_below", "find_folder"]

SCHEME: Final = "方案.yaml"
REGISTERS: Final = ("单位名录.xlsx", "单位名录.csv")
ADJUSTMENTS: Final = "更正与审定.xlsx"
DATA, PAST, RESULTS, TRIALS = "数据", "往年", "结果", "试算"
NOT_DATA: Final = {"thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class WorkFolder:
    """A folder with a scheme in it. ``scheme`` is the scheme's file."""

    root: Path
    scheme: Path

    @property
    def register(self) -> Path | None:
        """The register of units, None where there is none yet."""
        return next((path for name in REGISTERS if (path := self.root / name).is_file()), None)

    @property
    def data(self) -> list[Path]:
        """What the owners sent, by name; lock files of open workbooks left out."""
        return sorted(path for path in _files(self.root / DATA) if path.name.lower() not in NOT_DATA)

    @property
    def adjustments(self) -> list[Path]:
        """Corrections and decisions."""
        path = self.root / ADJUSTMENTS
        return [path] if path.is_file() else []

    @property
    def receipts(self) -> list[Path]:
        """The receipts of the runs that the scheme reads."""
        return sorted(path for path in _files(self.root / PAST) if path.suffix.lower() == ".json")

    @property
    def results(self) -> Path:
        """Where results go."""
        return self.root / RESULTS

    def needed_register(self) -> Path:
        """The register; refused where there is none (K722) or two (K728)."""
        names = [name for name in REGISTERS if (self.root / name).is_file()]
        if len(names) > 1:
            raise KpiError([k7.TWO_REGISTERS.at(folder=self.root, names="、".join(names))])
        found = self.register
        if found is None:
            raise KpiError([k7.NO_REGISTER_HERE.at(folder=self.root)])
        return found

    def needed_data(self) -> list[Path]:
        """The data; refused where there are none (K723)."""
        found = self.data
        if not found:
            raise KpiError([k7.NO_DATA_HERE.at(folder=self.root / DATA)])
        return found

    def runs(self) -> list[Path]:
        """The folders of past runs, oldest first."""
        return [path for _, path in sorted(_numbered(self.results)) if (path / "receipt.json").is_file()]

    def next_run(self) -> Path:
        """The next free number: 结果/01, 结果/02, ..."""
        return _next_in(self.results)

    def next_trial(self) -> Path:
        """The next free number among the trials: 试算/01, 试算/02, ... Never a place among the results."""
        return _next_in(self.root / TRIALS)

    def last_run(self) -> Path:
        """The newest run; refused where there is none (K725)."""
        runs = self.runs()
        if not runs:
            raise KpiError([k7.NO_RUN_HERE.at(folder=self.results)])
        return runs[-1]


def files_below(folder: Path) -> Iterator[Path]:
    """The files of a folder and its folders; hidden ones and the lock files of open workbooks left out.

    Raises:
        OSError: a folder that cannot be looked into: what lies there would be dropped unseen.

    """

    def stop(error: OSError) -> None:
        raise error

    for parent, _, names in os.walk(folder, onerror=stop):
        yield from (path for name in names if not name.startswith((".", "~$")) and (path := Path(parent, name)).is_file())


def _files(folder: Path) -> Iterator[Path]:
    return files_below(folder) if folder.is_dir() else iter(())


def _numbered(folder: Path) -> Iterator[tuple[int, Path]]:
    if folder.is_dir():
        yield from ((int(path.name), path) for path in folder.iterdir() if path.name.isdecimal() and path.is_dir())


def _next_in(folder: Path) -> Path:
    return folder / f"{max((number for number, _ in _numbered(folder)), default=0) + 1:02d}"


def find_folder(where: Path) -> WorkFolder:
    """The work folder at ``where`` or above it; ``where`` may be the scheme's file itself.

    Raises:
        KpiError: K720 where there is no scheme, K721 where it is not clear which.

    """
    if where.is_file():
        return WorkFolder(where.resolve().parent, where.resolve())
    start = where.resolve()
    for folder in (start, *start.parents) if start.is_dir() else ():
        if (folder / SCHEME).is_file():
            return WorkFolder(folder, folder / SCHEME)
    schemes = sorted(path for path in start.glob("*.y*ml") if path.suffix.lower() in (".yaml", ".yml")) if start.is_dir() else []
    if len(schemes) == 1:
        return WorkFolder(start, schemes[0])
    if schemes:
        raise KpiError([k7.SEVERAL_SCHEMES.at(folder=where, found="、".join(path.name for path in schemes))])
    raise KpiError([k7.NO_SCHEME_HERE.at(folder=where)])
