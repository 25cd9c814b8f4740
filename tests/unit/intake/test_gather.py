from __future__ import annotations

from kpi_engine.intake.collect import collect
from kpi_engine.intake.frames import grid_of_rows
from needing import REGISTER, by_input, column_need, needs_of, numbers


def test_the_same_value_twice_is_a_finding_and_another_one_a_problem():
    needs = needs_of(column_need("投资"))
    grids = [grid_of_rows([["单位", "投资"], ["甲镇", "5"], ["乙镇", value]], file=file) for file, value in (("a.xlsx", "6"), ("b.xlsx", "7"))]
    collected = collect(grids, REGISTER, needs)
    assert [(p.code.number, str(p.place), str(p.also[0])) for p in collected.problems] == [("K542", "b.xlsx:3:2", "a.xlsx:3:2")]
    assert [p.code.number for p in collected.findings] == ["K541"]


def test_a_blank_in_one_file_never_hides_a_value_in_another():
    needs = needs_of(column_need("投资"))
    grids = [grid_of_rows([["单位", "投资"], ["甲镇", value], ["乙镇", "1"]][: 2 + (value is None)]) for value in (None, "5")]
    assert numbers(collect(grids, REGISTER, needs), by_input("投资"))[:2] == [5, 1]
