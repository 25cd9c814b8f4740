from __future__ import annotations

from fractions import Fraction

from kpi_engine.intake.collect import collect
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.grid import Area
from kpi_engine.table import Ref, Role, State
from needing import REGISTER, codes, column_need, needs_of, units, with_target


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


def test_targets_must_add_up_to_what_the_scheme_states():
    needs = needs_of(*with_target("派驻医师", "count", targets_total="10"))
    collected = collect([grid_of_rows([["单位", "派驻医师", "目标"], ["甲镇", "4", "5"], ["乙镇", "4", "4"]])], REGISTER, needs)
    assert codes(collected.problems) == ["K547"]


def test_all_problems_of_a_sheet_come_at_once_with_their_cells():
    needs = needs_of(column_need("投资"), column_need("人数", "count"), column_need("缺列", owner="纪检室"))
    rows = [["单位", "投资", "人数"], ["甲镇", "约30", "1.5"], ["乙镇", "≥50", "3/5"], ["丁镇", "1", "1"], [None, "9", "9"]]
    collected = collect([grid_of_rows(rows, file="d.xlsx", sheet="表")], REGISTER, needs)
    assert [(p.code.number, str(p.place)) for p in collected.problems] == [
        ("K539", "d.xlsx!表!A5"),
        ("K510", "d.xlsx!表!A4"),
        ("K512", "d.xlsx!表!B2"),
        ("K520", "d.xlsx!表!B3"),
        ("K513", "d.xlsx!表!C2"),
        ("K519", "d.xlsx!表!C3"),
        ("K533", ""),
    ]


def test_a_sheet_that_answers_nothing_is_told_of():
    collected = collect([grid_of_rows([["填表说明"], ["每格都填"]], sheet="说明")], REGISTER, needs_of())
    assert codes(collected.findings) == ["K532"]
    assert collected.coverage.sheets[0].reported_rows == 2


def test_units_listed_apart_are_scored_and_not_ranked():
    register = units("甲", {"单位": "乙", "状态": "单列"}, {"单位": "丙", "状态": "不参评"}, {"单位": "丁", "状态": "并入甲"})
    facts = collect([], register, needs_of()).facts
    parts = {part: [facts.columns[Ref(Role.UNIT, part=part)].value(row) for row in range(4)] for part in ("takes_part", "ranked")}
    assert parts == {"takes_part": [True, True, False, False], "ranked": [True, False, False, False]}
