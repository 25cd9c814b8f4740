"""trail.csv: what is written balances when it is read back."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from kpi_engine.engine.results import Results
from kpi_engine.formula.words import IndexArray
from kpi_engine.report.trail import write_trail
from kpi_engine.trail.accounts import Accounts
from kpi_engine.trail.balance import unbalanced_rows


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_written_trail_balances(desk: Results, tmp_path: Path) -> None:
    write_trail(tmp_path / "trail.csv", desk)
    lines = read(tmp_path / "trail.csv")
    assert list(lines[0]) == [
        "unit", "indicator", "period", "kind", "clause", "what", "quantity", "price", "points", "memo", "evidence", "owner", "date", "source",
    ]  # fmt: skip
    assert list(unbalanced_rows(lines)) == []


def test_an_amount_that_was_tampered_with_is_found(desk: Results, tmp_path: Path) -> None:
    write_trail(tmp_path / "trail.csv", desk)
    lines = read(tmp_path / "trail.csv")
    next(line for line in lines if line["what"] == "保底")["points"] = "11"
    assert [p.facts for p in unbalanced_rows(lines)] == [{"unit": "老区", "indicator": "纪律"}]


def test_an_account_shows_opening_postings_and_closing(desk: Results, tmp_path: Path) -> None:
    write_trail(tmp_path / "trail.csv", desk)
    told = [
        (x["kind"], x["clause"], x["what"], x["price"], x["points"])
        for x in read(tmp_path / "trail.csv")
        if (x["unit"], x["indicator"]) == ("老区", "纪律")
    ]
    assert told == [
        ("opening", "二", "期初", "", "20.00"),
        ("deduct", "二", "脱岗", "15", "-15"),
        ("deduct", "二", "脱岗", "15", "-15"),
        ("cap", "", "保底", "", "10"),
        ("closing", "二", "期末", "", "0.00"),
    ]


def test_an_account_without_a_figure_says_why(desk: Results, tmp_path: Path) -> None:
    write_trail(tmp_path / "trail.csv", desk)
    told = [(x["kind"], x["points"], x["memo"]) for x in read(tmp_path / "trail.csv") if (x["unit"], x["indicator"]) == ("老区", "评价")]
    assert told == [("opening", "", ""), ("closing", "", "不涉及")]


def test_each_account_is_shown_once_to_who_asks(desk: Results, tmp_path: Path) -> None:
    seen: list[tuple[str, str]] = []

    def see(accounts: Sequence[Accounts], block: IndexArray) -> None:
        seen.extend((desk.units[row], each.account.title) for each in accounts for row in block)

    write_trail(tmp_path / "trail.csv", desk, labels=True, see=see)
    heads = (tmp_path / "trail.csv").read_text(encoding="utf-8-sig").splitlines()
    assert heads[0] == "单位,指标,时期,类型,条款,事由,数量,单价,分值,说明,佐证,责任单位,日期,数据出处"
    assert len(seen) == len(set(seen)) == 5 * 7
    assert "免考镇" not in {unit for unit, _ in seen}


def test_how_far_it_is_is_told_now_and_then(desk: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi_engine.report.trail.TOLD_EVERY", 2)
    done: list[int] = []
    write_trail(tmp_path / "trail.csv", desk, tell=done.append)
    assert done == [2, 4]
