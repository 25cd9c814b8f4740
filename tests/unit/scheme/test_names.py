"""What bare names mean where they stand, and what is said of those that mean nothing there."""

from __future__ import annotations

import pytest

from kpi_engine.engine.plan import plan_scheme
from ruled import scheme
from scored import HEAD, plan_text, read_scheme, refusals, score_text


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("无名", "K406"),
        ("points * 率 + 一", "K415"),
        ("children_sum", "K415"),
        ("score(二)", "K406"),
        ("score(1)", "K415"),
        ("score(一, 一)", "K408"),
        ("target(率)", "K314"),
        ("target(无)", "K314"),
        ("grade(去年)", "K406"),
        ("class_max(率, 数)", "K408"),
        ("class_max(评定)", "K409"),
        ("in_a_row(率, 率)", "K406"),
        ("in_a_row(无, 率 > 1%)", "K406"),
        ("members_mean(率)", "K415"),
        ("count(事项, 事项, 事项)", "K407"),
        ("{bands: {of: 率, otherwise: 0}}", "K213"),
        ("{bands: {of: 率, from: {90%: 1}, above: {80%: 2}, otherwise: 0}}", "K212"),
        ("{bands: {of: 率, from: {90%: 1, 0.9: 2}, otherwise: 0}}", "K310"),
        ("{bands: {of: 率, from: {90%: 1}}}", "K202"),
        ("{levels: {of: 评定, give: {好: 1}}}", "K312"),
        ("{levels: {of: 评定, give: {好: 1, 差: 0, 中: 3}}}", "K413"),
        ("{levels: {of: 率, give: {好: 1}}}", "K415"),
        ("{line: {of: 率, through: {90%: 1}, beyond: hold}}", "K311"),
        ("{line: {of: 率, through: {90%: 1, 0.9: 2}, beyond: hold}}", "K310"),
        ("{cases: [{when: 率 > 1%, give: 3}]}", "K202"),
        ("{cases: [{when: 率 > 1%}, {otherwise: 0}]}", "K202"),
        ("{attainment: {actual: 率}}", "K314"),
        ("{attainmnt: {actual: 率}}", "K211"),
        ("{attainment: {actul: 率}}", "K201"),
    ],
)
def test_what_has_no_meaning_here_is_refused(rule: str, code: str) -> None:
    assert code in refusals(scheme(f'"{rule}"' if not rule.startswith("{") else rule))


def test_an_input_and_its_indicator_may_share_a_name() -> None:
    text = f"{HEAD}\ninputs: {{完成: {{kind: percent, owner: 甲}}}}\nindicators:\n  完成: {{points: 60, clause: 一, score: points * 完成}}\n"
    text += "  二: {points: 40, clause: 二, score: score(完成) / 3}\n"
    sheet = score_text(text, ["甲"], {"完成": ["0.5"]})
    assert (sheet.score("完成", "甲"), sheet.score("二", "甲"), sheet.total("甲")) == (30, 10, 40)


def test_a_quantity_of_a_period_is_its_own() -> None:
    text = scheme("points * 率").replace(
        "points: 100\nrounding", "points: 100\nperiods: {weights: {六月: 40%, 十二月: 60%}, missing: problem}\nrounding"
    )
    needs = plan_text(text).needs
    assert [(need.name, need.period) for need in needs.columns] == [("率", "六月"), ("率", "十二月")]
    assert needs.periods == ("六月", "十二月")


def test_a_former_name_of_an_input_in_a_formula_is_told_with_the_new_one() -> None:
    text = scheme("points * 老率").replace("率: {kind: percent,", "率: {kind: percent, was: 老率,")
    _, problems = plan_scheme(read_scheme(text))
    assert [problem.message() for problem in problems] == ["不认识的名字 老率，是不是 率？"]


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("天数", "它是事项“超期”的列，一件一个；用在这种事项的单价里，合计写 sum(超期, 天数)"),
        ("评分 - mark", "一个评委的一个分只用在 valid_if 里；合成的分写数据项的名字"),
    ],
)
def test_a_name_of_rows_is_not_one_of_units(rule: str, why: str) -> None:
    more = "  评分: {kind: marks, owner: 甲科}\nevents: {超期: {columns: {天数: {kind: count}}}}\n"
    _, problems = plan_scheme(read_scheme(scheme(rule, more)))
    assert [(p.code.number, p.facts["why"]) for p in problems] == [("K415", why)]
