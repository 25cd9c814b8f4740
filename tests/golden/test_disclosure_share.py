"""disclosure_share against an independent calculation: an assessment that is one indicator of another, with four points and with three."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from golden_case import ROOT, expected_rows, expected_text, folder_sheet, generator, unmet
from kpi_engine import score
from kpi_engine.table import Ref, Role
from scored import Sheet

NODES = ("重点工作", "社会事业", "党的建设", "机关效能", "政务公开")
VALUES = ("原总分", "得失", "原名次", "现名次")
FOLDER = ROOT / "fixtures" / "disclosure_share"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet("disclosure_share")


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text("disclosure_share") == generator("disclosure_share_expected").write()


@pytest.mark.parametrize("row", expected_rows("disclosure_share"), ids=lambda row: row["单位"])
def test_every_figure_of_a_unit_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {name: sheet.score(name, unit) for name in NODES} == {name: Fraction(row[name]) for name in NODES}
    assert {name: sheet.cell(Ref(Role.VALUE, name), unit) for name in VALUES} == {name: Fraction(row[name]) for name in VALUES}
    assert (sheet.total(unit), sheet.rank(unit)) == (Fraction(row["总分"]), int(row["名次"]))
    assert sheet.titled("先进单位", unit) == (row["先进单位"] == "是")
    gain, moved = Fraction(row["得失"]), int(row["原名次"]) - int(row["现名次"])
    told = {name: sheet.taken(name, unit) for name in ("因调整得分", "因调整失分", "因调整名次上升", "因调整名次下降")}
    assert told == {"因调整得分": gain > 0, "因调整失分": gain < 0, "因调整名次上升": moved > 0, "因调整名次下降": moved < 0}


def test_the_units_that_gain_or_lose_a_title_by_the_point_are_findings(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert {unit for unit, _ in unmet(sheet)} == {"县财政局", "县供销合作社"}
    assert (sheet.titled("先进单位", "县财政局"), sheet.titled("先进单位", "县供销合作社")) == (True, False)


def test_what_the_scheme_says_of_three_points_is_what_a_run_with_three_points_gives(tmp_path: Path) -> None:
    text = (ROOT / "rules" / "disclosure_share.yaml").read_text(encoding="utf-8")
    text = text.replace("机关效能: {points: {乡镇: 10, 县直: 16}", "机关效能: {points: {乡镇: 11, 县直: 17}").replace(
        "    points: 4\n", "    points: 3\n"
    )
    rules = tmp_path / "three.yaml"
    rules.write_text(text, encoding="utf-8")
    data, receipts = sorted((FOLDER / "数据").iterdir()), sorted((FOLDER / "往年").glob("*.json"))
    adjustments = [FOLDER / "更正与审定.xlsx"]
    run = score(rules, register=FOLDER / "单位名录.xlsx", data=data, adjustments=adjustments, receipts=receipts, actor="test", at="2025-01-10")
    three = Sheet(run.results)
    assert [three.total(row["单位"]) for row in expected_rows("disclosure_share")] == [
        Fraction(row["原总分"]) for row in expected_rows("disclosure_share")
    ]
