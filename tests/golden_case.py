"""What the golden tests of the library share: an example folder scored as a user scores it, its expected table, and the scripts that made both."""

from __future__ import annotations

import csv
import importlib
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType

from kpi_engine import Run, score
from scored import Sheet

ROOT = Path(__file__).parents[1]


def generator(name: str) -> ModuleType:
    """A script of fixtures/generate, which imports its neighbours by their plain names."""
    folder = str(ROOT / "fixtures" / "generate")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(folder)


def expected_rows(name: str) -> list[dict[str, str]]:
    """The expected table of an example."""
    with (ROOT / "fixtures" / name / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected_text(name: str) -> str:
    """The same, as it stands in the file."""
    return (ROOT / "fixtures" / name / "expected.csv").read_text(encoding="utf-8")


def folder_sheet(name: str, at: str = "2025-01-10") -> Sheet:
    """The results of an example from the files as they were sent."""
    return Sheet(folder_run(name, at).results)


def folder_run(name: str, at: str = "2025-01-10") -> Run:
    """The run of an example from the files as they were sent."""
    folder = ROOT / "fixtures" / name
    return score(
        ROOT / "rules" / f"{name}.yaml",
        register=folder / "单位名录.xlsx",
        data=sorted((folder / "数据").iterdir()),
        adjustments=sorted(folder.glob("更正与审定.xlsx")),
        receipts=sorted((folder / "往年").glob("*.json")),
        actor="test",
        at=at,
    )


def figure(text: str) -> object:
    """A cell of the expected table, as the sheet of results gives it."""
    return "NOT_APPLICABLE" if text == "不涉及" else Fraction(text)


def rank(text: str) -> object:
    """A place of the expected table; blank where a unit is not ranked."""
    return int(text) if text else "NOT_APPLICABLE"


def unmet(sheet: Sheet) -> set[tuple[str, str]]:
    """(unit, check) of every check that is not met and is a finding."""
    return {(str(p.facts["unit"]), str(p.facts["name"])) for p in sheet.results.findings if p.code.number == "K607"}
