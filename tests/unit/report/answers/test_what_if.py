from fractions import Fraction

from bases import base_of, scenario_of
from kpi_engine.report.answers.what_if import what_if_telling
from kpi_engine.whatif.answer import answer_of
from kpi_engine.whatif.scenario import run_scenario
from scored import HEAD

TEXT = (
    HEAD
    + """
clause: 例
inputs: {甲率: {kind: percent, owner: 股}, 乙率: {kind: percent, owner: 股}}
indicators:
  甲项: {points: 60, score: points * 甲率}
  乙项: {points: 40, score: points * 乙率}
grades: {of: total, from: {优秀: 90}, otherwise: 合格}
ranking: {within: all, by: [total], ties: share}
payments: {奖金: {amount: "1000 if grade == 优秀 else 0", places: 2}}
"""
)
BASE = base_of(TEXT, ["南乡", "东乡", "西乡"], {"甲率": ["50%", "100%", "80%"], "乙率": ["50%", "80%", "100%"]})


def telling(*edits: str, language="zh", **how):
    outcome, problems = run_scenario(BASE, scenario_of(*edits, **how))
    assert outcome is not None, problems
    return what_if_telling(BASE.results, [answer_of(BASE.results, outcome)], language=language)


def test_every_unit_stands_in_the_table_in_the_order_of_the_ranking_as_it_is() -> None:
    (units, displaced, money, edits) = telling("乙项.points=70", rebalance="siblings").listings
    assert units.rows == (
        ("东乡", Fraction(92), 1, "优秀", Fraction(86), 2, "合格", Fraction(-6), -1),
        ("西乡", Fraction(88), 2, "合格", Fraction(94), 1, "优秀", Fraction(6), 1),
        ("南乡", Fraction(50), 3, "合格", Fraction(50), 3, "合格", Fraction(0), 0),
    )
    assert displaced.rows == (("试", "", "优秀", "东乡", "西乡"), ("试", "", "合格", "西乡", "东乡"))
    assert money.rows[-1] == ("合计", Fraction(1000), Fraction(1000))
    assert edits.rows == (("试", "分担", "甲项", "60", "30"), ("试", "分值", "乙项", "40", "70"))


def test_the_picture_shows_who_moved_and_only_those() -> None:
    picture = telling("乙项.points=70", rebalance="siblings").picture
    assert picture is not None
    assert (picture.labels, picture.lines) == (("现在", "试"), {"东乡": [1, 2], "西乡": [2, 1]})
    assert telling("grades.优秀=89").picture is None


def test_headings_are_english_where_that_is_asked_for() -> None:
    told = telling("grades.优秀=85", language="en")
    assert [listing.name for listing in told.listings] == ["Compared", "In and out", "Payments", "Edits"]
    assert told.sections[0][1][0] == "Scheme changed: grades.优秀 90 → 85."
