"""Files, bytes and tables as callers hand them over, and the list of them that the receipt keeps."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kpi_engine import KpiError, Problem
from kpi_engine.api.sources import Files, bytes_of
from kpi_engine.intake.grid import DEFAULT_LIMITS
from kpi_engine.trail.receipt import SourceFile


def numbers(error: pytest.ExceptionInfo[KpiError]) -> list[str]:
    return [problem.code.number for problem in error.value.problems]


def test_a_file_is_named_without_its_folder(tmp_path: Path) -> None:
    (tmp_path / "业务科.csv").write_bytes(b"a,b\n")
    assert bytes_of(tmp_path / "业务科.csv") == ("业务科.csv", b"a,b\n")
    assert bytes_of(("业务科.csv", b"a,b\n")) == ("业务科.csv", b"a,b\n")


def test_a_file_that_is_not_there_or_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(KpiError) as missing:
        bytes_of(tmp_path / "没有.csv")
    assert numbers(missing) == ["K101"]
    with (tmp_path / "大.csv").open("wb") as large:
        large.truncate(DEFAULT_LIMITS.file_bytes + 1)
    with pytest.raises(KpiError) as refused:
        bytes_of(tmp_path / "大.csv")
    assert numbers(refused) == ["K103"]


def test_what_went_in_is_listed_by_use_name_and_digest() -> None:
    """The digest of ``a,b`` as any tool computes it (sha256sum)."""
    files = Files(SourceFile("scheme", "方案.yaml", "00"))
    problems: list[Problem] = []
    grids = files.grids("data", [("一.csv", b"a,b\n1,2\n"), {"二": pd.DataFrame({"单位": ["甲"]})}], problems)
    assert [grid.sheet for grid in grids] == ["", "二"]
    assert [(note.use, note.name) for note in files.noted] == [("scheme", "方案.yaml"), ("data", "一.csv"), ("data", "二")]
    assert files.noted[1].sha256 == "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470"
    assert problems == []
