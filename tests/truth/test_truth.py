"""Published tables come out of ordinary schemes, figure by figure. The tables are not kept here: KPI_TRUTH names the folder they stand in."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from kpi_engine import score
from kpi_engine.table import Ref, Role
from scored import Sheet, exact_total

SCHEMES = Path(__file__).with_name("schemes")
TRUTH = Path(os.environ.get("KPI_TRUTH", ""))

pytestmark = pytest.mark.skipif("KPI_TRUTH" not in os.environ, reason="KPI_TRUTH does not name the folder of the published tables")


def table(folder: str, name: str) -> list[dict[str, str]]:
    with (TRUTH / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sent(name: str, headings: list[str], rows: Iterable[Iterable[object]]) -> tuple[str, bytes]:
    """A table as an office would send it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows(rows)
    return name, out.getvalue().encode()


def columns(rows: list[dict[str, str]], unit: str, names: Sequence[str]) -> tuple[str, bytes]:
    return sent("data.csv", ["unit", *names], ([row[unit], *(plain(row[name]) for name in names)] for row in rows))


def plain(text: str) -> str:
    """A double's digits without an exponent, which the intake does not read."""
    return format(Decimal(text), "f") if "e" in text else text


def scored(scheme: str | tuple[str, bytes], units: dict[str, str] | list[str], *data: tuple[str, bytes]) -> Sheet:
    classed = isinstance(units, dict)
    register = sent("units.csv", ["unit", "class"] if classed else ["unit"], units.items() if isinstance(units, dict) else ([u] for u in units))
    source = SCHEMES / f"{scheme}.yaml" if isinstance(scheme, str) else scheme
    return Sheet(score(source, register=register, data=data).results)


def test_hdi_2021_gives_all_191_values_groups_and_ranks() -> None:
    rows, published = table("hdi_2021", "inputs"), table("hdi_2021", "expected")
    units = [row["iso3"] for row in rows]
    names = ("life_expectancy", "expected_schooling", "mean_schooling", "gni_per_capita")
    sheet = scored("hdi", units, columns(rows, "iso3", names))
    told = {u: (sheet.total(u), sheet.grade(u), sheet.rank(u)) for u in units}
    assert told == {row["iso3"]: (Fraction(row["hdi"]), row["group"], int(row["rank"])) for row in published}
    assert len(told) == 191


def test_air_quality_of_300_stations_gives_index_grade_and_primary_pollutants() -> None:
    rows, published = table("cn_aqi_stations_20180220", "inputs"), table("cn_aqi_stations_20180220", "expected")
    units = [row["station"] for row in rows]
    sheet = scored("aqi", units, columns(rows, "station", ("so2_1h", "no2_1h", "co_1h", "o3_1h", "pm10", "pm2_5")))
    measures = {name: c.label for name, c in sheet.results.plan.scheme.consequences.items()}
    leading = {u: sorted(label for name, label in measures.items() if sheet.taken(name, u) is True) for u in units}
    told = {u: (sheet.total(u), sheet.grade(u), leading[u]) for u in units}
    wanted = {r["station"]: (int(r["aqi"]), r["quality"], sorted(p for p in r["primary_pollutant"].split(",") if p)) for r in published}
    assert told == wanted
    assert len(told) == 300


SEGMENTS = {"MEN FREE SKATING": "Men", "PAIRS FREE SKATING": "Pairs", "ICE DANCE FREE DANCE": "Dance"}
COMPONENTS = {"SS": "skating_skills", "TR": "transitions", "PE": "performance", "CO": "composition", "IN": "interpretation"}


def test_skating_marks_give_panel_scores_components_segment_scores_and_ranks() -> None:
    rows, published = table("isu_figure_skating_worlds2017", "inputs"), table("isu_figure_skating_worlds2017", "expected")
    units = {row["performance"]: SEGMENTS[row["segment"]] for row in rows}
    first = {row["performance"]: row for row in reversed(rows)}
    judges = [f"J{j}" for j in range(1, 10)]
    juries = [
        sent(f"{c}.csv", ["unit", *judges], ([r["performance"], *(r[j] for j in judges)] for r in rows if r["component"] == c)) for c in COMPONENTS
    ]
    technical = sent("panel.csv", ["unit", "element_score", "falls"], ([u, first[u]["element_score"], first[u]["deductions"]] for u in units))
    sheet = scored("figure_skating", units, technical, *juries)
    for row in published:
        unit = row["performance"]
        assert {c: sheet.cell(Ref(Role.INPUT, c), unit) for c in COMPONENTS} == {c: Fraction(row[c]) for c in COMPONENTS}
        assert sheet.score("components", unit) == Fraction(row["component_score"])
        assert sheet.total(unit) == Fraction(row["segment_score"])
        assert sheet.rank(unit) == int(row["rank"])
    assert len(published) == 60


def cut(tree: dict, name: str) -> dict | None:
    """The node of a name, wherever it stands."""
    for key, node in tree.get("indicators", {}).items():
        found = node if key == name else cut(node, name)
        if found is not None:
            return found
    return None


def asem(level: str, rows: list[dict[str, str]]) -> Sheet:
    """The index, or the scheme of one of its parts: the same text with that part for its root."""
    text = yaml.load((SCHEMES / "asem.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    if level != "Index":
        part = cut(text, level)
        assert part is not None
        text = {**text, "indicators": part["indicators"]}
        used = yaml.dump(text["indicators"], allow_unicode=True)
        text["inputs"] = {name: decl for name, decl in text["inputs"].items() if f"class_min({name})" in used}
    written = yaml.dump(text, allow_unicode=True, sort_keys=False).encode()
    return scored(("asem.yaml", written), [row["country"] for row in rows], columns(rows, "country", list(text["inputs"])))


def test_asem_gives_every_level_and_every_rank() -> None:
    rows, published = table("asem_coinr_minmax", "inputs"), table("asem_coinr_minmax", "expected")
    levels = [heading.removeprefix("rank_") for heading in published[0] if heading.startswith("rank_")]
    compared = 0
    for level in levels:
        sheet = asem(level, rows)
        for row in published:
            unit = row["country"]
            assert abs(exact_total(sheet, unit) - Fraction(row[level])) < Fraction(1, 10**9), (level, unit)
            assert sheet.rank(unit) == int(row[f"rank_{level}"]), (level, unit)
            compared += 1
    assert compared == 561


def test_asem_parts_inside_the_index_are_what_they_are_alone() -> None:
    rows, published = table("asem_coinr_minmax", "inputs"), table("asem_coinr_minmax", "expected")
    sheet = asem("Index", rows)
    inside = [entry.name for entry in sheet.results.plan.book.tree if entry.level == "group"]
    assert len(inside) == 10
    for row in published:
        for level in inside:
            value = sheet.score(level, row["country"])
            assert isinstance(value, Fraction)
            assert abs(value - Fraction(row[level])) < Fraction(1, 10**9), (level, row["country"])
