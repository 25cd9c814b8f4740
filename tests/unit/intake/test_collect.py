from __future__ import annotations

from fractions import Fraction

from kpi_engine.intake.collect import collect
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.grid import Area
from kpi_engine.scheme.model import EventDecl
from kpi_engine.scheme.needs import EventNeed
from kpi_engine.table import Ref, Role, State
from needing import ballot_needs, column_need, marks_need, needs_of, units, with_target

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


def numbers(collected, ref):
    """The values of a column as text, None where there is none."""
    column = collected.facts.columns[ref]
    return [column.value(row) for row in range(len(column))]


def codes(problems):
    return sorted(problem.code.number for problem in problems)


def by_input(name, period="", role=Role.INPUT):
    return Ref(role, name, period)


def test_periods_stand_in_merged_headings():
    needs = needs_of(*(column_need("投资", "number", period=period) for period in ("六月", "十二月")), periods=("六月", "十二月"))
    grid = grid_of_rows(
        [["单位", "投资（万元）", None], [None, "6月", "12月"], ["甲镇", "1.5", "2"], ["乙镇", "3", "4"], ["丙镇", "0", "不涉及"]],
        merged=[Area(1, 1, 2, 1), Area(1, 2, 1, 3)],
    )
    collected = collect([grid], REGISTER, needs)
    assert codes(collected.problems) == []
    assert numbers(collected, by_input("投资", "六月")) == [Fraction(3, 2), 3, 0]
    assert numbers(collected, by_input("投资", "十二月")) == [2, 4, None]
    assert collected.facts.columns[by_input("投资", "十二月")].state[2] == State.NOT_APPLICABLE


def test_periods_stand_in_the_names_of_sheets():
    needs = needs_of(*(column_need("投资", "number", period=period) for period in ("1月", "11月")), periods=("1月", "11月"))
    grids = [grid_of_rows([["单位", "投资"], ["甲镇", value]], sheet=sheet) for sheet, value in (("2024年1月", "5"), ("2024年11月", "7"))]
    collected = collect(grids, REGISTER, needs)
    assert codes(collected.problems) == []
    assert [numbers(collected, by_input("投资", period))[0] for period in ("1月", "11月")] == [5, 7]


def test_a_period_that_nothing_tells_is_a_problem():
    needs = needs_of(column_need("投资", "number", period="六月"), column_need("投资", "number", period="十二月"), periods=("六月", "十二月"))
    collected = collect([grid_of_rows([["单位", "投资"], ["甲镇", "5"]])], REGISTER, needs)
    assert "K535" in codes(collected.problems)


def test_an_input_with_target_in_each_period_reads_the_template_headings():
    needs = needs_of(
        *(column_need("培训", "count", period=p, role=role, target="given") for p in ("六月", "十二月") for role in ("target", "value")),
        periods=("六月", "十二月"),
    )
    grid = grid_of_rows(
        [["单位", "培训（期）", None, None, None], [None, "六月目标", "六月完成", "十二月目标", "十二月完成"], ["甲镇", "1", "2", "3", "4"]],
        merged=[Area(1, 1, 2, 1), Area(1, 2, 1, 5)],
    )
    collected = collect([grid], REGISTER, needs)
    refs = [by_input("培训", p, role) for p in ("六月", "十二月") for role in (Role.TARGET, Role.INPUT)]
    assert [numbers(collected, ref)[0] for ref in refs] == [1, 2, 3, 4]
    assert codes(collected.problems) == []


def test_a_target_stands_right_of_its_input_or_carries_its_name():
    needs = needs_of(*with_target("派驻医师", "count"), *with_target("培训", "count"))
    grid = grid_of_rows([["单位", "派驻医师", "目标值", "培训目标", "培训"], ["甲镇", "4", "5", "6", "7"]])
    collected = collect([grid], REGISTER, needs)
    refs = [by_input(name, role=role) for name in ("派驻医师", "培训") for role in (Role.INPUT, Role.TARGET)]
    assert [numbers(collected, ref)[0] for ref in refs] == [4, 5, 7, 6]


def test_targets_must_add_up_to_what_the_scheme_states():
    needs = needs_of(*with_target("派驻医师", "count", targets_total="10"))
    collected = collect([grid_of_rows([["单位", "派驻医师", "目标"], ["甲镇", "4", "5"], ["乙镇", "4", "4"]])], REGISTER, needs)
    assert codes(collected.problems) == ["K547"]


