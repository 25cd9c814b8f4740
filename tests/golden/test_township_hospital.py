"""township_hospital against an independent calculation: every leaf in both periods, totals, places, grades, measures."""

from __future__ import annotations

import csv
import importlib
import json
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

from kpi_engine import score
from kpi_engine.table import Ref, Role
from scored import Sheet, score_text

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "fixtures" / "township_hospital"
RULES = ROOT / "rules" / "township_hospital.yaml"
PERIODS = ("六月", "十二月")


def generator(name: str) -> ModuleType:
    """A script of fixtures/generate, which imports its neighbours by their plain names."""
    folder = str(ROOT / "fixtures" / "generate")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(folder)


def rows() -> list[dict[str, str]]:
    with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module", params=["folder", "figures"])
def sheet(request: pytest.FixtureRequest) -> Sheet:
    """The results from the files as they were sent, and from the clean figures without any file."""
    return from_folder() if request.param == "folder" else from_figures()


def from_folder() -> Sheet:
    run = score(
        RULES,
        register=FOLDER / "单位名录.xlsx",
        data=sorted((FOLDER / "数据").iterdir()),
        adjustments=[FOLDER / "更正与审定.xlsx"],
        receipts=sorted((FOLDER / "往年").glob("*.json")),
        actor="test",
        at="2025-01-10",
    )
    return Sheet(run.results)


def from_figures() -> Sheet:
    made = generator("township_hospital")
    told = made.assessed()
    inputs: dict[str, list[object]] = {name: [h.yearly[name] for h in told] for name in told[0].yearly}
    votes: dict[tuple[str, str], list[object]] = {}
    for period in PERIODS:
        for name in told[0].figures[period]:
            figures: list[object] = [h.figures[period][name] for h in told]
            what, ballot, option = name.partition("|")
            if ballot:
                votes[f"{what}@{period}", f"|{option}"] = figures
            else:
                inputs[f"{name}@{period}"] = figures
    events = [
        {"unit": h.name, "event": event, "period": period}
        for h in told
        for period in PERIODS
        for event, times in h.events[period].items()
        for _ in range(times)
    ]
    past = {unit["unit"]: unit["grade"] for unit in json.loads((FOLDER / "往年" / "2023.json").read_text(encoding="utf-8"))["results"]}
    units = [h.name for h in told]
    return score_text(
        RULES.read_text(encoding="utf-8"),
        units,
        inputs,
        votes=votes,
        events=events,
        reads={("去年", "grade"): [past.get(unit) for unit in units]},
        decided={
            "抽查复核": [made.DECIDED_POINTS[1] if unit == made.DECIDED_POINTS[0] else None for unit in units],
            "抽查改定等次": [made.DECIDED_GRADE[1] if unit == made.DECIDED_GRADE[0] else None for unit in units],
        },
        apart=[h.name for h in told if h.status == "单列"],
    )


def figure(text: str) -> object:
    return "NOT_APPLICABLE" if text == "不涉及" else Fraction(text)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert (FOLDER / "expected.csv").read_text(encoding="utf-8") == generator("township_hospital_expected").write()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["单位"])
def test_every_figure_of_a_hospital_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    leaves = [heading for heading in row if "@" in heading and heading.partition("@")[0] not in ("总分", "等次")]
    told = {heading: sheet.score(*_split(heading, unit)) for heading in leaves}
    assert told == {heading: figure(row[heading]) for heading in leaves}
    for period in PERIODS:
        assert sheet.total(unit, period) == Fraction(row[f"总分@{period}"])
        assert sheet.cell(Ref(Role.GRADE, period=period), unit) == row[f"等次@{period}"]
    assert sheet.score("", unit) == Fraction(row["合成"])
    assert sheet.total(unit) == Fraction(row["总分"])
    assert sheet.rank(unit) == (int(row["名次"]) if row["名次"] else "NOT_APPLICABLE")
    assert (sheet.grade(unit, "band"), sheet.grade(unit)) == (row["分数等次"], row["等次"])
    assert {name: sheet.taken(name, unit) for name in ("通报批评限期整改", "免去院长职务")} == {
        name: row[name] == "是" for name in ("通报批评限期整改", "免去院长职务")
    }
    assert sheet.taken("院长考核等次", unit) == row["院长考核等次"]


def _split(heading: str, unit: str) -> tuple[str, str, str]:
    leaf, _, period = heading.partition("@")
    return leaf, unit, period


def test_three_places_of_eighteen_times_a_fifth(sheet: Sheet) -> None:
    assert sheet.places("优秀名额", "城关镇中心卫生院") == 3
    kept = [row["单位"] for row in rows() if row["等次"] == "优秀" and row["名次"]]
    assert len(kept) == 3


def test_the_hospitals_in_the_gaps_between_grades_are_findings(sheet: Sheet) -> None:
    assert sheet.problems == ()
    told = {str(p.facts["unit"]) for p in sheet.results.findings if p.code.number == "K607"}
    assert told == {row["单位"] for row in rows() if row["分数等次"] != row["取整读法等次"]}
    assert told == {"东湖街道社区卫生服务中心", "南坪乡卫生院"}
