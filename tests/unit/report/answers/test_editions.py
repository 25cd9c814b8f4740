from fractions import Fraction

from bases import base_of
from kpi_engine.report.answers.editions import editions_telling
from kpi_engine.whatif.editions import both_ways
from three import BASE, TEXT

LATER = base_of(
    TEXT.replace("甲项: {points: 60", "甲项: {points: 50").replace("乙项: {points: 40", "乙项: {points: 50").replace("2024", "2025"),
    ["东乡", "西乡", "北乡"],
    {"甲率": ["100%", "80%", "70%"], "乙率": ["80%", "100%", "70%"]},
)


def test_both_ways_have_a_table_of_their_own_with_every_unit() -> None:
    first, second = both_ways(BASE, LATER)
    telling = editions_telling([(BASE.results, first), (LATER.results, second)])
    assert [listing.key for listing in telling.listings] == ["units1", "units2"]
    assert [(row[0], row[1], row[4]) for row in telling.listings[0].rows] == [("东乡", 92, 90), ("西乡", 88, 90), ("南乡", 50, 50)]
    assert [(row[0], row[1], row[4]) for row in telling.listings[1].rows] == [("东乡", 90, 92), ("西乡", 90, 88), ("北乡", 70, 70)]
    assert "只在数据那边名录里的单位：南乡。" in telling.sections[0][1]


def test_who_cannot_be_scored_under_the_other_rules_is_listed_with_the_reason() -> None:
    other = base_of(TEXT.replace("乙率", "丙率").replace("2024", "2025"), ["东乡"], {"甲率": ["100%"], "丙率": ["80%"]})
    first, _ = both_ways(BASE, other)
    telling = editions_telling([(BASE.results, first)])
    (unscored,) = [listing for listing in telling.listings if listing.key == "unscored1"]
    assert [row[0] for row in unscored.rows] == ["东乡", "西乡", "南乡"]
    assert [row[4] for row in telling.listings[0].rows] == [None, None, None]
    assert telling.listings[0].rows[0][1] == Fraction(92)