def test_the_long_layout_is_read_by_groups():
    needs = needs_of(column_need("投资", "number", period="六月"), column_need("满意率", "percent"), periods=("六月",))
    rows = [
        ["单位", "数据项", "时期", "数值"],
        ["甲镇", "投资", "6月", "1.25"],
        ["甲镇", "满意率", None, "90%"],
        ["乙镇", "投资", "六月", "2"],
        ["乙镇", "满意度", None, "90%"],
        ["丙镇", "投资", "七月", "1"],
    ]
    collected = collect([grid_of_rows(rows, file="长.csv")], REGISTER, needs)
    assert numbers(collected, by_input("投资", "六月")) == [Fraction(5, 4), 2, None]
    assert numbers(collected, by_input("满意率"))[0] == Fraction(9, 10)
    assert [(p.code.number, str(p.place)) for p in collected.problems] == [("K544", "长.csv:5:4"), ("K545", "长.csv:6:4")]


def test_ballots_are_read_by_rows_of_raters_and_by_columns():
    needs = needs_of(*ballot_needs("民主测评", options={"优秀": "100", "称职": "80"}, not_counted=["弃权"], raters={"领导": "40%", "群众": "60%"}))
    by_rows = grid_of_rows(
        [
            ["单位", "评议主体", "发出", "收回", "优秀", "称职", "弃权"],
            ["甲镇", "领导", "5", "5", "3", "2", "0"],
            ["甲镇", "群众", "9", "8", "4", "3", "1"],
        ],
        sheet="票数-民主测评",
    )
    by_columns = grid_of_rows(
        [["单位", "领导", None, "群众", None], [None, "优秀", "称职票数", "优秀", "称职"], ["乙镇", "1", "2", "3", "4"]],
        sheet="测评",
        merged=[Area(1, 1, 2, 1), Area(1, 2, 1, 3), Area(1, 4, 1, 5)],
    )
    collected = collect([by_rows, by_columns], REGISTER, needs)
    assert codes(collected.problems) == []
    told = {part: numbers(collected, Ref(Role.VOTES, "民主测评", part=part))[:2] for part in ("领导|优秀", "群众|称职", "群众|弃权", "群众|returned")}
    assert told == {"领导|优秀": [3, 1], "群众|称职": [3, 4], "群众|弃权": [1, None], "群众|returned": [8, None]}


def test_marks_are_read_with_any_heading_as_a_rater():
    needs = needs_of(marks=(marks_need("评委评分", between=["0", "100"]),))
    grid = grid_of_rows([["单位", "王某", "李某", "平均分"], ["甲镇", "90", "81.5", "85.75"], ["乙镇", None, "120", "60"]], sheet="评分-评委评分")
    collected = collect([grid], REGISTER, needs)
    table = collected.facts.rows["marks:评委评分"]
    assert [(int(u), table.columns["rater"].value(i), table.columns["mark"].value(i)) for i, u in enumerate(table.unit)] == [
        (0, "王某", 90),
        (0, "李某", Fraction(163, 2)),
    ]
    assert codes(collected.problems) == ["K522"]
    assert collected.facts.columns[Ref(Role.COLUMN, "marks:评委评分", part="mark")].sources(1) == "评分-评委评分!C2"


def test_marks_in_rows_refuse_a_rater_who_marks_twice():
    needs = needs_of(marks=(marks_need("评委评分"),))
    rows = [["单位", "评委", "分数"], ["甲镇", "王某", "90"], ["甲镇", "王某", "91"], ["乙镇", "王某", "88"]]
    collected = collect([grid_of_rows(rows, sheet="评委评分")], REGISTER, needs)
    assert codes(collected.problems) == ["K557"]
    assert len(collected.facts.rows["marks:评委评分"]) == 2


EVENTS_NEEDED = (
    EventNeed("擅自脱岗", EventDecl(units="several", columns={"半天数": {"kind": "count"}, "份额": {"kind": "percent"}}), "督查科", zero_report=True),
    EventNeed("工作失误", EventDecl(), "督查科", chosen=(Fraction(5), Fraction(10)), zero_report=True),
    EventNeed("通报表扬", EventDecl(), "党建办", zero_report=True),
)


