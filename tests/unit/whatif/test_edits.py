import pytest

from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.source import Place
from kpi_engine.whatif.edits import Edit, Scenario, read_edits, read_scenarios


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("综合评价.points=15", Edit("综合评价.points", "15")),
        (" grades.优秀 ＝ 88 ", Edit("grades.优秀", "88")),
        ("单位 城关镇.群众满意率=91%", Edit("unit 城关镇.群众满意率", "91%")),
        ("drop 技术推广", Edit("drop 技术推广", "")),
        ("去掉 技术推广", Edit("drop 技术推广", "")),
        ("派驻任务.points={街道: 30, otherwise: 40}", Edit("派驻任务.points", "{街道: 30, otherwise: 40}")),
    ],
)
def test_edits_are_written_as_people_write_them(text: str, edit: Edit) -> None:
    assert read_edits([text]) == ([edit], [])


@pytest.mark.parametrize("text", ["", "综合评价", "=3", "a=", "drop ", "unit =3", "drop 技术推广=0"])
def test_what_is_no_edit_is_told(text: str) -> None:
    edits, problems = read_edits([text, "a=1"])
    assert [e.path for e in edits] == ["a"]
    assert [p.code.number for p in problems] == ["K801"]


def test_an_edit_that_stands_in_no_file_is_its_own_place() -> None:
    edits, problems = read_edits(["甲.points=3", "x"], place=Place(path="--set"))
    assert [str(edit.place) for edit in edits] == ["--set 甲.points=3"]
    assert [str(problem.place) for problem in problems] == ["--set x"]
    assert str(read_edits(["x"])[1][0].place) == "x"


def test_a_sheet_holds_several_scenarios_an_edit_a_row() -> None:
    rows = [
        ["场景", "改什么", "改成", "分担"],
        ["满意率加重", "综合评价.points", "15", "同级"],
        ["", "grades.优秀", 88, ""],
        ["", "", "", ""],
        ["去掉推广", "drop 技术推广", "", "不分担"],
    ]
    scenarios, problems = read_scenarios([grid_of_rows(rows, file="设想.xlsx", sheet="场景"), grid_of_rows([])])
    assert not problems
    assert [(s.name, [e.text for e in s.edits], s.rebalance) for s in scenarios] == [
        ("满意率加重", ["综合评价.points=15", "grades.优秀=88"], "siblings"),
        ("去掉推广", ["drop 技术推广"], "none"),
    ]
    assert str(scenarios[0].edits[1].place) == "设想.xlsx!场景!B3"


def test_a_stored_percentage_is_read_as_it_is_shown() -> None:
    (scenario,), _ = read_scenarios([grid_of_rows([["场景", "改什么", "改成"], ["一", "quotas.优秀名额.at_most", 0.2]])], rebalance="none")
    assert scenario == Scenario("一", (Edit("quotas.优秀名额.at_most", "0.2", scenario.edits[0].place),), "none")


def test_a_sheet_without_the_headings_is_refused_by_name() -> None:
    scenarios, problems = read_scenarios([grid_of_rows([["场景", "改成"], ["一", 3]])])
    assert not scenarios
    assert [(p.code.number, p.facts["missing"]) for p in problems] == [("K808", "改什么")]
