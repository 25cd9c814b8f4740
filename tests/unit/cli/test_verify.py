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
    assert [d["code"] for d in told["differences"]] == ["K596", "K597", "K736", "K736", "K736"]
    assert [d["message"][:2] for d in told["differences"][2:4]] == ["2 ", "1 "]  # the total 84.00 and the points 48, the points again
    assert told["count"] > 5


def test_an_edited_cell_is_told_with_file_row_unit_and_both_values(scored: Path, kpi: Kpi) -> None:
    path = scored / "结果" / "01" / "scores.csv"
    path.write_bytes(path.read_bytes().replace(b"84.00", b"94.00"))
    code, out, _ = kpi("verify", scored)
    assert code == 1
    assert "不一致，1 处" in out
    assert "  scores.csv:3:3  K730  税务窗口，总分：文件里是“94.00”，重算是“84.00”" in out
    assert out.count("改法：") == 2  # of the cell, and of what was not compared
    code, out, _ = kpi("--lang", "en", "verify", scored)
    assert "税务窗口, total: the file says 94.00, recomputed 84.00" in out


def test_what_is_not_there_and_what_was_saved_again_is_told_without_a_failure(scored: Path, kpi: Kpi) -> None:
    code, out, _ = kpi("verify", scored)
    assert code == 0
    assert "旁边的文件也一致：scores.csv  points.csv  trail.csv" in out
    assert "results.xlsx 没有核对" in out
    path = scored / "结果" / "01" / "points.csv"
    path.write_bytes(path.read_bytes().decode("utf-8-sig").encode("gb18030"))
    told = json.loads(kpi("verify", scored, "--json")[1])
    assert (told["ok"], told["compared"]) == (True, ["scores.csv", "points.csv", "trail.csv"])
    assert [f["code"] for f in told["findings"]] == ["K732", "K734"]


def test_a_run_may_be_named_by_a_file_beside_its_receipt(scored: Path, kpi: Kpi) -> None:
    assert kpi("verify", scored / "结果" / "01" / "scores.csv")[0] == 0


@pytest.mark.parametrize("named", [("结果",), ("方案.yaml",)])
def test_a_work_folder_stands_for_its_newest_run(scored: Path, kpi: Kpi, named: tuple[str, ...]) -> None:
    assert kpi("verify", scored.joinpath(*named))[0] == 0


def test_another_run_is_never_verified_in_place_of_the_one_that_was_named(scored: Path, kpi: Kpi) -> None:
    (scored / "结果" / "02").mkdir()
    code, _, err = kpi("verify", scored / "结果" / "02")
    assert code == 1
    assert "K725" in err
    code, _, err = kpi("verify", scored / "结果" / "03", "-C", scored)
    assert code == 1
    assert "K725" in err


def test_what_is_no_receipt_is_refused(scored: Path, kpi: Kpi) -> None:
    (scored / "结果" / "01" / "receipt.json").write_text("{}", encoding="utf-8")
    code, _, err = kpi("verify", scored)
    assert code == 1
    assert "K580" in err


def test_a_folder_without_runs_is_refused(desk: Path, kpi: Kpi) -> None:
    code, _, err = kpi("verify", desk)
    assert code == 1
    assert "K725" in err
