"""``kpi verify``: the same inputs give the same receipt; what was changed is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Kpi = Callable[..., tuple[int, str, str]]


@pytest.fixture
def scored(desk: Path, kpi: Kpi) -> Path:
    assert kpi("score", desk, "--no-workbook")[0] == 0
    return desk


def test_the_newest_run_is_taken(scored: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("verify", scored)
    assert code == 0
    assert "可以原样重算出来" in out


def test_a_run_may_be_named_by_folder_or_receipt(scored: Path, kpi: Kpi) -> None:
    run = scored / "结果" / "01"
    assert kpi("verify", run)[0] == 0
    assert kpi("verify", run / "receipt.json")[0] == 0


def test_a_figure_changed_since_is_told_with_its_unit_and_file(scored: Path, kpi: Kpi) -> None:
    data = scored / "数据" / "督查科.csv"
    data.write_text(data.read_text(encoding="utf-8").replace("80%", "81%"), encoding="utf-8")
    code, out, _ = kpi("verify", scored)
    assert code == 1
    assert "文件改过：督查科.csv" in out
    assert "税务窗口" in out
    told = json.loads(kpi("verify", scored, "--json")[1])
    assert told["ok"] is False
    assert told["differences"]


def test_what_is_no_receipt_is_refused(scored: Path, kpi: Kpi) -> None:
    (scored / "结果" / "01" / "receipt.json").write_text("{}", encoding="utf-8")
    code, _, err = kpi("verify", scored)
    assert code == 1
    assert "K580" in err


def test_a_folder_without_runs_is_refused(desk: Path, kpi: Kpi) -> None:
    code, _, err = kpi("verify", desk)
    assert code == 1
    assert "K725" in err
