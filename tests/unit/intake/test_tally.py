"""Problems of one kind in one sheet are told once."""

from __future__ import annotations

from kpi_engine.errors import k1_reading
from kpi_engine.intake.tally import Tally


def test_the_first_place_the_next_twenty_and_the_count_are_kept() -> None:
    tally = Tally("甲.xlsx", "数据")
    for row in range(1, 31):
        tally.add(k1_reading.BAD_CELL_VALUE, row, 2, found="x", expected="数", expected_en="a number")
    (problem,) = tally.problems()
    assert (str(problem.place), problem.facts["count"], len(problem.also)) == ("甲.xlsx!数据!B1", 30, 20)


def test_what_expects_another_thing_is_another_problem() -> None:
    tally = Tally("甲.xlsx", "数据")
    for expected in ("数", "日期", "数"):
        tally.add(k1_reading.BAD_CELL_VALUE, 1, 1, found="x", expected=expected, expected_en="")
    assert [(problem.facts["expected"], problem.facts["count"]) for problem in tally.problems()] == [("数", 2), ("日期", 1)]
