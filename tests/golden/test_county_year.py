"""county_year three times against an independent calculation: as the data were sent, corrected and decided, and after the appeals."""

from __future__ import annotations

import csv
import importlib
import json
import sys
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from kpi_engine import Run, score
from scored import Sheet

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "fixtures" / "county_year"
STATES = {
    "更正前": ("expected（更正前）.csv", []),
    "更正后": ("expected.csv", [FOLDER / "更正与审定.xlsx"]),
    "申诉后": ("expected（申诉后）.csv", [FOLDER / "更正与审定（申诉后）.xlsx"]),
}
NAMES = ("单位", "总分", "名次", "计分等次", "等次", "通报表扬", "约谈班子", "调整班子", "年终奖金")
CONSEQUENCES = ("通报表扬", "约谈班子", "调整班子")


def generator(name: str) -> ModuleType:
    """A script of fixtures/generate, which imports its neighbours by their plain names."""
    folder = str(ROOT / "fixtures" / "generate")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(folder)


def rows(when: str) -> list[dict[str, str]]:
    with (FOLDER / STATES[when][0]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def run_at(when: str) -> Run:
    return score(
        ROOT / "rules" / "county_year.yaml",
        register=FOLDER / "单位名录.xlsx",
        data=sorted((FOLDER / "数据").iterdir()),
        adjustments=STATES[when][1],
        receipts=sorted((FOLDER / "往年").glob("*.json")),
        actor="test",
        at="2025-01-24",
    )


def figure(text: str) -> object:
    return "NOT_APPLICABLE" if text == "不涉及" else Fraction(text)


@pytest.mark.parametrize("when", STATES)
def test_the_expected_tables_are_what_the_independent_calculation_gives(when: str) -> None:
    assert (FOLDER / STATES[when][0]).read_text(encoding="utf-8") == generator("county_year_expected").write(when)


@pytest.mark.parametrize("when", STATES)
def test_every_figure_of_every_unit_is_as_expected(when: str) -> None:
    sheet = Sheet(run_at(when).results)
    wrong = {}
    for row in rows(when):
        unit = row["单位"]
        told: dict[str, object] = {name: sheet.score(name, unit) for name in row if name not in NAMES}
        told |= {"总分": sheet.total(unit), "名次": sheet.rank(unit), "计分等次": sheet.grade(unit, "band"), "等次": sheet.grade(unit)}
        told |= {name: sheet.taken(name, unit) for name in CONSEQUENCES} | {"年终奖金": sheet.paid("年终奖金", unit)}
        want: dict[str, object] = {name: figure(row[name]) for name in row if name not in NAMES} | {"总分": Fraction(row["总分"])}
        want |= {"名次": int(row["名次"]) if row["名次"] else "NOT_APPLICABLE", "计分等次": row["计分等次"], "等次": row["等次"]}
        want |= {name: "NOT_APPLICABLE" if row[name] == "不涉及" else row[name] == "是" for name in CONSEQUENCES} | {
            "年终奖金": Fraction(row["年终奖金"])
        }
        wrong |= {(unit, name): (told[name], want[name]) for name in want if told[name] != want[name]}
    assert wrong == {}
    assert len(sheet.results.units) == 85


def test_the_months_that_are_read_hold_the_expected_results_of_their_run() -> None:
    with (ROOT / "fixtures" / "county_months" / "expected.csv").open(encoding="utf-8", newline="") as file:
        wanted = {row["单位"]: row["总分"] for row in csv.DictReader(file)}
    units = json.loads((FOLDER / "往年" / "平时考核2024.json").read_text(encoding="utf-8"))["results"]
    assert {unit["unit"]: unit["total"] for unit in units} == wanted


def changed(old: str, new: str) -> dict[str, str]:
    was, now = ({row["单位"]: row["等次"] for row in rows(when)} for when in (old, new))
    return {unit: f"{was[unit]} → {now[unit]}" for unit in was if was[unit] != now[unit]}


def test_corrections_and_an_appeal_change_the_grades_of_others_too() -> None:
    assert changed("更正前", "更正后") == {
        "白马镇": "良好 → 优秀",  # corrected
        "枫林乡": "优秀 → 良好",
        "县审计局": "良好 → 优秀",  # corrected
        "县发展和改革局": "优秀 → 良好",
        "县卫生健康局": "优秀 → 良好",  # decided; its place is given to nobody
    }
    assert changed("更正后", "申诉后") == {"双桥镇": "良好 → 优秀", "北关街道": "优秀 → 良好"}


def test_what_was_corrected_and_decided_stands_in_the_receipt() -> None:
    told = {when: [a for a in run_at(when).receipt.adjustments if a["what"] != "领导评价"] for when in STATES}
    assert {when: [(a["kind"], a["unit"], a["what"], a["new"]) for a in listed] for when, listed in told.items()} == {
        "更正前": [],
        "更正后": [
            ("更正", "白马镇", "招商到位资金", "12360"),
            ("更正", "县审计局", "平安建设考核得分（千分制）", "914"),
            ("审定", "县卫生健康局", "审定等次", "良好"),
        ],
        "申诉后": [
            ("更正", "白马镇", "招商到位资金", "12360"),
            ("更正", "县审计局", "平安建设考核得分（千分制）", "914"),
            ("更正", "双桥镇", "已整改环境问题", "15"),
            ("审定", "县卫生健康局", "审定等次", "良好"),
            ("审定", "县水利局", "申诉复核", "0.5"),
        ],
    }


def test_two_towns_with_the_same_total_are_told_apart_by_the_year_end_part() -> None:
    told = {row["单位"]: (row["总分"], row["名次"]) for row in rows("更正前")}
    assert (told["青石镇"], told["北关街道"]) == (("96.56", "5"), ("96.56", "4"))
    part = {row["单位"]: Fraction(row["年终考核"]) for row in rows("更正前")}
    assert part["北关街道"] > part["青石镇"]


def test_only_notes_one_budget_and_the_year_that_was_typed_in_are_in_doubt() -> None:
    run = run_at("更正后")
    assert run.results.problems == ()
    assert [(str(p.facts["unit"]), str(p.facts["name"])) for p in run.findings if p.code.number == "K607"] == [("县委党校", "预算执行率不超过100%")]
    assert {p.code.number for p in run.findings} == {"K537", "K593", "K607"}
