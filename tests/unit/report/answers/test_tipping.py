from fractions import Fraction

from kpi_engine.report.answers.tipping import crossing_telling, reach_telling, tipping_telling
from kpi_engine.whatif.closed.crossings import crossing
from kpi_engine.whatif.closed.moves import Moves
from kpi_engine.whatif.closed.reach import reaches
from kpi_engine.whatif.closed.tipping import tipping_points
from three import BASE

MOVES = Moves(BASE.results, Fraction(1))


def test_each_unit_has_its_nearest_tip_of_place_and_of_grade() -> None:
    (tips,) = tipping_telling(BASE.results, tipping_points(MOVES)).listings
    assert tips.rows[0] == ("东乡", "", "甲项", 60, 50, 49, 1, 2, "甲项", 60, 50, 49, "优秀", "合格")  # level at 50 : 50, 89.8 at 49
    assert tips.rows[2] == ("南乡", "", *[None] * 12)
    assert tips.columns[2].path == "rank.indicator"


def test_a_crossing_tells_where_the_published_order_is_open() -> None:
    telling = crossing_telling(crossing(MOVES, "东乡", "西乡", "乙项"))
    assert telling.listings[0].rows == (("乙项", "东乡", "西乡", 40, 50, Fraction("49.975"), Fraction("50.025"), "在前"),)
    assert telling.sentences[-1] == "逐步重算，东乡公布的名次：49 在前，50 并列，51 在后；变 2 次。"


def test_ranges_of_places_say_what_is_attained_and_what_is_proved() -> None:
    (listing,) = reach_telling(reaches(BASE.results, Fraction(1, 4))).listings
    assert listing.rows == (("东乡", 1, 1, 1, "是", 2, 2, "是"), ("西乡", 2, 1, 1, "是", 2, 2, "是"), ("南乡", 3, 3, 3, "是", 3, 3, "是"))
