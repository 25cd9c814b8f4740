from __future__ import annotations

from fractions import Fraction

from kpi_engine.intake.collect import collect
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.grid import Area
from kpi_engine.table import Ref, Role, State
from needing import column_need, needs_of, units, with_target

REGISTER = units("甲镇", {"单位": "乙镇", "简称": "乙"}, "丙镇")


def test_a_wide_sheet_with_merged_headings_becomes_facts_with_their_cells():
    needs = needs_of(*with_target("派驻医师", "count", measured_in="人"), column_need("满意率", "percent"))
    grid = grid_of_rows(
        [
            ["2024年对口支援数据"],
            ["单位", "派驻医师（人）", None, "满意率(10分)"],
            [None, "实际", "目标"],
            ["甲镇", "4", "5", "92.5%"],
            ["乙", "5", "5", "90%"],
            ["合计", "9", "10"],
            ["填表人：张三"],
        ],
        file="数据.xlsx",
        sheet="医政股",
        merged=[Area(2, 1, 3, 1), Area(2, 2, 2, 3), Area(2, 4, 3, 4)],
    )
    collected = collect([grid], REGISTER, needs)
    actual = collected.facts.columns[Ref(Role.INPUT, "派驻医师")]
    assert collected.problems == ()
    assert [actual.cell(row) for row in range(3)] == [(State.PRESENT, Fraction(4)), (State.PRESENT, Fraction(5)), (State.MISSING, None)]
    assert collected.facts.columns[Ref(Role.TARGET, "派驻医师")].value(0) == 5
    assert collected.facts.columns[Ref(Role.INPUT, "满意率")].value(0) == Fraction(37, 40)
    assert actual.sources(1) == "数据.xlsx!医政股!B5"
    assert {problem.code.number for problem in collected.findings} == {"K536", "K537"}
    assert collected.coverage.lacking["医政股"]["满意率"] == ("丙镇",)
    assert collected.coverage.sheets[0].balances
