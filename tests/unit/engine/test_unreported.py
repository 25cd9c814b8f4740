"""What was reported of no period, and what only in part."""

from scored import Sheet, score_text

TEXT = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
periods: %s
inputs: {x: {kind: number, owner: 甲科}}
indicators:
  甲: {points: 100, score: x}
"""

DATA = {"x@a": ["80", "70", None], "x@b": ["90", None, "75"], "x@c": ["70", "75", None]}


def scored(periods: str, data: dict[str, list[object]] = DATA, more: str = "") -> Sheet:  # type: ignore[assignment]
    units = "ABCD"[: len(next(iter(data.values())))]
    return score_text(TEXT % periods + more, list(units), data)


def test_the_finding_names_the_period_and_the_units() -> None:
    sheet = scored("{names: [a, b, c], combine: mean, missing: skip}")
    assert [p.message() for p in sheet.results.findings] == ["“总分”a：C 未报，不计", "“总分”b：B 未报，不计", "“总分”c：C 未报，不计"]


def test_a_period_reported_in_part_is_asked_for() -> None:
    text = (TEXT % "{names: [a, b], combine: mean, missing: skip}").replace("points: 100, score: x", "points: 100, score: x + y")
    text = text.replace("inputs: {", "inputs: {y: {kind: number, owner: 甲科}, ")
    sheet = score_text(text, ["A"], {"x@a": ["10"], "y@a": ["20"], "x@b": ["30"]})
    assert [(p.code.number, p.facts["input"]) for p in sheet.problems] == [("K601", "y（b）")]


def test_what_is_reported_once_a_year_is_asked_for_in_every_case() -> None:
    text = (TEXT % "{names: [a, b], combine: mean, missing: zero}").replace("score: x", "score: x + y")
    text = text.replace("inputs: {", "inputs: {y: {kind: number, owner: 甲科, every: year}, ")
    sheet = score_text(text, ["A"], {"x@a": ["10"]})
    assert [(p.code.number, p.facts["input"]) for p in sheet.problems] == [("K601", "y")]


def test_a_check_is_not_asked_of_a_period_left_out_and_a_veto_is() -> None:
    periods = "{names: [a, b], combine: mean, missing: skip}"
    data: dict[str, list[object]] = {"x@a": ["80"]}
    assert scored(periods, data, "checks: {不超: {must: x <= 100, otherwise: problem}}\n").codes() == ["K608"]
    veto = "grades: {of: total, from: {好: 60}, otherwise: 差}\nvetoes: {线: {when: x < 10, then: {grade: 差}}}\n"
    assert scored(periods, data, veto).codes() == ["K601", "K608"]
