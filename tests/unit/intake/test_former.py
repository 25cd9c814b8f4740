"""An input that was renamed is read under its old name as well, wherever a file may name it, and a finding says so (K592)."""

from __future__ import annotations

import pytest

from kpi_engine.intake.asked import Asked, Said
from kpi_engine.intake.collect import Collected, collect
from kpi_engine.intake.corrections import read_corrections
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.headers import Head
from kpi_engine.table import Ref, Role
from needing import REGISTER, ballot_needs, by_input, column_need, marks_need, needs_of, numbers, with_target

NEEDS = needs_of(
    *with_target("办结数", "count", was="受理数", label="事项办结数"), column_need("满意率", period="六月", was="满意度"), periods=("六月",)
)


def told(collected: Collected) -> list[tuple[str, str]]:
    return [(p.code.number, p.message()) for p in collected.findings]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("受理数",), Said("办结数", was="受理数")),
        (("受理数（件）",), Said("办结数", was="受理数")),
        (("受理数目标",), Said("办结数", role="target", was="受理数")),
        (("受理数", "目标"), Said("办结数", role="target", was="受理数")),
        (("满意度 六月",), Said("满意率", "六月", was="满意度")),
        (("事项办结数",), Said("办结数")),
        (("办结数",), Said("办结数")),
    ],
)
def test_a_heading_says_the_input_and_how_it_called_it(texts: tuple[str, ...], said: Said) -> None:
    assert Asked(NEEDS).read_heading(Head(1, texts, 1)) == said


def test_units_in_rows() -> None:
    rows = [["单位", "受理数", "受理数目标", "满意度（6月）"], ["甲镇", "8", "10", "90"], ["乙镇", "9", "10", "80"], ["丙镇", "7", "10", "70"]]
    collected = collect([grid_of_rows(rows, file="去年的表.csv")], REGISTER, NEEDS)
    assert not collected.problems
    assert numbers(collected, by_input("办结数")) == [8, 9, 7]
    assert numbers(collected, by_input("满意率", "六月")) == [90, 80, 70]
    assert told(collected) == [
        ("K592", "“受理数”是“办结数”改名前的名字，按“办结数”读（共 2 处）"),
        ("K592", "“满意度”是“满意率”改名前的名字，按“满意率”读（共 1 处）"),
    ]


def test_a_figure_a_row() -> None:
    rows = [["单位", "数据项", "数值"], ["甲镇", "受理数", "8"], ["乙镇", "办结数", "9"]]
    collected = collect([grid_of_rows(rows, file="长.csv")], REGISTER, needs_of(column_need("办结数", "count", was="受理数")))
    assert numbers(collected, by_input("办结数"))[:2] == [8, 9]
    assert [(p.code.number, str(p.place)) for p in collected.findings] == [("K592", "长.csv:2:3")]


def test_both_names_with_different_figures_contradict_each_other() -> None:
    rows = [["单位", "受理数", "办结数"], ["甲镇", "8", "9"]]
    collected = collect([grid_of_rows(rows)], REGISTER, needs_of(column_need("办结数", "count", was="受理数")))
    assert [problem.code.number for problem in collected.problems] == ["K542"]


def test_sheets_of_votes_and_of_marks() -> None:
    needs = needs_of(
        *ballot_needs("民主测评", options={"好": "100", "差": "0"}, raters={"领导": "40%", "群众": "60%"}, was="民主评议"),
        *ballot_needs("行风评议", options={"好": "100", "差": "0"}, raters={"领导": "40%", "群众": "60%"}),
        marks=(marks_need("答辩评分", was="述职评分"), marks_need("评审评分")),
    )
    votes = grid_of_rows([["单位", "评议主体", "好", "差"], ["甲镇", "领导", "3", "2"], ["甲镇", "群众", "5", "5"]], sheet="民主评议")
    marks = grid_of_rows([["单位", "王某", "李某"], ["甲镇", "90", "80"]], sheet="述职评分")
    collected = collect([votes, marks], REGISTER, needs)
    assert numbers(collected, Ref(Role.VOTES, "民主测评", part="领导|好"))[0] == 3
    assert len(collected.facts.rows["marks:答辩评分"].unit) == 2
    assert [message for _, message in told(collected)] == [
        "“民主评议”是“民主测评”改名前的名字，按“民主测评”读（共 1 处）",
        "“述职评分”是“答辩评分”改名前的名字，按“答辩评分”读（共 1 处）",
    ]


def test_a_correction() -> None:
    rows = [["单位", "数据项", "原值", "改为", "依据", "经办人", "日期"], ["甲镇", "受理数", "8", "9", "函3号", "张三", "2024-12-30"]]
    corrections, problems = read_corrections([grid_of_rows(rows, sheet="更正")], REGISTER, NEEDS, {}, [])
    assert not problems
    assert [correction.ref for correction in corrections.corrections] == [by_input("办结数")]
    assert [finding.code.number for finding in corrections.findings] == ["K592"]