def test_events_of_several_units_with_shares_and_chosen_amounts():
    rows = [
        ["单位", "事项", "日期", "事实编号", "半天数", "份额", "分值"],
        ["甲镇；乙镇", "擅自脱岗", "2024年6月5日", "F1", "2", "60%；40%", None],
        ["丙镇", "工作失误", None, None, None, None, "7"],
        ["丙镇", "工作失误", None, None, None, None, "12"],
        ["丙镇", "擅离职守", None, None, None, None, None],
    ]
    collected = collect([grid_of_rows(rows, sheet="事项-督查科")], REGISTER, needs_of(events=EVENTS_NEEDED))
    table = collected.facts.rows["events"]
    assert [int(unit) for unit in table.unit] == [0, 1, 2, 2]
    assert [table.columns["擅自脱岗.份额"].cell(i) for i in range(3)] == [
        (State.PRESENT, Fraction(3, 5)),
        (State.PRESENT, Fraction(2, 5)),
        (State.NOT_APPLICABLE, None),
    ]
    assert table.columns["擅自脱岗.半天数"].value(1) == 2
    assert table.columns["fact"].value(0) == "F1"
    assert table.columns["amount"].value(2) == 7
    assert codes(collected.problems) == ["K550", "K551"]
    reported = [collected.facts.columns[Ref(Role.REPORTED, need.name)].cell(0) for need in EVENTS_NEEDED]
    assert reported == [(State.PRESENT, True), (State.PRESENT, True), (State.MISSING, None)]


def test_a_row_of_none_is_a_zero_report_of_its_owner():
    rows = [["单位", "事项", "日期"], [None, "无", None]]
    collected = collect([grid_of_rows(rows, sheet="事项-党建办")], REGISTER, needs_of(events=EVENTS_NEEDED))
    assert codes(collected.problems) == []
    assert [collected.facts.columns[Ref(Role.REPORTED, need.name)].state[0] for need in EVENTS_NEEDED] == [
        State.MISSING,
        State.MISSING,
        State.PRESENT,
    ]


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


def test_a_row_of_totals_that_does_not_add_up_is_a_finding():
    needs = needs_of(column_need("投资"))
    collected = collect([grid_of_rows([["单位", "投资"], ["甲镇", "1"], ["乙镇", "2"], ["合计", 4.0]])], REGISTER, needs)
    assert codes(collected.findings) == ["K536", "K538"]


def test_merged_cells_among_the_data_are_refused():
    needs = needs_of(column_need("投资"))
    collected = collect([grid_of_rows([["单位", "投资"], ["甲镇", "1"], ["乙镇"]], merged=[Area(2, 2, 3, 2)])], REGISTER, needs)
    assert codes(collected.problems) == ["K540"]


def test_a_heading_in_another_scale_is_refused():
    needs = needs_of(column_need("投资", measured_in="元"))
    assert codes(collect([grid_of_rows([["单位", "投资（万元）"], ["甲镇", "1"]])], REGISTER, needs).problems) == ["K543"]


def test_one_value_for_a_class_or_for_everybody_reaches_each_unit():
    register = units({"单位": "甲", "类别": "镇"}, {"单位": "乙", "类别": "街道"}, {"单位": "丙", "类别": "镇"})
    needs = needs_of(column_need("基准", per="class"), column_need("均值", per="all"))
    grid = grid_of_rows([["单位", "基准", "均值"], ["镇", "5", None], ["街道", "6", None], ["全县", None, "7"]])
    collected = collect([grid], register, needs, ["镇", "街道"])
    assert codes(collected.problems) == []
    assert numbers(collected, by_input("基准")) == [5, 6, 5]
    assert numbers(collected, by_input("均值")) == [7, 7, 7]
    assert list(collected.facts.class_of) == [0, 1, 0]


def test_a_sheet_that_answers_nothing_is_told_of():
    collected = collect([grid_of_rows([["填表说明"], ["每格都填"]], sheet="说明")], REGISTER, needs_of())
    assert codes(collected.findings) == ["K532"]
    assert collected.coverage.sheets[0].reported_rows == 2


def test_units_listed_apart_are_scored_and_not_ranked():
    register = units("甲", {"单位": "乙", "状态": "单列"}, {"单位": "丙", "状态": "不参评"}, {"单位": "丁", "状态": "并入甲"})
    facts = collect([], register, needs_of()).facts
    parts = {part: [facts.columns[Ref(Role.UNIT, part=part)].value(row) for row in range(4)] for part in ("takes_part", "ranked")}
    assert parts == {"takes_part": [True, True, False, False], "ranked": [True, False, False, False]}
