from __future__ import annotations

from fractions import Fraction

from kpi_engine.intake.collect import collect
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.table import Ref, Role
from needing import REGISTER, codes, marks_need, needs_of


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


def test_the_marks_of_a_rater_are_told_apart_as_one_ballot():
    needs = needs_of(marks=(marks_need("评委评分"),))
    grid = grid_of_rows([["单位", "评委甲", "评委乙"], ["甲镇", "90", "85"], ["乙镇", "80", "85"]], sheet="评委评分")
    facts = collect([grid], REGISTER, needs).facts
    ballots = facts.columns[Ref(Role.COLUMN, "marks:评委评分", part="fact")]
    assert [ballots.value(i) for i in range(4)] == ["评委甲", "评委乙", "评委甲", "评委乙"]


def test_a_rater_spelled_with_blanks_or_in_wide_letters_is_one_rater():
    needs = needs_of(marks=(marks_need("评委评分"),))
    rows = [["单位", "评委", "分数"], ["甲镇", "张三", "90"], ["乙镇", "张 三", "80"], ["甲镇", "评委１", "70"], ["乙镇", "评委1", "60"]]
    table = collect([grid_of_rows(rows, sheet="评委评分")], REGISTER, needs).facts.rows["marks:评委评分"]
    assert [table.columns["fact"].value(i) for i in range(4)] == ["张三", "评委１", "张三", "评委１"]
    twice = collect([grid_of_rows([*rows, ["甲镇", "张 三", "10"]], sheet="评委评分")], REGISTER, needs)
    assert codes(twice.problems) == ["K557"]
