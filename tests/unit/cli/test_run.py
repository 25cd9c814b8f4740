"""A work folder through the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_engine.cli import run
from kpi_engine.cli.inputs import Named
from kpi_engine.errors import KpiError


def test_all_that_lies_in_the_folder_goes_in(desk: Path) -> None:
    scored = run.score_inputs(Named().found(desk), actor="周", at="2025-01-03T09:00:00+08:00")
    assert [(source.use, source.name) for source in scored.receipt.sources] == [
        ("data", "事项.csv"),
        ("data", "督查科.csv"),
        ("register", "单位名录.csv"),
        ("scheme", "方案.yaml"),
    ]
    assert (scored.receipt.actor, scored.receipt.at) == ("周", "2025-01-03T09:00:00+08:00")


def test_without_data_nothing_is_scored(desk: Path) -> None:
    for path in (desk / "数据").iterdir():
        path.unlink()
    with pytest.raises(KpiError) as caught:
        run.score_inputs(Named().found(desk))
    assert [problem.code.number for problem in caught.value.problems] == ["K723"]


def test_who_is_told_by_the_machine_or_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("USERNAME", raising=False)
    monkeypatch.setenv("USER", "zhou")
    assert run.who() == "zhou"
    monkeypatch.delenv("USER")
    assert run.who() == ""


def test_the_time_has_its_zone() -> None:
    from datetime import datetime

    assert datetime.fromisoformat(run.now()).tzinfo is not None
